"""What was read so far of a large collection, handed out before the rest is, so that nobody waits for a tree."""

import time
from collections.abc import Callable

from explorer.core.model.collection import Folder, Item, RequestItem

Whole = Callable[[tuple[Item, ...]], Folder]
"""Makes a folder of its items."""

_FIRST_S = 0.25
"""After this time a part is handed out, then whenever three times as long has gone by."""


class Parts:
    """Follows a reader through the folders it is in, and hands out their tree seldom enough to cost little."""

    def __init__(self, give: Callable[[tuple[Item, ...]], None] | None = None) -> None:
        self._give = give
        self._levels: list[tuple[list[Item], Whole | None]] = []
        self._began_s = time.monotonic()
        self._due_s = _FIRST_S

    def enter(self, items: list[Item], whole: Whole | None) -> None:
        """Items are read into this list from here on; ``whole`` makes a folder of them, None at the top."""
        self._levels.append((items, whole))

    def leave(self) -> None:
        """The folder entered last is read."""
        self._levels.pop()

    def look(self) -> None:
        """Give what there is when it is time."""
        if self._give is None or time.monotonic() - self._began_s < self._due_s:
            return
        below: tuple[Item, ...] = ()
        for items, whole in reversed(self._levels):
            below = tuple(sorted((*items, *below), key=rank))
            below = (whole(below),) if whole is not None else below
        self._due_s = 3 * (time.monotonic() - self._began_s)
        self._give(below)


def rank(item: Item) -> tuple[float, str, str]:
    """Numbered items by number, the others after them by name, equal ones always in the same order."""
    name = item.request.name if isinstance(item, RequestItem) else item.name
    return (item.seq or float("inf"), name.casefold(), item.key)
