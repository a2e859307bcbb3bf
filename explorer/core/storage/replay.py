"""A recorded exchange as a request again, word for word what went out. What was masked is named: it is not there."""

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from explorer.core.model.exchange import Exchange, SentRequest
from explorer.core.model.request import Body, FileBody, Header, NoAuth, NoBody, Request, TextBody, TextKind
from explorer.core.storage.secret_forms import MASK, MASK_BYTES

_FOLLOWING = frozenset({"content-length", "host", "transfer-encoding", "connection", "accept-encoding"})
"""Headers that follow from the rest of the request."""

_MASKED_FIELD = re.compile(r'([\w.$-]+)"?\s*[:=]\s*"?[^"&\n,=:{}?]*?' + MASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """``missing`` names what the history did not keep: headers, parameters, fields of the body."""

    request: Request
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Why it was not sent at once; empty when nothing is missing."""
        if not self.missing:
            return ""
        names = self.missing[0] if len(self.missing) == 1 else f"{', '.join(self.missing[:-1])} and {self.missing[-1]}"
        return f"Not sent: fill in {names}, which {'is' if len(self.missing) == 1 else 'are'} masked."


def as_sent(exchange: Exchange) -> Replay:
    """The request that went out, without variables and authentication of its own; as written where nothing went out."""
    sent = exchange.sent
    if sent is None:
        return Replay(request=exchange.request)
    body, body_missing = _body(exchange, sent)
    url_missing = _masked_in(unquote(sent.url)) if MASK in unquote(sent.url) else ()
    kept = [(name, value) for name, value in sent.headers if name.lower() not in _FOLLOWING]
    headers = tuple(Header(name=name, value=value) for name, value in kept)
    header_missing = tuple(header.name for header in headers if MASK in header.value)
    plain = Request(
        name=exchange.request.name, method=sent.method, url=sent.url, headers=headers, body=body, auth=NoAuth()
    )
    settings = replace(exchange.request.settings, encode_url=False)
    missing = tuple(dict.fromkeys((*header_missing, *url_missing, *body_missing)))
    return Replay(request=replace(plain, settings=settings), missing=missing)


def _body(exchange: Exchange, sent: SentRequest) -> tuple[Body, tuple[str, ...]]:
    data = sent.body.data
    if sent.body.path is not None:
        return FileBody(file_path=str(sent.body.path)), ()
    if not data:
        lost = sent.body.size_bytes > 0
        return (exchange.request.body, ("the body",)) if lost else (NoBody(), ())
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return exchange.request.body, ("the binary body",)
    missing = _masked_in(text) or ("the body",) if MASK_BYTES in data else ()
    if not sent.body.is_complete:
        missing = (*missing, "the end of the body")
    return TextBody(kind=_kind(sent), text=text), missing


def _masked_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match[1] for match in _MASKED_FIELD.finditer(text)))


def _kind(sent: SentRequest) -> TextKind:
    media = next((value for name, value in sent.headers if name.lower() == "content-type"), "").lower()
    return TextKind.JSON if "json" in media else TextKind.XML if "xml" in media else TextKind.TEXT
