"""The settings of a folder or the collection. Edits are written by themselves after a pause; Ctrl+Z takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.errors import StorageError
from explorer.core.model.collection import Folder
from explorer.core.model.tree import ancestors, auth_origin, auth_owner, header_origins
from explorer.core.storage.secret_guard import literal_credential
from explorer.gui.documents.folder_pane import FolderPane
from explorer.gui.documents.folder_values import (
    FIELDS,
    Owner,
    Values,
    as_request,
    owner_of,
    secrets_in,
    values_of,
    with_values,
)
from explorer.gui.documents.inherited_auth import words_for_auth
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import REQUEST_BAR, REQUEST_BAR_PADDING_X
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from explorer.gui.bridge.bridge import Bridge

_PAUSE_MS = 500
_WITHHELD = (
    "This {what} is not in the file yet, where others could read it. Rather make it a secret variable in Environments"
    " and write {{{{its_name}}}} here."
)


class FolderPage(QWidget):
    """One document; ``key`` is the folder's, empty for the collection, and follows it when it is moved."""

    renamed = Signal()
    gone = Signal()
    """The folder does not exist any more."""
    notice = Signal(str)
    open_variable_requested = Signal(str)
    open_folder_requested = Signal(str)

    def __init__(self, bridge: Bridge, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._bridge, self._library = bridge, bridge.library
        self._written: Values = {}
        """What is on disk, or on its way there."""
        self._shown: Values = {}
        """The same as the fields show it: what differs from this was edited."""
        self._before: list[Values] = []
        self._after: list[Values] = []
        self._allowed: object = None
        self.pane = FolderPane(is_collection=not key)
        self.title = ElidedLabel("", self, px=15, weight=600)
        self.place = ElidedLabel("", self, px=12, color_token="text.muted")
        self.state = ElidedLabel("", self, px=12, color_token="text.muted")
        self.undo_button = IconButton("rotate-cw", "Take the last change back (Ctrl+Z)", self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._lay_out()
        self._connect()
        self._follow()

    @property
    def name(self) -> str:
        """The name of the folder or collection."""
        owner = self._owner()
        return owner.name if owner is not None else ""

    def flush(self) -> None:
        """Write what was edited and waits for the pause to end."""
        self._pause.stop()
        owner = self._owner()
        edited = {field: self.pane.value(field) for field in FIELDS if self.pane.value(field) != self._shown.get(field)}
        if owner is None or not edited:
            return
        self._withhold(edited)
        if edited and self._is_free_of_secrets(edited):
            self._before.append({field: self._written[field] for field in edited})
            self._after.clear()
            self._write(owner, edited)
            self._shown |= edited

    def undo(self) -> None:
        """Take the last change back."""
        self.flush()
        self._step(self._before, self._after)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._step(self._after, self._before)

    # -- inside

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(REQUEST_BAR_PADDING_X, 0, REQUEST_BAR_PADDING_X, 0)
        row.setSpacing(fonts.scaled(10))
        row.addWidget(self.title)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(self.undo_button)
        head.setFixedHeight(fonts.scaled(REQUEST_BAR))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Hairline(self))
        column.addWidget(self.pane, 1)

    def _connect(self) -> None:
        self.pane.edited.connect(self._edited)
        self.pane.write_requested.connect(self._allow)
        self.pane.definition_requested.connect(self.open_variable_requested)
        self.pane.origin_requested.connect(self.open_folder_requested)
        self.undo_button.clicked.connect(self.undo)
        self._library.collection_changed.connect(self._follow)
        self._library.environment_changed.connect(self._show_surroundings)
        self._library.item_moved.connect(self._moved)
        self._library.failed.connect(self._failed)
        for keys, do in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _owner(self) -> Owner | None:
        return owner_of(self._library.collection, self.key)

    def _edited(self) -> None:
        self.state.set_text("")
        self._pause.start()

    def _withhold(self, edited: Values) -> None:
        """A credential that was typed as it is stays out of the file until the person says otherwise."""
        auth = edited.get("auth")
        typed = literal_credential(auth) if auth is not None else ""
        withheld = bool(typed) and auth != self._allowed
        self.pane.set_withheld(_WITHHELD.format(what=typed) if withheld else "")
        if withheld:
            edited.pop("auth")

    def _allow(self) -> None:
        self._allowed = self.pane.value("auth")
        self.pane.set_withheld("")
        self.flush()

    def _is_free_of_secrets(self, edited: Values) -> bool:
        try:
            self._library.refusals.refuse_now(as_request(edited))
        except StorageError as error:
            self.state.set_text("Not saved")
            self.notice.emit(error.message)
            return False
        return True

    def _write(self, owner: Owner, values: Values) -> None:
        self._written |= values
        # With what is on its way as well: the tree may not know it yet.
        changed = with_values(owner, self._written)
        if isinstance(changed, Folder):
            self._library.save_folder(changed)
        else:
            self._library.save_collection(changed)
        self.state.set_text("Saved")
        self._show_undo()

    def _step(self, source: list[Values], target: list[Values]) -> None:
        owner = self._owner()
        if not source or owner is None:
            return
        values = source.pop()
        target.append({field: self._written[field] for field in values})
        self._load(values)
        self._write(owner, values)

    def _load(self, values: Values) -> None:
        for field, value in values.items():
            self.pane.load(field, value)
            self._shown[field] = self.pane.value(field)

    def _follow(self, _collection: object = None) -> None:
        """Show what the files say now, except where the person is at work."""
        owner = self._owner()
        if owner is None:
            QTimer.singleShot(0, self, self._look_again)  # where it was moved to is told right after
            return
        fresh = {field: value for field, value in values_of(owner).items() if value != self._written.get(field, self)}
        untouched = {one: value for one, value in fresh.items() if self._is_untouched(one)}
        self._load(untouched)
        self._written |= fresh
        self._show_surroundings()
        self._show_undo()

    def _look_again(self) -> None:
        if self._owner() is None:
            self.gone.emit()

    def _is_untouched(self, field: str) -> bool:
        return field not in self._shown or self.pane.value(field) == self._shown[field]

    def _show_surroundings(self, _name: object = None) -> None:
        owner, collection, workspace = self._owner(), self._library.collection, self._bridge.workspace
        if owner is None or collection is None or workspace is None:
            return
        self.title.set_text(owner.name)
        above = [collection.name, *(folder.name for folder in ancestors(collection, self.key))]
        self.place.set_text(f"Folder in {' / '.join(above)}" if self.key else "Collection")
        self.pane.set_variables(workspace.variables(_inside(owner, self.key), ()))
        self.pane.set_secrets(secrets_in(owner))
        if self.key:
            _auth, name = auth_origin(collection, self.key)
            words, owner_key = words_for_auth(collection, self.key), auth_owner(collection, self.key)
            self.pane.set_inherited(words, owner_key, name, header_origins(collection, self.key))
        self.renamed.emit()

    def _show_undo(self) -> None:
        self.undo_button.setEnabled(bool(self._before))

    def _moved(self, old: str, new: str) -> None:
        if self.key == old or self.key.startswith(f"{old}/"):
            self.key = f"{new}{self.key[len(old) :]}"
            self._follow()

    def _failed(self, _sentence: str) -> None:
        """The window shows the sentence; what the file does not have is tried again with the next edit."""
        owner = self._owner()
        if owner is not None and self.state.text() == "Saved":
            on_disk = values_of(owner)
            lost = {field: on_disk[field] for field in FIELDS if on_disk[field] != self._written.get(field)}
            self._written |= lost
            self._shown |= lost
            self.state.set_text("Not saved" if lost else "Saved")

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("bg.surface"))
        painter.end()


def _inside(owner: Owner, key: str) -> str:
    """The key of something in a folder, which sees the folder's own variables."""
    return owner.items[0].key if owner.items else key
