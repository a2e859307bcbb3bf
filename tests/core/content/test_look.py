"""What a body is decided to be, and the text it becomes."""

import pytest

from explorer.core.content.look import look
from explorer.core.content.view import ContentKind

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.mark.parametrize(
    ("body", "label", "kind"),
    [
        (b'{"a":1}', "text/html", ContentKind.JSON),
        (b"  [1]", "", ContentKind.JSON),
        (b"OK", "application/json", ContentKind.JSON),
        (b"OK", "text/plain", ContentKind.TEXT),
        (b"<!DOCTYPE html><html></html>", "application/json", ContentKind.HTML),
        (b"<html><body>502</body></html>", "", ContentKind.HTML),
        (b"<a/>", "APPLICATION/PROBLEM+XML; charset=utf-8", ContentKind.XML),
        (b"<a/>", "", ContentKind.XML),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", ContentKind.IMAGE),
        (PNG, "application/octet-stream", ContentKind.IMAGE),
        (b"BM words", "text/plain", ContentKind.TEXT),
        (b"\x00\x01\x02", "text/plain", ContentKind.BINARY),
        (b"", "application/json", ContentKind.EMPTY),
        ("{}".encode("utf-16"), "application/json", ContentKind.JSON),
        ('{"a": "ü"}'.encode("utf-16-le"), "application/json", ContentKind.JSON),
        ("<a>日本</a>".encode("utf-16-be"), "", ContentKind.XML),
        ("words".encode("utf-16-le"), "text/plain; charset=utf-16le", ContentKind.TEXT),
        (b"A\x00B\x00C\x00", "text/plain", ContentKind.BINARY),
        (b'{"a": "x\x00y"}', "application/json", ContentKind.JSON),
        (b"a log\x00of words\n", "text/plain", ContentKind.TEXT),
        (b"a log\x00of words\n", "", ContentKind.BINARY),
        (b"a log\x00of \xff words\n", "text/plain", ContentKind.BINARY),
        (b"%PDF-1.4\n%%EOF", "application/pdf", ContentKind.BINARY),
    ],
)
def test_bytes_are_believed_before_the_label(body, label, kind):
    assert look(body, (("content-type", label),) if label else ()).kind is kind


@pytest.mark.parametrize(
    ("body", "label", "text", "charset"),
    [
        ("å".encode(), "text/plain", "å", "utf-8"),
        ("å".encode("latin-1"), "text/plain; charset=ISO-8859-1", "å", "iso-8859-1"),
        ("å".encode("latin-1"), "text/plain", "å", "windows-1252"),
        (b"\xef\xbb\xbf\xc3\xa5", "text/plain; charset=latin-1", "å", "utf-8"),
        ("å".encode("utf-16"), "text/plain", "å", "utf-16-le"),
        ("[ å".encode("utf-16-le"), "text/plain; charset=utf-8", "[ å", "utf-16-le"),
        ("å".encode(), 'text/plain; charset="nonsense"', "å", "utf-8"),
        ("å".encode(), "text/plain; charset=hex", "å", "utf-8"),
        ("å".encode("latin-1"), "text/plain; charset=utf-8", "å", "windows-1252"),
    ],
)
def test_charset_order_is_mark_label_utf8_windows(body, label, text, charset):
    view = look(body, (("Content-Type", label),))
    assert (view.raw, view.charset) == (text, charset)


def test_a_label_that_does_not_fit_is_noted():
    for data, label, says in (
        ("å".encode("latin-1"), "utf-8", "utf-8, but the bytes do not fit it; read as windows-1252."),
        ("å".encode(), "ascii", "ascii, but the bytes do not fit it; read as utf-8."),
        ("å".encode(), "nonsense", "nonsense, which is not known; read as utf-8."),
    ):
        note = look(data, (("Content-Type", f"text/plain; charset={label}"),)).note
        assert note == f"The label says charset {says}"


def test_a_cut_body_keeps_its_whole_characters():
    view = look("aå".encode()[:2], (("Content-Type", "text/plain"),), size_bytes=3)
    assert (view.raw, view.charset, view.is_cut) == ("a", "utf-8", True)


def test_above_five_megabytes_only_the_first_is_shown():
    view = look(b"x" * 5_100_000, ())
    assert len(view.text) == 1_000_000
    assert view.is_cut
    assert view.note == "Only the beginning is shown."


def test_binary_becomes_a_dump():
    view = look(bytes(range(20)), ())
    assert view.text.splitlines() == [
        "00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  ................",
        "00000010  10 11 12 13                                       ....",
    ]
    assert view.note == "Binary, 20 B."


def test_long_binary_says_how_much_is_shown():
    view = look(b"\x00" * 100_000, ())
    assert view.text.count("\n") == 4095
    assert view.note == "Binary, 100 KB. The first 66 KB are shown."


def test_a_log_that_begins_with_a_bracket_is_text_and_json_labelled_as_text_is_told():
    def seen(body, label="text/plain"):
        view = look(body, (("Content-Type", label),))
        return view.kind, view.note

    assert seen(b"[info] started\n[warn] slow") == (ContentKind.TEXT, "")
    assert seen(b"[2026-11-28 10:00:00] GET /", "") == (ContentKind.TEXT, "")
    assert seen(b"{ not json }") == (ContentKind.TEXT, "")
    assert seen(b'{"a": 1}') == (ContentKind.JSON, "Labelled text/plain, but this is JSON.")
    kind, note = seen(b'{"error": tru')
    assert kind is ContentKind.JSON
    assert note.startswith("Not valid JSON")
    kind, note = seen(b"[info]", "application/json")
    assert note.startswith("Not valid JSON")
