"""Long bodies are set on lines by the worker as short ones are by the window; broken ones up to and after the fault."""

import base64
from pathlib import Path

import pytest

from explorer.core.content.json_rows import broken_lines
from explorer.core.content.look import look
from explorer.core.content.shape import shape_of
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.worker import yaml_formatting
from explorer.core.content.worker.formatting import formatted
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import PORTION_BYTES

PAGE = "<!doctype html><body>" + "<p>1 &lt; <b>2</b> é<br><script>if (a<b) {}\n</script></p>" * 40 + "</body>"
FORM = "&".join(f"a{number}=%2B4+6%26&twice=1&twice=2&flag" for number in range(40))
TABLE = "id;name;é\n" + "".join(f'{number};"say ""x"";\nyou";1.10\n' for number in range(40))
FEED = '<?xml version="1.0" encoding="iso-8859-1"?><a>' + "<b c='1'>é &amp; <![CDATA[<x>]]></b>" * 40 + "</a>"
LINES = "".join(f'{{"id": {number}, "big": 12345678901234567890.10, "a": 1, "a": 2}}\n' for number in range(40))
TYPED = "<!DOCTYPE a [\n<!ENTITY b 'c>]'>\n]>" + FEED.partition("?>")[2].replace("&amp;", "&amp;&b;")
YAML = "a:\n    é: {big: 12345678901234567890.10, list: [" + "word, " * 30 + "x]}\n    # c\n    b: |+\n       x\n\n"
DOCUMENT = "# é\n" + "Words:\n- a\n\n\n| a | b |\n|---|---|\n| 1 | longer |\n# More\n" * 40
LABELS = {
    "application/yaml": YAML * 40 + "z: 1",
    "text/markdown": DOCUMENT,
    "text/html": PAGE,
    "application/x-www-form-urlencoded": FORM,
    "text/csv": TABLE,
    "text/xml": FEED,
    "application/xml": TYPED,
    "application/x-ndjson": LINES,
}


def work(tmp_path, data, label, charset="utf-8"):
    path = tmp_path / "body"
    path.write_bytes(data)
    view = look(data, (("Content-Type", label),))
    message = {"source": str(path), "folder": str(tmp_path), "charset": charset, "kind": shape_of(view).value}
    message |= {"media_type": label.partition(";")[0]}
    return view, formatted(Job(1, message))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_the_text_is_that_of_a_short_body(tmp_path, capsys, label, charset):
    view, answer = work(tmp_path, LABELS[label].encode(charset), f"{label}; charset={charset}", charset)
    assert view.is_formatted
    assert "flaw" not in answer
    assert Path(answer["path"]).read_text("utf-8").removesuffix("\n") == view.text
    assert '"event": "head"' in capsys.readouterr().out


def place(answer):
    """The line of the fault in the formatted text, and all lines."""
    text = TextFile(Path(answer["path"]), TextIndex.from_bytes(base64.b64decode(answer["index"])))
    return text.position_of(answer["flaw_at"])[0], list(text)


def test_a_table_with_an_uneven_row(tmp_path):
    data = b'id,name\n1,"a\nb"\n2\n3,c\n'
    view, answer = work(tmp_path, data, "text/csv")
    assert view.note == "Uneven rows: 1 value instead of 2 at line 4."
    assert (answer["flaw"], data[answer["offset"] :]) == ("1 value instead of 2", b"2\n3,c\n")
    assert place(answer) == (2, ["id  name", "1   a⏎b", "2", "3   c"])


def test_a_table_that_ends_in_quotes(tmp_path):
    _, answer = work(tmp_path, b'a,b\n1,2\n3,"4\n', "text/csv")
    assert (answer["flaw"], answer["offset"]) == ("a quotation mark that is not closed", 8)
    assert place(answer) == (2, ["a  b", "1  2", "3  4⏎"])


@pytest.mark.parametrize("begin", [b"[NaN,", b")]}'\n[1,"])
def test_json_that_breaks_behind_what_is_none(tmp_path, begin):
    _, answer = work(tmp_path, begin + b'"\xc3\xa9\\x"]', "application/json")
    text = TextFile(Path(answer["path"]), TextIndex.from_bytes(base64.b64decode(answer["index"])))
    assert list(text) == ["[", "  NaN," if b"NaN" in begin else "  1,", '"é\\x"]']
    assert text.position_of(answer["flaw_at"]) == (2, 2)


def test_xml_on_one_line_that_breaks(tmp_path):
    _, answer = work(tmp_path, b"<a>" + b"<b>x</b>" * 100 + b"<c></d>tail</a>" + b"<b/>" * 100, "text/xml")
    line, lines = place(answer)
    assert lines[line - 2 : line] == ["  <b>x</b>", "  <c>"]
    assert lines[line].startswith("</d>tail</a><b/><b/>")


