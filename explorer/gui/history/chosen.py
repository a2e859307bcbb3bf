"""What is chosen in the history's list: some rows, or all that is found, however many of them are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import HistoryQuery


class Wish(StrEnum):
    """What can be done with several exchanges."""

    COMPARE = "compare"
    PIN = "pin"
    UNPIN = "unpin"
    EXPORT = "export"
    COPY_URLS = "copy urls"
    COPY_CURL = "copy curl"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Several exchanges."""

    rows: tuple[HistoryRow, ...] = ()
    """Those that are loaded, newest first."""
    everything: HistoryQuery | None = None
    """All that this finds up to ``newest_id`` is chosen, whether it is loaded or not; None where ``rows`` are all."""
    newest_id: str = ""
    number: str = ""
    """How many there are, for the eye: "12", "1,000+"."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the loaded rows."""
        return tuple(row.id for row in self.rows)

    @property
    def title(self) -> str:
        if self.everything is not None:
            return f"All {self.number} exchanges found are selected"
        return f"{self.number} exchanges selected"

    @property
    def remark(self) -> str:
        """What is among them; of all that is found only what is known without reading it."""
        if self.everything is not None:
            return "Pinned ones are kept when these are deleted."
        failed, pinned = sum(row.is_error for row in self.rows), sum(row.pinned for row in self.rows)
        failures = "1 failure" if failed == 1 else f"{failed:,} failures"
        parts = (failures if failed else "", f"{pinned:,} pinned" if pinned else "")
        return ", ".join(part for part in parts if part)


def wishes_of(rows: Sequence[HistoryRow], *, is_all: bool) -> tuple[Wish, ...]:
    """What is offered for these rows, in this order; ``is_all`` says that they are only what is loaded of more."""
    found = [Wish.COMPARE] if not is_all and len(rows) == 2 else []
    found += [Wish.EXPORT, Wish.COPY_URLS, Wish.COPY_CURL]
    found += [Wish.UNPIN] if rows and all(row.pinned for row in rows) else [Wish.PIN]
    return (*found, Wish.DELETE)


TITLES = {
    Wish.COMPARE: ("Compare", "git-compare", "Ctrl D"),
    Wish.PIN: ("Pin", "check", "P"),
    Wish.UNPIN: ("Unpin", "check", "P"),
    Wish.EXPORT: ("Export as HAR…", "download", ""),
    Wish.COPY_URLS: ("Copy URLs", "copy", "Ctrl C"),
    Wish.COPY_CURL: ("Copy as curl", "terminal", ""),
    Wish.DELETE: ("Delete", "trash-2", "Del"),
}
"""Words, icon and key of each."""
