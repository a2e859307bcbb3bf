"""The list of the catalogue: a view over the model, and the delegate that paints titles and entries."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from explorer.core.diagnosis.catalog_entries import CatalogEntry
from explorer.gui.catalogue.entry_model import EntryModel
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, painting
from explorer.gui.widgets.focus_ring import used_by_key
from explorer.gui.widgets.rows import RowState, paint_row_ground

_PADDING = 16
_TITLE_AT = 84


class EntryList(QListView):
    """``entry_selected`` carries the entry that became current."""

    entry_selected = Signal(object)
    copy_requested = Signal()

    def __init__(self, model: EntryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName("Errors")
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def select(self, entry_id: str) -> bool:
        """Make an entry current and show it; whether it is in the list."""
        index = self._entries.index_of(entry_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self._entries.entry_of(current)
        if entry is not None:
            self.entry_selected.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        used_by_key(self)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
            return
        super().keyPressEvent(event)


class EntryDelegate(QStyledItemDelegate):
    """Titles of sections in 11 px, entries with pill, name and how often they were seen."""

    def _paint_entry(self, painter: QPainter, area: QRect, entry: CatalogEntry, count: int) -> None:
        colour = theme.current().color
        high = fonts.scaled(measures.PILL_IN_ROW)
        left = area.left() + fonts.scaled(_PADDING)
        pill = QRect(left, area.center().y() - high // 2 + 1, badges.pill_width(entry.label, 11), high)
        badges.paint_status_pill(painter, pill, Family(entry.family), entry.label, px=11)
        right = area.right() - fonts.scaled(_PADDING)
        if count:
            font = fonts.tabular(fonts.ui_font(12))
            number = QRect(area.left(), area.top(), right - area.left(), area.height())
            painting.draw_text(painter, number, str(count), font, colour("text.secondary"), painting.RIGHT)
            right -= painting.text_width(font, str(count)) + fonts.scaled(8)
        title_left = max(area.left() + fonts.scaled(_TITLE_AT), pill.right() + fonts.scaled(8))
        title = QRect(title_left, area.top(), right - title_left, area.height())
        font = fonts.code_font(12) if entry.is_code else fonts.ui_font()
        painting.draw_text(painter, title, entry.title, font, colour("text.primary"))

    def _shows_focus(self) -> bool:
        view = self.parent()
        return isinstance(view, QWidget) and view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, fonts.row_height(measures.TABLE_ROW, fonts.ui_font()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        line = model.line_of(index) if isinstance(model, EntryModel) else None
        if line is None or not isinstance(model, EntryModel):
            return
        area: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, CatalogEntry):
            selected = bool(flags & QStyle.StateFlag.State_Selected)
            has_focus = bool(flags & QStyle.StateFlag.State_HasFocus)
            hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
            state = RowState(hovered=hovered, selected=selected, focused=has_focus and self._shows_focus())
            paint_row_ground(painter, area, state, radius=0)
            self._paint_entry(painter, area, line, model.count_of(line))
        else:
            words = area.adjusted(fonts.scaled(_PADDING), 0, 0, 0)
            muted = theme.current().color("text.muted")
            painting.draw_text(painter, words, line, fonts.ui_font(11, 600), muted)
        painter.restore()
