"""A request in OpenCollection's words <-> ours: ``info``, ``http`` or ``graphql``, ``settings``, ``docs`` (1.0.0).

What Explorer does not know (scripts, assertions, examples, tags, foreign keys) stays in the data untouched.
"""

from decimal import Decimal
from typing import Any

from explorer.core.model.request import GraphQLBody, Header, Param, ParamKind, Request, RequestSettings
from explorer.core.storage.collection_auth import auth_from, with_auth
from explorer.core.storage.collection_body import body_from, body_variants_from, graphql_body_from, with_body
from explorer.core.storage.collection_environment import variables_from, with_variables
from explorer.core.storage.collection_query import with_rows
from explorer.core.storage.collection_shape import (
    ShapeError,
    Table,
    Where,
    flag,
    inner,
    merged_rows,
    number,
    prose,
    rows,
    text,
    with_flag,
    with_prose,
    with_values,
    without_empty,
)
from explorer.core.storage.yaml_scalars import Numeral

HTTP = "http"
GRAPHQL = "graphql"
_METHODS = {HTTP: "GET", GRAPHQL: "POST"}
"""What a missing method means."""


def request_from(data: Table, name: str = "", automatic_headers_off: frozenset[str] = frozenset()) -> Request:
    """The request of an http or graphql item; ``name`` stands in for a missing one. Raises ShapeError."""
    kind = kind_of(data)
    where: Where = (kind,)
    http = inner(data, kind, ())
    params = params_from(http, where)
    is_graphql = kind == GRAPHQL
    return Request(
        name=text(inner(data, "info", ()), "name", ("info",), default=name),
        method=text(http, "method", where, default=_METHODS[kind]),
        url=with_rows(text(http, "url", where), params),
        params=params,
        headers=headers_from(http, where),
        auth=auth_from(http, where),
        body=graphql_body_from(http, where) if is_graphql else body_from(http, where),
        variants=body_variants_from(http, where, graphql=is_graphql),
        settings=settings_from(inner(data, "settings", ()), ("settings",)),
        automatic_headers_off=automatic_headers_off,
        variables=variables_from(inner(data, "runtime", ()), ("runtime",)),
        docs=prose(data, "docs", ()),
    )


def kind_of(data: Table) -> str:
    """``graphql`` for the data of a graphql item, else ``http``."""
    kind = text(inner(data, "info", ()), "type", ("info",)) or text(data, "type", ())
    return GRAPHQL if kind == GRAPHQL or (not kind and GRAPHQL in data and HTTP not in data) else HTTP


def new_item(request: Request, seq: float) -> Table:
    """The data of a new file for a request."""
    kind = _kind_for(request)
    info = {"name": request.name, "type": kind, "seq": seq}
    return with_request({"info": info, kind: {"method": request.method, "url": request.url}}, request)


def with_request(data: Table, request: Request, name: str = "") -> Table:
    """The data changed where it does not say ``request`` already; ``name`` stands in for a missing one."""
    kind = _kind_for(request)
    data = _of_kind(data, kind)
    old = request_from(data, name)
    info, http = inner(data, "info", ()), inner(data, kind, ())
    if old.name != request.name:
        info = {"name": request.name, **with_values(info, {"name": request.name})}
    if not (kind in data or "type" in data or "type" in info):
        info = {**info, "type": kind}
    if old.method != request.method:
        http = with_values(http, {"method": request.method})
    if old.url != request.url:
        http = with_values(http, {"url": request.url})
    http = with_headers(http, request.headers)
    http = with_params(http, request.params)
    http = with_body(http, request.body, request.variants, graphql=kind == GRAPHQL)
    http = with_auth(http, request.auth)
    # Tables that say the same stay as they are: one that is missing or null must not become an empty one.
    changed = {key: table for key, table in (("info", info), (kind, http)) if table != inner(data, key, ())}
    result = with_values(data, changed)
    if old.variables != request.variables:
        runtime = with_variables(inner(result, "runtime", ()), request.variables)
        result = with_values(result, {"runtime": without_empty(runtime, "variables") or None})
    return with_prose(_with_settings(result, request.settings), "docs", request.docs)


def _kind_for(request: Request) -> str:
    bodies = (request.body, *(one.body for one in request.variants))
    return GRAPHQL if any(isinstance(body, GraphQLBody) for body in bodies) else HTTP


def _of_kind(data: Table, kind: str) -> Table:
    """The data as an item of that kind: a body of the other kind makes it another item, with all it had in common."""
    was = kind_of(data)
    if was == kind or not data:
        return data
    renamed = {kind if key == was else key: value for key, value in data.items()}
    details = {key: value for key, value in inner(data, was, ()).items() if key != "body"}
    if was in data:
        # A missing method means GET in the one and POST in the other.
        renamed[kind] = details if "method" in details else {"method": _METHODS[was], **details}
    if "type" in data:
        renamed["type"] = kind
    info = inner(data, "info", ())
    return {**renamed, "info": {**info, "type": kind}} if "type" in info else renamed


