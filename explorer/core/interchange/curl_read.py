"""curl commands as requests: the options people paste from browsers, documentation and terminals.

An option that changes what is sent and is not known is refused by name; one that Explorer leaves out gets a sentence.
Source of the options: curl's manual (curl.se/docs/manpage.html).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explorer.core.errors import UsageError
from explorer.core.interchange.curl_request import CurlRequest
from explorer.core.interchange.curl_words import commands
from explorer.core.model.request import Request

_START = re.compile(r"(?:[$>#%]\s+)?(?:\S*[/\\])?curl(?:\.exe)?(?:\s|$)")
_SHORT_WITH_VALUE = frozenset("XHdFuAbeTomwxUrCDEKcPQtYyz")
_LONG_OF = {
    "-X": "--request", "-H": "--header", "-d": "--data", "-F": "--form", "-u": "--user", "-A": "--user-agent",
    "-b": "--cookie", "-e": "--referer", "-T": "--upload-file", "-I": "--head", "-G": "--get", "-k": "--insecure",
    "-o": "--output", "-m": "--max-time", "-w": "--write-out", "-x": "--proxy", "-U": "--proxy-user", "-r": "--range",
    "-c": "--cookie-jar", "-E": "--cert", "-n": "--netrc", "-D": "--dump-header", "-K": "--config",
}  # fmt: skip
_SILENT = frozenset(
    (
        *("-L", "-s", "-S", "-v", "-i", "-g", "-f", "-#", "-N", "-O", "-J", "-a", "-0", "-4", "-6", "-q", "-M"),
        *("--location", "--silent", "--show-error", "--verbose", "--include", "--compressed", "--globoff", "--fail"),
        *(
            "--http1.0",
            "--http1.1",
            "--http2",
            "--http3",
            "--progress-bar",
            "--no-buffer",
            "--path-as-is",
            "--no-keepalive",
        ),
        *("--remote-name", "--tlsv1.2", "--tlsv1.3", "--ipv4", "--ipv6", "--fail-with-body", "--no-progress-meter"),
        *("--disable", "--tcp-nodelay", "--location-trusted", "--styled-output", "--http2-prior-knowledge", "--basic"),
        *("--keepalive", "--no-keepalive"),
    )
)
"""They change nothing of the request."""
_SILENT_WITH_VALUE = frozenset(
    (
        *(
            "--output",
            "--connect-timeout",
            "--write-out",
            "--retry",
            "--retry-delay",
            "--retry-max-time",
            "--max-redirs",
        ),
        *("--cookie-jar", "--dump-header", "--trace", "--trace-ascii", "--stderr", "--limit-rate"),
        *("--max-redirs", "--keepalive-time"),
    )
)
_LEFT_OUT = {
    "--insecure": "--insecure was left out: certificates stay checked unless the environment says otherwise.",
    "--netrc": "--netrc was left out: Explorer does not read that file.",
}
_LEFT_OUT_WITH_VALUE = {
    "--proxy": "--proxy was left out: the proxy is a setting of the environment.",
    "--proxy-user": "--proxy-user was left out: the proxy is a setting of the environment.",
    "--cert": "--cert was left out: certificates are settings of the environment.",
    "--key": "--key was left out: certificates are settings of the environment.",
    "--cacert": "--cacert was left out: certificates are settings of the environment.",
    "--resolve": "--resolve was left out: the name is looked up as usual.",
    "--max-time": "--max-time was left out: it is not a number of seconds.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlRead:
    """What a pasted text asks for, and sentences about what was left out."""

    requests: tuple[Request, ...]
    notes: tuple[str, ...] = ()


def is_curl(text: str) -> bool:
    """Whether a pasted text begins with a curl command."""
    return _START.match(text.lstrip()) is not None


def requests_from_curl(text: str) -> CurlRead:
    """The requests of one or several pasted commands; raises UsageError that names the option not understood."""
    found = [_read(words) for words in commands(text.strip())]
    if not found:
        raise UsageError("This text holds no curl command.")
    notes = dict.fromkeys(note for one in found for note in one.notes)
    return CurlRead(requests=tuple(one.request() for one in found), notes=tuple(notes))


def request_from_curl(command: str) -> Request:
    """The first request of a pasted command; raises UsageError."""
    return requests_from_curl(command).requests[0]


def _read(words: tuple[str, ...]) -> CurlRequest:
    made, left = CurlRequest(), iter(words)
    for word in left:
        if word == "--next":
            break
        if not word.startswith("-") or word == "-":
            made.url = made.url or word
        elif word.startswith("--"):
            _take_long(made, word, left)
        else:
            _take_short(made, word, left)
    if not made.url:
        raise UsageError("This curl command names no URL.")
    return made


def _take_short(made: CurlRequest, word: str, left: Iterator[str]) -> None:
    """Letters that may stand together, the last one with its value behind it: ``-sSXPOST``."""
    for at, letter in enumerate(word[1:], start=1):
        option = f"-{letter}"
        if option in _SILENT:
            continue
        name = _LONG_OF.get(option, option)
        if letter in _SHORT_WITH_VALUE:
            rest = word[at + 1 :]
            _take(made, name, rest if rest else _value(name, left))
            return
        _take_flag(made, name)


def _take_long(made: CurlRequest, word: str, left: Iterator[str]) -> None:
    if word in _SILENT or (word.startswith("--no-") and f"--{word[5:]}" in _SILENT):
        return
    if word in _FLAGS or word in _LEFT_OUT:
        _take_flag(made, word)
        return
    _take(made, word, _value(word, left) if word in _VALUED else "")


def _take_flag(made: CurlRequest, option: str) -> None:
    if option in _LEFT_OUT:
        made.notes.append(_LEFT_OUT[option])
    elif option == "--head":
        made.method = made.method or "HEAD"
    elif option == "--get":
        made.as_query = True
    else:
        raise _unknown(option)


def _take(made: CurlRequest, option: str, value: str) -> None:
    if option in _SILENT_WITH_VALUE:
        return
    if option == "--max-time" and made.take_timeout(value):
        return
    if option in _LEFT_OUT_WITH_VALUE:
        made.notes.append(_LEFT_OUT_WITH_VALUE[option])
    elif option not in _VALUED:
        raise _unknown(option)
    else:
        _TAKEN[option](made, value)


def _unknown(option: str) -> UsageError:
    return UsageError(f"The curl option {option} is not understood.")


def _value(option: str, left: Iterator[str]) -> str:
    value = next(left, None)
    if value is None:
        raise UsageError(f"The curl option {option} has no value.")
    return value


_FLAGS = frozenset(("--head", "--get"))
_TAKEN = {
    "--request": CurlRequest.take_method,
    "--header": CurlRequest.take_header,
    "--data": CurlRequest.take_data,
    "--data-ascii": CurlRequest.take_data,
    "--data-binary": CurlRequest.take_data,
    "--data-raw": CurlRequest.take_raw,
    "--data-urlencode": CurlRequest.take_encoded,
    "--json": CurlRequest.take_json,
    "--form": CurlRequest.take_part,
    "--form-string": CurlRequest.take_text_part,
    "--user": CurlRequest.take_user,
    "--user-agent": CurlRequest.take_user_agent,
    "--cookie": CurlRequest.take_cookie,
    "--referer": CurlRequest.take_referer,
    "--upload-file": CurlRequest.take_upload,
    "--url": CurlRequest.take_url,
    "--url-query": CurlRequest.take_query,
    "--oauth2-bearer": CurlRequest.take_bearer,
    "--range": CurlRequest.take_range,
}
_VALUED = frozenset((*_TAKEN, *_SILENT_WITH_VALUE, *_LEFT_OUT_WITH_VALUE))
