"""The order in which a request is checked, in this one place, down to the handler's answer.

Injected fault, burst, path, method, plan id, token, media type, JSON, JSON types, limits, formats; then the handler
looks for the resource, its state and what the request refers to. The vendor's own order is unknown; this is ours.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote

from explorer.core.sandbox import routes, validation
from explorer.core.sandbox.calls import Call, Operation
from explorer.core.sandbox.fault_header import FAULT_HEADER, fault
from explorer.core.sandbox.json_body import parse_object
from explorer.core.sandbox.query import check_query_formats, check_query_limits, parse_query
from explorer.core.sandbox.refusals import Refusal, not_found, spring_reply
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.routes import Route
from explorer.core.sandbox.service import Service
from explorer.core.sandbox.state import PlanState

_PLAN_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A request as it came in."""

    method: str
    path: str
    """As on the wire, percent-encoded, without the query."""
    query: str
    headers: Mapping[str, str]
    """Names in lower case; a repeated field is joined with commas."""
    body: bytes

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(unquote(segment) for segment in self.path.split("/")[1:])


def answer(service: Service, incoming: Incoming) -> Reply:
    """What the API answers; refusals are answers too, so nothing is raised for a bad request."""
    now = service.now()
    try:
        _check_fault(incoming, now)
        _check_rate(service, incoming, now)
        route = _known_path(incoming)
        operation = _known_method(route, incoming, now)
        _check_plan_id(incoming, now)
        plan = _authorized_plan(service, incoming)
        plan.settle(now)
        call = Call(plan=plan, now=now, ids=route.ids, query=parse_query(incoming.query))
        if operation.form is not None:
            _check_media_type(incoming, now)
            call = replace(call, body=parse_object(incoming.body))
        _check_call(call, operation)
        return operation.handler(call)
    except Refusal as refusal:
        return refusal.reply


def _check_fault(incoming: Incoming, now: datetime) -> None:
    asked = incoming.headers.get(FAULT_HEADER)
    if asked is not None:
        raise Refusal(fault(asked, incoming.path, now))


def _check_rate(service: Service, incoming: Incoming, now: datetime) -> None:
    segments = incoming.segments
    if not service.takes_request(segments[2] if len(segments) > 2 else ""):
        raise _spring(429, incoming, now)


def _known_path(incoming: Incoming) -> Route:
    segments = incoming.segments
    route = routes.find_route(segments[3:]) if segments[:2] == routes.BASE else None
    if route is None:
        raise not_found()
    return route


def _known_method(route: Route, incoming: Incoming, now: datetime) -> Operation:
    operation = route.methods.get(incoming.method)
    if operation is None:
        raise _spring(405, incoming, now, ("Allow", route.allow))
    return operation


def _check_plan_id(incoming: Incoming, now: datetime) -> None:
    if not _PLAN_ID.fullmatch(incoming.segments[2]):
        raise _spring(400, incoming, now)


def _authorized_plan(service: Service, incoming: Incoming) -> PlanState:
    """The plan in the path, when the bearer token (RFC 6750, section 2.1) is its own; an unknown plan is 401 too."""
    plan = service.plans.get(incoming.segments[2])
    scheme, _, token = incoming.headers.get("authorization", "").partition(" ")
    if plan is None or scheme.lower() != "bearer" or not _same(token.strip(), plan.plan.token):
        raise Refusal(Reply(status=401, headers=(("WWW-Authenticate", "Bearer"),)))
    return plan


def _check_media_type(incoming: Incoming, now: datetime) -> None:
    media_type = incoming.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or incoming.headers.get("content-encoding", "identity") != "identity":
        raise _spring(415, incoming, now)


def _check_call(call: Call, operation: Operation) -> None:
    fields: tuple[validation.Field, ...] = ()
    if operation.form is not None:
        fields = operation.form.fields(call)
        validation.check_types(call.body, fields)
        validation.check_limits(call.body, fields)
        operation.form.rules(call)
    check_query_limits(call.query, operation.query)
    routes.check_ids(call.ids)
    check_query_formats(call.query, operation.query)
    validation.check_formats(call.body, fields)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _spring(status: int, incoming: Incoming, now: datetime, *headers: tuple[str, str]) -> Refusal:
    return Refusal(spring_reply(status, incoming.path, now, headers=headers))
