"""Answers that say no: the exception that carries one, and the texts of the API's error codes.

Texts the vendor is known to use are repeated as they are; the vendor's other texts are unknown and these are ours.
"""

from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from explorer.core.sandbox.instants import spring_instant_text
from explorer.core.sandbox.replies import Reply

_QUOTED_LENGTH = 120


class Code(StrEnum):
    """Every error code of the API; the first three come with 400, ``conflict_send_at`` with 409, the rest with 403."""

    INVALID_JSON = "syntax_invalid_json"
    INVALID_FORMAT = "syntax_invalid_parameter_format"
    CONSTRAINT = "syntax_constraint_violation"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_CAMPAIGN = "unknown_campaign"
    MISSING_CALLBACK_URL = "missing_callback_url"
    ILLEGAL_NUMBER_TYPE = "illegal_number_type"
    BLOCKED_ACCOUNT = "blocked_account"
    BATCH_ALREADY_DISPATCHED = "batch_already_dispatched"
    CONFLICT_GROUP_NAME = "conflict_group_name"
    CONFLICT_SEND_AT = "conflict_send_at"


class Refusal(Exception):  # noqa: N818 - not an error of ours: it carries an answer out of a handler
    """Ends the handling of a request with the reply it carries."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status} {reply.body}")
        self.reply = reply


def api_error(status: int, code: Code, text: str) -> Refusal:
    return Refusal(Reply(status=status, body={"code": code.value, "text": text}))


def invalid_json(text: str) -> Refusal:
    return api_error(400, Code.INVALID_JSON, text)


def invalid_format(parameter: str, value: str, expected: str) -> Refusal:
    """For a value in the body; ``parameter`` as a path like ``to[0]``, ``expected`` as in "a valid MSISDN"."""
    text = f"The format of parameter '{parameter}' is invalid; value '{_short(value)}' is not a valid {expected}."
    return api_error(400, Code.INVALID_FORMAT, text)


def invalid_value(value: str, expected: str) -> Refusal:
    """For a value in the query or the path."""
    return api_error(400, Code.INVALID_FORMAT, f"'{_short(value)}' is not a valid {expected}")


def violation(field: str, rule: str) -> Refusal:
    """``to: must have 1 to 1000 elements, has 0``."""
    return api_error(400, Code.CONSTRAINT, f"{field}: {rule}")


def forbidden(code: Code, text: str) -> Refusal:
    return api_error(403, code, text)


def unknown_group(group_id: str) -> Refusal:
    return forbidden(Code.UNKNOWN_GROUP, f"Group '{group_id}' is unknown or deleted")


def not_found() -> Refusal:
    return Refusal(Reply(status=404))


def spring_reply(
    status: int, path: str, now: datetime, *, headers: tuple[tuple[str, str], ...] = (), message: str = ""
) -> Reply:
    """Spring Boot's default error body, which the service lets through where its own checks do not reach."""
    body = {
        "timestamp": spring_instant_text(now),
        "status": status,
        "error": HTTPStatus(status).phrase,
        **({"message": message} if message else {}),
        "path": path,
    }
    return Reply(status=status, body=body, headers=headers)


def _short(value: str) -> str:
    return value if len(value) <= _QUOTED_LENGTH else value[: _QUOTED_LENGTH - 1] + "…"
