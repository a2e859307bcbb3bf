"""Filters keep digits and leave the body as it is; a program without end is cut; a fault is told with its place."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.core.content.worker import jq_query
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.queries import queried


@pytest.fixture
def ask(tmp_path):
    def asked(language, expression, body='{"n": [12345678901234567890123, 1.10], "s": "a", "rows": [{"id": 1}]}'):
        path = tmp_path / "body"
        path.write_text(body)
        message = {"language": language, "expression": expression, "path": str(path), "folder": str(tmp_path)}
        answer = queried(Job(1, message))
        return answer | ({"text": Path(answer["path"]).read_text()} if "path" in answer else {})

    return asked


def test_values_one_after_another_with_their_digits(ask):
    answer = ask("jq", ".n[] # both")
    assert answer["text"] == "12345678901234567890123\n1.10\n"
    assert (answer["count"], answer["is_cut"]) == (2, False)
    assert ask("jq", ".rows")["text"] == '[\n  {\n    "id": 1\n  }\n]\n'
    assert ask("jq", ".a", '{"a":1}\n{"a":2}\n')["text"] == "1\n2\n", "several values are filtered one by one"


NUMBERS = ["1.0", "1e400", "12345678901234567890", "0.10", "-0", "1E5", "1.5e-7", "0e1", "-1e400", "1.0E+2"]


@pytest.mark.parametrize(("language", "expression"), [("jsonpath", "$[0][*]"), ("jmespath", "[0]"), ("jq", ".[0][]")])
def test_numbers_are_written_as_they_were_sent(ask, language, expression):
    text = ask(language, expression, f'[[{",".join(NUMBERS)}], "3e1"]')["text"]
    assert text.replace(",", "").split("[")[-1].rstrip("] \n").split() == NUMBERS


def test_numbers_in_texts_and_in_two_spellings(ask):
    assert ask("jmespath", "to_string(@)", '[1e400, 0.10, {"a": "x"}]')["text"] == '"[1e400,0.10,{\\"a\\":\\"x\\"}]"'
    assert ask("jq", ".[]", "[1e5, 1E5, 2e5]")["text"] == "1E+5\n1E+5\n2e5\n", "nobody knows which one it was"


def test_names_that_are_there_twice_are_told_and_written(ask):
    body = '{"a": [1, {"id": 1, "b": 2, "id": 3}], "c d": {"x": 1, "x": 2, "x": [{}]}}'
    note = '"id" occurs twice in $.a[1] (and names of 1 other object); the filter sees the last one.'
    for language, expression, lines in (
        ("jsonpath", "$.a[?@.id == 3]", ["[", "  {", '    "id": 1,', '    "b": 2,', '    "id": 3', "  }", "]"]),
        ("jmespath", "a[?type(@) == 'object'] | [0].id", ["3"]),
        ("jmespath", "keys(a[1])", ["[", '  "id",', '  "b"', "]"]),
        ("jq", ".a[1].id", ["3"]),
    ):
        answer = ask(language, expression, body)
        assert (answer["text"].splitlines(), answer.get("note")) == (lines, note)
    other = ask("jsonpath", "$", '[{"c d": {"x": 1, "x": 2, "x": [{}]}}]')["note"]
    assert other == '"x" occurs 3 times in $[0]["c d"]; the filter sees the last one.'
    assert "note" not in ask("jsonpath", "$", '[{"a": 1}, {"a": 1}]')


def test_what_has_no_end_is_cut(ask, monkeypatch):
    monkeypatch.setattr(jq_query, "MOST_VALUES", 5)
    assert ask("jq", "range(infinite)")["text"] == "0\n1\n2\n3\n4\n"
    assert ask("jq", "range(infinite)")["is_cut"]
    assert not ask("jq", "range(5)")["is_cut"]


@pytest.mark.parametrize(
    ("language", "expression", "wrong"),
    [
        ("jq", ".n[", "Syntax error, unexpected end of file, at column 3."),
        ("jq", ".n | foo", "There is no function foo/0, at column 6."),
        ("jq", ".n) | (.s", "Syntax error, a character that does not fit, expecting end of file, at column 3."),
        ("jq", ".s.b", 'Cannot index string with string ("b").'),
        ("jq", ".n, .s.b", 'Cannot index string with string ("b"), after 1 value.'),
        ("jsonpath", "$.n[", "Unexpected end of query, at column 5."),
        ("jsonpath", "$.n[?foo(@)]", "Function 'foo' is not defined, at column 6."),
        ("jmespath", "n[", "The expression ends too early, at column 3."),
        ("jmespath", "n.[?x", "Unexpected [?, at column 3."),
        ("jmespath", "n ;", "Unexpected ;, at column 3."),
        ("jq", "input", "The program asks for one more value than the body has."),
        ("jq", '"abc', "Syntax error, unexpected end of file, at column 2."),
        ("jmespath", "foo(`1`)", "Unknown function: foo()."),
    ],
)
def test_a_fault_is_a_sentence_with_its_place(ask, language, expression, wrong):
    assert ask(language, expression) == {"wrong": wrong}


def test_a_body_that_breaks_off_is_told(ask):
    wrong = "The body is not valid JSON: Unfinished JSON term at EOF at line 1, column 8."
    assert ask("jq", ".", '{"a": [1') == {"wrong": wrong}
    assert json.loads(ask("jq", "[.]", '{"a": "ü"}')["text"]) == [{"a": "ü"}]


def test_xpath_leaves_the_body_as_it_is_and_keeps_prefixes(ask):
    body = "<a xmlns='urn:a' xmlns:x='urn:x'><x:b x:k='1'/> one <x:b/> two</a>"
    assert ask("xpath", "//x:b[1]", body)["text"] == '<x:b xmlns:x="urn:x" x:k="1"/>\n'
    assert ask("xpath", "/a/text()[2]", body)["text"] == " two\n"


def test_xpath_sees_entities_as_they_are_written(ask):
    body = """<!DOCTYPE a [<!ENTITY x 'y'>]><a k="&x;"><b>1 &x; &amp;</b><c/></a>"""
    assert ask("xpath", "//b", body)["text"] == "<b>1 &x; &amp;</b>\n"
    assert ask("xpath", "string(//b)", body)["text"] == "1 &x; &\n"
    assert ask("xpath", "/a[@k = '&x;']/c", body)["text"] == "<c/>\n"


SPACES = '<f xmlns="urn:d" xmlns:x="urn:x"><!--c--><e x:id="1">a &amp; b <x:i/> c</e><n xmlns="urn:n"><m/></n></f>'


def test_xpath_gives_elements_with_the_prefixes_of_the_body_and_scalars_as_it_writes_them(ask):
    assert ask("xpath", "//e", SPACES)["text"] == (
        '<e xmlns="urn:d" xmlns:x="urn:x" x:id="1">\n  a &amp; b\n  <x:i/>\n  c\n</e>\n'
    )
    assert ask("xpath", "//*:n", SPACES)["text"] == '<n xmlns="urn:n">\n  <m/>\n</n>\n'
    assert ask("xpath", "//comment()", SPACES)["text"] == "<!--c-->\n"
    assert ask("xpath", "/", SPACES)["count"] == 1
    scalars = [ask("xpath", text, SPACES)["text"] for text in ("count(//e) = 1", "sum((1, 2))", "1 div 4")]
    assert scalars == ["true\n", "3\n", "0.25\n"]
    twice = "<a:b xmlns:a='u1'><c xmlns:a='u2'><a:b/></c></a:b>"
    assert ask("xpath", "//c", twice)["text"] == '<c>\n  <a:b xmlns:a="u2"/>\n</c>\n'


def test_a_name_in_another_namespace_is_told(ask):
    assert ask("xpath", "/f/n/m[. = 'e']", SPACES) | {"path": "", "index": ""} == {
        "path": "",
        "index": "",
        "count": 0,
        "hint": "*:n",
        "name": "n",
        "text": "",
    }
    assert ask("xpath", "//b", "<p:a xmlns:p='u'><p:b/></p:a>")["hint"] == "p:b"
    assert "hint" not in ask("xpath", "//nope", SPACES)


def test_numbers_with_fractions_are_numbers_and_values_may_go_over_lines(ask):
    body = '{"a": [1.50, 2.50],\n"s": "\u2028"}\n{"a": -0, "d": "\\ud800"}'
    assert ask("jmespath", "max([0].a)", body)["text"] == "2.50"
    assert ask("jmespath", "sum([0].a)", body)["text"] == "4.0"
    assert ask("jsonpath", "$[1].*", body)["text"] == '[\n  -0,\n  "\\ud800"\n]'
    assert ask("jsonpath", "$.a", '{"a":\n tru') == {
        "wrong": "The body is not valid JSON: expecting value at line 2, column 2."
    }


def test_an_xpath_fault_has_its_column(ask):
    assert ask("xpath", "//x:b", "<a/>") == {"wrong": "Prefix 'x' is not declared, at column 4."}


@pytest.mark.parametrize("expression", ["env.A_KEY", "$ENV.A_KEY"])
def test_variables_of_the_process_are_out_of_reach(tmp_path, expression):
    (tmp_path / "body").write_text("{}")
    message = {"job": 1, "operation": "query", "language": "jq", "expression": expression, "folder": str(tmp_path)}
    variables = os.environ | {"A_KEY": "hidden", "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
    command = [sys.executable, "-m", "explorer.core.content.worker"]
    with subprocess.Popen(command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        worker.stdin.write(json.dumps(message | {"path": str(tmp_path / "body")}) + "\n")
        worker.stdin.flush()
        answer = next(found for found in map(json.loads, worker.stdout) if found["event"] == "done")
    assert Path(answer["path"]).read_text() == "null\n"
