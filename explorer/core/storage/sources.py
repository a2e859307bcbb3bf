"""Where values come from besides files of the collection: global variables, .env files, the process, programs."""

import json
import os
from pathlib import Path

from explorer.core.errors import SecretError, StorageError
from explorer.core.model.environment import Variable
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.codec import from_plain, to_plain
from explorer.core.storage.dotenv import read_dotenv
from explorer.core.storage.places import ensure
from explorer.core.storage.secret_commands import AllowedCommands, command_output

NOT_ALLOWED = "was not allowed to run yet."
_GLOBALS = "globals.json"


def load_globals(folder: Path) -> tuple[Variable, ...]:
    """The global variables of this computer, which no collection carries; none when the file cannot be read."""
    try:
        rows: tuple[Variable, ...] = from_plain(tuple[Variable, ...], json.loads((folder / _GLOBALS).read_bytes()))
    except (OSError, ValueError):
        return ()
    return rows


def save_globals(folder: Path, rows: tuple[Variable, ...]) -> None:
    """Write them, without the values of secret ones. Raises StorageError."""
    ensure(folder)
    safe = [to_plain(Variable(name=row.name, secret=True, enabled=row.enabled) if row.secret else row) for row in rows]
    write_atomic(folder / _GLOBALS, json.dumps(safe, indent=2, ensure_ascii=False).encode())


def read_dotenv_files(folder: Path | None, named: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values of ``.env`` beside the collection and of the file ``named`` by the environment, which wins; and a
    sentence for each line or file that cannot be read."""
    values: dict[str, str] = {}
    sentences: list[str] = []
    for name in (".env", named) if folder is not None else ():
        if not name or folder is None:
            continue
        try:
            found = read_dotenv(folder / name)
        except StorageError as error:
            sentences.append(error.message)
            continue
        values |= found.values
        sentences += [f"{name}, line {fault.line}: {fault.reason}" for fault in found.faults]
    return values, tuple(sentences)


def process_values() -> dict[str, str]:
    """The environment that Explorer was started with."""
    return dict(os.environ)


def command_value(command: str, folder: Path, allowed: AllowedCommands) -> tuple[str, str]:
    """The value that a program gives, or a sentence about why there is none. Blocks."""
    if not allowed.allows(folder, command):
        return "", f"The command “{command}” {NOT_ALLOWED}"
    try:
        return command_output(command, folder), ""
    except SecretError as error:
        return "", error.message
