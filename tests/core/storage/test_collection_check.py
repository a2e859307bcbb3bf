"""Every fault of a collection is found, with the line and column where it stands, and nothing that is none."""

from pathlib import Path

import pytest

from explorer.core.storage.collection_check import check_collection
from tests.interop.folders import write_shared
from tests.interop.written import write_not_sent, write_own

REQUEST = "info: {name: a, type: http}\nhttp:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "opencollection.yml").write_text("info: {name: C}\n")
    (tmp_path / "environments").mkdir()
    return tmp_path


def found(folder: Path, environment: str = "") -> list[tuple[str, int, int, bool]]:
    return [(one.key, one.line, one.column, one.is_warning) for one in check_collection(folder, environment).findings]


def reasons(folder: Path) -> str:
    return "\n".join(one.reason for one in check_collection(folder).findings)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("info: [\n", 2, 1, "never closed"),
        ("<<<<<<< HEAD\ninfo: {}\n", 1, 1, "merge conflict"),
        ("info:\n  type: mystery\n", 2, 9, "mystery"),
        (REQUEST + "  headers: x\n", 3, 12, "must be a list"),
        (REQUEST + "  headers:\n    - {name: a}\n", 4, 7, "has no “value”"),
        (REQUEST + "  headers:\n    - {name: a, value: on, disabled: yes}\n", 4, 38, "true or false"),
        (REQUEST + "  url: 12\n", 3, 8, "read 12 as a number"),
        (REQUEST + "  params:\n    - {name: a, value: b, type: cookie}\n", 4, 33, "query or path"),
        (REQUEST + "  body: {type: msgpack}\n", 3, 16, "msgpack"),
        (REQUEST + "  body:\n    - body: {type: json, data: ''}\n", 4, 7, "has no “title”"),
        (REQUEST + "  auth: {type: none}\n", 3, 16, "none"),
        (REQUEST + "  auth: sometimes\n", 3, 9, "hold a type"),
        (REQUEST + "  auth: {type: apikey, placement: queryparams}\n", 3, 35, "header or query"),
        (REQUEST + "  url: x\nsettings: {timeout: soon}\n", 4, 21, "number"),
        (REQUEST + "  url: x\nsettings: {encodeUrl: 1}\n", 4, 23, "true or false"),
        ("type: script\nscript: 1\n", 2, 9, "read 1 as a number"),
    ],
)
def test_what_is_wrong_in_a_request(folder: Path, text: str, line: int, column: int, words: str) -> None:
    (folder / "a.yml").write_text(text)
    assert found(folder) == [("a.yml", line, column, False)]
    assert words in reasons(folder)


def test_what_is_wrong_elsewhere(folder: Path) -> None:
    (folder / "opencollection.yml").write_text("info: {name: C}\nbundled: maybe\n")
    (folder / "F").mkdir()
    (folder / "F" / "folder.yml").write_text("info: {name: F, type: http}\n")
    (folder / "environments" / "E.yml").write_text(
        "variables:\n  - {name: a, value: x}\n  - {name: A, value: y}\n  - {name: s, secret: true, value: hunter2}\n"
    )
    assert found(folder) == [
        ("opencollection.yml", 2, 10, False),
        ("F/folder.yml", 1, 23, False),
        ("environments/E.yml", 1, 1, False),
        ("environments/E.yml", 3, 12, False),
        ("environments/E.yml", 4, 36, False),
    ]
    assert "hunter2" not in reasons(folder)


def test_every_fault_of_a_file_that_cannot_be_shown_is_named(folder: Path) -> None:
    (folder / "a.yml").write_text(
        REQUEST + "  url: [1]\n  body: {type: msgpack}\n  x-own: 1\nsettings: {timeout: soon}\n"
    )
    (folder / "other.yml").write_text("services: {web: {image: x}}\n")
    (folder / "environments" / "E.yml").write_text("name: [E]\nvariables: no\n")
    assert found(folder) == [
        ("a.yml", 3, 8, False),
        ("a.yml", 4, 16, False),
        ("a.yml", 5, 10, True),
        ("a.yml", 6, 21, False),
        ("other.yml", 1, 1, False),
        ("environments/E.yml", 1, 7, False),
        ("environments/E.yml", 2, 12, False),
    ]
    assert check_collection(folder).files == 4


