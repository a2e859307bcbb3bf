"""Fills the command palette from collection, catalogue, history and commands, and carries out what is chosen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import Item, RequestItem
from explorer.core.model.tree import ancestors, requests_of
from explorer.gui.commands import COMMANDS, key_words

if TYPE_CHECKING:
    from explorer.core.model.history import HistoryRow
    from explorer.gui.main_window.window import MainWindow
    from explorer.gui.palette.palette import CommandPalette
    from explorer.gui.palette.sources import PaletteItem

_HISTORY_LIMIT = 50


class PaletteOverlay(QObject):
    """Owns the palette, which is made on first use."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._palette: CommandPalette | None = None

    def open(self, prefix: str) -> None:
        """Show it; errors and history follow when they were read."""
        self._window.bridge.tasks.start("palette", self._open(prefix))

    async def _open(self, prefix: str) -> None:
        from explorer.gui.palette.sources import PaletteSources

        rows = await self._history()
        errors = await asyncio.to_thread(_error_items)
        sources = PaletteSources(
            requests=self._requests(),
            errors=errors,
            history=tuple(_history_item(row) for row in rows),
            commands=_command_items(),
            environments=self._environments(),
        )
        palette = self._made()
        palette.set_reduced_motion(self._window.bridge.settings.reduce_motion)
        palette.open_palette(sources, prefix)

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

    def _requests(self) -> tuple[PaletteItem, ...]:
        collection = self._window.bridge.library.collection
        if collection is None:
            return ()
        return tuple(
            _request_item(item, ", ".join(folder.name for folder in ancestors(collection, item.key)))
            for item in requests_of(collection)
        )

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


def _request_item(item: Item, where: str) -> PaletteItem:
    from explorer.gui.palette.sources import PaletteItem

    assert isinstance(item, RequestItem)
    return PaletteItem(id=item.key, title=item.request.name, detail=where, method=item.request.method)


def _error_items() -> tuple[PaletteItem, ...]:
    from explorer.core.diagnosis.catalogs import entries
    from explorer.gui.palette.sources import PaletteItem

    return tuple(
        PaletteItem(id=entry.id, title=entry.title, detail="", label=entry.label, mono=entry.is_code)
        for entry in entries()
    )


def _history_item(row: HistoryRow) -> PaletteItem:
    from explorer.gui.palette.sources import PaletteItem

    outcome = row.title or str(row.status)
    when = row.started.astimezone().strftime("%d %b %H:%M")
    return PaletteItem(id=row.id, title=f"{row.name}, {outcome}", detail="", method=row.method, right=when)


def _command_items() -> tuple[PaletteItem, ...]:
    from explorer.gui.palette.sources import PaletteItem

    return tuple(
        PaletteItem(id=one.id, title=one.title, detail="", icon=one.icon, keys=key_words(one.id))
        for one in COMMANDS
        if one.in_palette
    )
