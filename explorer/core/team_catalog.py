"""Reads ``.explorer/catalog.toml``: what a team knows of the error codes of its own APIs.

One API of the file is one catalog. What is wrong costs a sentence and only the row it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from explorer.core.diagnosis.catalog_rows import ApiCatalog, ApiStatusRow, ErrorCodeRow
from explorer.core.model.diagnosis import Cause, Link, Remedy, RemedyKind, Standing

PLACE = Path(".explorer") / "catalog.toml"
"""Below the collection's folder."""
_LARGEST = 2_000_000
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.ASCII)
_API = {"name": str, "hosts": list, "prefix": str, "docs": str, "code": list, "status": list}
_ROW = {"meaning": str, "causes": list, "fixes": list, "link": str}
_CODE = {"code": str, "status": int, "aliases": list} | _ROW
_STATUS = {"status": int} | _ROW
_WORDS = {str: "a text in quotes", int: "a whole number", list: "a list in square brackets"}


@dataclass(slots=True)
class _Faults:
    """Collects sentences; each begins with the file and the place."""

    file: str
    sentences: list[str] = field(default_factory=list)

    def tell(self, place: str, what: str) -> None:
        self.sentences.append(f"{self.file}{', ' if place else ''}{place}: {what}")


def read_collection_catalogs(folder: Path) -> tuple[tuple[ApiCatalog, ...], tuple[str, ...]]:
    """The catalogs beside a collection and what is wrong with the file; nothing when there is no file."""
    path = folder / PLACE
    return read_catalogs(path) if path.exists() else ((), ())


def read_catalogs(path: Path) -> tuple[tuple[ApiCatalog, ...], tuple[str, ...]]:
    """The catalogs of a file and a sentence for each fault; never raises for what is in it."""
    name = PLACE.as_posix() if path.parts[-2:] == PLACE.parts else path.name
    faults = _Faults(name)
    try:
        if path.stat().st_size > _LARGEST:
            faults.tell("", f"The file is larger than {_LARGEST:,} bytes and was not read; split or shorten it.")
            return (), tuple(faults.sentences)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        faults.tell("", f"The file cannot be read ({error.strerror or type(error).__name__}); check its permissions.")
    except UnicodeDecodeError:
        faults.tell("", "The file is not UTF-8 text; save it as UTF-8.")
    else:
        return tuple(_catalogs(text, faults)), tuple(faults.sentences)
    return (), tuple(faults.sentences)


def _catalogs(text: str, faults: _Faults) -> Iterator[ApiCatalog]:
    import tomllib  # late: most collections have no such file

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.tell("", f"The file is not valid TOML ({error}); correct it there and save it.")
        return
    known = _checked(table, {"api": list}, "", faults)
    seen: set[str] = set()
    for number, plain in enumerate(known.get("api", ()), 1):
        place = f"API {number}"
        api = _api(plain, place, faults)
        if api is not None and api.id in seen:
            faults.tell(place, f"There is another API called {api.name}; give it its own name.")
        elif api is not None:
            seen.add(api.id)
            yield api


def _api(plain: Any, place: str, faults: _Faults) -> ApiCatalog | None:
    known = _checked(plain, _API, place, faults)
    if not known:
        return None
    name, hosts = known.get("name", "").strip(), _texts(known, "hosts", place, faults)
    if not name or not hosts:
        missing = "a name" if not name else "hosts"
        faults.tell(place, f"The API has no {missing.removeprefix('a ')} and was left out; add {missing}.")
        return None
    place = f"API {name}"
    source = f"The file {faults.file}"
    codes = [_code(row, f"{place}, code {n}", faults, source) for n, row in enumerate(known.get("code", ()), 1)]
    rows = [_status(row, f"{place}, status {n}", faults, source) for n, row in enumerate(known.get("status", ()), 1)]
    statuses = _unique(rows, lambda row: str(row.status), f"{place}, status", faults)
    page = _address(known, "docs", place, faults)
    return ApiCatalog(
        id=f"team/{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-') or name}",
        name=name,
        hosts=hosts,
        prefix=_prefix(known.get("prefix", "")),
        docs=Link(title=f"{name} documentation", url=page) if page else None,
        codes=tuple(_unique(codes, lambda row: row.code, f"{place}, code", faults)),
        statuses=MappingProxyType({row.status: row for row in statuses}),
        source=source,
    )


