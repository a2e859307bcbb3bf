"""Authorisation in OpenCollection's words <-> ours. Schemes Explorer cannot perform are kept word for word.

Absent means none; ``inherit`` means whatever the folder or collection says (schema 1.0.0, ``Auth``).
"""

from typing import Any, assert_never

from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    InheritAuth,
    KeyPlacement,
    NoAuth,
    OtherAuth,
)
from explorer.core.storage.collection_shape import ShapeError, Table, Where, text, with_values


def auth_from(table: Table, where: Where) -> Auth:
    """The scheme under ``auth``."""
    value = table.get("auth")
    where = (*where, "auth")
    if value is None:
        return NoAuth()
    if value == "inherit":
        return InheritAuth()
    if not isinstance(value, dict):
        raise ShapeError("“auth” must be inherit or hold a type.", where)
    match kind := text(value, "type", where):
        case "none" | "":
            return NoAuth()
        case "inherit":
            return InheritAuth()
        case "basic":
            return BasicAuth(username=text(value, "username", where), password=text(value, "password", where))
        case "bearer":
            return BearerAuth(token=text(value, "token", where))
        case "apikey":
            return _api_key(value, where)
        case _:
            return OtherAuth(kind=kind)


def with_auth(table: Table, auth: Auth) -> Table:
    """The table with ``auth`` saying ``auth``; unchanged when it does already."""
    if auth_from(table, ()) == auth:
        return table
    old = table.get("auth")
    value = _written(auth)
    if isinstance(old, dict) and isinstance(value, dict) and old.get("type") == value["type"]:
        value = with_values(old, value)
    return with_values(table, {"auth": value})


def _api_key(value: Table, where: Where) -> ApiKeyAuth:
    placement = text(value, "placement", where, default=KeyPlacement.HEADER.value)
    if placement not in tuple(KeyPlacement):
        raise ShapeError("“placement” must be header or query.", (*where, "placement"))
    name, secret = text(value, "key", where), text(value, "value", where)
    return ApiKeyAuth(name=name, value=secret, placement=KeyPlacement(placement))


def _written(auth: Auth) -> Any:
    match auth:
        case NoAuth():
            return None
        case InheritAuth():
            return "inherit"
        case BasicAuth():
            return {"type": "basic", "username": auth.username, "password": auth.password}
        case BearerAuth():
            return {"type": "bearer", "token": auth.token}
        case ApiKeyAuth():
            return {"type": "apikey", "key": auth.name, "value": auth.value, "placement": auth.placement.value}
        case OtherAuth():
            return {"type": auth.kind}
        case _:
            assert_never(auth)
