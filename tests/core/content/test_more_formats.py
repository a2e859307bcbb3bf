"""Pages, forms and tables for the eye; nothing of them is lost."""

import re

import pytest

from explorer.core.content import ContentKind, look
from explorer.core.content.html_text import html_lines


def lines(body, media_type):
    view = look(body.encode(), (("Content-Type", media_type),))
    assert view.is_formatted
    assert view.raw == body
    return view.text.split("\n")


def test_a_page_is_set_on_lines_and_keeps_what_must_be_kept():
    body = (
        "<!doctype html><html><body><p>Some <b>bold</b>\n words<br><img src='a>b'><pre> x\n  y</pre></p></body></html>"
    )
    assert lines(body, "text/html") == [
        "<!doctype html>",
        "<html>",
        "  <body>",
        "    <p>",
        "      Some <b>bold</b> words<br>",
        "      <img src='a>b'>",
        "      <pre> x",
        "  y</pre>",
        "    </p>",
        "  </body>",
        "</html>",
    ]


def test_no_characters_of_a_page_are_lost():
    for body in ("<", "a < b > c", "<p", "</x><y z='", "<!-- a", "<script>if (a<b) {}</script><i>x"):
        assert re.sub(r"\s", "", "".join(html_lines(body))) == re.sub(r"\s", "", body)


def test_a_form_is_decoded():
    assert lines("to=%2B46+70&body=a%26b&flag", "application/x-www-form-urlencoded") == [
        "to = +46 70",
        "body = a&b",
        "flag",
    ]


def test_columns_stand_under_each_other():
    assert lines('id;name\n1;"A;B"\n22;C\n', "text/csv") == ["id  name", "1   A;B", "22  C"]


def test_rows_that_do_not_agree_are_shown_as_they_came():
    assert not look(b"a,b\n1,2,3\n4\n", (("Content-Type", "text/csv"),)).is_formatted


def test_a_wrong_label_is_told_beside_what_was_found():
    assert look(b"<html><h1>x</h1></html>", (("Content-Type", "application/json"),)).note == (
        "Labelled application/json, but this is an HTML page."
    )
    assert look(b'{"a":1}', (("Content-Type", "text/x-log"),)).note == ""


@pytest.mark.parametrize(
    ("head", "label", "wanted"),
    [
        (b"\xff\xd8\xff\xe0", "image/png", "Labelled image/png, but this is a picture of the format JPEG."),
        (b"\xff\xd8\xff\xe0", "image/jpg", ""),
        (b"RIFF\0\0\0\0WEBP", "image/webp", ""),
        (b"RIFF\0\0\0\0WEBP", "image/jpeg", "Labelled image/jpeg, but this is a picture of the format WebP."),
        (b"GIF89a", "", ""),
    ],
)
def test_a_picture_of_another_format_than_its_label_is_told(head: bytes, label: str, wanted: str) -> None:
    view = look(head + bytes(100), (("Content-Type", label),) if label else ())
    assert view.kind is ContentKind.IMAGE
    assert view.note == wanted or (not wanted and "Labelled" not in view.note)


@pytest.mark.parametrize(
    ("data", "label", "wanted"),
    [
        (b'{"error": "no such file"}', "application/pdf", "Labelled application/pdf, but this is JSON."),
        (b"<html><h1>Sign in</h1></html>", "application/zip", "Labelled application/zip, but this is an HTML page."),
        (b"gone", "audio/mpeg", "Labelled audio/mpeg, but this is plain text."),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "text/plain", "Labelled text/plain, but this is a picture."),
        (b"%PDF-1.4 x", "application/pdf", ""),
        (b"<a>1</a>", "text/plain", ""),
        (b"\x80\x04\x00\x01" * 20, "application/octet-stream", ""),
    ],
)
def test_text_where_a_file_was_announced_is_told_and_the_other_way_round(data: bytes, label: str, wanted: str) -> None:
    note = look(data, (("Content-Type", label),)).note
    assert note == wanted or (not wanted and "Labelled" not in note)