def _code(plain: Any, place: str, faults: _Faults, source: str) -> ErrorCodeRow | None:
    known = _checked(plain, _CODE, place, faults)
    code = known.get("code", "").strip()
    if not code or not known.get("meaning", "").strip():
        faults.tell(place, f"The row has no {'meaning' if code else 'code'} and was left out; add it.")
        return None
    return ErrorCodeRow(
        code=code,
        status=_number(known, place, faults),
        aliases=_texts(known, "aliases", place, faults),
        **_explained(known, code, place, faults, source),
    )


def _status(plain: Any, place: str, faults: _Faults, source: str) -> ApiStatusRow | None:
    known = _checked(plain, _STATUS, place, faults)
    status = _number(known, place, faults)
    if not status or not known.get("meaning", "").strip():
        faults.tell(place, f"The row has no {'meaning' if status else 'status'} and was left out; add it.")
        return None
    rest = _explained(known, str(status), place, faults, source)
    return ApiStatusRow(status=status, is_error=status >= 400, **rest)


def _explained(known: dict[str, Any], name: str, place: str, faults: _Faults, source: str) -> dict[str, Any]:
    causes, fixes = (_texts(known, key, place, faults) for key in ("causes", "fixes"))
    page = _address(known, "link", place, faults)
    link = Link(title=f"About {name}", url=page) if page else None
    open_page = (Remedy(kind=RemedyKind.LINK, title=f"Read about {name}", action="Open page", link=link),)
    return {
        "meaning": known["meaning"].strip(),
        "causes": tuple(
            Cause(id=f"team.{name}.{number}", text=text.removesuffix("."), standing=Standing.POSSIBLE)
            for number, text in enumerate(causes, 1)
        ),
        "fixes": (
            *(Remedy(kind=RemedyKind.ADVICE, title=text.removesuffix(".")) for text in fixes),
            *(open_page if link else ()),
        ),
        "references": (link,) if link else (),
        "source": source,
    }


def _checked(plain: Any, kinds: Mapping[str, type], place: str, faults: _Faults) -> dict[str, Any]:
    """The values whose key is known and whose type is right."""
    if not isinstance(plain, dict):
        faults.tell(place, "This is no table; write the row under a heading in double square brackets.")
        return {}
    known: dict[str, Any] = {}
    for key, value in plain.items():
        kind = kinds.get(key)
        if kind is None:
            faults.tell(place, f"The key {key!r} is not known; use one of {', '.join(kinds)}.")
        elif not isinstance(value, kind) or isinstance(value, bool):
            faults.tell(place, f"The value of {key!r} has the wrong type; write {_WORDS[kind]}.")
        else:
            known[key] = value
    return known


def _texts(known: dict[str, Any], key: str, place: str, faults: _Faults) -> tuple[str, ...]:
    values = known.get(key, ())
    if any(not isinstance(value, str) or not value.strip() for value in values):
        faults.tell(place, f"Not every entry of {key!r} is a text; put each one in quotes.")
    return tuple(value.strip() for value in values if isinstance(value, str) and value.strip())


def _number(known: dict[str, Any], place: str, faults: _Faults) -> int:
    status = int(known.get("status", 0))
    if "status" in known and not 100 <= status <= 999:
        faults.tell(place, f"The status {status} is none of HTTP; write a number from 100 to 999.")
        return 0
    return status


def _address(known: dict[str, Any], key: str, place: str, faults: _Faults) -> str:
    address = str(known.get(key, "")).strip()
    if address and not _ADDRESS.fullmatch(address):
        faults.tell(place, f"The value of {key!r} is no web address; begin it with https:// and leave out blanks.")
        return ""
    return address


def _prefix(text: str) -> str:
    path = text.strip().strip("/")
    return f"/{path}" if path else ""


def _unique(rows: Any, key: Any, place: str, faults: _Faults) -> list[Any]:
    """The rows that are there, the first one of each key."""
    found: dict[str, Any] = {}
    for row in rows:
        if row is not None and key(row) in found:
            faults.tell(f"{place} {key(row)}", "It stands there twice; the first one counts, take the other one out.")
        elif row is not None:
            found[key(row)] = row
    return list(found.values())
