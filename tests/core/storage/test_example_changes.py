"""Examples in the file of their request: added, renamed, copied, removed and taken back, line by line."""

import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import RequestItem
from explorer.core.model.example import Example, ExampleBodyKind, ExampleRequest, ExampleResponse
from explorer.core.model.request import FormBody, FormField, Header, Param, ParamKind, TextBody, TextKind
from explorer.core.model.tree import find
from explorer.core.storage import collections
from explorer.core.storage.example_changes import (
    ExampleChange,
    add_example,
    delete_example,
    duplicate_example,
    example_text,
    rename_example,
    take_back,
)

FILE = """\
# about the request
info:
  name: R   # the name
  type: http
http:
  method: GET
  url: http://a/

examples:
  # the good one
  - name: "200 OK"   # as seen
    uid: x7
    request: {url: http://a/, method: GET}
    response:
      status: 200
      body:
        type: json
        data: |-
          {"a": 1}
  - name: 404
    description: {content: gone, type: text/markdown}
    response: {status: "404", statusText: Not Found, headers: [{name: A, value: b}]}

docs: |-
  text
"""
WHOLE = Example(
    name="422 x",
    description="why",
    request=ExampleRequest(
        url="http://a/:id?q=no",
        method="POST",
        headers=(Header(name="A", value="on"), Header(name="Off", value="x", enabled=False, description="d")),
        params=(Param(name="q", value="no"), Param(name="id", value="012", kind=ParamKind.PATH)),
        body=FormBody(fields=(FormField(name="f", value="1e3"),)),
    ),
    response=ExampleResponse(
        status=422,
        reason="Unprocessable Content",
        headers=(("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")),
        body_kind=ExampleBodyKind.XML,
        body="<a>\n  é \t\n</a>\n",
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    collections.create_collection(tmp_path / "c", "C")
    (tmp_path / "c" / "r.yml").write_text(FILE, encoding="utf-8")
    return tmp_path / "c"


def examples(folder: Path, key: str = "r.yml") -> tuple[Example, ...]:
    item = find(collections.load(folder), key)
    assert isinstance(item, RequestItem)
    return item.examples


def text(folder: Path) -> str:
    return (folder / "r.yml").read_text(encoding="utf-8")


def changed_lines(folder: Path) -> list[str]:
    lines = difflib.ndiff(FILE.splitlines(), text(folder).splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_file_of_another_program_is_read(folder: Path) -> None:
    good, gone = examples(folder)
    assert good.request == ExampleRequest(url="http://a/")
    assert good.response == ExampleResponse(status=200, body_kind=ExampleBodyKind.JSON, body='{"a": 1}')
    assert (gone.name, gone.description, gone.request, gone.status) == ("404", "gone", None, 404)
    assert gone.response is not None
    assert (gone.response.headers, gone.response.body) == ((("A", "b"),), None)


def test_what_cannot_be_understood_stands_among_the_others(folder: Path) -> None:
    (folder / "r.yml").write_text(
        FILE.replace("status: 200", "status: [1]").replace("  - name: 404", "  - 7\n  - name: 404")
    )
    bad, number, gone = examples(folder)
    assert (bad.name, bad.fault) == ("200 OK", "“status” must be text.")
    assert number.fault == "This example must hold names with values."
    assert gone.fault == ""
    assert delete_example(folder, "r.yml", 1).place == 1
    assert [one.name for one in examples(folder)] == ["200 OK", "404"]
    (folder / "r.yml").write_text(FILE.partition("examples:")[0] + "examples: 7\n")
    assert examples(folder) == ()
    with pytest.raises(BrokenFileError, match="must be a list"):
        add_example(folder, "r.yml", WHOLE)


def test_an_added_example_is_read_as_it_was_and_adds_its_lines_only(folder: Path) -> None:
    add_example(folder, "r.yml", WHOLE)
    assert examples(folder)[2] == WHOLE
    assert all(line.startswith("+") for line in changed_lines(folder))
    add_example(folder, "r.yml", WHOLE)
    assert [one.name for one in examples(folder)] == ["200 OK", "404", "422 x", "422 x 2"]


def test_the_first_example_stands_before_the_docs(folder: Path) -> None:
    head, _, rest = FILE.partition("examples:")
    plain = head + "docs:" + rest.partition("docs:")[2]
    (folder / "r.yml").write_text(plain)
    change = add_example(folder, "r.yml", replace(WHOLE, request=None))
    assert text(folder).index("examples:") < text(folder).index("docs:")
    take_back(folder, change)
    assert text(folder) == plain


def test_a_new_name_changes_one_line_and_keeps_what_explorer_does_not_know(folder: Path) -> None:
    rename_example(folder, "r.yml", 0, "404")
    assert changed_lines(folder) == ['-   - name: "200 OK"   # as seen', '+   - name: "404 2"   # as seen']


def test_a_copy_stands_behind_and_has_everything(folder: Path) -> None:
    duplicate_example(folder, "r.yml", 0)
    assert [one.name for one in examples(folder)] == ["200 OK", "200 OK copy", "404"]
    assert text(folder).count("uid: x7") == 2
    assert all(line.startswith("+") for line in changed_lines(folder))


def test_a_removed_example_takes_its_lines_and_comes_back_to_the_letter(folder: Path) -> None:
    change = delete_example(folder, "r.yml", 1)
    assert [one.name for one in examples(folder)] == ["200 OK"]
    assert all(line.startswith("-") for line in changed_lines(folder))
    again = take_back(folder, change)
    assert text(folder) == FILE
    take_back(folder, again)
    assert [one.name for one in examples(folder)] == ["200 OK"]
    delete_example(folder, "r.yml", 0)
    assert "examples" not in text(folder)
    assert text(folder).endswith("docs: |-\n  text\n")


def test_what_somebody_else_changed_meanwhile_stays(folder: Path) -> None:
    change = delete_example(folder, "r.yml", 0)
    request = collections.read_request(folder / "r.yml")
    collections.save_request(folder, "r.yml", replace(request, url="http://b/"))
    add_example(folder, "r.yml", WHOLE)
    take_back(folder, change)
    assert [one.name for one in examples(folder)] == ["200 OK", "404", "422 x"]
    assert "uid: x7" in text(folder)
    assert "url: http://b/" in text(folder)


def test_an_example_that_differs_by_now_is_not_taken_away(folder: Path) -> None:
    change = add_example(folder, "r.yml", WHOLE)
    rename_example(folder, "r.yml", 2, "mine")
    with pytest.raises(StorageError, match="“422 x” was changed since"):
        take_back(folder, change)
    assert examples(folder)[2].name == "mine"


def test_what_is_gone_is_told(folder: Path) -> None:
    for work in (delete_example, duplicate_example):
        with pytest.raises(StorageError, match="“number 8” is not in the file"):
            work(folder, "r.yml", 7)
    with pytest.raises(StorageError, match="does not exist any more"):
        add_example(folder, "gone.yml", WHOLE)


def test_a_saved_request_keeps_its_examples(folder: Path) -> None:
    request = collections.read_request(folder / "r.yml")
    collections.save_request(folder, "r.yml", replace(request, body=TextBody(kind=TextKind.TEXT, text="x")))
    assert [one.name for one in examples(folder)] == ["200 OK", "404"]


def test_an_example_is_copied_as_yaml_with_everything(folder: Path) -> None:
    copied = example_text(folder, "r.yml", 0)
    assert copied.startswith('examples:\n  - name: "200 OK"\n    uid: x7\n')
    assert isinstance(delete_example(folder, "r.yml", 0), ExampleChange)
