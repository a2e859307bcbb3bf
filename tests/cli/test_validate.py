"""``explorer validate``: each fault with file, line, column and reason; the exit code says whether there was one."""

import json
from pathlib import Path

import pytest

from explorer import assets
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "opencollection.yml").write_text("info: {name: Shop}\n")
    monkeypatch.chdir(tmp_path)
    return root


def test_the_sample_has_no_fault(explorer: Run) -> None:
    ended = explorer("validate", str(assets.path("examples/sinch-sms")), "--strict")
    assert (ended.code, ended.out) == (0, "")
    assert "0 faults and 0 warnings in 109 files" in ended.err


def test_a_fault_has_its_place(explorer: Run, folder: Path) -> None:
    (folder / "a.yml").write_text(
        "info:\n  name: a\n  type: http\nhttp:\n  headers:\n    - name: X\n      value: 012\n"
    )
    ended = explorer("validate", "shop")
    assert ended.code == 1
    (line,) = ended.out.splitlines()
    assert line.startswith("shop/a.yml:7:14: error: “value” must be text")
    assert ended.err == "explorer: 1 fault and 0 warnings in 2 files.\n"
    found = json.loads(explorer("validate", "shop", "--json").out)
    assert (found["file"], found["line"], found["column"], found["severity"]) == ("shop/a.yml", 7, 14, "error")


def test_warnings_are_no_faults_unless_asked(explorer: Run, folder: Path) -> None:
    (folder / "a.yml").write_text("info: {name: a, type: http}\nx-own: 1\nhttp:\n  url: http://h/{{nobody}}\n")
    ended = explorer("validate", "shop")
    assert ended.code == 0
    assert [line.partition(": ")[0] for line in ended.out.splitlines()] == ["shop/a.yml:2:8", "shop/a.yml:4:17"]
    assert ended.out.count(": warning: ") == 2
    assert explorer("validate", "shop", "--strict").code == 1


def test_a_misspelt_dynamic_name_is_a_fault(explorer: Run, folder: Path) -> None:
    (folder / "environments").mkdir()
    (folder / "environments" / "E.yml").write_text("name: E\nvariables:\n  - {name: id, value: '{{$guidd}}'}\n")
    (folder / "opencollection.yml").write_text(
        "info: {name: Shop}\nrequest: {headers: [{name: A, value: '{{$xyzzyplugh}}'}]}\n"
    )
    (folder / "a.yml").write_text(
        "info: {name: a, type: http}\n"
        "http:\n  url: http://h/{{$timestmap}}/{{$guid}}/{{$mine}}\n  method: GET\n"
        "  headers: [{name: X, value: '{{ $TimeStmap }}'}, {name: Off, value: '{{$nope}}', disabled: true}]\n"
        "runtime: {variables: [{name: $mine, value: x}]}\n"
        "docs: '{{$onlyInDocs}}'\n"
    )
    ended = explorer("validate", "shop")
    assert ended.code == 1
    assert sorted(ended.out.splitlines()) == [
        "shop/a.yml:3:17: error: There is no dynamic value {{$timestmap}}, and no variable of this name. "
        "The nearest name is {{$timestamp}}.",
        "shop/a.yml:5:31: error: There is no dynamic value {{$TimeStmap}}, and no variable of this name. "
        "The nearest name is {{$timestamp}}.",
        "shop/environments/E.yml:3:24: error: There is no dynamic value {{$guidd}}, and no variable of this name. "
        "The nearest name is {{$guid}}.",
        "shop/opencollection.yml:2:39: error: There is no dynamic value {{$xyzzyplugh}}, and no variable of this name.",
    ]


def test_a_workspace_is_checked_with_its_collections(explorer: Run, folder: Path) -> None:
    rows = "  - {name: Shop, path: shop}\n  - {name: Gone, path: gone}\n"
    (folder.parent / "workspace.yml").write_text(f"info: {{name: T, type: workspace}}\ncollections:\n{rows}")
    ended = explorer("validate")
    assert ended.code == 1
    assert ended.out == "workspace.yml:4:24: error: The workspace lists this collection, which is not there.\n"


def test_every_fault_has_a_line_and_those_of_a_file_stand_from_its_top_down(explorer: Run, folder: Path) -> None:
    (folder / "a.yml").write_text("# nothing\n")
    (folder / "b.yml").write_text("info: {name: b, type: http}\nhttp:\n  headers: {X: y}\n  params: no\n")
    ended = explorer("validate", "shop")
    places = [line.partition(" ")[0] for line in ended.out.splitlines()]
    assert places == ["shop/a.yml:1:1:", "shop/b.yml:3:12:", "shop/b.yml:4:11:"]


@pytest.mark.parametrize("command", [("validate",), ("ls",), ("env", "ls")])
def test_what_is_no_collection_is_told_in_words_that_help(
    explorer: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "bruno.json").write_text("{}")
    for name, words in (("old", "Bruno's older format"), ("old/bruno.json", "is a file"), ("", "is empty")):
        ended = explorer(*command, str(tmp_path / name) if name else "")
        assert ended.code == 2
        assert words in ended.err
