"""The open collection: every change goes to disk in a thread, then the new tree is announced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError, StorageError

if TYPE_CHECKING:
    from explorer.core.diagnosis.catalog_rows import ApiCatalog
    from explorer.core.model.collection import Collection, Folder
    from explorer.core.model.environment import Environment, Variable
    from explorer.core.model.request import Request
    from explorer.core.storage.trash import TrashEntry
    from explorer.core.storage.variable_rename import Renaming
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
    variable_renamed = Signal(str, str)
    """Old and new name, after all files say the new one."""
    secrets_read = Signal()
    """Secrets and .env files were read for the active environment."""
    secret_kept = Signal()
    """A secret value was set."""
    catalogs_changed = Signal(object)
    """The catalogs of the team that are in force now."""
    catalog_faulty = Signal(str)
    """Sentences about what is wrong in the file of these catalogs; the rest of it is in force."""
    failed = Signal(str)
    """A sentence; nothing was changed on disk."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._queue = asyncio.Lock()
        self._number = 0
        self._trashed: list[TrashEntry] = []
        self._memory: dict[Any, Any] = {}
        self._rereads = False
        self._renamings: list[Renaming] = []
        self.read_environment = ""
        """Name of the environment whose secrets were read last."""
        self._catalog_faults: tuple[str, ...] = ()
        self._under_way: set[asyncio.Task[None]] = set()

    def set_workspace(self, workspace: Workspace) -> None:
        """The workspace whose collection is read and changed."""
        self._workspace = workspace

    @property
    def collection(self) -> Collection | None:
        """What is open."""
        return self._workspace.collection if self._workspace else None

    @property
    def folder(self) -> Path | None:
        """The folder that is open."""
        return self._workspace.folder if self._workspace else None

    @property
    def catalogs(self) -> tuple[ApiCatalog, ...]:
        """What the team knows of its own APIs."""
        return self._workspace.catalogs if self._workspace else ()

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
        self._change("create_folder", parent_key, name, created=True)

    def rename(self, key: str, name: str) -> None:
        """Give an item another name."""
        self._change("rename", key, name, moved_from=key)

    def duplicate(self, key: str) -> None:
        """Copy an item beside itself."""
        self._change("duplicate", key, created=True)

    def move(self, key: str, parent_key: str, before_key: str | None) -> None:
        """Put an item into a folder, before another item or at the end."""
        self._change("move", key, parent_key, before_key, moved_from=key)

    def delete(self, key: str) -> None:
        """Put an item into the trash."""
        self._start(self._delete(key))

    def restore_last(self) -> None:
        """Take back what was deleted last."""
        if self._trashed:
            self._start(self._restore())

    def save_environment(self, environment: Environment) -> None:
        """Write an environment; values of secret variables go to the keychain."""
        self._start(self._save_environment(environment))

    def save_collection(self, collection: Collection) -> None:
        """Write headers, authorisation, variables and docs of the collection itself."""
        self._change("save_collection_settings", collection)

    def save_globals(self, rows: tuple[Variable, ...]) -> None:
        """Write the global variables of this computer."""
        self._start(self._save_globals(rows))

    def save_folder(self, item: Folder) -> None:
        """Write headers, authorisation, variables and docs of a folder."""
        self._change("save_folder_settings", item)

    def create_environment(self, name: str) -> None:
        """Make an empty environment."""
        self._change("create_environment", name)

    def delete_environment(self, key: str) -> None:
        """Put an environment into the trash."""
        self._start(self._delete(key))

    def rename_variable(self, old: str, new: str) -> None:
        """Give a variable another name in every file; the keychain is not touched."""
        self._start(self._rename_variable(old, new))

    def undo_renaming(self, old: str, new: str) -> None:
        """Take back the last renaming of ``old`` to ``new``."""
        self._start(self._undo_renaming(old, new))

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this after everything that was asked for so far; an ExplorerError is told by ``failed``."""
        self._start(work)

    def secrets(self) -> dict[str, str]:
        """Every stored secret that is known, by name: none of them may get into a file."""
        return self._workspace.secrets_by_name() if self._workspace else {}

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

    def _change(self, function: str, *arguments: Any, created: bool = False, moved_from: str = "") -> None:
        self._start(self._apply(function, arguments, created, moved_from))

    async def _apply(self, function: str, arguments: tuple[Any, ...], created: bool, moved_from: str) -> None:
        key = await self._call(function, *arguments)
        await self._announce()
        if created:
            self.item_created.emit(key)
        if moved_from and key != moved_from:
            self.item_moved.emit(moved_from, key)

    async def _open(self, folder: Path, environment: str) -> None:
        if self._workspace is None:
            return
        self._memory = {}
        self._catalog_faults = ()
        collection = await self._call("load", self._memory, folder=folder)
        await self._read_catalogs(folder)
        self._workspace.folder, self._workspace.collection = folder, collection
        self._keep_environment(environment)
        self._renamings.clear()
        await self._read_secrets()
        self.collection_changed.emit(collection)
        self.environment_changed.emit(self._workspace.environment_name)

    def _keep_environment(self, wished: str) -> None:
        """The active environment is one that exists: the wished one, else the first."""
        assert self._workspace is not None
        assert self._workspace.collection is not None
        names = [one.name for one in self._workspace.collection.environments]
        self._workspace.environment_name = wished if wished in names else (names[0] if names else "")

    async def _create_collection(self, folder: Path, name: str) -> None:
        await self._call("create_collection", name, folder=folder)
        await self._open(folder, "")

    async def _announce(self) -> None:
        if self._workspace is not None:
            self._workspace.collection = await self._call("load", self._memory)
            await self._read_secrets()
            self.collection_changed.emit(self._workspace.collection)

    async def _reread(self) -> None:
        self._rereads = False
        if self._workspace is None or self.folder is None:
            return
        await self._read_catalogs(self.folder)
        collection = await self._call("load", self._memory)
        # Items that are the same in both are the same objects, so comparing is quick.
        if collection == self._workspace.collection:
            return
        self._workspace.collection = collection
        self._keep_environment(self._workspace.environment_name)
        await self._read_secrets()
        self.collection_changed.emit(collection)
        self.files_changed.emit()

    async def _save(self, document: str, key: str, request: Request, base: Request | None) -> None:
        self._refuse_secrets(request)
        await self._call("save_request", key, request, base)
        await self._announce()
        self.request_saved.emit(document, key, request)

    async def _create(self, document: str, parent_key: str, request: Request) -> None:
        self._refuse_secrets(request)
        key = await self._call("create_request", parent_key, request)
        await self._announce()
        self.request_saved.emit(document, key, request)

    async def _delete(self, key: str) -> None:
        self._trashed.append(await self._call("delete", key))
        await self._announce()
        self.item_deleted.emit(key)

    async def _restore(self) -> None:
        entry = self._trashed.pop()
        key = await self._call("restore", entry)
        await self._announce()
        self.item_created.emit(key)

    async def _save_environment(self, environment: Environment) -> None:
        await self._call("save_environment", environment)
        if self._workspace is not None:
            self._workspace.forget_sources(environment)
        await self._announce()

    async def _save_globals(self, rows: tuple[Variable, ...]) -> None:
        from explorer.core.storage.sources import save_globals

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

    async def _rename_variable(self, old: str, new: str) -> None:
        from explorer.core.storage.variable_rename import rename_variable  # late: as the collections below

        if self.folder is None:
            return
        renaming = await asyncio.to_thread(rename_variable, self.folder, old, new)
        self._renamings.append(renaming)
        self.variable_renamed.emit(old, new)
        await self._announce()
        if renaming.unreadable:
            self.failed.emit(f"{', '.join(renaming.unreadable)} cannot be read and still says {old}.")

    async def _undo_renaming(self, old: str, new: str) -> None:
        from explorer.core.storage.variable_rename import undo_renaming

        known = [one for one in self._renamings if (one.old, one.new) == (old, new)]
        if self.folder is not None and known:
            await asyncio.to_thread(undo_renaming, self.folder, known[-1])
            self._renamings.remove(known[-1])
            self.variable_renamed.emit(new, old)
        await self._announce()

    def _refuse_secrets(self, request: Request) -> None:
        """Raises StorageError when the request would carry a stored secret into its file."""
        from explorer.core.storage.secret_guard import leak_in

        leak = leak_in(request, self.secrets())
        if leak is not None:
            raise StorageError(f"{leak.sentence} Write {{{{{leak.variable}}}}} there instead; nothing was saved.")

    async def _read_catalogs(self, folder: Path) -> None:
        """Take up the team's own catalogs; a fault is told once, until the file has other ones."""
        from explorer.core.team_catalog import read_collection_catalogs  # late, as below

        found, faults = await asyncio.to_thread(read_collection_catalogs, folder)
        if self._workspace is not None and found != self._workspace.catalogs:
            self._workspace.catalogs = found
            self.catalogs_changed.emit(found)
        if faults and faults != self._catalog_faults:
            self.catalog_faulty.emit(" ".join(faults))
        self._catalog_faults = faults

    async def _call(self, function: str, *arguments: Any, folder: Path | None = None) -> Any:
        """A function of ``storage.collections`` on the open folder, in a thread."""
        from explorer.core.storage import collections  # late: the YAML library must not delay the first paint

        where = folder or self.folder
        call: Callable[..., Any] = getattr(collections, function)
        return await asyncio.to_thread(call, where, *arguments)


def _drop(work: Coroutine[Any, Any, None], _task: object) -> None:
    """Work whose turn never came, since the program ended, is not missed."""
    work.close()
