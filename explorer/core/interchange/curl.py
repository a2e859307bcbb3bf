"""curl commands: a sent request as one, and one as a request. Knows the options people paste, refuses the rest."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from explorer.core.errors import UsageError
from explorer.core.model.exchange import SentRequest
from explorer.core.model.request import (
    BasicAuth,
    Body,
    FileBody,
    Header,
    MultipartBody,
    NoAuth,
    NoBody,
    Part,
    Request,
    TextBody,
    TextKind,
)

_WITHOUT_VALUE = {
    "-k", "--insecure", "-L", "--location", "-s", "--silent", "-S", "--show-error", "-v", "--verbose", "-i",
    "--include", "--compressed", "-g", "--globoff", "-f", "--fail", "--http1.1", "--http2", "-#", "--progress-bar",
    "-N", "--no-buffer", "--path-as-is",
}  # fmt: skip
_IGNORED_WITH_VALUE = {"-o", "--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "--retry"}


def curl_command(sent: SentRequest) -> str:
    """The request as a POSIX shell command; headers that curl adds by itself are left out unless they differ."""
    parts = ["curl", "--globoff"]
    if sent.method != _default_method(sent):
        parts += ["--request", sent.method]
    parts.append(sent.url)
    for name, value in sent.headers:
        if name.lower() not in {"host", "content-length", "connection"}:
            parts += ["--header", f"{name}: {value}" if value else f"{name};"]
    if any(name.lower() == "accept-encoding" for name, _ in sent.headers):
        parts.append("--compressed")
    if sent.body.size_bytes:
        parts += ["--data-binary", _body_argument(sent)]
    return _wrapped(parts)


def is_curl(text: str) -> bool:
    """Whether a pasted text is a curl command."""
    return text.lstrip().startswith(("curl ", "curl\n", "curl.exe "))


def request_from_curl(command: str) -> Request:
    """A request from a pasted command; raises UsageError with the option that is not understood."""
    try:
        words = shlex.split(command.replace("\\\r\n", " ").replace("\\\n", " ").replace("^\n", " "))
    except ValueError as error:
        raise UsageError(f"This curl command has an unclosed quote ({error}).") from error
    parsed = _Parsed()
    words_left = iter(words[1:])
    for word in words_left:
        _take(parsed, word, words_left)
    if not parsed.url:
        raise UsageError("This curl command names no URL.")
    return parsed.request()


@dataclass(slots=True)
class _Parsed:
    url: str = ""
    method: str = ""
    headers: list[Header] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    file_path: str = ""
    user: str = field(default="", repr=False)
    as_query: bool = False
    json: bool = False

    def request(self) -> Request:
        url, body = self.url, self._body()
        if self.as_query and self.data:
            url, body = f"{url}{'&' if '?' in url else '?'}{'&'.join(self.data)}", NoBody()
        username, _, password = self.user.partition(":")
        return Request(
            name=_name(url),
            method=self.method or ("GET" if isinstance(body, NoBody) else "POST"),
            url=url,
            headers=tuple(self.headers),
            auth=BasicAuth(username=username, password=password) if self.user else NoAuth(),
            body=body,
        )

    def _body(self) -> Body:
        if self.parts:
            return MultipartBody(parts=tuple(self.parts))
        if self.file_path:
            return FileBody(file_path=self.file_path)
        if not self.data:
            return NoBody()
        self._complete_content_type()
        text = "&".join(self.data)
        return TextBody(kind=TextKind.JSON if text.lstrip()[:1] in ("{", "[") else TextKind.TEXT, text=text)

    def _complete_content_type(self) -> None:
        if not any(header.name.lower() == "content-type" for header in self.headers):
            value = "application/json" if self.json else "application/x-www-form-urlencoded"
            self.headers.append(Header(name="Content-Type", value=value))


def _take(parsed: _Parsed, word: str, words: Iterator[str]) -> None:
    option, value = _split_option(word)
    if not word.startswith("-") or word == "-":
        parsed.url = word
    elif option in _WITHOUT_VALUE:
        return
    elif option in ("-I", "--head"):
        parsed.method = "HEAD"
    elif option in ("-G", "--get"):
        parsed.as_query = True
    else:
        _take_valued(parsed, option, value if value is not None else next(words, ""))


def _take_valued(parsed: _Parsed, option: str, value: str) -> None:
    match option:
        case "-X" | "--request":
            parsed.method = value
        case "-H" | "--header":
            name, _, text = value.partition(":")
            parsed.headers.append(Header(name=name.strip().rstrip(";"), value=text.strip()))
        case "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-urlencode":
            parsed.data.append(value)
        case "--data-binary" if value.startswith("@"):
            parsed.file_path = value[1:]
        case "--data-binary":
            parsed.data.append(value)
        case "--json":
            parsed.data.append(value)
            parsed.json = True
        case "-F" | "--form":
            parsed.parts.append(_part(value))
        case "-u" | "--user":
            parsed.user = value
        case "-A" | "--user-agent" | "-b" | "--cookie" | "-e" | "--referer":
            parsed.headers.append(Header(name=_NAMED[option], value=value))
        case "--url":
            parsed.url = value
        case _ if option not in _IGNORED_WITH_VALUE:
            raise UsageError(f"The curl option {option} is not understood.")


_NAMED = {
    "-A": "User-Agent", "--user-agent": "User-Agent", "-b": "Cookie", "--cookie": "Cookie",
    "-e": "Referer", "--referer": "Referer",
}  # fmt: skip


def _split_option(word: str) -> tuple[str, str | None]:
    if word.startswith("--") and "=" in word:
        option, _, value = word.partition("=")
        return option, value
    if len(word) > 2 and word[0] == "-" and word[1] in "XHdFuAbe" and word[1] != "-":
        return word[:2], word[2:]
    return word, None


def _part(value: str) -> Part:
    name, _, text = value.partition("=")
    if text.startswith("@"):
        path, _, kind = text[1:].partition(";type=")
        return Part(name=name, file_path=path, content_type=kind)
    return Part(name=name, value=text)


def _default_method(sent: SentRequest) -> str:
    return "POST" if sent.body.size_bytes else "GET"


def _body_argument(sent: SentRequest) -> str:
    if not sent.body.is_complete and sent.body.path is not None:
        return f"@{sent.body.path}"
    return sent.body.data.decode("utf-8", "replace")


def _wrapped(parts: list[str]) -> str:
    """One line for method and URL, then one for each header and the body."""
    text = ""
    for part in parts:
        break_before = part in ("--header", "--compressed", "--data-binary")
        text += (" \\\n  " if break_before else " " if text else "") + shlex.quote(part)
    return text


def _name(url: str) -> str:
    path = url.split("?")[0].rstrip("/")
    return path.rsplit("/", 1)[-1] or url
