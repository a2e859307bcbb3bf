"""The head of the matrix: each environment with its mark, whether it is active or asks, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from explorer.core.model.environment import Environment
from explorer.gui.environments.matrix_model import MatrixModel
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.environment_mark import paint_mark

_HEIGHT = 40
_WIDE = 16
_MARK = 8


class ColumnHeader(QHeaderView):
    """A click on the dots asks for the menu, a double click edits the name in place."""

    menu_requested = Signal(int, QPoint)
    """Column, and the place on the screen below its dots."""
    renamed = Signal(str, str)
    """Key and new name."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._source, self._home = model, parent
        self._editor: QLineEdit | None = None
        self._editing = ""
        self.active = ""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.sectionDoubleClicked.connect(self.edit_name)
        theme.current().changed.connect(self._resize)

    @property
    def editor(self) -> QLineEdit | None:
        """The field over a name while it is edited."""
        return self._editor

    def edit_name(self, column: int) -> None:
        """Put a field over the name of an environment."""
        environment = self._source.environment_at(column)
        if environment is None:
            return
        self._end_editing()
        editor = _NameEditor(environment.name, self.viewport())
        editor.setAccessibleName(f"Name of environment {environment.name}")
        left = self.sectionViewportPosition(column) + fonts.scaled(4)
        editor.setGeometry(left, 4, self.sectionSize(column) - fonts.scaled(8), self.height() - 8)
        editor.editingFinished.connect(self._edited)
        editor.abandoned.connect(self._abandoned)
        self._editor, self._editing = editor, environment.key
        editor.selectAll()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def dots(self, column: int) -> QRect:
        """Where the button of a column's menu is, in the viewport."""
        side = fonts.scaled(measures.ICON_BUTTON)
        right = self.sectionViewportPosition(column) + self.sectionSize(column) - fonts.scaled(6)
        return QRect(right - side, (self.height() - side) // 2, side, side)

    def ask_for_menu(self, column: int) -> None:
        """As a click on the dots."""
        self.menu_requested.emit(column, self.viewport().mapToGlobal(self.dots(column).bottomLeft()))

    def _edited(self) -> None:
        editor, key = self._editor, self._editing
        if editor is not None:
            text = editor.text()
            self._end_editing()
            self.renamed.emit(key, text)

    def _abandoned(self) -> None:
        self._end_editing()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_editing(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()

    def _resize(self) -> None:
        self.updateGeometry()
        self.viewport().update()

    def _paint_plain(self, painter: QPainter, rect: QRect, section: int) -> None:
        words, wide = str(self._source.headerData(section, Qt.Orientation.Horizontal)), fonts.scaled(_WIDE)
        flags = painting.RIGHT if section == self.count() - 1 else painting.LEFT
        beside = self._source.scope_at(section) is not None
        left = measures.CELL_PADDING_WIDE if beside else wide
        area, ink = rect.adjusted(left, 0, -wide, 0), theme.current().color("text.secondary")
        painting.draw_text(painter, area, words, fonts.ui_font(11, 600), ink, flags)

    def _paint_environment(self, painter: QPainter, rect: QRect, section: int, one: Environment) -> None:
        colour, side = theme.current().color, fonts.scaled(_MARK)
        mark = QRectF(rect.left() + fonts.scaled(12), rect.center().y() - side / 2 + 0.5, side, side)
        paint_mark(painter, mark, one)
        dots = self.dots(section)
        left = round(mark.right()) + fonts.scaled(8)
        area = QRect(left, rect.top(), dots.left() - left - fonts.scaled(4), rect.height())
        strong = fonts.ui_font(13, 600)
        painting.draw_text(painter, area, one.name, strong, colour("text.primary"))
        area.setLeft(left + painting.text_width(strong, one.name) + fonts.scaled(8))
        note = ", ".join(self.notes(one))
        if area.width() > fonts.scaled(24):
            painting.draw_text(painter, area, note, fonts.ui_font(12), colour("text.muted"))
        if dots.contains(self.viewport().mapFromGlobal(self.cursor().pos())):
            painting.fill_round(painter, dots, measures.RADIUS_CONTROL, colour("bg.hover"))
        inset = (dots.width() - fonts.scaled(measures.ICON_SMALL)) // 2
        icons.paint(painter, dots.adjusted(inset, inset, -inset, -inset), "ellipsis", colour("text.secondary"))

    def notes(self, environment: Environment) -> tuple[str, ...]:
        """What stands after the name."""
        active = ("Active",) if environment.name == self.active else ()
        return (*active, "Asks before sending") if environment.confirm_methods else active

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), fonts.row_height(_HEIGHT, fonts.ui_font(13, 600), 8))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, environment = theme.current().color, self._source.environment_at(section)
        is_active = environment is not None and environment.name == self.active
        painter.fillRect(rect, colour("bg.inset" if is_active else "bg.surface"))
        line = colour("line.subtle")
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line)
        if section < self.count() - 1:
            painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line)
        if environment is None:
            self._paint_plain(painter, rect, section)
        else:
            self._paint_environment(painter, rect, section, environment)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        column = self.logicalIndexAt(event.position().toPoint())
        if self._source.environment_at(column) is not None and self.dots(column).contains(event.position().toPoint()):
            self.ask_for_menu(column)


class _NameEditor(QLineEdit):
    """Esc leaves the name as it was, and does not reach the window's own Esc."""

    abandoned = Signal()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.abandoned.emit()
            return True
        return super().event(event)
