"""Values that a program on this computer gives: ``op read ...``, ``pass ...``, ``vault kv get ...``.

Without a shell, without input, bounded in time and output. Whether a command may run at all is the person's word, kept
for each collection and command in the data folder, never beside the collection.
"""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import threading
from pathlib import Path

from explorer.core.errors import SecretError, StorageError
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.places import ensure

TIME_LIMIT_S = 10.0
LONGEST_BYTES = 64 * 1024
_FILE = "allowed-commands.json"
_REASON_LENGTH = 160


class AllowedCommands:
    """What the person allowed; a file that cannot be read counts as empty."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def allows(self, collection: Path, command: str) -> bool:
        """Whether this command may run for this collection. Reads a file."""
        return command in self._read().get(str(collection), [])

    def allow(self, collection: Path, command: str) -> None:
        """Remember the person's word. Raises StorageError."""
        known = self._read()
        known[str(collection)] = sorted({*known.get(str(collection), []), command})
        self._write(known)

    def forget(self, collection: Path) -> None:
        """Ask again for every command of a collection. Raises StorageError."""
        known = self._read()
        if known.pop(str(collection), None) is not None:
            self._write(known)

    def _read(self) -> dict[str, list[str]]:
        try:
            plain = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        rows = plain.items() if isinstance(plain, dict) else ()
        return {key: [one for one in row if isinstance(one, str)] for key, row in rows if isinstance(row, list)}

    def _write(self, known: dict[str, list[str]]) -> None:
        ensure(self._path.parent)
        try:
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written: {error.strerror}.", path=self._path) from error
        write_atomic(self._path, json.dumps(known, indent=2).encode())


def command_output(command: str, folder: Path | None) -> str:
    """What the program writes, without the line end. Blocks for up to TIME_LIMIT_S; raises SecretError with a sentence.

    A program named by a relative path is looked for in ``folder``.
    """
    words = _words(command)
    try:
        process = subprocess.Popen(
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise SecretError(f"The program {words[0]} was not found.") from error
    except OSError as error:
        raise SecretError(f"The program {words[0]} could not be started: {error.strerror}.") from error
    return _read(process, words[0])


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise SecretError("The command has a quotation mark that is not closed.") from error
    if not words:
        raise SecretError("The command is empty.")
    return words


def _read(process: "subprocess.Popen[bytes]", program: str) -> str:
    late = threading.Event()
    timer = threading.Timer(TIME_LIMIT_S, _stop, (process, late))
    complaints: list[bytes] = []
    listener = threading.Thread(target=_listen, args=(process, complaints), name="command errors", daemon=True)
    assert process.stdout is not None
    timer.start()
    listener.start()
    try:
        data = process.stdout.read(LONGEST_BYTES + 1)
        if len(data) > LONGEST_BYTES:
            raise SecretError(f"{program} wrote more than {LONGEST_BYTES // 1024} KB, which is no secret.")
        code = process.wait()
    finally:
        timer.cancel()
        _stop(process)
        process.wait()
        listener.join(1.0)
        process.stdout.close()
    if late.is_set():
        raise SecretError(f"{program} did not answer within {TIME_LIMIT_S:g} s.")
    if code != 0:
        raise SecretError(f"{program} ended with code {code}{_reason(b''.join(complaints))}.")
    return _text(data, program)


def _text(data: bytes, program: str) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise SecretError(f"{program} wrote something that is not UTF-8 text.") from None
    value = text.removesuffix("\n").removesuffix("\r")
    if not value:
        raise SecretError(f"{program} wrote nothing.")
    return value


def _listen(process: "subprocess.Popen[bytes]", complaints: list[bytes]) -> None:
    """Take in what the program complains of, so that it never waits for a reader; the first part is kept."""
    assert process.stderr is not None
    with process.stderr as stream:
        complaints.append(stream.read(4096))
        while stream.read(4096):
            pass


def _reason(data: bytes) -> str:
    lines = [line.strip() for line in data.decode(errors="replace").splitlines() if line.strip()]
    return f": {lines[-1][:_REASON_LENGTH].rstrip('.')}" if lines else ""


def _stop(process: "subprocess.Popen[bytes]", late: threading.Event | None = None) -> None:
    """End the program and what it started."""
    if late is not None:
        late.set()
    if os.name == "nt":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
