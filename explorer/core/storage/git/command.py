"""Runs ``git``: without prompts, pagers and locks, with a time limit; what it complains of becomes a sentence.

Reading runs no program that the repository names: neither hooks nor a file system monitor nor filters.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from explorer.core.errors import StorageError

READ_LIMIT_S = 20.0
WRITE_LIMIT_S = 180.0
"""Hooks run tests."""
_GRACE_S = 2.0

_SAFE = ("core.quotepath=off", "core.fsmonitor=false", "core.hooksPath=" + os.devnull, "color.ui=false")
_TAKEN_OUT = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|"
    r"GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|NO_REPLACE_OBJECTS|IMPLICIT_WORK_TREE|EXTERNAL_DIFF|EDITOR|"
    r"CONFIG|CONFIG_PARAMETERS|\w*PATHSPECS|TRACE\w*)$"
)
"""What a program that started Explorer from inside another repository may have left behind."""

_MAC_SHIM = "/usr/bin/git"
_MAC_TOOLS = ("/Library/Developer/CommandLineTools/usr/bin/git", "/Applications/Xcode.app")

ABSENT = "Git is not installed, or it is not in the path."

_SENTENCES = (
    (
        re.compile(r"dubious ownership|safe\.directory"),
        "Git does not read this repository, because its folder belongs to another user. If you trust it, run "
        "git config --global --add safe.directory with its path.",
    ),
    (
        re.compile(r"index\.lock|Another git process"),
        "Another git command is at work in this repository. Try again when it has finished.",
    ),
    (
        re.compile(r"bad config|unable to access '.*config|fatal: bad numeric config", re.IGNORECASE),
        "Git cannot read its configuration.",
    ),
    (re.compile(r"unknown repository (?:extension|version)|repo version"), "This repository needs a newer git."),
    (re.compile(r"No space left on device"), "The disk is full."),
    (re.compile(r"Read-only file system|Permission denied"), "The disk does not let git write."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What git said."""

    code: int
    out: bytes
    complaint: str
    """What it wrote to its error output."""

    @property
    def is_good(self) -> bool:
        return self.code == 0

    @property
    def line(self) -> str:
        """The output without its line end."""
        return os.fsdecode(self.out.removesuffix(b"\n").removesuffix(b"\r"))


def asked(folder: Path, *arguments: str, data: bytes = b"", good: tuple[int, ...] = (0,)) -> Answer:
    """The answer of a command that only reads. Raises StorageError for a code that is not ``good``."""
    settings = [part for value in _SAFE for part in ("-c", value)]
    answer = _run(folder, [*settings, *arguments], data, READ_LIMIT_S)
    if answer.code not in good:
        raise StorageError(sentence(answer), path=folder)
    return answer


def without_filters(folder: Path) -> tuple[str, ...]:
    """Arguments that switch off the filters which the repository itself brings, for commands that would run them.

    A folder that is only looked at must not start programs.
    """
    names = r"^filter\..*\.(clean|smudge|process|required)$"
    answer = asked(
        folder, *("config", "--local", "--includes", "-z", "--name-only", "--get-regexp", names), good=(0, 1)
    )
    found = (os.fsdecode(name) for name in answer.out.split(b"\0") if name)
    values = (f"{name}={'false' if name.endswith('.required') else ''}" for name in found)
    return tuple(part for value in values for part in ("-c", value))


def told(folder: Path, *arguments: str, data: bytes = b"") -> Answer:
    """The answer of a command that changes something, whatever its code; the repository's hooks and filters run."""
    settings = ("-c", "core.quotepath=off", "-c", "color.ui=false", "--literal-pathspecs")
    return _run(folder, [*settings, *arguments], data, WRITE_LIMIT_S)


def sentence(answer: Answer) -> str:
    """What git complained of, for the person."""
    for pattern, words in _SENTENCES:
        if pattern.search(answer.complaint):
            return words
    lines = [line.strip() for line in answer.complaint.splitlines() if line.strip()]
    told_by = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "")
    reason = re.sub(r"^(?:fatal|error): ", "", told_by).rstrip(".")
    return f"Git refused: {reason}." if reason else f"Git ended with code {answer.code}."


def program() -> str:
    """Where git is; raises StorageError when there is none."""
    found = _program(os.environ.get("PATH", ""))
    if not found:
        raise StorageError(ABSENT)
    return found


@lru_cache(maxsize=4)
def _program(path: str) -> str:
    found = shutil.which("git", path=path) or ""
    # The one that comes with macOS opens a dialog that offers to install the real one.
    is_shim = sys.platform == "darwin" and found == _MAC_SHIM
    return "" if is_shim and not any(os.path.exists(tools) for tools in _MAC_TOOLS) else found


def _run(folder: Path, arguments: list[str], data: bytes, limit_s: float) -> Answer:
    command = [program(), "--no-pager", "-C", str(folder), *arguments]
    try:
        return _answer(command, data, limit_s)
    except (OSError, ValueError) as error:
        raise StorageError(f"Git could not be started: {error}.", path=folder) from error


def _answer(command: list[str], data: bytes, limit_s: float) -> Answer:
    # Files and no pipes: a hook may leave a program behind that keeps a pipe open for ever.
    with tempfile.TemporaryFile() as inward, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        inward.write(data)
        inward.seek(0)
        process = subprocess.Popen(
            command,
            stdin=inward,
            stdout=out,
            stderr=errors,
            env=_environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        _wait(process, limit_s)
        for stream in (out, errors):
            stream.seek(0)
        return Answer(code=process.returncode, out=out.read(), complaint=errors.read().decode(errors="replace"))


def _wait(process: "subprocess.Popen[bytes]", limit_s: float) -> None:
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise StorageError(f"Git did not finish within {limit_s:g} s and was stopped.") from None


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask first: git takes its lock files away then."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    if os.name == "nt":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _TAKEN_OUT.match(name)}
    return {
        **kept,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_PAGER": "cat",
        "GIT_EDITOR": ":",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "LC_ALL": "C",
        "LANGUAGE": "",
    }
