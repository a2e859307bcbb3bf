"""Bodies that are words, and bodies that are not there. Headers then are the only other witness."""

import re
from urllib.parse import unquote

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised

_LONGEST = 500
_CODE_HEADER = re.compile(r"(?:error-?code|errorcode|error-?type|api-error|fault-?code|exception-?code|error-?reason)$")
_TOLD_CODE = re.compile(r"\[?(?!HTTP|ERROR)([A-Z]{2,12}[-_]?\d{3,7}[A-Z]?|(?:[a-z_]\w*\.){1,9}[A-Z]\w*)\]?\s?:\s")
"""A message number or the name of an exception before the words, as products and languages print them:
"ORA-00942: table or view does not exist", "java.io.IOException: disk full"."""
_MESSAGE_HEADER = re.compile(r"(?:error-?message|error-?description|error-?detail|errormsg|error-?info)$")


def recognise(body: ReceivedBody) -> Recognised | None:
    """Always an answer: this is the last recogniser."""
    code = _from_header(body, _CODE_HEADER)
    if not body.failed:
        failed = bool(code) and body.kind is not BodyKind.EMPTY and body.header("mediawiki-api-error") == code
        return Recognised(format="plain" if failed else "success", is_error=failed, code=code if failed else None)
    details = _proxy_status(body)
    words = body.text.strip() if body.kind in (BodyKind.PLAIN, BodyKind.SEVERAL_JSON) else ""
    return Recognised(
        format="plain" if words else "empty",
        is_error=True,
        code=code or details.get("error"),
        message=_readable(words) or _from_header(body, _MESSAGE_HEADER) or details.get("details"),
        specificity=1,
    )


def header_code(body: ReceivedBody) -> str | None:
    """The code in a header such as x-ms-error-code, for bodies that have none."""
    return _from_header(body, _CODE_HEADER)


def told_code(message: str | None) -> str | None:
    """The number that a message begins with, for bodies that have no other code."""
    found = _TOLD_CODE.match(message or "")
    return found.group(1) if found else None


def header_message(body: ReceivedBody) -> str | None:
    """The message in a header such as x-amzn-errormessage."""
    return _from_header(body, _MESSAGE_HEADER)


def _from_header(body: ReceivedBody, pattern: re.Pattern[str]) -> str | None:
    found = next((value for key, value in body.headers if pattern.search(key.lower()) and value.strip()), "")
    return unquote(found.strip()) or None


def _readable(words: str) -> str | None:
    """The beginning of a text; None when it is not text at all."""
    head = words[: _LONGEST * 4]
    strange = sum(1 for character in head if not character.isprintable() and not character.isspace())
    if strange * 10 > len(head):
        return None
    return head if len(words) <= _LONGEST else head[:_LONGEST].rstrip() + " …"


def _proxy_status(body: ReceivedBody) -> dict[str, str]:
    """Parameters of the last intermediary that states an error (RFC 9209 §2.1)."""
    for value in reversed(body.header_values("proxy-status")):
        pairs = re.findall(r';\s*([\w\-]+)=("(?:[^"\\]|\\.)*"|[^;,\s]*)', value)
        found = {name.lower(): text.strip('"') for name, text in pairs}
        if "error" in found:
            return found
    return {}
