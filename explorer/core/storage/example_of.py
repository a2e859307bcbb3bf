"""An exchange as a saved example, fit for a file that a team shares: credentials masked, the body short and text.

What is left out is told in the example's description, so that nobody takes it for an empty answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from explorer.core.model.example import Example, ExampleBodyKind, ExampleRequest, ExampleResponse, free_name
from explorer.core.model.exchange import Content, Exchange, Headers, Response
from explorer.core.model.request import GraphQLBody, Header, Request, TextBody, TextKind
from explorer.core.storage.exchange_json import body_text
from explorer.core.storage.masking import mask_exchange, secrets_of
from explorer.core.storage.secret_forms import SHORTEST
from explorer.core.storage.secret_guard import Leak, leak_in

LIMIT_BYTES = 1_000_000
"""A longer body would weigh on every clone of the repository."""
_INDENT = 2
_LONGEST_NAME = 80
_DEFAULT_KINDS = (
    ("json", ExampleBodyKind.JSON),
    ("html", ExampleBodyKind.HTML),
    ("xml", ExampleBodyKind.XML),
)


def refusal(exchange: Exchange) -> str:
    """Why there can be no example of it, as a sentence; empty when there can."""
    if exchange.response is None:
        return "There is no response to keep: an example holds one."
    if isinstance(exchange.request.body, GraphQLBody):
        return "The collection format keeps no examples of GraphQL requests."
    return ""


def example_name(exchange: Exchange, code: str | None, taken: tuple[str, ...] = ()) -> str:
    """What an example is called by default: "404 unknown_group", "201 Created"."""
    response = exchange.response
    words = (str(response.status), code or response.reason) if response else ("Example",)
    return free_name(" ".join(filter(None, words))[:_LONGEST_NAME], taken)


def example_of(exchange: Exchange, name: str, stored: Iterable[str] = ()) -> Example:
    """The example of an exchange with a response; ``stored`` secrets are masked beside those of the exchange.

    Reads the file of a body that is not in memory.
    """
    whole = _with_body(exchange)
    secrets = {*secrets_of(whole), *(value for value in stored if len(value) >= SHORTEST)}
    safe = mask_exchange(whole, tuple(sorted(secrets, key=lambda value: (-len(value), value))))
    response = safe.response
    assert response is not None
    text, description = _text(response)
    return Example(
        name=name,
        description=description,
        request=ExampleRequest.of(safe.request),
        response=ExampleResponse(
            status=response.status,
            reason=response.reason,
            headers=response.headers,
            body_kind=_kind(response.headers),
            body=text,
        ),
    )


def left_out(exchange: Exchange) -> str:
    """Why the body of the response would not be kept, as a sentence; empty when it would."""
    response = exchange.response
    return _text(response)[1] if response is not None else ""


def leak_in_example(example: Example, secrets: Mapping[str, str]) -> Leak | None:
    """The first place of an example with a stored secret in it; ``secrets`` are names of variables by value."""
    request = (example.request or ExampleRequest()).on(Request(name=example.name, docs=example.description))
    answer = example.response or ExampleResponse()
    headers = tuple(Header(name=name, value=value) for name, value in answer.headers)
    response = Request(headers=headers, body=TextBody(kind=TextKind.TEXT, text=answer.body or ""))
    leak = leak_in(response, secrets)
    return leak_in(request, secrets) or (leak and replace(leak, place=f"{leak.place} of the response"))


def _with_body(exchange: Exchange) -> Exchange:
    response = exchange.response
    if response is None or response.body.is_complete or response.body.path is None:
        return exchange
    if response.body.size_bytes > LIMIT_BYTES:
        return exchange
    data = response.body.path.read_bytes()
    return replace(exchange, outcome=replace(response, body=Content.of(data)))


def _text(response: Response) -> tuple[str | None, str]:
    """The text that is kept, and the sentence about one that is not."""
    size, media = response.body.size_bytes, response.header("content-type") or "no content type"
    if size > LIMIT_BYTES:
        return None, f"The body of {size:,} bytes ({media}) is not kept here: it is longer than {LIMIT_BYTES:,} bytes."
    text = body_text(response.body, response.headers)
    if text is None:
        return None, f"The body of {size:,} bytes ({media}) is not kept here: it is not text."
    return _readable(text.replace("\r\n", "\n"), _kind(response.headers)), ""


def _readable(text: str, kind: ExampleBodyKind) -> str:
    """JSON that stands in one line goes over several, as in Bruno; every token stays as it was sent."""
    if kind is not ExampleBodyKind.JSON or "\n" in text.strip():
        return text
    import msgspec  # late: seldom needed

    try:
        lines = msgspec.json.format(text, indent=_INDENT)
    except msgspec.DecodeError:
        return text
    return lines if len(lines) <= LIMIT_BYTES else text


def _kind(headers: Headers) -> ExampleBodyKind:
    media = next((value for name, value in headers if name.lower() == "content-type"), "").lower()
    return next((kind for word, kind in _DEFAULT_KINDS if word in media), ExampleBodyKind.TEXT)
