"""Strategies for exchanges that no well-behaved client or server would make, and bodies made to hurt a parser."""

import base64
import gzip
import json
from datetime import UTC, datetime

from hypothesis import strategies as st

from explorer.core.diagnosis.context import Context, VariableInfo
from explorer.core.model.exchange import Content, Exchange, Failure, FailureKind, Hop, Phase, Response, SentRequest
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormBody,
    FormField,
    Header,
    InheritAuth,
    MultipartBody,
    NoBody,
    OtherAuth,
    Part,
    Request,
    TextBody,
    TextKind,
)

NOW = datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BODIES: dict[str, bytes] = {
    "deep arrays": b"[" * 100_000,
    "deep and closed": b'{"errors":' * 50_000 + b"0" + b"}" * 50_000,
    "an infinite number": b'{"code": 1e400, "status": -1e400, "retry_after": 1e400, "errors": [{"code": 1e400}]}',
    "no numbers": b'{"code": NaN, "status": NaN, "retry_after": NaN, "error": {"code": -Infinity}}',
    "a number of 5000 digits": b'{"code": %s, "retry_after": %s}' % (b"9" * 5000, b"9" * 5000),
    "a number of 4000 digits": b'{"code": %s, "retry_after": %s, "status": 1%s}' % ((b"9" * 4000,) * 3),
    "a long text of digits": b'{"code": "%s", "retry_after": "%s", "failed": "%s"}' % ((b"9" * 6000,) * 3),
    "lone surrogates": b'{"code": "\\ud800", "message": "a \\udfff b", "errors": [{"field": "\\ud83d"}]}',
    "encoded surrogates": b'{"message": "\xed\xa0\x80"}',
    "no UTF-8": b'{"message": "\xff\xfe\xfa"}',
    "half a character": '{"message": "ä"}'.encode()[:-3],
    "UTF-16 of odd length": b"\xff\xfe{\x00}",
    "UTF-32 mark": b"\x00\x00\xfe\xff\xff\xff\xff\xff",
    "gzip": gzip.compress(b'{"error": "x"}'),
    "no gzip": b"\x1f\x8b\x08\x00rubbish",
    "billion laughs": f"{BOMB}]><error><message>&i;</message></error>".encode(),
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><error><message>&a;</message></error>',
    "external subset": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><error>x</error>',
    "parameter entities": b"<!DOCTYPE x [<!ENTITY % a '<!ENTITY b \"c\">'> %a; %a;]><error>&b;</error>",
    "odd XML encoding": b'<?xml version="1.0" encoding="UTF-7"?><error>x</error>',
    "unknown XML encoding": b'<?xml version="1.0" encoding="x-none"?><error>x</error>',
    "wide XML": b"<e " + b" ".join(b'a%d="x"' % number for number in range(5000)) + b"/>",
    "deep XML": b"<a>" * 50_000 + b"x" + b"</a>" * 50_000,
    "NDJSON rubbish": b'{"a":1}\n{"error":\n\x00\x01\n{"b":[}\n' * 2000,
    "events rubbish": b"event:\ndata\ndata: {\nretry: x\nid:\x00\n\n:" * 2000,
    "multipart": b'--b\r\nContent-Disposition: form-data; name="error"\r\n\r\n{"code": 1}\r\n--b--\r\n' * 500,
    "quotes": b'"' * 100_000,
    "backslashes": b'{"a":"' + b"\\" * 99_999,
    "angle brackets": b"<" * 100_000,
    "entities": b"<html>" + b"&#99999999999999999999;&#xD800;&#x0;" * 3000,
    "commas": b'{"a":[' + b", \n" * 30_000,
    "blanks": b" \t\r\n" * 60_000 + b"x",
    "a long line": b'{"message": "' + b"x" * 200_000 + b'"}',
    "many keys": json.dumps({f"error_{number}": "x" for number in range(9000)}).encode(),
    "the same key": b'{"error": {"code": "x"}, "error": null, "errors": {}, "errors": [[[[]]]]}',
    "html in attributes": b"<html><title " + b"a='<title>' " * 9000,
}
DEEP_TOKEN = f"eyJ.{base64.urlsafe_b64encode(b'[' * 20_000).decode()}.x"
ODD_VALUES = (
    "",
    " ",
    "\x00",
    "a\r\nb: c",
    "\x7f\x1b[31m",
    "9" * 5000,
    "1" + "0" * 400,
    "-1",
    "1e400",
    "nan",
    "inf",
    "0x10",
    "²",
    "١٢",
    "Wed, 31 Feb 2026 25:61:61 GMT",
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Fri, 31 Dec 99999 23:59:59 GMT",
    "Mon, 23 Nov 2026 10:42:07 +9999",
    "Mon, 23 Nov 2026 10:42:07 +999999999",
    "2026-11-23T10:42:07Z",
    "253402300800",
    "99999999999999",
    '"a";r=0;t=99999999999999999999999',
    "limit=1, remaining=0, reset=1e999",
    "10, 10;w=1;burst=",
    "application/json; charset=utf-8; charset=rot13",
    "text/html; charset=hex",
    "application/json; charset=undefined",
    "application/json; charset=idna",
    "application/json; charset=punycode",
    "application/json; charset=utf-16",
    "application/json; charset=utf-7",
    "application/json; charset=" + "x" * 5000,
    'Bearer realm="' + '\\"' * 2000,
    "Bearer " * 2000,
    "Basic =,=,=;;;",
    '<http://[::1>; rel="help"',
    '<//[>; rel="error"',
    "gzip, gzip, br, zstd, \x00",
    "=?utf-8?q?=ZZ?=",
    "%ZZ%00%F0%9F",
    "\ud800",
    "ÿ" * 300,
)
NAMES = (
    "Content-Type",
    "Content-Encoding",
    "Content-Length",
    "Retry-After",
    "Retry-After-Ms",
    "X-Retry-In",
    "Date",
    "RateLimit",
    "RateLimit-Policy",
    "RateLimit-Reset",
    "RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset-After",
    "Link",
    "Allow",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Proxy-Status",
    "grpc-status",
    "grpc-message",
    "grpc-status-details-bin",
    "X-Request-Id",
    "traceparent",
    "Accept",
    "Accept-Encoding",
    "Accept-Post",
    "Location",
    "Server",
    "Via",
    "Authorization",
    "DPoP-Nonce",
    "Deprecation",
    "Sunset",
    "x-ms-error-code",
    "x-amzn-errortype",
    "Age",
    "",
    "\x00",
    "ÿ",
)
URLS = (
    "",
    "x",
    "http://",
    "http://[::1",
    "http://[v1.x]/",
    "http://a:b:c/",
    "http://a:99999/",
    "http://a:٣/",
    "https://us.sms.api.sinch.com:x/xms/v1/{{plan}}/batches?page=%ZZ&&=&page_size=9" + "9" * 5000,
    "http://127.0.0.1:8025/xms/v1/p/batches/%ff%00/../;;?a=b?c#d",
    "http://a/" + "%25" * 3000,
    "http://a/" + "{{x}}" * 500,
    "{{base_url}}/{{",
    "http://℀/",
    "http://a\u2100b/",
    "file:///etc/passwd",
    "http://\ud800/",
    "HTTP://A/\r\nb",
)
TEXTS = (
    "",
    "{",
    '{"to": [',
    '{"to": 1e400, "from": NaN}',
    '{"n": ' + "9" * 5000 + "}",
    "[" * 50_000,
    '{"a":' * 20_000,
    '{"a": "\\ud800"}',
    "{{a}}{{b",
    '{"to": {{x}}, "b": "{{y}}"}',
    "\ud800",
    "a=b&c=%ZZ",
    "<a>",
    '{"to": ["1"], "to": null, "from": ["x"], "body": {}, "parameters": [], "type": 1, "send_at": "x"}',
)
TOKENS = (
    "",
    "{{token}}",
    "Bearer Bearer x",
    "a.b.c",
    "eyJhbGciOiJub25lIn0.eyJleHAiOjFlNDAwfQ.",
    "\x00",
    "x" * 9000,
    DEEP_TOKEN,
)

