"""Names for saved bodies: the server's, never with its folders; else the title with what the bytes are."""

import pytest

from explorer.core.content.file_name import file_name


@pytest.mark.parametrize(
    ("label", "head", "name"),
    [
        ("application/json", b"{}", "List.json"),
        ("application/problem+json", b'{"a": 1}', "List.json"),
        ("text/plain", b'{"a": 1}', "List.json"),
        ("text/plain", b"words", "List.txt"),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "List.svg"),
        ("image/png", b"\xff\xd8\xff\xe0" + bytes(20), "List.jpg"),
        ("image/gif", b"GIF89a" + bytes(20), "List.gif"),
        ("application/octet-stream", b"PK\x03\x04" + bytes(20), "List.zip"),
        ("text/html", b"%PDF-1.7", "List.pdf"),
        ("text/csv", b"a,b\n1,2", "List.csv"),
        ("application/yaml", b"a: 1", "List.yaml"),
        ("application/x-ndjson", b'{"a":1}\n{"a":2}', "List.ndjson"),
        ("", b"\x00\x01", "List.bin"),
        ("", b"", "List.bin"),
    ],
)
def test_the_ending_tells_what_the_bytes_are(label: str, head: bytes, name: str) -> None:
    assert file_name("List", (("Content-Type", label),) if label else (), head) == name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ('attachment; filename="report 1.pdf"', "report 1.pdf"),
        ("attachment; filename*=UTF-8''na%C3%AFve.txt; filename=plain.txt", "naïve.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\x.exe"', "x.exe"),
        ('attachment; filename="a\x00b:c.txt"', "a-b-c.txt"),
        ('attachment; filename="nul.txt"', "_nul.txt"),
        ("attachment", "List.json"),
        ('attachment; filename="..."', "List.json"),
    ],
)
def test_the_name_of_the_server_goes_first_and_has_no_folder(given: str, name: str) -> None:
    assert file_name("List", (("Content-Disposition", given), ("Content-Type", "application/json")), b"{}") == name


def test_a_title_becomes_a_name_that_is_allowed() -> None:
    assert file_name("example.com/a?b=c", (), b"{}") == "example.com-a-b=c.json"
    assert file_name("/", (), b"{}") == "response.json"
    assert len(file_name("x" * 400, (), b"{}")) == 125
