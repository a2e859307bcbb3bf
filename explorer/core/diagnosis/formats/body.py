"""The body of a response made ready for the recognisers, once: text, JSON values, XML root. It does not judge them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from explorer.core.diagnosis.formats.decoding import decoded
from explorer.core.diagnosis.formats.json_values import JsonForm, read_json
from explorer.core.diagnosis.formats.xml_tree import local_name, read_xml
from explorer.core.model.exchange import Exchange, Headers, Response

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PREFIX_BYTES, HEAD_BYTES = 256 * 1024, 64 * 1024
"""A body up to the first size is read whole, of a larger one only the head: a failure states itself at the beginning,
and what is cut cannot be parsed by the fast parsers anyway."""

_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_HTML_TAG = re.compile(r"<(?:html|head|title|body|center|h[1-6]|div|p|pre|meta|script|table|form)[\s>/]", re.I)
_HTML_ROOTS = frozenset(("html", "head", "body", "center", "h1", "h2", "h3", "div", "p", "pre", "span", "b", "script"))


class BodyKind(StrEnum):
    """What the bytes are, whatever the label says."""

    EMPTY = "empty"
    JSON = "json"
    SEVERAL_JSON = "several-json"
    CUT_JSON = "cut-json"
    XML = "xml"
    HTML = "html"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedBody:
    """A response as the recognisers see it."""

    status: int
    headers: Headers
    method: str = "GET"
    url: str = ""
    accept: str = ""
    """What the request accepted; empty when it did not say."""
    kind: BodyKind = BodyKind.EMPTY
    text: str = ""
    values: tuple[object, ...] = ()
    """Parsed JSON: one value, or several for NDJSON and event streams."""
    root: Element | None = None
    """The XML root."""
    clipped: bool = False
    """True when only a prefix was read."""

    @property
    def json(self) -> object:
        """The JSON value; None when there is none."""
        return self.values[0] if self.kind in (BodyKind.JSON, BodyKind.CUT_JSON) and self.values else None

    @property
    def members(self) -> Mapping[str, object]:
        """The JSON object; empty when the body is something else."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def failed(self) -> bool:
        """Whether the status itself says failure."""
        return self.status >= 400

    @property
    def media_type(self) -> str:
        """The type of Content-Type without parameters, lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def header(self, name: str) -> str:
        """The first value of a field; empty when absent."""
        return next((value.strip() for key, value in self.headers if key.lower() == name), "")

    def header_values(self, name: str) -> tuple[str, ...]:
        """All values of a field in order."""
        return tuple(value.strip() for key, value in self.headers if key.lower() == name)

    def absolute(self, reference: str) -> str:
        """A URI reference resolved against the request URL (RFC 3986 §5); unchanged when that is impossible."""
        try:
            return urljoin(self.url, reference)
        except ValueError:
            return reference


def received(exchange: Exchange, response: Response) -> ReceivedBody:
    """The body of a response, decoded and parsed as far as it goes; never fails."""
    data = response.body.data[: PREFIX_BYTES if response.body.size_bytes <= PREFIX_BYTES else HEAD_BYTES]
    sent = exchange.sent
    text = decoded(data, response.header("content-type") or "").replace("\x00", "")
    kind, values, root = _parsed(text)
    return ReceivedBody(
        status=response.status,
        headers=response.headers,
        method=sent.method.upper() if sent else "GET",
        url=sent.url if sent else "",
        accept=_accepted(sent.headers) if sent else "",
        kind=kind,
        text=text,
        values=values,
        root=root,
        clipped=len(data) < response.body.size_bytes,
    )


def _accepted(headers: Headers) -> str:
    return ", ".join(value for key, value in headers if key.lower() == "accept").lower()


def _parsed(text: str) -> tuple[BodyKind, tuple[object, ...], Element | None]:
    if not text.strip():
        return BodyKind.EMPTY, (), None
    if _HTML_START.match(text):
        return BodyKind.HTML, (), None
    root = read_xml(text)
    if root is not None and local_name(root).lower() not in _HTML_ROOTS:
        return BodyKind.XML, (), root
    if root is not None or _has_html_tags(text):
        return BodyKind.HTML, (), None
    found = read_json(text)
    match found.form:
        case JsonForm.WHOLE:
            return BodyKind.JSON, found.values, None
        case JsonForm.SEVERAL:
            return BodyKind.SEVERAL_JSON, found.values, None
        case JsonForm.CUT:
            return BodyKind.CUT_JSON, found.values, None
        case JsonForm.NONE:
            return BodyKind.PLAIN, (), None


def _has_html_tags(text: str) -> bool:
    start = text.lstrip()[:2048]
    return start.startswith("<") and _HTML_TAG.search(start) is not None
