"""The working copy of the environments: edits with undo, saved after a pause. What comes back from disk is merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from explorer.core.model.collection import Collection
from explorer.core.model.environment import Environment
from explorer.core.scopes import Surroundings, scopes_of
from explorer.core.variable_uses import declared_names
from explorer.core.variables import Variables
from explorer.gui.bridge.library import Library
from explorer.gui.bridge.value_steps import ValueStep
from explorer.gui.environments.edits import Change, RefusedEditError, SecretChange
from explorer.gui.environments.scope_columns import Beside, beside

SAVE_DELAY_MS = 300

Environments = Mapping[str, Environment | None]


class Book(QObject):
    """Environments by key, in the order of the collection. Everything the page changes goes through ``make``."""

    changed = Signal()
    """Environments, the active one, or what is known of secrets."""
    refused = Signal(str)
    """Why an edit was not made."""
    reloaded = Signal()
    """Another folder was opened, or files were changed by someone else."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._library = library
        self._folder = ""
        self._environments: tuple[Environment, ...] = ()
        self._shared: frozenset[str] = frozenset()
        self._read: set[str] = set()
        self._dirty: set[str] = set()
        self._sent: dict[str, Environment | None] = {}
        self._answers_due = 0
        self._pause = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._pause.timeout.connect(self.flush)
        library.collection_changed.connect(self._collection_changed)
        library.environment_changed.connect(self._environment_changed)
        library.secrets_read.connect(self._secrets_read)
        library.failed.connect(self._failed)
        self._collection_changed(library.collection)

    @property
    def environments(self) -> tuple[Environment, ...]:
        """As they are edited now."""
        return self._environments

    @property
    def shared(self) -> frozenset[str]:
        """Names that have a value in the collection itself or on this computer, for every environment."""
        return self._shared | {row.name for row in self._library.shared if row.enabled}

    @property
    def elsewhere(self) -> frozenset[str]:
        """Names that the collection, its folders and requests give a value to."""
        collection = self._library.collection
        return declared_names(replace(collection, environments=())) if collection else frozenset()

    @property
    def collection(self) -> Collection | None:
        """The open collection with the environments as they are edited now."""
        collection = self._library.collection
        return replace(collection, environments=self._environments) if collection else None

    @property
    def active(self) -> str:
        """Name of the active environment."""
        return self._library.environment

    @property
    def beside(self) -> Beside:
        """What the collection and all collections give, and what was captured."""
        collection = self._library.collection
        return beside(collection.variables if collection else (), self._library.shared, self._library.captured)

    def variables_of(self, environment: str) -> Variables:
        """What values can refer to while this environment is the active one, as it is edited now."""
        around = Surroundings(
            collection=self.collection,
            environment=environment,
            captured=self._library.captured.get(environment, {}),
            shared=self._library.shared,
        )
        scopes = scopes_of(around, "", (), lambda owner, name: self.secret_of(owner, name) or "")
        return Variables(scopes=scopes, environment=environment)

    def set_beside(self, kind: str, name: str, value: str) -> None:
        """Set a value of the collection or of all collections, as one step that can be undone."""
        self.stack.push(_BesideStep(self._library, ValueStep(kind, "", name, value)))

    def secret_of(self, environment: str, name: str) -> str | None:
        """A secret value; None while it was not read from the keychain."""
        return self._library.secret(environment, name) or ("" if environment in self._read else None)

    def refuse_secret(self, name: str, text: str) -> None:
        """Raises RefusedEditError when this plain value is the one of a stored secret."""
        from explorer.core.storage.secret_guard import leak_in_value  # late: as the keychain

        leak = leak_in_value(text, name, self._library.refusals.known())
        if leak is not None:
            raise RefusedEditError(leak.refusal)

    def make(self, change: Change) -> bool:
        """Do it, as one step that can be undone; False when it would carry a stored secret into a file."""
        before = {key: self._by_key().get(key) for key in change.environments}
        refusal = self._refusal(change, before)
        if refusal:
            self.refused.emit(refusal)
            return False
        if before != change.environments or change.secrets:
            self.stack.push(_Step(self, change, before))
        return True

    def _refusal(self, change: Change, before: Environments) -> str:
        from explorer.core.storage.secret_guard import leak_in  # late: as the keychain

        leaving = {one.before for one in change.secrets if not one.after}
        known = {value: name for value, name in self._library.refusals.known().items() if value not in leaving}
        leaks = (leak_in(one, known, besides=before[key]) for key, one in change.environments.items() if one)
        return next((leak.refusal for leak in leaks if leak is not None), "")

    def activate(self, name: str) -> None:
        """Make an environment the active one."""
        self.flush()
        self._library.use_environment(name)

    def flush(self) -> None:
        """Save what waits for the pause to end."""
        self._pause.stop()
        for key in sorted(self._dirty):
            environment = self._by_key().get(key)
            if environment is not None:
                self._expect(key, environment)
                self._library.save_environment(environment)
        self._dirty.clear()

    def put(self, environments: Environments, secrets: tuple[SecretChange, ...]) -> None:
        """Apply one side of a step. Called by the undo stack only."""
        old = self._by_key()
        for secret in secrets:
            self._library.set_secret(secret.environment, secret.name, secret.after)
        kept = {key: environments.get(key, one) for key, one in old.items()} | dict(environments)
        self._environments = tuple(one for one in kept.values() if one is not None)
        for key, one in environments.items():
            if one is None:
                self._delete(key)
            else:
                self._dirty.add(key)
        self._pause.start()
        self._follow_active(old, environments)
        self.changed.emit()

    def rename(self, old: str, new: str, *, back: bool) -> None:
        """Follow a renamed variable in all other files, after the environments are on their way. As ``put``."""
        self.flush()
        self._answers_due += 1
        if back:
            self._library.renamings.undo(old, new)
        else:
            self._library.renamings.rename(old, new)

    # -- saving

    def _by_key(self) -> dict[str, Environment]:
        return {one.key: one for one in self._environments}

    def _expect(self, key: str, environment: Environment | None) -> None:
        self._sent[key] = environment
        self._answers_due += 1

    def _delete(self, key: str) -> None:
        # What is new and waits for the pause has no file that could be deleted.
        if key in self._dirty:
            self._dirty.discard(key)
            if key not in self._sent and not self._is_on_disk(key):
                return
        self._expect(key, None)
        self._library.delete_environment(key)

    def _is_on_disk(self, key: str) -> bool:
        collection = self._library.collection
        return collection is not None and any(one.key == key for one in collection.environments)

    def _follow_active(self, old: Mapping[str, Environment], new: Environments) -> None:
        """The active environment keeps its place when it is renamed; none is active after it was deleted."""
        for key, after in new.items():
            before = old.get(key)
            if before is None or before.name != self.active or (after and after.name == before.name):
                continue
            self._read.add(after.name if after else "")
            self.activate(after.name if after else "")

    # -- what comes back

    def _collection_changed(self, collection: Collection | None) -> None:
        self._answers_due = max(0, self._answers_due - 1)
        is_other = (collection.key if collection else "") != self._folder
        if is_other:
            self._forget(collection)
        incoming = {one.key: one for one in collection.environments} if collection else {}
        self._shared = frozenset(row.name for row in collection.variables if row.enabled) if collection else frozenset()
        merged = self._merged(incoming)
        foreign = any(self._by_key().get(one.key, one) != one for one in merged)
        self._environments = merged
        if not self._answers_due:
            self._sent.clear()
        if is_other or foreign:
            self.stack.clear()
            self.reloaded.emit()
        self.changed.emit()

    def _forget(self, collection: Collection | None) -> None:
        self._folder = collection.key if collection else ""
        self._environments, self._answers_due = (), 0
        self._dirty.clear()
        self._sent.clear()
        self._read = {self._library.read_environment}

    def _merged(self, incoming: Mapping[str, Environment]) -> tuple[Environment, ...]:
        """Ours where an edit is not on disk yet, theirs otherwise; columns keep their places while they are shown."""
        ours, merged = self._by_key(), list[Environment]()
        for key, theirs in incoming.items():
            own = ours.get(key) if self._holds(key, theirs) else theirs
            if own is not None:
                merged.append(own)
        merged += (own for key, own in ours.items() if key not in incoming and self._holds(key, None))
        places = {key: at for at, key in enumerate(ours)}
        return tuple(sorted(merged, key=lambda one: places.get(one.key, len(places))))

    def _holds(self, key: str, theirs: Environment | None) -> bool:
        if key in self._dirty:
            return True
        return bool(self._answers_due) and key in self._sent and self._sent[key] != theirs

    def _environment_changed(self, _name: str) -> None:
        self.changed.emit()

    def _secrets_read(self) -> None:
        if self._library.read_environment not in self._read:
            self._read.add(self._library.read_environment)
            self.changed.emit()

    def _failed(self, _sentence: str) -> None:
        """The window shows the sentence; what was sent is tried again with the next edit or when the page goes."""
        if self._answers_due:
            self._answers_due -= 1
            self._dirty.update(key for key, one in self._sent.items() if one is not None)


class _BesideStep(QUndoCommand):
    """A value outside the environments."""

    def __init__(self, library: Library, step: ValueStep) -> None:
        super().__init__(f"Change {step.words}")
        self._library, self._step = library, step

    def redo(self) -> None:
        self._library.run(self._step.redo(self._library))

    def undo(self) -> None:
        self._library.run(self._step.undo(self._library))


class _Step(QUndoCommand):
    """A change and what was there before it."""

    def __init__(self, book: Book, change: Change, before: Environments) -> None:
        super().__init__(change.title)
        self._book, self._change, self._before = book, change, before

    def redo(self) -> None:
        self._book.put(self._change.environments, self._change.secrets)
        if self._change.renamed:
            self._book.rename(*self._change.renamed, back=False)

    def undo(self) -> None:
        back = tuple(replace(one, before=one.after, after=one.before) for one in reversed(self._change.secrets))
        self._book.put(self._before, back)
        if self._change.renamed:
            self._book.rename(*self._change.renamed, back=True)
