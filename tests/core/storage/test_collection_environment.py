"""Environments in files: bases, .env files, types and programs come back, and only what changed is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.model.environment import Environment, Variable, VariableType
from explorer.core.model.request import Request
from explorer.core.storage import collections
from explorer.core.storage.collection_environment import environment_from, settings_of, with_environment
from explorer.core.storage.collection_load import load

TEXT = """name: Staging # ours
extends: Base
dotEnvFilePath: .env.staging
variables:
  - name: port
    value:
      type: number
      data: "8025"
  - name: mode
    value:
      - title: fast
        selected: true
        value: {type: boolean, data: "true"}
      - title: slow
        value: "false"
  - name: token
    secret: true
    type: string
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    collections.create_collection(tmp_path, "C")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/Staging.yml").write_text(TEXT)
    return tmp_path


def staging(folder: Path) -> Environment:
    return load(folder).environments[0]


def written(folder: Path) -> str:
    return (folder / "environments/Staging.yml").read_text()


def with_row(environment: Environment, name: str, **changes: object) -> Environment:
    rows = (replace(row, **changes) if row.name == name else row for row in environment.variables)
    return replace(environment, variables=tuple(rows))


def test_what_the_file_says_is_read_and_not_written_again(folder: Path) -> None:
    one = staging(folder)
    assert (one.base, one.dotenv) == ("Base", ".env.staging")
    assert [(row.name, row.value, row.type) for row in one.variables] == [
        ("port", "8025", VariableType.NUMBER),
        ("mode", "true", VariableType.BOOLEAN),
        ("token", "", VariableType.STRING),
    ]
    collections.save_environment(folder, one)
    assert written(folder) == TEXT


def test_a_value_and_its_type_change_by_themselves(folder: Path) -> None:
    collections.save_environment(folder, with_row(staging(folder), "port", value="9000"))
    changed = written(folder)
    assert changed.partition("  - name: mode")[2] == TEXT.partition("  - name: mode")[2]
    assert (staging(folder).variables[0].value, staging(folder).variables[0].type) == ("9000", VariableType.NUMBER)
    collections.save_environment(folder, with_row(staging(folder), "port", type=VariableType.STRING))
    assert staging(folder).variables[0] == Variable(name="port", value="9000")
    assert 'value: "9000"' in written(folder)
    collections.save_environment(folder, with_row(staging(folder), "port", type=VariableType.OBJECT, value='{"a": 1}'))
    assert staging(folder).variables[0].type is VariableType.OBJECT


def test_a_base_is_taken_away_and_given(folder: Path) -> None:
    collections.save_environment(folder, replace(staging(folder), base=""))
    assert written(folder) == TEXT.replace("extends: Base\n", "")
    collections.save_environment(folder, replace(staging(folder), base="Other"))
    assert staging(folder).base == "Other"


def test_a_program_stands_beside_the_file(folder: Path) -> None:
    collections.save_environment(folder, with_row(staging(folder), "token", command="op read op://vault/token"))
    assert written(folder) == TEXT
    assert staging(folder).variables[2].command == "op read op://vault/token"
    collections.save_environment(folder, with_row(staging(folder), "token", command=""))
    assert staging(folder).variables[2].command == ""


def test_variables_of_requests_and_folders_come_back(folder: Path) -> None:
    rows = (Variable(name="a", value="1"), Variable(name="n", value="2", type=VariableType.NUMBER))
    key = collections.create_request(folder, "", Request(name="R", url="http://h", variables=rows))
    assert collections.read_request(folder / key).variables == rows
    parent = collections.create_folder(folder, "", "F")
    item = next(one for one in load(folder).items if one.key == parent)
    before = (folder / parent / "folder.yml").read_text()
    collections.save_folder_settings(folder, replace(item, variables=rows))
    assert next(one for one in load(folder).items if one.key == parent).variables == rows
    collections.save_folder_settings(folder, replace(item, variables=()))
    assert (folder / parent / "folder.yml").read_text() == before
    before = (folder / key).read_text()
    collections.save_request(folder, key, Request(name="R", url="http://h"))
    assert "runtime" not in (folder / key).read_text()


def test_the_colour_of_the_file_is_read_and_never_changed() -> None:
    data = {"name": "E", "color": "#2e8a54", "variables": []}
    found = environment_from(data, "environments/E.yml", {"color": "server"})
    assert (found.color, found.file_color) == ("server", "#2e8a54")
    assert settings_of(replace(found, color="ok"))["color"] == "ok"
    assert with_environment(data, replace(found, color="ok", file_color="")) == data
    copy = replace(found, key="environments/F.yml", name="F")
    assert with_environment({}, copy)["color"] == "#2e8a54", "a copy has it as well"
    assert environment_from({"name": "E", "color": 7}, "environments/E.yml", {}).file_color == ""
