"""Pages, forms and tables for the eye; nothing of them is lost."""

import re
from time import process_time

import pytest

from explorer.core.content.html_text import html_lines
from explorer.core.content.look import look
from explorer.core.content.script_text import script_lines
from explorer.core.content.view import ContentKind


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


def test_ends_that_are_left_out_and_ends_of_nothing():
    page = "<body><p>one<p>two</div><ul><li>a < b<li>c\u00a0  d</ul><p title=don't>3</p><tr><td>1<td>2<tr>"
    assert list(html_lines(page)) == [
        "<body>",
        "  <p>",
        "    one",
        "  <p>",
        "    two",
        "    </div>",
        "  <ul>",
        "    <li>",
        "      a < b",
        "    <li>",
        "      c\u00a0  d",
        "  </ul>",
        "  <p title=don't>",
        "    3",
        "  </p>",
        "  <tr>",
        "    <td>",
        "      1",
        "    <td>",
        "      2",
        "  <tr>",
    ]


@pytest.mark.parametrize("begin", ["<script>", "<!--", "<a '", "<p></div>", "<div>", "(/[", "/*x", "${`"])
def test_many_begins_without_an_end_cost_no_time(begin):
    body = begin * 6000
    cut = html_lines if begin.startswith("<") else script_lines
    started_s = process_time()
    assert re.sub(r"\s", "", "".join(cut(body))) == re.sub(r"\s", "", body)
    assert process_time() - started_s < 0.5


def test_a_pattern_may_follow_a_condition():
    text = 'if(x)/re{"/.test(y);z=(1)/2;while(/[/}]/.test(b)){c()}'
    assert list(script_lines(text)) == ['if(x)/re{"/.test(y);', "z=(1)/2;", "while(/[/}]/.test(b)){", "  c()", "}"]


def test_what_begins_as_a_call_may_be_a_program():
    label = (("Content-Type", "application/javascript"),)
    assert look(b'/**/cb({"a":1});', label).note == "Inside a call of cb."
    program = look(b'require(["a"],function(a){a()})', label)
    assert (program.kind, program.note) == (ContentKind.TEXT, "")
    sequence = look(b'\x1e{"a":1}\n\x1e2', (("Content-Type", "application/json-seq"),))
    assert (sequence.text, sequence.note) == ('{\n  "a": 1\n}\n2', "2 JSON values, one after another.")


def test_escapes_of_a_form_that_no_line_can_show_stay():
    assert lines("a=%zz&b=%0A%41&c=%ff&d=%C3%A9+&d=1&&e==", "application/x-www-form-urlencoded") == [
        "a = %zz",
        "b = %0AA",
        "c = %ff",
        "d = é ",
        "d = 1",
        "e = =",
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('a,b\n1,"x ""y"""\n2,"em\nbed"\n', ["a  b", '1  x "y"', "2  em⏎bed"]),
        ("a,b\r\n1,2\r\n\r\n3,4\r\n", ["a  b", "1  2", "3  4"]),
        ("a,x\tb\n1,y\t2\n", ["a,x  b", "1,y  2"]),
        ('n,t\nx,"a; b; c"\ny,"d; e"\n', ["n  t", "x  a; b; c", "y  d; e"]),
    ],
)
def test_the_delimiter_is_seen_through_quotes_and_empty_lines(body, shown):
    assert lines(body, "text/csv") == shown


def test_a_row_that_does_not_fit_is_marked_among_those_that_do():
    view = look(b'a,b\n1,"x\ny"\n2\n3,4\n', (("Content-Type", "text/csv"),))
    assert view.text.split("\n") == ["a  b", "1  x⏎y", "2", "3  4"]
    assert (view.flaw.line, view.flaw_in_text) == (4, (2, 0))
    assert look(b'a,b\n1,2\n3,"4\n', (("Content-Type", "text/csv"),)).note == (
        "Uneven rows: a quotation mark that is not closed at line 3."
    )


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
