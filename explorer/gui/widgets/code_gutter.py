"""The strip left of the code: line numbers, chevrons that fold, the bar and the bulb of a fault line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from explorer.gui.theme import fonts, icons, theme
from explorer.gui.theme.measures import CODE_FAULT_BAR, CODE_FOLD_WIDTH, CODE_NUMBER_WIDTH, ICON_SMALL
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_chips import visible_blocks
from explorer.gui.widgets.code_folding import Folding


class CodeGutter(QWidget):
    """Paints beside its editor; the editor tells it which lines are at fault."""

    fold_requested = Signal(int)

    def __init__(self, editor: QPlainTextEdit, folding: Folding) -> None:
        super().__init__(editor)
        self._editor = editor
        self._folding = folding
        self._fault_lines: frozenset[int] = frozenset()
        self._family = Family.CLIENT
        self.setAccessibleName("Line numbers")

    def set_faults(self, lines: frozenset[int], family: Family) -> None:
        self._fault_lines, self._family = lines, family
        self.update()

    def gutter_width(self) -> int:
        """Number column and fold column; wider when the numbers need it."""
        digits = len(str(max(1, self._editor.blockCount())))
        needed = self._number_metrics().horizontalAdvance("0") * digits + fonts.scaled(8)
        return max(fonts.scaled(CODE_NUMBER_WIDTH), needed) + fonts.scaled(CODE_FOLD_WIDTH)

    def _number_metrics(self) -> QFontMetrics:
        return QFontMetrics(fonts.code_font(11))

    def _paint_line(self, painter: QPainter, line: int, row: QRectF) -> None:
        colour = theme.current().color
        fault = line in self._fault_lines
        if fault:
            painter.fillRect(row, colour("fault.tint", self._family))
            painter.fillRect(QRectF(0, row.top(), CODE_FAULT_BAR, row.height()), colour("fault.line", self._family))
            size = fonts.scaled(ICON_SMALL)
            bulb = QRectF(fonts.scaled(5), row.center().y() - size / 2, size, size)
            icons.paint(painter, bulb, "lightbulb", colour("fault.fg", self._family))
        painter.setPen(colour("fault.fg", self._family) if fault else colour("text.muted"))
        fold = fonts.scaled(CODE_FOLD_WIDTH)
        numbers = row.adjusted(0, 0, -fold, 0)
        painter.drawText(numbers, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line + 1))
        if self._folding.can_fold(line):
            self._paint_chevron(painter, row.adjusted(row.width() - fold, 0, 0, 0), self._folding.is_folded(line))

    def _paint_chevron(self, painter: QPainter, place: QRectF, folded: bool) -> None:
        arm = fonts.scaled(3)
        middle = place.center()
        if folded:
            points = (QPointF(-arm / 2, -arm), QPointF(arm / 2, 0), QPointF(-arm / 2, arm))
        else:
            points = (QPointF(-arm, -arm / 2), QPointF(0, arm / 2), QPointF(arm, -arm / 2))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.current().color("text.muted"))
        pen.setWidthF(1.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([middle + point for point in points]))
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(self.gutter_width(), 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        for block, rect in visible_blocks(self._editor):
            if rect.top() <= event.position().y() < rect.bottom():
                self.fold_requested.emit(block.blockNumber())
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().color("bg.surface"))
        painter.setFont(fonts.code_font(11))
        current = self._editor.textCursor().blockNumber()
        for block, rect in visible_blocks(self._editor):
            layout = block.layout()
            height = layout.lineAt(0).height() if layout.lineCount() else rect.height()
            row = QRectF(0, rect.top(), self.width(), height)
            if block.blockNumber() == current and block.blockNumber() not in self._fault_lines:
                ground = QRectF(0, rect.top(), self.width(), rect.height())
                painter.fillRect(ground, theme.current().color("bg.inset"))
            self._paint_line(painter, block.blockNumber(), row)
