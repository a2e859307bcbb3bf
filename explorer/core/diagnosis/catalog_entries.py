"""What the catalogue page lists: an entry for each error code, status and transport failure, and a search in them."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from explorer import assets
from explorer.core.diagnosis import status
from explorer.core.diagnosis.catalog_reader import apis, failures, statuses
from explorer.core.diagnosis.catalog_rows import ApiCatalog, ApiStatusRow, ErrorCodeRow, FailureRow, StatusRow
from explorer.core.model.diagnosis import Cause, Link, Remedy, StatusMeaning

_CLASS_FAMILIES = {1: "info", 2: "ok", 3: "redirect", 4: "client", 5: "server"}
ANY_STATUS = "Any"
"""Label of a code that may come with any status."""
_LAB = "examples/failure-lab.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogEntry:
    """One row of the catalogue and its spec sheet. Texts marked so in the diagnosis model are *rich*."""

    id: str
    """Stable: "sinch-sms/unknown_group", "sinch-sms/404", "http/404", "transport/tls_expired"."""
    group: str
    label: str
    """Sign in the pill: "403", "TLS"."""
    family: str
    """Status family for colours: info, ok, redirect, client, server or transport."""
    title: str
    is_code: bool
    """Whether ``title`` is a machine code, to be shown in the code font."""
    summary: str
    at_fault: str
    effect: str
    retry: str
    what: StatusMeaning | str
    causes: tuple[Cause, ...]
    fixes: tuple[Remedy, ...]
    returned_by: tuple[tuple[str, str], ...] = ()
    """(method, name of the sample request or path) pairs."""
    operations: int = 0
    """How many described operations answer so; ``returned_by`` has the first by path. 0 for sample requests."""
    details: tuple[tuple[str, str], ...] = ()
    """Lines under titles of their own: (title of the section, *rich* line)."""
    example: str = ""
    references: tuple[Link, ...] = ()
    source: str = ""
    search_text: str = ""
    """Lower-case words to search in."""
    lab_key: str = ""
    """Key of a request of the failure lab that provokes it; empty when there is none."""
    added: bool = False
    """Whether it comes from a catalog the person added, which ``source`` names."""


@lru_cache(maxsize=1)
def entries() -> tuple[CatalogEntry, ...]:
    """All entries, grouped as the page shows them."""
    known = [entry for api in apis() for entry in _of_api(api)]
    http = [_of_status(row) for row in statuses().values()]
    return (*known, *http, *(_of_failure(row) for row in failures().values()))


def added_entries(catalogs: tuple[ApiCatalog, ...]) -> tuple[CatalogEntry, ...]:
    """The entries of catalogs the person added; none of them can be provoked in the sandbox."""
    return tuple(replace(entry, added=True, lab_key="") for api in catalogs for entry in _of_api(api))


def search(found: tuple[CatalogEntry, ...], query: str) -> tuple[CatalogEntry, ...]:
    """The entries that hold every word of the query, order kept."""
    words = query.lower().split()
    return tuple(entry for entry in found if all(word in entry.search_text for word in words))


def family(code: int) -> str:
    """The colour family of a status; codes outside 100 to 599 count as 5xx (RFC 9110 section 15)."""
    return _CLASS_FAMILIES.get(code // 100, "server")


def _of_api(api: ApiCatalog) -> list[CatalogEntry]:
    codes = [code_entry(api, row) for row in api.codes]
    return codes + [_of_api_status(api, row) for row in api.statuses.values()]


def code_entry(api: ApiCatalog, row: ErrorCodeRow) -> CatalogEntry:
    """The entry of an API's error code."""
    return CatalogEntry(
        id=f"{api.id}/{row.code}",
        group=f"{api.name}, error codes",
        label=str(row.status) if row.status else ANY_STATUS,
        family=family(row.status) if row.status else "client",
        title=row.code,
        is_code=True,
        summary=row.summary or row.meaning,
        at_fault=row.at_fault,
        effect=row.effect,
        retry=row.retry,
        what=_meaning(row.status, api) if row.status else row.code,
        causes=row.causes,
        fixes=row.fixes,
        returned_by=row.returned_by,
        example=row.example,
        references=(*status_links(row.status), *row.references),
        source=row.source or api.source,
        search_text=searchable(
            str(row.status), row.code, *row.aliases, row.summary or row.meaning, *row.fields, api.name
        ),
        lab_key=_lab_key(row.status, row.code),
    )


def _of_api_status(api: ApiCatalog, row: ApiStatusRow) -> CatalogEntry:
    name = status.decode(row.status).reason
    return CatalogEntry(
        id=f"{api.id}/{row.status}",
        group=f"{api.name}, statuses",
        label=str(row.status),
        family=family(row.status),
        title=name,
        is_code=False,
        summary=row.summary or row.meaning,
        at_fault=row.at_fault,
        effect=row.effect,
        retry=row.retry,
        what=_meaning(row.status, api),
        causes=row.causes,
        fixes=row.fixes,
        returned_by=tuple((o.method, o.name) for o in api.operations if o.success == row.status),
        example=row.example,
        references=(*status_links(row.status), *row.references),
        source=row.source or api.source,
        search_text=searchable(str(row.status), name, row.summary, row.meaning, api.name),
        lab_key=_lab_key(row.status, None),
    )


def _of_status(row: StatusRow) -> CatalogEntry:
    return CatalogEntry(
        id=f"http/{row.code}",
        group="HTTP",
        label=str(row.code),
        family=family(row.code),
        title=row.name,
        is_code=False,
        summary=row.meaning,
        at_fault=row.at_fault,
        effect=row.effect,
        retry=row.retry,
        what=_meaning(row.code, None),
        causes=row.causes,
        fixes=row.fixes,
        references=status_links(row.code),
        source=row.source,
        search_text=searchable(str(row.code), row.name, row.meaning, "http"),
    )


def _of_failure(row: FailureRow) -> CatalogEntry:
    return CatalogEntry(
        id=f"transport/{row.kind}",
        group="Transport",
        label=row.label,
        family="transport",
        title=row.title,
        is_code=False,
        summary=row.meaning,
        at_fault=row.at_fault,
        effect=row.effect,
        retry=row.retry,
        what=row.sign,
        causes=row.causes,
        fixes=row.fixes,
        references=row.references,
        source=row.source,
        search_text=searchable(row.label, row.title, row.sign, row.meaning, row.kind, "transport"),
    )


def _meaning(code: int, api: ApiCatalog | None) -> StatusMeaning:
    row = statuses().get(code)
    return replace(status.decode(code, api=api), reference=row.reference if row else None)


def status_links(code: int) -> tuple[Link, ...]:
    """Where a registered status is defined."""
    row = statuses().get(code)
    return (row.reference,) if row and row.reference else ()


def searchable(*parts: str) -> str:
    """Parts as one text to search in."""
    return " ".join(parts).lower().replace("`", "")


@lru_cache(maxsize=1)
def _lab() -> dict[tuple[int, str | None], str]:
    """First lab request for each (status, code); empty when the examples are not installed."""
    try:
        rows = json.loads(assets.text(_LAB))
    except FileNotFoundError:
        return {}
    found: dict[tuple[int, str | None], str] = {}
    for row in rows:
        found.setdefault((row["status"], row.get("code")), row["key"])
    return found


def _lab_key(number: int, code: str | None) -> str:
    return _lab().get((number, code), "")
