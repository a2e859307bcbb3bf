"""Renaming a variable touches the lines that name it, in every file, and is taken back as a whole."""

from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.storage import variable_rename
from explorer.core.storage.collections import load
from explorer.core.storage.variable_rename import rename_variable, undo_renaming

REQUEST = """info:
  name: One # keep {{base}}
  type: http
  seq: 1000
http:
  method: GET
  url: "{{base}}/x/{{ base }}/{{base2}}"
runtime:
  variables:
    - name: base
      value: own
  actions:
    - type: set-variable
      selector: {expression: a, method: jsonq}
      variable:
        name: base
        scope: runtime
  scripts:
    - type: before-request
      code: console.log("{{base}}")
"""
GRPC = "info:\n  name: G\n  type: grpc\ngrpc:\n  url: '{{base}}'\n"
ENVIRONMENT = (
    "name: E\nvariables:\n  - name: base   # the address\n    value: http://h\n  - {name: other, value: '{{base}}/o'}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "environments").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "opencollection.yml").write_text(
        "opencollection: 1.0.0\ninfo: {name: C}\nrequest:\n  variables:\n    - name: base\n      value: c\n"
    )
    (tmp_path / "One.yml").write_text(REQUEST)
    (tmp_path / "sub" / "G.yml").write_bytes(GRPC.replace("\n", "\r\n").encode())
    (tmp_path / "sub" / "folder.yml").write_text("info: {name: sub}\n")
    (tmp_path / "environments" / "E.yml").write_text(ENVIRONMENT)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yml")}


def test_every_file_says_the_new_name_and_no_other_line_changes(folder: Path) -> None:
    before = contents(folder)
    renaming = rename_variable(folder, "base", "base_url")
    assert set(renaming.changes) == {"One.yml", "sub/G.yml", "environments/E.yml", "opencollection.yml"}
    one = (folder / "One.yml").read_text()
    assert one == (
        REQUEST.replace("{{base}}", "{{base_url}}")
        .replace("{{ base }}", "{{ base_url }}")
        .replace("- name: base\n", "- name: base_url\n")
        .replace("        name: base\n", "        name: base_url\n")
    )
    assert (folder / "sub/G.yml").read_bytes() == before["sub/G.yml"].replace(b"{{base}}", b"{{base_url}}")
    environment = (folder / "environments/E.yml").read_text()
    assert "- name: base_url   # the address\n" in environment
    assert load(folder).variables[0].name == "base_url"


def test_undo_gives_the_same_bytes(folder: Path) -> None:
    before = contents(folder)
    undo_renaming(folder, rename_variable(folder, "base", "base_url"))
    assert contents(folder) == before


def test_undo_keeps_what_others_wrote_since(folder: Path) -> None:
    renaming = rename_variable(folder, "base", "base_url")
    path = folder / "One.yml"
    path.write_text(path.read_text().replace("method: GET", "method: PUT"))
    undo_renaming(folder, renaming)
    assert path.read_text() == REQUEST.replace("method: GET", "method: PUT")


def test_a_refused_write_leaves_every_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)
    write, count = variable_rename.write_atomic, iter(range(100))

    def refusing(path: Path, data: bytes) -> None:
        if next(count) == 2:
            raise StorageError("The disk is full.", path=path)
        write(path, data)

    monkeypatch.setattr(variable_rename, "write_atomic", refusing)
    with pytest.raises(StorageError, match="full"):
        rename_variable(folder, "base", "base_url")
    assert contents(folder) == before


def test_a_file_that_cannot_be_read_is_told_and_left_alone(folder: Path) -> None:
    broken = folder / "Broken.yml"
    broken.write_text("info: [\nurl: '{{base}}'")
    assert rename_variable(folder, "base", "b").unreadable == ("Broken.yml",)
    assert broken.read_text() == "info: [\nurl: '{{base}}'"