_texts = st.text(max_size=60)
_latin = st.text(st.characters(max_codepoint=255), max_size=60)
_values = st.sampled_from(ODD_VALUES) | _latin | st.integers().map(str) | st.floats().map(str)
headers = st.lists(st.tuples(st.sampled_from(NAMES) | _latin, _values), max_size=8).map(tuple)
_KEYS = (
    "error errors code message msg detail details status type title field path loc source name reason data meta "
    "errcode ok success id jsonrpc kind issue resourceType __type links _links retry_after violations extensions "
    "error_description fault Fault invalid-params parameters innererror response failed failure"
)
_keys = st.sampled_from(_KEYS.split())
_numbers = st.integers() | st.floats() | st.sampled_from((10**4000, -(10**4200), 2**63, 429, 500))
_leaves = st.none() | st.booleans() | _numbers | _texts | _keys | st.sampled_from(ODD_VALUES)
documents = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys | _texts, inner, max_size=5),
    max_leaves=30,
)
bodies = (
    st.binary(max_size=400)
    | st.sampled_from(tuple(BODIES.values()))
    | documents.map(lambda value: json.dumps(value).encode())
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
_statuses = st.integers(100, 999) | st.sampled_from((200, 201, 302, 400, 401, 403, 404, 405, 407, 415, 429, 500, 503))
responses = st.builds(
    lambda status, reason, rows, data, missing: Response(
        status=status,
        reason=reason,
        http_version="HTTP/1.1",
        headers=rows,
        body=Content(data=data, size_bytes=len(data) + missing),
    ),
    _statuses,
    _latin,
    headers,
    bodies,
    st.sampled_from((0, 0, 1, 10**9)),
)
failures = st.builds(
    Failure,
    kind=st.sampled_from(FailureKind),
    phase=st.none() | st.sampled_from(Phase),
    message=_texts,
    detail=_texts | st.sampled_from(ODD_VALUES),
    host=_texts | st.sampled_from(("127.0.0.1", "localhost", "[::1", "a..b", "*.x", "-", "℀")),
    port=st.integers(-1, 70_000),
    errno_name=st.sampled_from(("", "ECONNREFUSED", "EAI_NONAME", "x")),
    tls_verify_code=st.integers(-1, 100),
    timeout_s=st.none() | st.floats(0, 1e9),
    request_sent=st.booleans(),
    partial=st.none() | responses,
)
_written_text = st.sampled_from(TEXTS) | _texts
_bodies_written = (
    st.just(NoBody())
    | st.builds(TextBody, kind=st.sampled_from(TextKind), text=_written_text)
    | st.builds(lambda name, value: FormBody(fields=(FormField(name=name, value=value),)), _texts, _texts)
    | st.builds(lambda name, value: MultipartBody(parts=(Part(name=name, value=value),)), _texts, _texts)
    | st.just(FileBody(file_path="/nowhere"))
)
_auths = (
    st.just(InheritAuth())
    | st.sampled_from(TOKENS).map(lambda token: BearerAuth(token=token))
    | st.just(BasicAuth(username="\x00", password="{{x}}"))
    | st.just(ApiKeyAuth(name="", value="{{"))
    | st.just(OtherAuth(kind="ntlm"))
)
_urls = st.sampled_from(URLS) | _texts.map(lambda text: f"http://127.0.0.1:8025/xms/v1/p/{text}")
_methods = st.sampled_from(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "", "\x00", "get", "X" * 2000))
requests = st.builds(
    Request,
    method=_methods,
    url=_urls,
    headers=st.lists(st.builds(Header, name=st.sampled_from(NAMES), value=_values), max_size=4).map(tuple),
    auth=_auths,
    body=_bodies_written,
)
sent_requests = st.builds(
    lambda method, url, rows, token, text: SentRequest(
        method=method,
        url=url,
        headers=(*rows, ("Authorization", f"Bearer {token}")),
        body=Content.of(text.encode("utf-8", "replace")),
    ),
    _methods,
    _urls,
    headers,
    st.sampled_from(TOKENS),
    _written_text,
)
exchanges = st.builds(
    lambda request, sent, outcome, hops: Exchange(
        id="0" * 32, started=NOW, request=request, sent=sent, outcome=outcome, hops=hops
    ),
    requests,
    st.none() | sent_requests,
    responses | failures,
    st.lists(st.builds(Hop, sent=sent_requests, response=responses, note=_texts), max_size=2).map(tuple),
)
contexts = st.builds(
    Context,
    now=st.none() | st.datetimes(timezones=st.just(UTC)),
    environments=st.lists(_texts, max_size=2).map(tuple),
    variables=st.lists(
        st.builds(VariableInfo, name=st.sampled_from(("x", "y", "token", "base_url", "")), value=_texts), max_size=3
    ).map(tuple),
    last_success=st.none() | exchanges,
    recent_sends=st.lists(st.datetimes(timezones=st.just(UTC)), max_size=3).map(tuple),
    api=st.sampled_from(("", "sinch-sms", "nobody")),
)


def plain_exchange(status: int, body: bytes = b"", rows: tuple[tuple[str, str], ...] = ()) -> Exchange:
    """An exchange of which only the answer is odd."""
    sent = SentRequest(method="GET", url="https://api.example.com/v1/things/7", headers=(("Accept", "*/*"),))
    response = Response(status=status, reason="", http_version="HTTP/1.1", headers=rows, body=Content.of(body))
    return Exchange(id="0" * 32, started=NOW, request=Request(method="GET", url=sent.url), sent=sent, outcome=response)