def headers_from(table: Table, where: Where) -> tuple[Header, ...]:
    """The rows under ``headers``."""
    return tuple(_header(row, (*where, "headers", at)) for at, row in enumerate(rows(table, "headers", where)))


def with_headers(table: Table, headers: tuple[Header, ...]) -> Table:
    """The table with these header rows; unchanged when it has them already."""
    old = headers_from(table, ())
    if old == headers:
        return table
    data = merged_rows(rows(table, "headers", ()), old, headers, _with_header)
    return with_values(table, {"headers": data or None})


def _header(row: Table, where: Where) -> Header:
    return Header(
        name=text(row, "name", where),
        value=text(row, "value", where),
        enabled=not flag(row, "disabled", where),
        description=prose(row, "description", where),
    )


def _with_header(row: Table, header: Header) -> Table:
    row = with_values(row, {"name": header.name, "value": header.value})
    return with_flag(with_prose(row, "description", header.description), "disabled", not header.enabled)


def params_from(table: Table, where: Where) -> tuple[Param, ...]:
    """The rows under ``params``."""
    return tuple(_param(row, (*where, "params", at)) for at, row in enumerate(rows(table, "params", where)))


def _param(row: Table, where: Where) -> Param:
    kind = text(row, "type", where, default=ParamKind.QUERY.value)
    if kind not in tuple(ParamKind):
        raise ShapeError("“type” of a parameter must be query or path.", (*where, "type"))
    return Param(
        name=text(row, "name", where),
        value=text(row, "value", where),
        kind=ParamKind(kind),
        enabled=not flag(row, "disabled", where),
        description=prose(row, "description", where),
    )


def with_params(table: Table, params: tuple[Param, ...]) -> Table:
    """The table with these parameter rows; unchanged when it has them already."""
    known = rows(table, "params", ())
    old = tuple(_param(row, ()) for row in known)
    if old == params:
        return table
    return with_values(table, {"params": merged_rows(known, old, params, _with_param) or None})


def _with_param(row: Table, param: Param) -> Table:
    row = with_values(row, {"name": param.name, "value": param.value, "type": param.kind.value})
    return with_flag(with_prose(row, "description", param.description), "disabled", not param.enabled)


def settings_from(table: Table, where: Where) -> RequestSettings:
    """What a table of settings says; what it leaves out is inherited."""
    timeout = number(table, "timeout", where)
    redirects = number(table, "maxRedirects", where)
    follow, encode = table.get("followRedirects"), table.get("encodeUrl")
    return RequestSettings(
        timeout_s=None if timeout is None else _seconds(timeout),
        follow_redirects=None if follow in (None, "inherit") else flag(table, "followRedirects", where),
        max_redirects=None if redirects is None else int(redirects),
        encode_url=None if encode in (None, "inherit") else flag(table, "encodeUrl", where),
    )


def _with_settings(data: Table, settings: RequestSettings) -> Table:
    table = inner(data, "settings", ())
    new = with_settings(table, settings)
    return data if new is table else with_values(data, {"settings": new or None})


def with_settings(table: Table, settings: RequestSettings) -> Table:
    """The table of settings saying ``settings``; the same one when it does already."""
    old = settings_from(table, ())
    changes: dict[str, Any] = {}
    if old.timeout_s != settings.timeout_s:
        changes["timeout"] = None if settings.timeout_s is None else _milliseconds(settings.timeout_s)
    if old.follow_redirects is not settings.follow_redirects:
        changes["followRedirects"] = settings.follow_redirects
    if old.max_redirects != settings.max_redirects:
        changes["maxRedirects"] = settings.max_redirects
    if old.encode_url is not settings.encode_url:
        changes["encodeUrl"] = settings.encode_url
    return with_values(table, changes) if changes else table


def with_default_settings(defaults: Table, settings: RequestSettings) -> Table:
    """The ``request`` table of a folder or collection with the settings of requests over http."""
    table = inner(defaults, "settings", ())
    http = inner(table, HTTP, ())
    new = with_settings(http, settings)
    return (
        defaults
        if new is http
        else with_values(defaults, {"settings": with_values(table, {HTTP: new or None}) or None})
    )


def _seconds(timeout: Numeral) -> float:
    """OpenCollection counts milliseconds; decimal arithmetic, so that 0.1 s comes back as 0.1 s."""
    return float(Decimal(timeout.source) / 1000) if timeout.source[:2] not in ("0x", "0o") else timeout / 1000


def _milliseconds(seconds: float) -> Numeral:
    value = Decimal(repr(seconds)) * 1000
    return Numeral(float(value), format(value.normalize(), "f"))
