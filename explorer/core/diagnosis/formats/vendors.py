"""Names the API or framework by the marks of its errors. Reading is done by structure; a name changes no finding."""

from collections.abc import Callable

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.words import scalar

_Members = dict[str, object]


def name_of(body: ReceivedBody) -> str:
    """The family whose marks an error has; empty when no marks are known."""
    value = body.json
    if isinstance(value, list):
        first = value[0] if value and isinstance(value[0], dict) else {}
        return "salesforce" if "errorCode" in first and "message" in first else ""
    members = dict(body.members)
    return next((name for name, matches in _MARKS if matches(members, body)), "") if members else ""


def _keys(*wanted: str) -> Callable[[_Members, ReceivedBody], bool]:
    def matches(members: _Members, _body: ReceivedBody) -> bool:
        return members.keys() >= set(wanted)

    return matches


def _inner(*wanted: str) -> Callable[[_Members, ReceivedBody], bool]:
    def matches(members: _Members, _body: ReceivedBody) -> bool:
        error = members.get("error")
        return isinstance(error, dict) and error.keys() >= set(wanted)

    return matches


def _header(start: str, *wanted: str) -> Callable[[_Members, ReceivedBody], bool]:
    def matches(members: _Members, body: ReceivedBody) -> bool:
        return members.keys() >= set(wanted) and any(key.lower().startswith(start) for key, _ in body.headers)

    return matches


def _is_slack(members: _Members, _body: ReceivedBody) -> bool:
    return members.get("ok") is False and isinstance(members.get("error"), str)


def _is_telegram(members: _Members, _body: ReceivedBody) -> bool:
    return members.get("ok") is False and {"error_code", "description"} <= members.keys()


def _is_anthropic(members: _Members, body: ReceivedBody) -> bool:
    return members.get("type") == "error" and _inner("type", "message")(members, body)


def _is_stripe(members: _Members, body: ReceivedBody) -> bool:
    error = members.get("error")
    if not isinstance(error, dict):
        return False
    kinds = ("api_error", "card_error", "idempotency_error", "invalid_request_error")
    ours = "doc_url" in error or "request_log_url" in error
    return ours or (error.get("type") in kinds and body.header("request-id") != "" and members.get("type") != "error")


def _is_fastapi(members: _Members, _body: ReceivedBody) -> bool:
    detail = members.get("detail")
    return (
        isinstance(detail, list) and bool(detail) and isinstance(detail[0], dict) and {"loc", "msg"} <= detail[0].keys()
    )


def _is_drf(members: _Members, body: ReceivedBody) -> bool:
    if members.keys() == {"detail"} and isinstance(members["detail"], str):
        return "uvicorn" not in body.header("server").lower()
    return "non_field_errors" in members


def _is_plain_detail(members: _Members, _body: ReceivedBody) -> bool:
    return members.keys() == {"detail"}


def _is_laravel(members: _Members, _body: ReceivedBody) -> bool:
    return members.keys() == {"message", "errors"} and isinstance(members.get("errors"), dict)


def _is_discord(members: _Members, _body: ReceivedBody) -> bool:
    return members.keys() == {"message", "retry_after", "global"} or (
        members.keys() == {"message", "code", "errors"} and "_errors" in str(members["errors"])[:5000]
    )


def _is_hubspot(members: _Members, _body: ReceivedBody) -> bool:
    return {"correlationId", "category"} <= members.keys()


def _is_scim(members: _Members, _body: ReceivedBody) -> bool:
    return "urn:ietf:params:scim:api:messages:2.0:Error" in str(members.get("schemas"))


def _is_elastic(members: _Members, body: ReceivedBody) -> bool:
    return _inner("root_cause")(members, body) or _header("x-elastic-product")(members, body)


def _is_restconf(members: _Members, _body: ReceivedBody) -> bool:
    return "restconf" in "".join(members) and Node(members).has("errors")


def _is_matrix(members: _Members, _body: ReceivedBody) -> bool:
    return scalar(members.get("errcode")).startswith("M_")


_MARKS: tuple[tuple[str, Callable[[_Members, ReceivedBody], bool]], ...] = (
    ("github", _keys("message", "documentation_url")),
    ("meta-graph", _inner("fbtrace_id")),
    ("telegram", _is_telegram),
    ("slack", _is_slack),
    ("anthropic", _is_anthropic),
    ("stripe", _is_stripe),
    ("openai", _inner("message", "type", "param", "code")),
    ("elasticsearch", _is_elastic),
    ("twilio", _keys("code", "message", "more_info")),
    ("paypal", _keys("name", "debug_id")),
    ("hubspot", _is_hubspot),
    ("discord", _is_discord),
    ("scim", _is_scim),
    ("matrix", _is_matrix),
    ("restconf", _is_restconf),
    ("adyen", _keys("errorCode", "errorType", "pspReference")),
    ("plaid", _keys("error_code", "error_type", "error_message")),
    ("okta", _keys("errorCode", "errorSummary")),
    ("jira", _keys("errorMessages", "errors")),
    ("fastapi", _is_fastapi),
    ("drf", _is_drf),
    ("fastapi", _is_plain_detail),
    ("spring-boot", _keys("timestamp", "status", "error", "path")),
    ("laravel", _is_laravel),
    ("nestjs", _keys("statusCode", "message")),
    ("shopify", _header("x-shopify", "errors")),
)
