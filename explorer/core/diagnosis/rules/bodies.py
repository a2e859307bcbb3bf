"""Bodies and the headers that describe them: broken JSON, a missing body, Content-Type, Content-Encoding,
Accept."""

from collections.abc import Iterator

from explorer.core.diagnosis import json_error, locate, remedies, wording
from explorer.core.diagnosis.evidence import UNREADABLE, Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.json_error import Fault, JsonError
from explorer.core.diagnosis.rules import stated
from explorer.core.model.diagnosis import Remedy, Standing
from explorer.core.model.request import FormBody, MultipartBody, NoBody, Request, TextBody, TextKind

_TITLES = {
    Fault.TRAILING_COMMA: "Take the comma out",
    Fault.UNCLOSED: "Close the bracket",
    Fault.SMART_QUOTES: 'Write `"` for the typographic quotes',
    Fault.SINGLE_QUOTES: "Write double quotes for the single ones",
    Fault.COMMENT: "Take the comment out",
    Fault.MISSING_COMMA: "Add the comma",
    Fault.CONTROL_CHARACTER: "Write the line break or tab as an escape",
    Fault.DOUBLE_ENCODED: "Send the JSON itself, not a text that holds it",
}
_WITHOUT_BODY = ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE")
_DEFAULTS = ("", "text/plain", "application/x-www-form-urlencoded")
"""Types that are sent by default more often than on purpose."""
_CONTRADICTING = (*_DEFAULTS, "text/html", "multipart/form-data")
JSON_TYPE = "application/json"


def broken_json(evidence: Evidence) -> Iterator[Finding]:
    """JSON that does not parse, with the place where it breaks and a repair where there is only one."""
    if evidence.status not in (400, 415, 422) or not _is_json(evidence.request):
        return
    text = locate.body_text(evidence.request) or ""
    error = json_error.find(text)
    if error is not None:
        yield _broken(evidence, error)
    elif evidence.sent_json is UNREADABLE and evidence.sent_text:
        yield _broken_by_variable(evidence)
    elif "json" in (evidence.read.code or evidence.read.message or "").lower():
        yield ruled_out("json.broken", "The body is not valid JSON: it is well formed")


def _broken(evidence: Evidence, error: JsonError) -> Finding:
    request = evidence.request
    repair = error.repair
    title = _TITLES.get(error.fault, "Mend the JSON")
    opened = locate.at_offset(request, error.opening, "not closed") if error.opening >= 0 else None
    line = "" if error.fault in (Fault.EMPTY, Fault.DOUBLE_ENCODED) else f" at line {error.line}, column {error.column}"
    return confirmed(
        "json.broken",
        f"The JSON breaks{line}: {error.reason}" if line else wording.sentence(error.reason).rstrip("."),
        headline=wording.sentence(error.reason)
        if not line
        else f"The JSON breaks in line {error.line}: {error.reason}.",
        place=locate.at_offset(request, error.offset, error.reason.replace("`", "")),
        also=opened if error.opening != error.offset else None,
        remedies=remedies.kept(remedies.replace_whole_body(request, repair, title) if repair is not None else None),
    )


def _broken_by_variable(evidence: Evidence) -> Finding:
    error = json_error.find(evidence.sent_text)
    where = f" at line {error.line} of the sent body" if error else ""
    return confirmed(
        "json.variable",
        f"The value of a variable breaks the JSON{where}",
        headline="The value of a variable breaks the JSON.",
        place=locate.whole_body("a variable breaks the JSON"),
        remedies=(remedies.open_environments("Check the values of the variables in the body"),),
    )


def no_body(evidence: Evidence) -> Iterator[Finding]:
    """A request without the body it most likely needs."""
    if evidence.status not in (400, 411, 415, 422) or evidence.method in _WITHOUT_BODY:
        return
    if isinstance(evidence.request.body, NoBody) and (evidence.exchange.sent is None or not _size(evidence)):
        told = evidence.status == 411 or "json" in (evidence.read.code or "") or stated.says_body_is_missing(evidence)
        make = confirmed if told else likely
        yield make(
            "body.missing",
            f"`{evidence.method}` was sent without a body",
            headline=f"The `{evidence.method}` request has no body.",
            place=locate.whole_body("a body is expected"),
            remedies=(remedies.advice("Choose a body type in the Body tab and write the body"),),
        )


def body_on_get(evidence: Evidence) -> Iterator[Finding]:
    """A body where HTTP gives it no meaning (RFC 9110 section 9.3.1)."""
    if evidence.status == 400 and evidence.method in ("GET", "HEAD") and _size(evidence):
        yield possible("body.on-get", f"`{evidence.method}` was sent with a body, which many servers refuse")


def content_type(evidence: Evidence) -> Iterator[Finding]:
    """The label of the body against the body and against what the server takes."""
    if evidence.status not in (400, 415, 422) or not _size(evidence):
        return
    sent = evidence.header("Content-Type")
    wanted = accepted(evidence) or ((evidence.api.media_type,) if evidence.api and evidence.api.media_type else ())
    expected = wanted[0] if wanted else (JSON_TYPE if _is_json(evidence.request) else "")
    if not expected:
        return
    media_type = (sent or "").split(";")[0].strip().lower()
    if not wanted and evidence.status != 415 and media_type not in _DEFAULTS:
        return
    if _fits(media_type, wanted or (expected,)):
        if evidence.status == 415:
            yield ruled_out("http.content-type", f"`Content-Type` is wrong: it is {wording.quoted(media_type)}")
        return
    yield _wrong_type(evidence, sent, expected)


