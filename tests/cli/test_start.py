"""How the command begins: help and version at once, and a sentence where no window can be opened."""

import subprocess
import sys
import time
from importlib.metadata import entry_points

import pytest

from explorer import __version__
from tests.cli.conftest import Process, Run

HEAVY = ("PySide6", "shiboken6", "qasync", "httpx", "httpcore", "ruamel", "uvicorn", "starlette", "keyring", "sqlite3")

COMMANDS = ("send", "diagnose", "sandbox", "new", "ls", "show", "env", "validate")


def test_help_names_every_command(explorer: Run) -> None:
    ended = explorer("--help")
    assert ended.code == 0
    for word in (*(f"explorer {command}" for command in COMMANDS), "--sample", "--version"):
        assert word in ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(explorer: Run, command: str) -> None:
    ended = explorer(command, "--help")
    assert ended.code == 0
    assert ended.out.startswith(f"usage: explorer {command}")


def test_version(process: Process) -> None:
    ended = process("--version")
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, f"Explorer {__version__}", "")


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([command, "--help"] for command in COMMANDS)])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\nfrom explorer.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert ended.stderr.strip() == "[]"


def test_help_answers_at_once(process: Process) -> None:
    """Under 0.3 s; the best of three, because the machine is shared."""
    taken_s = []
    for _ in range(3):
        start_s = time.perf_counter()
        process("--help")
        taken_s.append(time.perf_counter() - start_s)
    assert min(taken_s) < 0.3, taken_s


def test_the_console_script_is_the_same_program() -> None:
    scripts = [one for one in entry_points(group="console_scripts") if one.name == "explorer"]
    assert [one.value for one in scripts] == ["explorer.cli:main"]


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 and Wayland can be missing")
def test_without_a_display_there_is_one_sentence(process: Process) -> None:
    ended = process(DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
    assert ended.returncode == 1
    assert ended.stdout == ""
    (sentence,) = ended.stderr.splitlines()
    assert "no display" in sentence
    assert "explorer send" in sentence
    assert "QT_QPA_PLATFORM=offscreen" in sentence


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 and Wayland can be missing")
def test_a_display_that_does_not_answer(process: Process) -> None:
    ended = process(DISPLAY=":4711", WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
    assert ended.returncode == 1
    assert "The display :4711 does not answer." in ended.stderr
    assert "explorer send" in ended.stderr


def test_a_folder_that_is_not_there(explorer: Run, tmp_path) -> None:
    ended = explorer(str(tmp_path / "nowhere"))
    assert ended.code == 2
    assert "There is no folder" in ended.err


def test_an_unknown_option(explorer: Run) -> None:
    ended = explorer("send", "--colour", "http://h/")
    assert ended.code == 2
    assert "--colour" in ended.err
