"""Request bodies as JSON: bytes to an object, or a refusal that says at which line and column it broke (RFC 8259)."""

import json
from typing import Any

from explorer.core.sandbox.kinds import kind_name
from explorer.core.sandbox.refusals import invalid_json


def parse_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in ``raw``; raises ``Refusal`` with ``syntax_invalid_json`` for anything else."""
    text = _decoded(raw)
    if not text.strip(" \t\r\n"):
        raise invalid_json(_at(text, 0, "the body is empty"))
    value = _parsed(text)
    if not isinstance(value, dict):
        raise invalid_json(f"The JSON does not fit the API: the body must be an object, found {kind_name(value)}.")
    return value


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise invalid_json(_at(before, len(before), "the body is not UTF-8")) from error


def _parsed(text: str) -> Any:
    def refuse_constant(name: str) -> Any:
        raise invalid_json(_at(text, text.find(name), f"{name} is not a JSON value"))

    try:
        value = json.loads(text, parse_constant=refuse_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise invalid_json(_at(text, error.pos, error.msg)) from error
    except RecursionError as error:
        raise invalid_json(_at(text, 0, "the values are nested too deeply")) from error
    except UnicodeEncodeError as error:
        position = max(text.lower().find("\\ud"), 0)
        raise invalid_json(_at(text, position, "half of a surrogate pair stands alone")) from error
    except ValueError as error:
        raise invalid_json(_at(text, 0, "a number has too many digits")) from error
    return value


def _at(text: str, position: int, reason: str) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"Invalid JSON at line {line} column {column}: {reason}"
