"""The name proposed for a saved body."""

import pytest

from explorer.core.content.file_name import file_name
from explorer.core.model.exchange import Content, Response


def named(url="http://h/", title="List orders", data=b"", **fields) -> str:
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    response = Response(status=200, reason="", http_version="HTTP/1.1", headers=headers, body=Content.of(data))
    return file_name(response, url, title)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="report 1.pdf"', "report 1.pdf"),
        ("attachment; filename=plain.csv", "plain.csv"),
        ("attachment; filename=\"a.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt", "€ rates.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd.bin"),
        (r'attachment; filename="C:\\dir\\x.exe"', "x.exe"),
        ('attachment; filename=".bashrc"', "bashrc.bin"),
        ('attachment; filename="a\u202egpj.exe"', "a_gpj.exe"),
        ("inline", "List orders.bin"),
        ("attachment; filename*=nonsense''%ff", "List orders.bin"),
    ],
)
def test_what_the_server_proposes(disposition, name) -> None:
    assert named(content_disposition=disposition.encode().decode("latin-1")) == name


def test_the_end_of_the_url_then_the_title() -> None:
    assert named("http://h/files/data.tar.gz?x=1.2") == "data.tar.gz"
    assert named("http://h/v1.2/orders", content_type="application/json; charset=utf-8") == "List orders.json"
    assert named("http://h/v1/orders/..%2Fx.json") == "x.json"
    assert named(title="a/b: c", content_type="application/problem+json") == "b_ c.json"
    assert named(title="", content_type="text/x-unknown") == "response.txt"
    assert named(data=b"%PDF-1.7") == "List orders.pdf"
