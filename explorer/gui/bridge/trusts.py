"""Certificates the person trusts, for the window: one is put or taken back, and everybody is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.core.model.trust import Trust, TrustPlace
    from explorer.gui.bridge.bridge import Bridge


class Trusts(QObject):
    """Made with the first question about a certificate. Tells through the bridge's ``trust_changed``."""

    UNDO = "trust "
    """Begins the key of the notice that offers to take a change back; the place follows."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._before: dict[str, tuple[TrustPlace, Trust | None]] = {}

    async def all(self) -> tuple[Trust, ...]:
        """Those in force, of all collections and environments."""
        workspace = self._bridge.workspace
        if workspace is None or workspace.trusted is None:
            return ()
        found = await asyncio.to_thread(workspace.trusted.all)
        if news := workspace.trusted.news():
            self._bridge.notice.emit(news)
        return found

    async def put(self, trust: Trust) -> bool:
        """Trust a certificate; False when it could not be written, which was told."""
        return await self._change(trust.place, trust)

    async def remove(self, place: TrustPlace) -> bool:
        """Verify as usual at this place; False when it could not be written."""
        return await self._change(place, None)

    def forget(self, place: TrustPlace) -> None:
        """The same for slots."""
        self._bridge.tasks.start(self.key(place), self.remove(place))

    def take_back(self, key: str) -> None:
        """Undo the last change of a place, as its notice offers."""
        if key in self._before:
            place, before = self._before.pop(key)
            self._bridge.tasks.start(key, self._change(place, before))

    def key(self, place: TrustPlace) -> str:
        """Of the notice about a place."""
        return f"{self.UNDO}{place.authority} {place.environment} {place.collection}"

    async def _change(self, place: TrustPlace, after: Trust | None) -> bool:
        workspace = self._bridge.workspace
        if workspace is None or workspace.trusted is None:
            return False
        store = workspace.trusted
        try:
            if after is None:
                before = await asyncio.to_thread(store.remove, place)
            else:
                before = await asyncio.to_thread(store.put, after)
        except ExplorerError as error:
            self._bridge.notice.emit(error.message)
            return False
        await workspace.transport.forget(place)
        self._before[self.key(place)] = (place, before)
        self._bridge.trust_changed.emit(before, after)
        return True
