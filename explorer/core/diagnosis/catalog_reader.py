"""Reads the catalogs in ``resources/catalogs`` into typed rows, once. It explains nothing by itself."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from explorer import assets
from explorer.core.diagnosis import plugins
from explorer.core.diagnosis.catalog_rows import (
    ApiCatalog,
    ApiStatusRow,
    DeliveryRow,
    ErrorCodeRow,
    FailureRow,
    FieldRow,
    OperationRow,
    StatusRow,
)
from explorer.core.model.diagnosis import Cause, Link, Remedy, RemedyKind, Standing
from explorer.core.model.exchange import FailureKind

API_FILES = ("sinch-sms.json",)


@lru_cache(maxsize=1)
def statuses() -> Mapping[int, StatusRow]:
    """HTTP statuses by code: the whole IANA registry and the unregistered ones that are seen."""
    rows = (_status(plain) for plain in _read("http-statuses.json")["statuses"])
    return MappingProxyType({row.code: row for row in rows})


@lru_cache(maxsize=1)
def failures() -> Mapping[FailureKind, FailureRow]:
    """Transport failures by kind; every kind has a row."""
    rows = (_failure(plain) for plain in _read("transport.json")["failures"])
    return MappingProxyType({row.kind: row for row in rows})


@lru_cache(maxsize=1)
def apis() -> tuple[ApiCatalog, ...]:
    """The APIs whose statuses and codes are known: our own, then those of installed plug-ins."""
    return (*_own_apis(), *plugins.catalogs(_api))


@lru_cache(maxsize=1)
def _own_apis() -> tuple[ApiCatalog, ...]:
    return tuple(_api(_read(name)) for name in API_FILES)


def _read(name: str) -> Any:
    return json.loads(assets.text(f"catalogs/{name}"))


def _status(plain: dict[str, Any]) -> StatusRow:
    return StatusRow(
        code=plain["code"],
        name=plain["name"],
        registered=plain["registered"],
        meaning=plain["meaning"],
        at_fault=plain["at_fault"],
        effect=plain["effect"],
        retry=plain["retry"],
        reference=_link(plain["reference"]),
        source=plain["source"],
        causes=_causes(plain["causes"]),
        fixes=_advice(plain["fixes"]),
    )


def _failure(plain: dict[str, Any]) -> FailureRow:
    texts = ("label", "title", "sign", "meaning", "layer", "at_fault", "effect", "retry", "until", "headline", "source")
    return FailureRow(
        kind=FailureKind(plain["kind"]),
        causes=_causes(plain["causes"]),
        fixes=_advice(plain["fixes"]),
        references=_links(plain["references"]),
        **{name: plain[name] for name in texts},
    )


def _api(plain: dict[str, Any]) -> ApiCatalog:
    statuses_of_api = (_api_status(row) for row in plain["statuses"])
    return ApiCatalog(
        id=plain["id"],
        name=plain["name"],
        hosts=tuple(plain["hosts"]),
        regions=tuple(plain["regions"]),
        prefix=plain["prefix"],
        auth=plain["auth"],
        media_type=plain["media_type"],
        docs=_link(plain["docs"]),
        dashboard=_link(plain["dashboard"]),
        formats=tuple(plain["formats"]),
        operations=tuple(_operation(row) for row in plain["operations"]),
        shapes=MappingProxyType({name: tuple(map(_field, rows)) for name, rows in plain["shapes"].items()}),
        statuses=MappingProxyType({row.status: row for row in statuses_of_api}),
        codes=tuple(_error_code(row) for row in plain["codes"]),
        delivery_codes=tuple(_delivery_code(row) for row in plain["delivery_codes"]),
        smpp_codes=tuple(_smpp_code(row) for row in plain["smpp_codes"]),
        delivery_statuses=tuple((row["name"], row["meaning"]) for row in plain["delivery_statuses"]),
        source=plain["source"],
    )


def _operation(plain: dict[str, Any]) -> OperationRow:
    return OperationRow(**{**plain, "codes": tuple(plain["codes"])})


def _field(plain: dict[str, Any]) -> FieldRow:
    rest = {name: value for name, value in plain.items() if name not in ("min", "max", "values")}
    return FieldRow(**rest, minimum=plain.get("min"), maximum=plain.get("max"), values=tuple(plain.get("values", ())))


def _api_status(plain: dict[str, Any]) -> ApiStatusRow:
    texts = ("status", "meaning", "summary", "at_fault", "effect", "retry", "is_error", "example", "source")
    return ApiStatusRow(
        causes=_causes(plain["causes"]),
        fixes=_fixes(plain["fixes"]),
        references=_links(plain["references"]),
        **{name: plain[name] for name in texts},
    )


def _error_code(plain: dict[str, Any]) -> ErrorCodeRow:
    texts = ("code", "status", "meaning", "summary", "at_fault", "effect", "retry", "source")
    return ErrorCodeRow(
        aliases=tuple(plain["aliases"]),
        causes=_causes(plain["causes"]),
        fixes=_fixes(plain["fixes"]),
        fields=tuple(plain["fields"]),
        returned_by=tuple((method, name) for method, name in plain["returned_by"]),
        example=json.dumps(plain["example"], ensure_ascii=False, indent=2),
        references=_links(plain["references"]),
        **{name: plain[name] for name in texts},
    )


def _delivery_code(plain: dict[str, Any]) -> DeliveryRow:
    return DeliveryRow(
        first=plain["code"],
        last=plain["code"],
        name=plain["name"],
        meaning=plain["meaning"],
        permanent=plain["permanent"],
        source=plain["source"],
    )


def _smpp_code(plain: dict[str, Any]) -> DeliveryRow:
    rest = {name: plain[name] for name in ("first", "last", "meaning", "permanent", "source")}
    return DeliveryRow(name=plain["class"], **rest)


def _link(plain: dict[str, str] | None) -> Link | None:
    return Link(**plain) if plain else None


def _links(plain: list[dict[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(**link) for link in plain)


def _causes(plain: list[dict[str, str]]) -> tuple[Cause, ...]:
    return tuple(Cause(id=row["id"], text=row["text"], standing=Standing(row["standing"])) for row in plain)


def _advice(plain: list[str]) -> tuple[Remedy, ...]:
    return tuple(Remedy(kind=RemedyKind.ADVICE, title=title) for title in plain)


def _fixes(plain: list[dict[str, Any]]) -> tuple[Remedy, ...]:
    return tuple(
        Remedy(
            kind=RemedyKind(row["kind"]),
            title=row["title"],
            action=row["action"],
            target=row["target"],
            link=_link(row["link"]),
        )
        for row in plain
    )
