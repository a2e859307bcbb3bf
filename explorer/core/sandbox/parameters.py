"""Per-recipient parameters of a text: ``{"name": {"447700900123": "Ada", "default": "there"}}`` fills ``${name}``."""

import re
from collections.abc import Mapping
from typing import Any

from explorer.core.sandbox.kinds import kind_name
from explorer.core.sandbox.numbers import msisdn
from explorer.core.sandbox.refusals import invalid_format, invalid_json, violation

KEY_LIMIT = 16
VALUE_LIMIT = 160
_DEFAULT = "default"
_KEY = re.compile(r"[A-Za-z0-9._-]+")
_REFERENCE = re.compile(r"\$\{([A-Za-z0-9._-]{1,16})\}")


def check_types(name: str, value: Any) -> None:
    for key, values in value.items():
        if not isinstance(values, dict):
            raise _misfit(f"{name}.{key}", "an object", values)
        for who, text in values.items():
            if not isinstance(text, str):
                raise _misfit(f"{name}.{key}.{who}", "a string", text)


def check_limits(name: str, value: Mapping[str, Mapping[str, str]]) -> None:
    for key, values in value.items():
        if not 1 <= len(key) <= KEY_LIMIT:
            raise violation(name, f"key '{key[:40]}' must have 1 to {KEY_LIMIT} characters, has {len(key)}")
        for who, text in values.items():
            if len(text) > VALUE_LIMIT:
                rule = f"must have at most {VALUE_LIMIT} characters, has {len(text)}"
                raise violation(f"{name}.{key}.{who}", rule)


def check_formats(name: str, value: Mapping[str, Mapping[str, str]]) -> None:
    for key, values in value.items():
        if not _KEY.fullmatch(key):
            raise invalid_format(name, key, "parameter key")
        for who in values:
            if who != _DEFAULT and msisdn(who) is None:
                raise invalid_format(f"{name}.{key}", who, "MSISDN")


def normalised(parameters: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The same map with every number as bare digits, so that a recipient is found by its stored form."""
    return {key: {msisdn(who) or who: text for who, text in values.items()} for key, values in parameters.items()}


def missing_parameters(text: str, parameters: Mapping[str, Mapping[str, str]], recipient: str) -> tuple[str, ...]:
    """Keys the text refers to that have neither a value for this recipient nor a default.

    Without any parameters the text is taken literally, so nothing is missing.
    """
    if not parameters:
        return ()
    return tuple(key for key in _REFERENCE.findall(text) if _value(parameters, key, recipient) is None)


def substituted(text: str, parameters: Mapping[str, Mapping[str, str]], recipient: str) -> str:
    """The text this recipient gets; a reference without a value stays as it is."""

    def fill(match: re.Match[str]) -> str:
        value = _value(parameters, match[1], recipient)
        return match[0] if value is None else value

    return _REFERENCE.sub(fill, text) if parameters else text


def _value(parameters: Mapping[str, Mapping[str, str]], key: str, recipient: str) -> str | None:
    values = parameters.get(key, {})
    return values.get(recipient, values.get(_DEFAULT))


def _misfit(place: str, wanted: str, found: Any) -> Exception:
    return invalid_json(f"The JSON does not fit the API: '{place}' must be {wanted}, found {kind_name(found)}.")
