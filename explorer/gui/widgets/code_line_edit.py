"""A line edit that shows variables as chips and offers their names: cells of tables, fields of credentials."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.core.variables import references
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.code_chips import Chips, paint_chip
from explorer.gui.widgets.code_completion import VariableCompletion
from explorer.gui.widgets.code_text import characters


class VariableLineEdit(QLineEdit):
    """Shares the Chips of its panel, so that variables are handed over once."""

    def __init__(self, chips: Chips, parent: QWidget | None = None, *, px: int = 13) -> None:
        super().__init__(parent)
        self.chips = chips
        self._px = px
        self.completion = VariableCompletion(self, chips)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self._say)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setProperty("face", "code")
        self.setFont(fonts.code_font(self._px))

    def _typed(self, _text: str) -> None:
        self.completion.refresh()

    def _say(self, text: str) -> None:
        found = references(text) if "{{" in text else ()
        self.setToolTip("<br><br>".join(self.chips.tip(reference.name) for reference in found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completion.holds(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_F12 and self._go_to(self.cursorPosition()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _go_to(self, position: int) -> bool:
        """Ask for the value of the reference at a place; False when there is none."""
        at = characters(self.text(), position)
        found = next((one for one in references(self.text()) if one.start <= at <= one.end), None)
        if found is None or self.chips.go_to is None:
            return False
        self.chips.go_to(found.name)
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not (ctrl and self._go_to(self.cursorPositionAt(event.position().toPoint()))):
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        text = self.text()
        if "{{" not in text or self.echoMode() is not QLineEdit.EchoMode.Normal or self.hasSelectedText():
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        metrics = self.fontMetrics()
        inside = self.rect().adjusted(3, 1, -3, -1)
        painter.setClipRect(inside)
        # Where the text begins, scrolled or not, is only to be had from where the cursor stands.
        origin = self.cursorRect().center().x() - metrics.horizontalAdvance(
            text[: characters(text, self.cursorPosition())]
        )
        top = (self.height() - metrics.height()) / 2
        for reference in references(text):
            left = origin + metrics.horizontalAdvance(text[: reference.start])
            shown = text[reference.start : reference.end]
            place = QRectF(left, top, metrics.horizontalAdvance(shown), metrics.height())
            paint_chip(painter, place, self.chips.ground(reference.name))
            painter.setPen(self.chips.ink(reference.name))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
