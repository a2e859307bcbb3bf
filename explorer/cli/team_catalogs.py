"""The team's own error codes for a command; what is wrong with their file goes to standard error."""

from pathlib import Path

from explorer.cli.output import say
from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.errors import UsageError
from explorer.core.team_catalog import read_catalogs, read_collection_catalogs


def team_catalogs(folder: Path) -> tuple[ApiCatalog, ...]:
    """The catalogs beside a collection."""
    return _told(*read_collection_catalogs(folder))


def named_catalogs(path: str) -> tuple[ApiCatalog, ...]:
    """The catalogs of a file that was named; raises UsageError when there is none."""
    if not path:
        return ()
    if not Path(path).is_file():
        raise UsageError(f"There is no catalog file {path}.")
    return _told(*read_catalogs(Path(path)))


def _told(catalogs: tuple[ApiCatalog, ...], faults: tuple[str, ...]) -> tuple[ApiCatalog, ...]:
    for sentence in faults:
        say(f"explorer: {sentence}")
    return catalogs
