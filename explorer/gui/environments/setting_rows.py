"""The settings of an environment as rows: a title, words for a value, and back from words to a value. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from explorer.core.model.environment import Environment
from explorer.gui.environments.edits import RefusedEditError

_METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Z-]+")
"""A token in the sense of RFC 9110, 5.6.2, in capitals."""
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_TIMEOUT_MAX_S = 3600.0
_RETRIES_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """``parse`` raises RefusedEditError with a sentence; a ``toggles`` row changes without an editor."""

    title: str
    help: str
    words: Callable[[Environment], str]
    parse: Callable[[Environment, str], Environment]
    toggles: bool = False


def _base_words(environment: Environment) -> str:
    return environment.base or "None"


def _base(environment: Environment, text: str) -> Environment:
    word = text.strip()
    if word == environment.name:
        raise RefusedEditError("An environment cannot be its own base.")
    return replace(environment, base="" if word.lower() in ("", "none") else word)


def _tls_words(environment: Environment) -> str:
    return "On" if environment.verify_tls else "Off"


def _tls(environment: Environment, text: str) -> Environment:
    word = text.strip().lower()
    if word not in ("on", "off"):
        raise RefusedEditError("Verify TLS is On or Off.")
    return replace(environment, verify_tls=word == "on")


def _proxy_words(environment: Environment) -> str:
    return {"": "None", "system": "System"}.get(environment.proxy, environment.proxy)


def _proxy(environment: Environment, text: str) -> Environment:
    word = text.strip()
    if word.lower() in ("", "none"):
        return replace(environment, proxy="")
    if word.lower() == "system":
        return replace(environment, proxy="system")
    if not _is_proxy(word):
        raise RefusedEditError("A proxy is None, System or a URL such as http://127.0.0.1:3128.")
    return replace(environment, proxy=word)


def _is_proxy(word: str) -> bool:
    try:
        parts = urlsplit(word)
        return parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _timeout_words(environment: Environment) -> str:
    return f"{environment.timeout_s:g} s"


def _timeout(environment: Environment, text: str) -> Environment:
    word = text.strip().lower().removesuffix("s").strip().replace(",", ".")
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _TIMEOUT_MAX_S:
        raise RefusedEditError(f"A timeout is a number of seconds, at most {_TIMEOUT_MAX_S:g}.")
    return replace(environment, timeout_s=seconds)


def _retries_words(environment: Environment) -> str:
    return str(environment.retries)


def _retries(environment: Environment, text: str) -> Environment:
    word = text.strip()
    if not (word.isascii() and word.isdigit() and int(word) <= _RETRIES_MAX):
        raise RefusedEditError(f"Retries are a number from 0 to {_RETRIES_MAX}.")
    return replace(environment, retries=int(word))


def _confirm_words(environment: Environment) -> str:
    return ", ".join(environment.confirm_methods) or "Never"


def _confirm(environment: Environment, text: str) -> Environment:
    words = tuple(dict.fromkeys(word.upper() for word in re.split(r"[,\s]+", text) if word))
    if words in ((), ("NEVER",)):
        return replace(environment, confirm_methods=())
    if not all(_METHOD.fullmatch(word) for word in words):
        raise RefusedEditError("Name the methods that ask first, such as POST, PUT, DELETE, or write Never.")
    return replace(environment, confirm_methods=words)


BASE_ROW = SettingRow(
    title="Base environment",
    help="Its values hold where this environment has none. None, or the name of another environment.",
    words=_base_words,
    parse=_base,
)

SETTING_ROWS = (
    BASE_ROW,
    SettingRow(
        title="Verify TLS",
        help="Refuses a server that cannot prove its name.",
        words=_tls_words,
        parse=_tls,
        toggles=True,
    ),
    SettingRow(title="Proxy", help="None, System or the URL of a proxy.", words=_proxy_words, parse=_proxy),
    SettingRow(
        title="Timeout",
        help="Longest wait for a connection and between two pieces of the response, in seconds.",
        words=_timeout_words,
        parse=_timeout,
    ),
    SettingRow(
        title="Retries after 429 and 503",
        help="How often a request is sent again by itself.",
        words=_retries_words,
        parse=_retries,
    ),
    SettingRow(
        title="Confirm before sending",
        help="Methods that ask first, such as POST, PUT, DELETE.",
        words=_confirm_words,
        parse=_confirm,
    ),
)
