"""The right half of the Changes page: one file, what differs in it field by field, and its texts side by side."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.model.versions import ChangeKind, ItemChange, TextChange
from explorer.core.storage.compare_lines import line_diff
from explorer.gui.changes.fields_table import FieldsTable
from explorer.gui.changes.list_model import can_be_chosen
from explorer.gui.changes.words import as_text, sides, title
from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.diff_pane import DiffPane
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.field_table import inset
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import Elide, ElidedLabel
from explorer.gui.widgets.pane_tabs import PaneTab, PaneTabs
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments
from explorer.gui.widgets.viewer_highlight import Language

if TYPE_CHECKING:
    from explorer.gui.tasks import Tasks

_HINT = "Select a file to see what changed in it."
_TIMES = (Family.SERVER, Family.OK)
_SIDES = (Family.OK, Family.REDIRECT)
"""Neither side of a conflict is the wrong one."""
_FORMS = (Segment(key="sides", title="Side by side"), Segment(key="inline", title="Inline"))


class DetailPane(QWidget):
    """``show_item`` fills it; texts are compared on a thread."""

    open_requested = Signal(object)
    revert_requested = Signal(object)
    copied = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._item: ItemChange | None = None
        self.title = ElidedLabel(weight=600)
        self.subtitle = ElidedLabel(px=12, color_token="text.secondary", elide=Elide.MIDDLE)
        self.copy_button = IconButton("copy", "Copy the change as text (Ctrl+C)")
        self.open_button = Button("Open", px=12)
        self.revert_button = Button("Revert", icon="rotate-cw", px=12)
        self.note = RichLabel("", px=12, color_token="text.secondary")
        self.fields = FieldsTable()
        self.tabs = PaneTabs("Changed texts", height_px=measures.PANE_TABS_SECOND)
        self.form = Segments(_FORMS, "Form of comparison")
        self.diff = DiffPane()
        self._noted = QWidget()
        self._tabled = inset(self.fields)
        self._texts = QWidget()
        self._heads = QWidget()
        self.before = ElidedLabel(px=11, weight=600, color_token="text.secondary")
        self.after = ElidedLabel(px=11, weight=600, color_token="text.secondary")
        self._rest = QWidget()
        self._empty = EmptyState(_HINT)
        self._page = QWidget()
        self._pages = QStackedWidget()
        self.revert_button.setToolTip(
            "Make the file what it is in the last commit; what it holds now goes to the trash"
        )
        self._lay_out()
        self._connect()
        self.show_item(None)

    @property
    def item(self) -> ItemChange | None:
        """What is shown."""
        return self._item

    def show_item(self, item: ItemChange | None) -> None:
        """Another change; None says what to do."""
        self._item = item
        self._pages.setCurrentWidget(self._page if item is not None else self._empty)
        if item is None:
            return
        self.title.set_text(item.name)
        self.subtitle.set_text(f"{title(item)}  ·  {item.file.key}")
        self.note.set_text((f"Line {item.line}: {item.note}" if item.line else item.note).replace("`", "'"))
        self.note.set_color("server.fg" if item.file.kind is ChangeKind.CONFLICTED else "text.secondary")
        self._noted.setVisible(bool(item.note))
        self._tabled.setVisible(bool(item.fields))
        before, after = sides(item)
        families = _SIDES if item.file.kind is ChangeKind.CONFLICTED else _TIMES
        self.fields.show_fields(item.fields, (before, after), (families[0].tint, families[1].tint))
        self.diff.set_families(*families)
        self.before.set_text(before)
        self.after.set_text(after)
        self.diff.side_a.setAccessibleName(before)
        self.diff.side_b.setAccessibleName(after)
        self._heads.setVisible(not item.fields)
        self.open_button.setEnabled(item.file.kind is not ChangeKind.DELETED)
        self.revert_button.setEnabled(can_be_chosen(item))
        self._texts.setVisible(bool(item.texts))
        self._rest.setVisible(not item.texts)
        tab = self.tabs.current
        self.tabs.set_tabs([PaneTab(id=text.title, title=text.title) for text in item.texts])
        if any(text.title == tab for text in item.texts):
            self.tabs.set_current(tab)
        self._show_text(self.tabs.current)

    def copy(self) -> None:
        """The whole change as text on the clipboard."""
        if self._item is not None:
            QApplication.clipboard().setText(as_text(self._item))
            self.copied.emit("The change was copied as text")

    def go_to_difference(self, step: int) -> bool:
        """The caret on the next or previous difference of the text in front."""
        return self.diff.go_to_difference(step)

    def _show_text(self, name: str) -> None:
        text = next((one for one in self._item.texts if one.title == name), None) if self._item else None
        if text is not None:
            self._tasks.start(f"changes text {id(self)}", self._compare(text), self)

    async def _compare(self, text: TextChange) -> None:
        rows = await asyncio.to_thread(line_diff, text.before, text.after)
        language = Language.JSON if text.is_json else Language.PLAIN
        one_sided = not text.before or not text.after
        self._heads.setVisible(not one_sided and not self._tabled.isVisibleTo(self))
        self.diff.set_inline(one_sided or self.form.current == "inline")
        self.form.setVisible(not one_sided)
        self.diff.show_rows(rows, language, compared=True, empty="Both texts are empty.")

    def _form_changed(self, key: str) -> None:
        self.diff.set_inline(key == "inline")

    def _ask_to_open(self) -> None:
        self.open_requested.emit(self._item)

    def _ask_to_revert(self) -> None:
        self.revert_requested.emit(self._item)

    def _connect(self) -> None:
        self.tabs.current_changed.connect(self._show_text)
        self.form.current_changed.connect(self._form_changed)
        self.copy_button.clicked.connect(self.copy)
        self.open_button.clicked.connect(self._ask_to_open)
        self.revert_button.clicked.connect(self._ask_to_revert)
        self.fields.copied.connect(self.copied)

    def _lay_out(self) -> None:
        side = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        notes = QHBoxLayout(self._noted)
        notes.setContentsMargins(side, fonts.scaled(8), side, fonts.scaled(8))
        notes.addWidget(self.note)
        heads = QHBoxLayout(self._heads)
        heads.setContentsMargins(side, fonts.scaled(6), side, fonts.scaled(6))
        heads.addWidget(self.before, 1)
        heads.addWidget(self.after, 1)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(side, 0, side, 0)
        tabs.addWidget(self.tabs, 1)
        tabs.addWidget(self.form)
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addLayout(tabs)
        texts.addWidget(Hairline(color_token="line.subtle"))
        texts.addWidget(self._heads)
        texts.addWidget(self.diff, 1)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head(side))
        column.addWidget(Hairline(color_token="line.default"))
        column.addWidget(self._noted)
        column.addWidget(self._tabled)
        column.addWidget(self._texts, 1)
        column.addWidget(self._rest, 1)
        for page in (self._page, self._empty):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _head(self, side: int) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(side, fonts.scaled(8), side, fonts.scaled(8))
        head.setSpacing(fonts.scaled(measures.BOTTOM_BAR_GAP))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        head.addLayout(names, 1)
        for part in (self.copy_button, self.open_button, self.revert_button):
            head.addWidget(part)
        return head