def test_an_environment_derived_from_nobody_or_from_itself(folder: Path) -> None:
    for name, base in (("A", "Nobody"), ("B", "C"), ("C", "B"), ("D", "B"), ("E", "E")):
        (folder / "environments" / f"{name}.yml").write_text(f"name: {name}\nextends: {base}\n")
    assert found(folder) == [(f"environments/{name}.yml", 2, 10, False) for name in "ABCE"]


def test_unknown_keys_are_warnings(folder: Path) -> None:
    (folder / "a.yml").write_text(REQUEST + "  url: http://h/\n  x-own: 1\nextensions: {}\n")
    assert found(folder) == [("a.yml", 4, 10, True), ("a.yml", 5, 13, True)]


def test_a_folder_may_be_called_as_a_request(folder: Path) -> None:
    (folder / "users").mkdir()
    (folder / "users" / "folder.yml").write_text("info: {name: Users, type: folder}\n")
    for file in ("users.yml", "users 2.yml"):
        (folder / file).write_text("info: {name: users, type: http}\nhttp: {url: http://h, method: GET}\n")
    (one,) = check_collection(folder).findings
    assert (one.reason, one.is_warning) == ("There is another request with the name “users” in this folder.", True)


def test_names_that_stand_twice(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.yml").write_text("info: {name: Same, type: http}\nhttp: {url: http://h/}\n")
        (folder / "environments" / f"{name}.yml").write_text("name: Test\n")
    (folder / "F").mkdir()
    (folder / "F" / "c.yml").write_text("info: {name: SAME, type: http}\nhttp: {url: http://h/}\n")
    assert [(key, line) for key, line, *_ in found(folder)] == [("b.yml", 1), ("environments/b.yml", 1)]


def test_variables_that_nothing_sets(folder: Path) -> None:
    (folder / "opencollection.yml").write_text(
        "info: {name: C}\nrequest:\n  variables: [{name: shared, value: x}]\n"
        "  headers: [{name: H, value: '{{from_root}}'}]\n"
    )
    (folder / "F").mkdir()
    (folder / "F" / "folder.yml").write_text("request:\n  variables: [{name: near, value: x}]\n")
    (folder / "environments" / "A.yml").write_text("name: A\nvariables: [{name: here, value: x}]\n")
    (folder / "environments" / "B.yml").write_text("name: B\nvariables: [{name: there, value: x, disabled: true}]\n")
    url = "  url: http://h/{{shared}}/{{here}}/{{near}}/{{own}}/{{$uuid}}/{{process.env.X}}/{{later}}/{{scripted}}\n"
    runtime = (
        "runtime:\n  variables: [{name: own, value: x}]\n"
        "  actions: [{type: set-variable, selector: {expression: x, method: jsonq}, variable: {name: later, scope: "
        "runtime}}]\n"
        "  scripts: [{type: tests, code: \"bru.setVar('scripted', 1)\"}]\n"
    )
    (folder / "F" / "a.yml").write_text(REQUEST + url + runtime)
    (folder / "b.yml").write_text("info: {name: b, type: http}\nhttp:\n  url: http://h/{{near}}/{{there}}\n")
    assert found(folder) == [
        ("b.yml", 0, 0, True),
        ("b.yml", 3, 17, True),
        ("b.yml", 3, 26, True),
        ("F/a.yml", 0, 0, True),
    ]
    assert ("F/a.yml", 3, 28, True) in found(folder, "B")


@pytest.mark.parametrize("write", [write_own, write_shared])
def test_what_is_right_is_not_complained_of(tmp_path: Path, write) -> None:
    write(tmp_path / "c", "http://h")
    if write is write_own:
        write_not_sent(tmp_path / "c")
    checked = check_collection(tmp_path / "c", "Test")
    faults = [one for one in checked.findings if "{{s}}" not in one.reason]
    assert faults == []
    assert checked.files > 15
