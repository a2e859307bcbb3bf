"""Fills the command palette from collection, catalogue, history and commands, and carries out what is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.gui.commands import COMMANDS, Commands, key_words

if TYPE_CHECKING:
    from explorer.core.model.history import FailureGroup, HistoryRow
    from explorer.gui.main_window.window import MainWindow
    from explorer.gui.palette.finder import Finder
    from explorer.gui.palette.palette import CommandPalette
    from explorer.gui.palette.sources import PaletteItem

_HISTORY_LIMIT = 50


class PaletteOverlay(QObject):
    """Owns the palette, which is made on first use."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._palette: CommandPalette | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has the keyboard now."""
        return self._palette is not None and self._palette.isVisible()

    def open(self, prefix: str = "", scope: str = "all") -> None:
        """Show it when errors and history were read; ``scope`` is a value of ``Scope`` such as "requests"."""
        self._window.bridge.tasks.start("palette", self._open(prefix, scope))

    def open_uses(self, name: str) -> None:
        """The requests that use a variable, to go to one of them."""
        self._window.bridge.tasks.start("palette", self._open_uses(name))

    async def _open_uses(self, name: str) -> None:
        from explorer.gui.environments.usage import requests_using
        from explorer.gui.palette.finder import Finder
        from explorer.gui.palette.sources import PaletteSources, Scope

        collection = self._window.bridge.library.collection
        found = await asyncio.to_thread(requests_using, collection, name) if collection is not None else ()
        places = dict(_requests_with_places(collection.items, ())) if collection is not None else {}
        if not found:
            self._window.notify(f"No saved request uses {name}.")
            return
        palette = self._made()
        palette.set_reduced_motion(self._window.bridge.settings.reduce_motion)
        sources = PaletteSources(requests=tuple(_request_item(*places[one.key], "") for one in found))
        palette.open_palette(Finder(sources), "", Scope.REQUESTS)

    async def _open(self, prefix: str, scope: str) -> None:
        from explorer.gui.palette.sources import Scope

        rows, groups = await self._history(), await self._groups()
        commands, environments = _command_items(self._window.commands), self._environments()
        collection, marks = self._window.bridge.library.collection, self._marks()
        finder = await asyncio.to_thread(_finder, collection, marks, rows, groups, commands, environments)
        palette = self._made()
        palette.set_reduced_motion(self._window.bridge.settings.reduce_motion)
        palette.open_palette(finder, prefix, Scope(scope))

    def _made(self) -> CommandPalette:
        from explorer.gui.palette.palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self._window)
            self._palette.chosen.connect(self._chosen)
        return self._palette

    async def _history(self) -> tuple[HistoryRow, ...]:
        from explorer.core.storage.history import HistoryQuery

        try:
            return await self._window.bridge.ledger.rows(HistoryQuery(limit=_HISTORY_LIMIT))
        except ExplorerError:
            return ()

    async def _groups(self) -> tuple[FailureGroup, ...]:
        from explorer.core.storage.history import HistoryQuery

        try:
            return await self._window.bridge.ledger.groups(HistoryQuery(failed_only=True))
        except ExplorerError:
            return ()

    def _marks(self) -> dict[str, str]:
        """By key, why a request is offered first."""
        pins = self._window.tree_wishes.pins
        pinned = {item.key: "Pinned" for item in pins.pinned}
        return pinned | {item.key: "Recent" for item in pins.recent if item.key not in pinned}

    def _environments(self) -> tuple[PaletteItem, ...]:
        from explorer.gui.palette.sources import PaletteItem

        collection = self._window.bridge.library.collection
        environments = collection.environments if collection else ()
        return tuple(
            PaletteItem(id=one.name, title=one.name, detail="Environment", icon="layers") for one in environments
        )

    def _chosen(self, kind: str, item_id: str, send: bool) -> None:
        window = self._window
        match kind:
            case "request":
                window.open_key(item_id, send=send)
            case "error":
                page = window.desk.open_page("catalogue")
                page.select(item_id)  # type: ignore[attr-defined]
            case "history":
                window.opening.open_exchange(item_id)
            case "environment":
                window.bridge.library.use_environment(item_id)
            case _:
                window.commands.trigger(item_id)


