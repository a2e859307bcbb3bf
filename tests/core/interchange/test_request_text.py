from explorer.core.interchange.request_text import request_text
from explorer.core.model.request import (
    BearerAuth,
    FileBody,
    FormBody,
    FormField,
    Header,
    MultipartBody,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)


def test_every_part_stands_on_a_line_of_its_own():
    request = Request(
        name="Order",
        method="POST",
        url="{{base}}/orders?a=1",
        headers=(Header(name="X-A", value="1"), Header(name="X-B", value="2", enabled=False)),
        auth=BearerAuth(token="{{token}}"),
        settings=RequestSettings(timeout_s=3.0),
        body=TextBody(kind=TextKind.JSON, text='{\n  "a": 1\n}'),
        docs="Makes an order.",
    )
    assert request_text(request).splitlines() == [
        "# Order",
        "POST {{base}}/orders?a=1",
        "X-A: 1",
        "// X-B: 2",
        "auth: bearer {{token}}",
        "timeout: 3.0",
        "",
        "{",
        '  "a": 1',
        "}",
        "",
        "// Makes an order.",
    ]


def test_a_typed_credential_is_not_shown():
    text = request_text(Request(auth=BearerAuth(token="{{prefix}}s3cr3t")))
    assert "s3cr3t" not in text
    assert "auth: bearer ••••••" in text


def test_forms_and_files():
    form = FormBody(fields=(FormField(name="a", value="1"), FormField(name="b", value="2", enabled=False)))
    assert request_text(Request(body=form)).endswith("\n\na = 1\n// b = 2")
    parts = MultipartBody(parts=(Part(name="f", file_path="x.png"), Part(name="t", value="v")))
    assert request_text(Request(body=parts)).endswith("\n\nf = < x.png\nt = v")
    assert request_text(Request(body=FileBody(file_path="x.bin"))).endswith("\n\n< x.bin")
