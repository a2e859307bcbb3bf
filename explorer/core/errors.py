"""Everything that can be wrong with what we were given, each with the sentence to show.

ExplorerError
├── InvalidRequestError      a request that cannot be put on the wire (URL, header, method, body file)
├── UnresolvedVariableError  names without a value, all at once
├── BrokenFileError          a file that cannot be read as what it should be: path, line, column, reason
├── StorageError             the disk or the folder refused (full, read-only, gone)
├── HistoryError             the history database cannot be used
├── SecretError              the keychain refused or is missing
├── SandboxError             the embedded server could not start
└── UsageError               a command line that makes no sense

What happens on the wire is not an error here: it is a Failure inside an Exchange.
"""

from pathlib import Path


class ExplorerError(Exception):
    """Root of all; ``str(error)`` is one whole sentence for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequestError(ExplorerError):
    """The request cannot be sent as it stands; ``field`` names the part (url, header name, method, body)."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnresolvedVariableError(ExplorerError):
    """References without a value; ``names`` in order of first use, ``environment`` the active one or empty.

    ``reasons`` are sentences about why a value could not be had, where that is known.
    """

    def __init__(self, names: tuple[str, ...], environment: str, reasons: tuple[str, ...] = ()) -> None:
        self.names = names
        self.reasons = reasons
        self.environment = environment
        listed = ", ".join("{{" + name + "}}" for name in names)
        verb = "has" if len(names) == 1 else "have"
        where = f"in the environment {environment}" if environment else "because no environment is active"
        super().__init__(" ".join((f"{listed} {verb} no value {where}.", *dict.fromkeys(reasons))))


class BrokenFileError(ExplorerError):
    """A file that is not what it should be; line and column count from 1 and are 0 when unknown."""

    def __init__(self, path: Path, reason: str, *, line: int = 0, column: int = 0) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        place = f"{path.name}, line {line}" if line else path.name
        super().__init__(f"{place}: {reason}")


class StorageError(ExplorerError):
    """The disk or folder refused; nothing was changed."""

    def __init__(self, message: str, *, path: Path | None = None) -> None:
        super().__init__(message)
        self.path = path


class HistoryError(ExplorerError):
    """The history database cannot be used."""


class SecretError(ExplorerError):
    """The keychain refused, is locked or is missing."""


class SandboxError(ExplorerError):
    """The sandbox could not start; ``suggested_port`` is a free one, or 0."""

    def __init__(self, message: str, *, suggested_port: int = 0) -> None:
        super().__init__(message)
        self.suggested_port = suggested_port


class UsageError(ExplorerError):
    """A command line that makes no sense."""