def test_entities_at_the_ends_of_portions_and_a_fault_behind_letters_of_two_bytes(tmp_path):
    head = "<!DOCTYPE a [<!ENTITY entity 'x'>]>\n<a>"
    for lead in range(8):
        body = head + "é" * ((PORTION_BYTES - len(head)) // 2 - lead) + "&entity;" * 3
        _, answer = work(tmp_path, (body + "&other;</a>").encode(), "text/xml")
        assert (answer["flaw"], answer["offset"]) == ("an entity that is not declared", len(body.encode()))


@pytest.mark.parametrize(
    ("text", "label", "count"),
    [
        ('{"a":1}\n{"a":oops}\n\n{"a":[\n2]}\n  tail} \n3 4\n', "application/json", 2),
        ('{"a":1}\r\n{"é":"é" 1}\r\n{"a":NaN}\r\n', "application/x-ndjson", 1),
        ('{"a":\n{"a":1}\n{"a":2,\n', "application/x-ndjson", 2),
        ('\x1e{"a":1}\n\x1e{"a":oops}\n\x1e2\n', "application/json-seq", 1),
        ('\ufeff{\n"a":1}\n\n"x\n', "application/json", 1),
    ],
)
def test_lines_are_formatted_behind_a_broken_one_in_short_and_long_texts_alike(tmp_path, text, label, count):
    view, answer = work(tmp_path, text.encode(), label)
    line, lines = place(answer)
    assert (lines, view.is_formatted) == (view.text.split("\n"), True)
    assert [name for name in lines if name.lstrip() == '"a": 1'], "what is sound is on lines"
    assert (line, answer["flaw"]) == (view.flaw_in_text[0], view.flaw.reason)
    before = text.encode()[: answer["offset"]].decode()
    where = before.rpartition("\n")[2].removeprefix("\ufeff")
    assert (view.flaw.line, view.flaw.column) == (before.count("\n") + 1, len(where) + 1)
    assert view.note.partition(". ")[2] == answer["note"] == broken_lines(count) or "NaN" in text
    assert answer["is_sequence"]


@pytest.mark.parametrize("text", ['[1,\n{"a":1}\n{"b":2}]', '{"a":1} x\n{"a":2}', '{"a":1}x\n'])
def test_what_is_broken_within_one_value_is_no_lines(tmp_path, text):
    view, answer = work(tmp_path, text.encode(), "application/json")
    assert not view.is_formatted
    assert not answer.get("is_sequence")
    assert "flaw" in answer


def test_a_line_that_is_no_json_among_others(tmp_path):
    _, answer = work(tmp_path, b'{"a":1}\n{"a":oops}\n\n{"a":[\n2]}\n3 4\n', "application/x-ndjson")
    line, lines = place(answer)
    assert lines == ["{", '  "a": 1', "}", '{"a":oops}', "{", '  "a": [', "    2", "  ]", "}", "3", "4"]
    assert (line, answer["offset"]) == (3, 13)
    assert answer["is_sequence"]


@pytest.mark.parametrize(
    "text",
    [
        ")]}',\n" + '{"a": [1, 2]}',
        'call({"a": 1e400, "b": 12345678901234567890.10});',
        '{"a": NaN, "b": [-Infinity]}',
        '{"a": 1, "b": {"c": 1, "c": 2}}' + " " * 20_000,
        '{"a": 1}{"b": 2} 3',
        "\ufeff" + '{"\ud83d\ude00": "\\u00e9"}'.encode("utf-16", "surrogatepass").decode("utf-16"),
        "[" * 2000 + "]" * 2000,
        '[{"a": "é", "b": tru}]',
        '{"a": "é",\n "b": "x' + "\t" + '"}',
        '{"a": [1, 2}',
    ],
)
def test_json_of_up_to_a_megabyte_has_the_words_of_a_short_one(tmp_path, text):
    data = text.encode()
    view, answer = work(tmp_path, data, "application/json")
    if view.flaw is None:
        assert Path(answer["path"]).read_text("utf-8") == view.text
        assert (answer["note"], "flaw" in answer) == (view.note, False)
        assert answer["is_sequence"] is ("values" in view.note)
    else:
        before = data[: answer["offset"]].decode("utf-8-sig")
        assert (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1) == (view.flaw.line, view.flaw.column)
        assert answer["flaw"] == view.flaw.reason


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_broken_yaml_up_to_its_error_and_from_there_as_it_came(tmp_path, end, mark):
    text = "a:\n    é: 1\n    # c\n    f: [1, {é: 2}, [é], " + "y" * 80 + "]]\ng:\n    h\n"
    text = mark + text.replace("\n", end)
    view, answer = work(tmp_path, text.encode(), "application/yaml")
    line, lines = place(answer)
    assert (answer["flaw"], text.encode()[answer["offset"] :].decode()) == (
        view.flaw.reason,
        text[text.index("]" + end) :],
    )
    assert (lines[:3], lines[line][:1]) == (["a:", "  é: 1", "  # c"], "]")
    assert "\n".join(lines).split("\n")[:line] == view.text.split("\n")[: view.flaw_in_text[0]]
    assert "index" in answer["raw"]


def test_yaml_that_is_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml_formatting, "LONGEST_BYTES", 10)
    _, answer = work(tmp_path, b"a:\n    b: 1\n    c: 2\n", "application/yaml")
    assert answer["reason"] == "Too long to be formatted."
