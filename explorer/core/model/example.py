"""A saved example: a request as it was and the answer it got, kept in the file of the request it belongs to.

The shape is OpenCollection's ``examples`` (1.0.0). Nothing here is sent by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from explorer.core.model.request import Body, Header, NoBody, Param, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRequest:
    """What an example keeps of its request: neither credentials nor settings."""

    url: str = field(default="", repr=False)
    method: str = "GET"
    headers: tuple[Header, ...] = ()
    params: tuple[Param, ...] = ()
    body: Body = NoBody()

    @staticmethod
    def of(request: Request) -> "ExampleRequest":
        """The parts of a request that an example keeps."""
        return ExampleRequest(
            url=request.url,
            method=request.method,
            headers=request.headers,
            params=request.params,
            body=request.body,
        )

    def on(self, request: Request) -> Request:
        """``request`` with the example's parts in place of its own."""
        return replace(
            request, url=self.url, method=self.method, headers=self.headers, params=self.params, body=self.body
        )


class ExampleBodyKind(StrEnum):
    """How the text of a response is to be read (OpenCollection ``response.body.type``)."""

    JSON = "json"
    TEXT = "text"
    XML = "xml"
    HTML = "html"
    BINARY = "binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResponse:
    """``status`` 0 stands for one that is not stated."""

    status: int = 0
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body_kind: ExampleBodyKind = ExampleBodyKind.TEXT
    body: str | None = field(default=None, repr=False)
    """None: the example has no body of the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """``fault`` says why an entry of the file cannot be understood; only its name is known then."""

    name: str
    description: str = ""
    request: ExampleRequest | None = None
    response: ExampleResponse | None = None
    fault: str = ""

    @property
    def status(self) -> int:
        """Of the response; 0 when it is not stated."""
        return self.response.status if self.response else 0


def example_keys(request_key: str, names: Iterable[str]) -> tuple[str, ...]:
    """The keys of a request's examples: below the request's own, where no file can be, told apart by name.

    The second one of a name ends in "/2".
    """
    seen: dict[str, int] = {}
    keys = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        ordinal = f"/{seen[name]}" if seen[name] > 1 else ""
        keys.append(f"{request_key}/{name.replace('%', '%25').replace('/', '%2F')}{ordinal}")
    return tuple(keys)


def free_name(name: str, taken: Sequence[str]) -> str:
    """The name, or with the first number behind it that no example of the request has."""
    name = " ".join(name.split())
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} {number}"
    return found
