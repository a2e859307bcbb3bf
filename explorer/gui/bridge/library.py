"""The open collection: every change goes to disk in a thread, then the new tree is announced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import RequestItem
from explorer.core.model.tree import find
from explorer.gui.bridge.calm_reading import calm_reading
from explorer.gui.bridge.renamings import Renamings
from explorer.gui.bridge.secret_refusals import SecretRefusals
from explorer.gui.bridge.team_catalogs import TeamCatalogs
from explorer.gui.bridge.tree_steps import Creation, Deletion, Relocation
from explorer.gui.bridge.undo_history import Step, UndoHistory
from explorer.gui.bridge.value_steps import ValueStep

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection, Folder
    from explorer.core.model.environment import Environment, Variable
    from explorer.core.model.request import Request
    from explorer.core.workspace import Workspace
    from explorer.gui.tasks import Tasks


class Library(QObject):
    """Reads and changes the open collection."""

    collection_changed = Signal(object)
    """Collection or None."""
    environment_changed = Signal(str)
    """Name of the active environment, empty for none."""
    files_changed = Signal()
    """After ``collection_changed``, when the files were changed by others."""
    request_saved = Signal(str, str, object)
    """Document id, key, Request as saved."""
    item_created = Signal(str)
    """Key of a new item, to be opened or renamed."""
    item_moved = Signal(str, str)
    """Old and new key, after a rename or a move."""
    item_deleted = Signal(str)
    """Key of what went to the trash."""
    secrets_read = Signal()
    """Secrets and .env files were read for the active environment."""
    secret_kept = Signal()
    """A secret value was set."""
    failed = Signal(str)
    """A sentence; nothing was changed on disk."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._queue = asyncio.Lock()
        self._number = 0
        self._memory: dict[Any, Any] = {}
        self._rereads = False
        self._gone = False
        self.renamings = Renamings(self)
        self.history = UndoHistory(self)
        self.read_environment = ""
        """Name of the environment whose secrets were read last."""
        self.team_catalogs = TeamCatalogs(self)
        self.refusals = SecretRefusals(self)
        self._under_way: set[asyncio.Task[None]] = set()

    def set_workspace(self, workspace: Workspace) -> None:
        """The workspace whose collection is read and changed."""
        self._workspace = self.refusals.workspace = workspace

    @property
    def collection(self) -> Collection | None:
        """What is open."""
        return self._workspace.collection if self._workspace else None

    @property
    def shared(self) -> tuple[Variable, ...]:
        """The global variables of this computer."""
        return self._workspace.shared if self._workspace else ()

    @property
    def captured(self) -> dict[str, dict[str, Variable]]:
        """What responses of this run gave, by environment."""
        return self._workspace.captured if self._workspace else {}

    @property
    def folder(self) -> Path | None:
        """The folder that is open."""
        return self._workspace.folder if self._workspace else None

    @property
    def environment(self) -> str:
        """Name of the active environment."""
        return self._workspace.environment_name if self._workspace else ""

    def open_folder(self, folder: Path, environment: str = "") -> None:
        """Open another folder."""
        self._start(self._open(folder, environment))

    async def opened(self, folder: Path, environment: str = "") -> None:
        """Open another folder and wait until it is open."""
        await self._guarded(self._open(folder, environment))

    async def idle(self) -> None:
        """Wait until everything asked for so far is on disk."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def create_collection(self, folder: Path, name: str) -> None:
        """Begin a collection in a folder and open it."""
        self._start(self._create_collection(folder, name))

    def reload(self) -> None:
        """Read the open folder again."""
        if self.folder is not None:
            self._start(self._open(self.folder, self.environment))

    def reread(self) -> None:
        """Read what differs on disk, and tell only when something does."""
        if self.folder is not None and not self._rereads:
            self._rereads = True
            self._start(self._reread())

    def use_environment(self, name: str) -> None:
        """Make another environment the active one; empty for none."""
        if self._workspace is not None and name != self._workspace.environment_name:
            self._workspace.environment_name = name
            self._start(self._follow_environment(name))
            self.environment_changed.emit(name)

    def save_request(self, document: str, key: str, request: Request, base: Request | None = None) -> None:
        """Write a request to its file; ``base`` is what was read from it, so that a change by others survives."""
        self._start(self._save(document, key, request, base))

    def create_request(self, document: str, parent_key: str, request: Request) -> None:
        """Write a request to a new file; ``request_saved`` tells its key."""
        self._start(self._create(document, parent_key, request))

    def create_folder(self, parent_key: str, name: str) -> None:
        """Make a folder."""
        self._do(Creation("new folder", "create_folder", parent_key, name))

    def rename(self, key: str, name: str) -> None:
        """Give an item another name."""
        self._do(Relocation(f"rename of {self._named(key)}", "rename", key, name))

    def duplicate(self, key: str) -> None:
        """Copy an item beside itself."""
        self._do(Creation(f"copy of {self._named(key)}", "duplicate", key))

    def move(self, key: str, parent_key: str, before_key: str | None) -> None:
        """Put an item into a folder, before another item or at the end."""
        self._do(Relocation(f"move of {self._named(key)}", "move", key, parent_key, before_key))

    def delete(self, key: str) -> None:
        """Put an item into the trash."""
        self._do(Deletion(f"deletion of {self._named(key)}", key))

    def restore_last(self) -> None:
        """Take back what was deleted last."""
        self.history.undo_last(Deletion)

    def save_environment(self, environment: Environment) -> None:
        """Write an environment; values of secret variables go to the keychain."""
        self._start(self._save_environment(environment))

    def save_collection(self, collection: Collection) -> None:
        """Write headers, authorisation, variables and docs of the collection itself."""
        self._start(self._save_settings("save_collection_settings", collection))

    def save_globals(self, rows: tuple[Variable, ...]) -> None:
        """Write the global variables of this computer."""
        self._start(self.write_globals(rows))

    def set_variable(self, kind: str, key: str, name: str, value: str) -> None:
        """Set a value in the "environment" or "folder" of a key, in the "collection", or "global"; can be undone."""
        self._do(ValueStep(kind, key, name, value))

    def save_folder(self, item: Folder) -> None:
        """Write headers, authorisation, variables and docs of a folder."""
        self._start(self._save_settings("save_folder_settings", item))

    def create_environment(self, name: str) -> None:
        """Make an empty environment."""
        self._start(self._create_environment(name))

    def delete_environment(self, key: str) -> None:
        """Put an environment into the trash."""
        self.delete(key)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this after everything that was asked for so far; an ExplorerError is told by ``failed``."""
        self._start(work)

    def secret(self, environment: str, name: str) -> str:
        """The value of a secret variable, empty when unknown."""
        return self._workspace.secret_values.get((environment, name), "") if self._workspace else ""

    def set_secret(self, environment: str, name: str, value: str) -> None:
        """Keep a secret value in the keychain."""
        self._start(self._set_secret(environment, name, value))

    def _start(self, work: Any) -> None:
        self._number += 1
        task = self._tasks.start(f"library {self._number}", self._guarded(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        task.add_done_callback(partial(_drop, work))

    async def _guarded(self, work: Any) -> None:
        # One change at a time, in the order of the gestures: two renames must not race on the same folder.
        async with self._queue:
            try:
                await work
            except ExplorerError as error:
                self.failed.emit(error.message)

    async def _save_settings(self, function: str, owner: Collection | Folder) -> None:
        await self.refusals.refuse(owner)
        await self.call(function, owner)
        await self.announce()

    async def _create_environment(self, name: str) -> None:
        await self.refusals.refuse_name(name)
        await self.call("create_environment", name)
        await self.announce()

    def _do(self, step: Step) -> None:
        self._start(self.history.do(step))

    def _named(self, key: str) -> str:
        """The name of an item or environment, for words about it."""
        collection = self.collection
        item = find(collection, key) if collection else None
        if isinstance(item, RequestItem):
            return f"“{item.request.name}”"
        environments = collection.environments if collection else ()
        named = item or next((one for one in environments if one.key == key), None)
        return f"“{named.name if named else key.rpartition('/')[2]}”"

    async def _open(self, folder: Path, environment: str) -> None:
        if self._workspace is None:
            return
        folder = await self.call("collection_in", folder=folder, module="workspace_file")
        self._memory = {}
        self.team_catalogs.forget_faults()
        loop = asyncio.get_running_loop()
        parts: list[Collection] = []

        def on_part(part: Collection) -> None:
            loop.call_soon_threadsafe(self._show_part, folder, environment, part, parts)

        with calm_reading() as give_way:
            collection = await self.call("load", self._memory, on_part, give_way, folder=folder)
        await self.team_catalogs.read(folder, self._workspace)
        wished = self._workspace.environment_name if parts else environment
        self._take(folder, collection, wished)
        await self._read_secrets()
        self.collection_changed.emit(collection)
        self.environment_changed.emit(self._workspace.environment_name)
        await self.call("sweep", folder=folder, module="leftovers")

    def _show_part(self, folder: Path, environment: str, part: Collection, parts: list[Collection]) -> None:
        """A large collection is used while the rest of it is read."""
        parts.append(part)
        assert self._workspace is not None
        if len(parts) > 1:
            self._workspace.collection = part
        else:
            self._take(folder, part, environment)
            self._tasks.start("library secrets", self._read_secrets())
        self.collection_changed.emit(part)

    def _take(self, folder: Path, collection: Collection, environment: str) -> None:
        assert self._workspace is not None
        if folder != self._workspace.folder:
            self.renamings.clear()
            self.history.clear()
        self._workspace.folder, self._workspace.collection = folder, collection
        self._keep_environment(environment)

    def _keep_environment(self, wished: str) -> None:
        """The active environment is one that exists: the wished one, else the first."""
        assert self._workspace is not None
        assert self._workspace.collection is not None
        names = [one.name for one in self._workspace.collection.environments]
        self._workspace.environment_name = wished if wished in names else (names[0] if names else "")

    async def _create_collection(self, folder: Path, name: str) -> None:
        await self.refusals.refuse_name(name)
        await self.call("create_collection", name, folder=folder)
        await self._open(folder, "")

    async def announce(self) -> None:
        """Read what differs on disk and tell what is there now; for work that was given to ``run``."""
        if self._workspace is not None:
            self._workspace.collection = await self.call("load", self._memory)
            await self._read_secrets()
            self.collection_changed.emit(self._workspace.collection)

    async def _reread(self) -> None:
        self._rereads = False
        if self._workspace is None or self.folder is None or await self._is_gone(self.folder):
            return
        await self.team_catalogs.read(self.folder, self._workspace)
        collection = await self.call("load", self._memory)
        # Items that are the same in both are the same objects, so comparing is quick.
        if collection == self._workspace.collection:
            return
        self._workspace.collection = collection
        self._keep_environment(self._workspace.environment_name)
        await self._read_secrets()
        self.collection_changed.emit(collection)
        self.files_changed.emit()

    async def _is_gone(self, folder: Path) -> bool:
        """Whether the open folder was deleted or its disk taken away; told once, and what was read stays."""
        before, self._gone = self._gone, not await asyncio.to_thread(folder.is_dir)
        if self._gone and not before:
            kept = "What you have open is kept; saving a request makes the folder again."
            self.failed.emit(f"The folder {folder} is gone. {kept}")
        return self._gone

    async def _save(self, document: str, key: str, request: Request, base: Request | None) -> None:
        await self.refusals.refuse(request)
        await self.call("save_request", key, request, base)
        await self.announce_item(key)
        self.request_saved.emit(document, key, request)

    async def announce_item(self, key: str) -> None:
        """Read only this file again and tell what it says: of ten thousand others the disk watch tells."""
        assert self._workspace is not None
        self._workspace.collection = await self.call("with_item", self._workspace.collection, key, self._memory)
        self.collection_changed.emit(self._workspace.collection)

    async def _create(self, document: str, parent_key: str, request: Request) -> None:
        await self.refusals.refuse(request)
        key = await self.call("create_request", parent_key, request)
        await self.announce()
        self.history.add(Creation("new request", "", key=key))
        self.request_saved.emit(document, key, request)

    async def _save_environment(self, environment: Environment) -> None:
        await self.refusals.refuse_environment(environment)
        await self.call("save_environment", environment)
        if self._workspace is not None:
            self._workspace.forget_sources(environment)
        await self.announce()

    async def write_globals(self, rows: tuple[Variable, ...]) -> None:
        """Write the global variables; for work that was given to ``run``."""
        from explorer.core.storage.sources import save_globals

        await self.refusals.refuse_globals(rows)
        if self._workspace is not None and self._workspace.data_folder is not None:
            await asyncio.to_thread(save_globals, self._workspace.data_folder, rows)
            self._workspace.shared = rows
            self.environment_changed.emit(self._workspace.environment_name)

    async def _set_secret(self, environment: str, name: str, value: str) -> None:
        if self._workspace is not None:
            await self._workspace.keep_secret(environment, name, value)
            self.environment_changed.emit(self._workspace.environment_name)
            if value:
                self.secret_kept.emit()

    async def _read_secrets(self) -> None:
        if self._workspace is not None:
            name = self._workspace.environment_name
            await self._workspace.read_secrets()
            self.read_environment = name
            self.secrets_read.emit()

    async def _follow_environment(self, name: str) -> None:
        """Read what another environment needs, and tell once more when that is done."""
        await self._read_secrets()
        if self.environment == name:
            self.environment_changed.emit(name)

    async def call(
        self, function: str, *arguments: Any, folder: Path | None = None, module: str = "collections"
    ) -> Any:
        """A function of a module of ``core.storage`` on the open folder, in a thread; for work given to ``run``."""
        # Imported late: the YAML library must not delay the first paint.
        call: Callable[..., Any] = getattr(import_module(f"explorer.core.storage.{module}"), function)
        return await asyncio.to_thread(call, folder or self.folder, *arguments)


def _drop(work: Coroutine[Any, Any, None], _task: object) -> None:
    """Work whose turn never came, since the program ended, is not missed."""
    work.close()
