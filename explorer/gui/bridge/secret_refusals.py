"""No stored secret gets into a file of the collection: every change asks here first, and is refused with a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

# The guard itself is imported late, as the keychain: nothing is written at start.

if TYPE_CHECKING:
    from explorer.core.model.environment import Environment, Variable
    from explorer.core.storage.collection_text import Copied
    from explorer.core.storage.secret_fields import Owner
    from explorer.core.workspace import Workspace
    from explorer.gui.bridge.library import Library


class SecretRefusals:
    """Everything here raises StorageError, before anything is written."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.workspace: Workspace | None = None

    def known(self) -> dict[str, str]:
        """The name of every stored secret that is known, by its value."""
        return self.workspace.secret_names() if self.workspace else {}

    async def guard(self) -> None:
        """Know every secret that the collection declares."""
        if self.workspace is not None:
            await self.workspace.guard_secrets()

    def refuse_now(self, value: Owner, besides: Owner | None = None) -> None:
        """A request or settings with a secret that is known already; ``besides`` is what the file says anyhow."""
        from explorer.core.storage.secret_guard import leak_in, refuse

        refuse(leak_in(value, self.known(), besides=besides))

    async def refuse(self, value: Owner, besides: Owner | None = None) -> None:
        """A request, or the settings of a folder, a collection or an environment, with any stored secret."""
        await self.guard()
        self.refuse_now(value, besides)

    async def refuse_environment(self, environment: Environment) -> None:
        """An environment. Its values are changed one at a time, so that others may wait for their turn."""
        collection = self._library.collection
        environments = collection.environments if collection else ()
        before = next((one for one in environments if one.key == environment.key), None)
        await self.refuse(environment, before)

    async def refuse_globals(self, rows: tuple[Variable, ...]) -> None:
        """The variables of this computer, as an environment of their own."""
        from explorer.core.model.environment import Environment

        before = Environment(key="", name="", variables=self._library.shared)
        await self.refuse(Environment(key="", name="", variables=rows), before)

    async def refuse_name(self, name: str, words: str = "The name") -> None:
        """A name of an item, an environment or a variable."""
        from explorer.core.storage.secret_guard import leak_in_name, refuse

        await self.guard()
        refuse(leak_in_name(name, self.known(), words))

    async def refuse_value(self, name: str, value: str) -> None:
        """A plain value of a variable."""
        from explorer.core.storage.secret_guard import leak_in_value, refuse

        await self.guard()
        refuse(leak_in_value(value, name, self.known()))

    async def refuse_items(self, keys: Iterable[str], *, copied: bool = False) -> None:
        """Items that get another place, or (``copied``) files of their own."""
        from explorer.core.storage.item_leaks import leak_in_files, leak_in_items
        from explorer.core.storage.secret_guard import refuse

        await self.guard()
        folder, collection, known = self._library.folder, self._library.collection, self.known()
        if not known or folder is None or collection is None:
            return
        if copied:
            refuse(await asyncio.to_thread(leak_in_files, folder, collection, tuple(keys), known))
        else:
            refuse(await asyncio.to_thread(leak_in_items, collection, tuple(keys), known))

    async def refuse_pasted(self, items: Iterable[Copied]) -> None:
        """Items that come from a text."""
        from explorer.core.storage.item_leaks import leak_in_pasted
        from explorer.core.storage.secret_guard import refuse

        await self.guard()
        refuse(await asyncio.to_thread(leak_in_pasted, tuple(items), self.known()))
