"""Error pages: what they say in words, never markup; codes and identifiers that known gateways print in them."""

import html
import re

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised

_LONGEST = 65_536
_HIDDEN = re.compile(r"<(?:script|style|template|noscript)\b[^<>]*>", re.I)
_SHOWN_AGAIN = re.compile(r"</(?:script|style|template|noscript)\s*>", re.I)
_CODES = (
    re.compile(r"HTTP Error (\d{3}\.\d+)"),
    re.compile(r"Error code:?\s*(\d{3,4})\b"),
    re.compile(r"\bError (1\d{3})\b(?=.{0,200}(?:ray id|cloudflare))", re.I | re.S),
)
_IDS = (
    re.compile(r"Reference\s*#\s*([0-9a-f.]{6,80})", re.I),
    re.compile(r"Request ID:\s*([\w\-=+/]{8,100})", re.I),
    re.compile(r"\bXID:\s*(\d+)"),
    re.compile(r"Ray ID:\s*([0-9a-f]{16})", re.I),
)


def recognise(body: ReceivedBody) -> Recognised | None:
    """A page under a failing status; under 2xx one where data was asked for, which is a login page or a wrong host."""
    if body.kind is not BodyKind.HTML:
        return None
    if not body.failed and not _was_not_asked_for(body):
        return Recognised(format="success", is_error=False, specificity=10)
    page = _visible(body.text[:_LONGEST])
    words = _words(page)
    return Recognised(
        format="html-page",
        is_error=True,
        code=next((found.group(1) for pattern in _CODES if (found := pattern.search(words))), None),
        message=page_message(page) or None,
        request_id=next((found.group(1).rstrip(".") for pattern in _IDS if (found := pattern.search(words))), None),
        retryable=None if body.failed else False,
        specificity=20,
    )


def _was_not_asked_for(body: ReceivedBody) -> bool:
    if not 200 <= body.status < 300:
        return False
    asked = "json" in body.accept or "xml" in body.accept
    return asked and "html" not in body.accept


def said(body: ReceivedBody) -> str | None:
    """The words of a page that another recogniser read by its headers alone; None when it is no page."""
    page = _visible(body.text[:_LONGEST]) if body.kind is BodyKind.HTML else ""
    return page_message(page) or None


def page_message(page: str) -> str:
    """The title; else the first h1, pre or text. A title that says only "Error" gives way to the page's own words."""
    title = _inside(page, "title")
    if title and title.lower() not in ("error", "errors", "oops", "untitled", "document"):
        return title
    found = (_inside(page, name) for name in ("pre", "h1", "h2", "p"))
    return next((text for text in found if text and text.lower() != "error"), "") or title or _words(page)[:300]


def _visible(page: str) -> str:
    """Without comments, scripts and styles; one that does not end hides the rest up to the next."""
    first, *others = page.split("<!--")
    spoken = first + " ".join(part.partition("-->")[2] for part in others)
    shown, *hidden = _HIDDEN.split(spoken)
    ends = [(part, _SHOWN_AGAIN.search(part)) for part in hidden]
    return shown + " ".join(part[end.end() :] for part, end in ends if end)


def _inside(page: str, name: str) -> str:
    """Words of the first element of that name; empty when there is none or it does not end."""
    start = re.search(rf"<{name}\b[^<>]*>", page, re.I)
    end = re.compile(rf"</{name}\s*>", re.I).search(page, start.end()) if start else None
    return _words(page[start.end() : end.start()]) if start and end else ""


def _words(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^<>]*>", " ", markup))
    return " ".join(text.split())
