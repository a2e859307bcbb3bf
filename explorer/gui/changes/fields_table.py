"""The table of what differs: part, before, after; values stand on the grounds of removed and added lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from explorer.core.model.versions import FieldChange
from explorer.core.storage.compare_words import shortened
from explorer.gui.changes.words import part_words
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.field_table import Column, FieldDelegate, FieldTable
from explorer.gui.widgets.viewer_grid import shown

_PART_PX = 220
_MOST_ROWS = 8
_NOT_SET = "not set"
_INSET = 5


class FieldsTable(FieldTable):
    """As high as its rows, up to eight of them; more scroll. A copied row says "part: before → after"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column(title="What", width_px=_PART_PX, code=False, token="text.secondary"),
            Column(title="Last commit"),
            Column(title="Now"),
        )
        super().__init__(columns, "Changed fields", parent)
        self.changes: tuple[FieldChange, ...] = ()
        self.grounds: Mapping[int, str] = {}
        self.setItemDelegate(ChangeCells(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_fields(self, changes: Sequence[FieldChange], titles: tuple[str, str], grounds: tuple[str, str]) -> None:
        """Other rows, under these titles and with their values on these grounds; a side without values is hidden."""
        self.grounds = {1: grounds[0], 2: grounds[1]}
        self.changes = tuple(changes)
        columns = self.fields.columns
        titled = (columns[0], Column(title=titles[0]), Column(title=titles[1]))
        self.fields.columns = titled
        self.fields.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, 2)
        self.set_rows([(part_words(one), one.before or "", one.after or "") for one in changes])
        self.setColumnHidden(1, all(one.before is None for one in changes))
        self.setColumnHidden(2, all(one.after is None for one in changes))
        self.updateGeometry()

    def selected_text(self) -> str:
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return "\n".join(
            f"{part}: {before or _NOT_SET} → {after or _NOT_SET}"
            for part, before, after in (self.fields.rows[row] for row in rows)
        )

    def copy_value(self) -> None:
        """The value of the current cell."""
        index = self.currentIndex()
        if index.isValid():
            self._put(self.fields.rows[index.row()][max(1, index.column())])

    def sizeHint(self) -> QSize:
        rows = min(len(self.fields.rows), _MOST_ROWS)
        head = self.horizontalHeader().sizeHint().height()
        return QSize(320, head + rows * self.verticalHeader().defaultSectionSize() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())


class ChangeCells(FieldDelegate):
    """A missing side says so, without a ground."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.paint_ground(painter, option)
        padding = fonts.scaled(measures.CELL_PADDING)
        area: QRect = option.rect
        cell = area.adjusted(padding, 0, -padding, 0)
        view = self.parent()
        ground = view.grounds.get(index.column()) if isinstance(view, FieldsTable) else None
        if ground is None:
            self._paint_part(painter, cell, index)
        else:
            self._paint_value(painter, cell, self._cut(index, cell), ground)

    def _cut(self, index: QModelIndex | QPersistentModelIndex, cell: QRect) -> str:
        """The value, or of one that is too long the place where the two differ."""
        view = self.parent()
        assert isinstance(view, FieldsTable)
        change = view.changes[index.row()]
        room = max(
            8, int((cell.width() - 2 * fonts.scaled(_INSET)) / QFontMetricsF(fonts.code_font(12)).averageCharWidth())
        )
        if change.before is not None and change.after is not None and view.grounds:
            # Two characters are for the dots at its ends.
            return shown(shortened(change.before, change.after, room - 2)[index.column() - 1])
        return shown(str(index.data()))

    def _paint_part(self, painter: QPainter, cell: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """The part, and in the code font which one of them."""
        view = self.parent()
        change = view.changes[index.row()] if isinstance(view, FieldsTable) else None
        if change is None:
            return
        colour, words = theme.current().color, fonts.ui_font(12)
        painting.draw_text(painter, cell, change.part, words, colour("text.secondary"))
        left = painting.text_width(words, change.part) + fonts.scaled(8)
        name = cell.adjusted(left, 0, 0, 0)
        painting.draw_text(painter, name, shown(change.name), fonts.code_font(12), colour("text.primary"))

    def _paint_value(self, painter: QPainter, cell: QRect, text: str, ground: str) -> None:
        colour, font, inset = theme.current().color, fonts.code_font(12), fonts.scaled(_INSET)
        if not text:
            painting.draw_text(painter, cell, _NOT_SET, fonts.ui_font(11), colour("text.muted"))
            return
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, cell.width() - 2 * inset)
        high = fonts.row_height(20, font, 4)
        chip = QRect(cell.left(), cell.center().y() - high // 2, painting.text_width(font, text) + 2 * inset, high)
        painting.fill_round(painter, chip, measures.RADIUS_TAG, colour(ground))
        painting.draw_text(painter, chip.adjusted(inset, 0, 0, 0), text, font, colour("text.primary"))