def accepted(evidence: Evidence) -> tuple[str, ...]:
    """Types the server says it takes: Accept, Accept-Post or Accept-Patch of the response (RFC 5789, W3C LDP 7.1)."""
    names = ("Accept-Patch", "Accept-Post") if evidence.method == "PATCH" else ("Accept-Post", "Accept-Patch")
    headers = (evidence.response.header(name) for name in names) if evidence.response else ()
    stated_types = next((value for value in headers if value), "")
    return evidence.wanted("accept") or tuple(one.strip() for one in stated_types.split(",") if one.strip())


def mislabelled(evidence: Evidence) -> Iterator[Finding]:
    """A label that contradicts the body: JSON called a form or XML, XML called JSON."""
    sent = (evidence.header("Content-Type") or "").split(";")[0].strip().lower()
    if evidence.status not in (400, 415, 422) or not sent or not evidence.sent_text.strip():
        return
    is_json = isinstance(evidence.sent_json, dict | list)
    is_xml = not is_json and evidence.sent_text.lstrip().startswith("<") and evidence.sent_text.rstrip().endswith(">")
    says_json, says_xml = "json" in sent, "xml" in sent
    actual = JSON_TYPE if is_json and not says_json else "application/xml" if is_xml and not says_xml else ""
    if not actual or (is_json and sent not in _CONTRADICTING and not says_xml) or (is_xml and "html" in sent):
        return
    if any(one.cause.standing is Standing.CONFIRMED for one in content_type(evidence)):
        return
    what = "JSON" if is_json else "XML"
    yield confirmed(
        "body.mislabelled",
        f"The body is {what}, and `Content-Type` says {wording.quoted(sent)}",
        headline=f"The body is {what}, but `Content-Type` says {wording.quoted(sent)}.",
        place=locate.header(evidence.request, "Content-Type", f"the body is {what}"),
        remedies=_type_fixes(evidence.request, actual, isinstance(evidence.request.body, FormBody | MultipartBody)),
    )


def encoding(evidence: Evidence) -> Iterator[Finding]:
    """Content-Encoding that the body does not have, or that the server does not take (RFC 9110 section 12.5.3)."""
    sent = (evidence.header("Content-Encoding") or "").strip().lower()
    if evidence.status not in (400, 415) or sent in ("", "identity"):
        return
    data = evidence.exchange.sent.body.data if evidence.exchange.sent else b""
    wanted = evidence.wanted("accept_encoding")
    magic = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}.get(sent)
    if magic and data and not data.startswith(magic):
        text = f"`Content-Encoding` says {wording.quoted(sent)}, and the body is not compressed"
    elif wanted and sent not in {one.lower() for one in wanted}:
        text = f"`Content-Encoding` is {wording.quoted(sent)}; the server takes {wording.listed(wanted, 'or')}"
    elif evidence.status == 415:
        yield possible("body.encoding", f"The server may not take bodies encoded as {wording.quoted(sent)}")
        return
    else:
        return
    yield confirmed(
        "body.encoding",
        text,
        headline=f"{text}.",
        place=locate.header(evidence.request, "Content-Encoding", "does not fit"),
        remedies=remedies.kept(
            remedies.remove_header(evidence.request, "Content-Encoding", "Send without `Content-Encoding`")
        ),
    )


def _wrong_type(evidence: Evidence, sent: str | None, expected: str) -> Finding:
    is_form = isinstance(evidence.request.body, FormBody | MultipartBody)
    now = "missing" if sent is None else wording.quoted(sent)
    make = confirmed if evidence.status == 415 else likely
    return make(
        "http.content-type",
        f"`Content-Type` is {now}; the server takes `{expected}`",
        headline=f"`Content-Type` is {now}. The server takes `{expected}`.",
        place=locate.header(evidence.request, "Content-Type", f"{expected} expected"),
        remedies=_type_fixes(evidence.request, expected, is_form),
    )


def _type_fixes(request: Request, expected: str, is_form: bool) -> tuple[Remedy, ...]:
    if is_form:
        return (remedies.advice(f"Send the body as `{expected}` in place of a form"),)
    return (remedies.set_header(request, "Content-Type", expected),)


def accept(evidence: Evidence) -> Iterator[Finding]:
    """Accept headers the server cannot satisfy."""
    if evidence.status != 406:
        return
    sent = evidence.header("Accept") or "*/*"
    offered = evidence.wanted("accept")
    value = offered[0] if offered else "*/*"
    yield confirmed(
        "http.accept",
        f"`Accept` asks for {wording.quoted(sent)}"
        + (f"; the server has {wording.listed(offered)}" if offered else ""),
        headline=f"The server has nothing that fits `Accept: {sent[:60]}`.",
        place=locate.header(evidence.request, "Accept", "nothing fits"),
        remedies=(remedies.set_header(evidence.request, "Accept", value),),
    )


def _is_json(request: Request) -> bool:
    return isinstance(request.body, TextBody) and request.body.kind is TextKind.JSON


def _size(evidence: Evidence) -> int:
    return evidence.exchange.sent.body.size_bytes if evidence.exchange.sent else 0


def _fits(media_type: str, wanted: tuple[str, ...]) -> bool:
    plain = {one.split(";")[0].strip().lower() for one in wanted}
    return media_type in plain or (JSON_TYPE in plain and media_type.endswith("+json"))
