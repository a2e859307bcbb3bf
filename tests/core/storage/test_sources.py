"""Global variables, .env files and programs as sources of values."""

import shlex
import sys
from pathlib import Path

from explorer.core.model.environment import Variable, VariableType
from explorer.core.storage.secret_commands import AllowedCommands
from explorer.core.storage.sources import command_value, load_globals, read_dotenv_files, save_globals


def test_globals_come_back_without_their_secrets(tmp_path: Path) -> None:
    rows = (
        Variable(name="team", value="7", type=VariableType.NUMBER),
        Variable(name="key", value="s3cr3t", secret=True),
    )
    save_globals(tmp_path / "data", rows)
    assert load_globals(tmp_path / "data") == (rows[0], Variable(name="key", secret=True))
    assert "s3cr3t" not in (tmp_path / "data" / "globals.json").read_text()
    (tmp_path / "data" / "globals.json").write_text("{")
    assert load_globals(tmp_path / "data") == ()


def test_the_environments_own_file_goes_before_the_collections(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nB=1\nbroken")
    (tmp_path / ".env.local").write_text("B=2")
    values, sentences = read_dotenv_files(tmp_path, ".env.local")
    assert values == {"A": "1", "B": "2"}
    assert len(sentences) == 1
    assert sentences[0].startswith(".env, line 3: ")
    assert read_dotenv_files(None, "") == ({}, ())


def test_a_program_runs_only_when_it_is_allowed(tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-c", "open('ran', 'w'); print('v')"])
    allowed = AllowedCommands(tmp_path / "data")
    value, fault = command_value(command, tmp_path, allowed)
    assert value == ""
    assert fault.endswith("was not allowed to run yet.")
    assert not (tmp_path / "ran").exists()
    allowed.allow(tmp_path, command)
    assert command_value(command, tmp_path, allowed) == ("v", "")