def _finder(
    collection: Collection | None,
    marks: dict[str, str],
    rows: tuple[HistoryRow, ...],
    groups: tuple[FailureGroup, ...],
    commands: tuple[PaletteItem, ...],
    environments: tuple[PaletteItem, ...],
) -> Finder:
    """Everything that can be found, made ready in a thread: 10,000 requests take a tenth of a second."""
    from explorer.gui.palette.finder import Finder
    from explorer.gui.palette.sources import PaletteSources

    today = datetime.now().astimezone().date()
    sources = PaletteSources(
        requests=_request_items(collection, marks) if collection is not None else (),
        errors=_error_items(groups),
        history=tuple(_history_item(row, today) for row in rows),
        commands=commands,
        environments=environments,
    )
    return Finder(sources)


def _request_items(collection: Collection, marks: dict[str, str]) -> tuple[PaletteItem, ...]:
    """Pinned and recent ones first."""
    found = dict(_requests_with_places(collection.items, ()))
    keys = dict.fromkeys((*(key for key in marks if key in found), *found))
    return tuple(_request_item(*found[key], marks.get(key, "")) for key in keys)


def _requests_with_places(
    items: tuple[Item, ...], above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[RequestItem, str]]]:
    """By key, every request and the names of its folders; one walk, since there may be 10,000 of them."""
    for item in items:
        if isinstance(item, Folder):
            yield from _requests_with_places(item.items, (*above, item.name))
        elif isinstance(item, RequestItem):
            yield item.key, (item, ", ".join(above))


def _request_item(item: RequestItem, where: str, right: str) -> PaletteItem:
    from explorer.gui.palette.sources import PaletteItem

    return PaletteItem(id=item.key, title=item.request.name, detail=where, method=item.request.method, right=right)


def _error_items(groups: tuple[FailureGroup, ...]) -> tuple[PaletteItem, ...]:
    """The catalogue, each entry with how often it was seen lately."""
    from explorer.core.diagnosis.catalogs import entries
    from explorer.gui.catalogue.seen import seen_by_entry
    from explorer.gui.palette.sources import PaletteItem

    seen = seen_by_entry(entries(), groups)
    return tuple(
        PaletteItem(
            id=entry.id,
            title=entry.title,
            detail="",
            label=entry.label,
            mono=entry.is_code,
            right=_lately(seen[entry.id].per_day) if entry.id in seen else "",
        )
        for entry in entries()
    )


def _lately(per_day: tuple[int, ...]) -> str:
    """ "6 in 14 days"; nothing when all of it is longer ago."""
    return f"{sum(per_day)} in {len(per_day)} days" if any(per_day) else ""


def when_text(moment: datetime, today: date) -> str:
    """ "Today 14:02", "Yesterday 14:02", "23 Nov 14:02", with the year when it is another one; local time."""
    from explorer.gui.catalogue.seen import day_label

    local = moment.astimezone()
    day = local.date()
    words = "Yesterday" if day == today - timedelta(days=1) else day_label(day, today)
    year = f" {day.year}" if words[0].isdigit() and day.year != today.year else ""
    return f"{words}{year} {local.strftime('%H:%M')}"


def _history_item(row: HistoryRow, today: date) -> PaletteItem:
    from explorer.gui.palette.sources import PaletteItem

    outcome = row.title or str(row.status)
    when = when_text(row.started, today)
    return PaletteItem(id=row.id, title=f"{row.name}, {outcome}", detail="", method=row.method, right=when)


def _command_items(commands: Commands) -> tuple[PaletteItem, ...]:
    from explorer.gui.palette.sources import PaletteItem

    return tuple(
        PaletteItem(id=one.id, title=commands.title(one.id), detail="", icon=one.icon, keys=key_words(one.id))
        for one in COMMANDS
        if one.in_palette
    )
