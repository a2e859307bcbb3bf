"""Programs that give values: what they say, how they fail, and that none runs unasked."""

import shlex
import stat
import sys
import time
from pathlib import Path

import pytest

from explorer.core.errors import SecretError
from explorer.core.storage import secret_commands
from explorer.core.storage.secret_commands import LONGEST_BYTES, AllowedCommands, command_output


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def test_the_value_is_what_it_writes_without_the_line_end(tmp_path: Path) -> None:
    assert command_output(python("print('s3cr3t ')"), tmp_path) == "s3cr3t "
    assert command_output(python("import os; print(os.getcwd())"), tmp_path) == str(tmp_path.resolve())


def test_no_shell_reads_it(tmp_path: Path) -> None:
    code = "import sys; print(sys.argv[1:])"
    assert command_output(python(code) + " $HOME '; touch x' | cat", tmp_path) == "['$HOME', '; touch x', '|', 'cat']"
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-program-here read", "no-such-program-here was not found"),
        (
            python("import sys; sys.exit('[ERROR] you are not signed in.')"),
            "ended with code 1: [ERROR] you are not signed in.",
        ),
        (python("pass"), "wrote nothing"),
        (python("import sys; sys.stdout.buffer.write(bytes([255]))"), "not UTF-8"),
        (python(f"print('x' * {LONGEST_BYTES * 3})"), "more than 64 KB"),
        ("op 'read", "not closed"),
        ("  ", "is empty"),
    ],
)
def test_a_failure_is_a_sentence(command: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SecretError) as caught:
        command_output(command, tmp_path)
    assert words in caught.value.message


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_commands, "TIME_LIMIT_S", 0.5)
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(30)'])"
    started = time.monotonic()
    with pytest.raises(SecretError, match=r"did not answer within 0\.5 s"):
        command_output(python(child), tmp_path)
    assert time.monotonic() - started < 5


def test_it_gets_no_input(tmp_path: Path) -> None:
    assert command_output(python("import sys; print(repr(sys.stdin.read()))"), tmp_path) == "''"


def test_consent_is_kept_for_one_collection_and_command(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    allowed = AllowedCommands(tmp_path / "data")
    assert not allowed.allows(here, "op read x")
    allowed.allow(here, "op read x")
    again = AllowedCommands(tmp_path / "data")
    assert again.allows(here, "op read x")
    assert not again.allows(here, "op read y")
    assert not again.allows(there, "op read x")
    mode = stat.S_IMODE((tmp_path / "data" / "allowed-commands.json").stat().st_mode)
    assert mode == 0o600
    again.forget(here)
    assert not allowed.allows(here, "op read x")


def test_a_broken_file_allows_nothing(tmp_path: Path) -> None:
    (tmp_path / "allowed-commands.json").write_text('[{"x"')
    assert not AllowedCommands(tmp_path).allows(tmp_path, "x")
