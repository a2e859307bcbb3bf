"""The line with which one filters a body: language, expression, what came of it. Knows nothing of the body."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from explorer.gui.result.asked_queries import LANGUAGES, asked
from explorer.gui.result.drop_button import DropButton
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.menu import Menu

_EXAMPLES = {
    "jsonpath": "$.items[?@.price > 10].name",
    "jmespath": "items[?price > `10`].name",
    "jq": ".items[] | select(.price > 10) | .name",
    "xpath": "//item/@id",
}
_DELAY_MS = 250
_NARROWEST = 220
_IN_MENU, _LONG = 8, 60


class FilterBar(QWidget):
    """Hidden until ``open_bar``. What is typed is asked for after a short rest; Enter asks at once, Esc closes. Up and
    Down go through the queries that were asked before, in any tab and any run."""

    filter_requested = Signal(str, str)
    """Language and expression; an empty expression shows the whole body."""
    closed = Signal()
    copy_requested = Signal()
    """What was found is to go to the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._language = "jsonpath"
        self._is_wrong = self._is_entered = False
        """Whether Enter was pressed and its answer is still to come."""
        self._offered: tuple[str, ...] = ("jsonpath", "jmespath", "jq")
        self.choice = DropButton(self.tr("Query language"))
        self.choice.clicked.connect(self._choose)
        self.field = QLineEdit()
        self.field.setFont(fonts.code_font(12))
        self.field.setAccessibleName(self.tr("Filter expression"))
        self.field.setMinimumWidth(fonts.scaled(_NARROWEST))
        self.field.textEdited.connect(self._typed)
        self._outcome = ElidedLabel(px=12, color_token="text.secondary")
        self.copy = IconButton("copy", self.tr("Copy what was found"))
        self.copy.clicked.connect(self.copy_requested)
        self._back = 0
        """How far one went back in the queries of before."""
        self._close = IconButton("x", self.tr("Close filter"))
        self._close.clicked.connect(self.close_bar)
        self._rest = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._rest.timeout.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 6, measures.CELL_PADDING, 6)
        row.setSpacing(measures.CELL_PADDING)
        row.addWidget(self.choice)
        row.addWidget(self.field, 1)
        row.addWidget(self._outcome)
        row.addWidget(self.copy)
        row.addWidget(self._close)
        self.set_language("jsonpath")
        self.hide()

    def offer(self, languages: tuple[str, ...]) -> None:
        """What fits the body."""
        self._offered = languages
        if self._language not in languages:
            self.set_language(languages[0])

    def set_language(self, language: str) -> None:
        self._language = language
        self.choice.set_text(LANGUAGES[language])
        self.field.setPlaceholderText(_EXAMPLES[language])
        if self.field.text():
            self._ask()

    def open_bar(self) -> None:
        """Show it with the keyboard in the field."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._ask()

    def take_up(self, languages: tuple[str, ...]) -> None:
        """Another body is shown: an open bar asks it the same, and closes where it has no such language."""
        if self.isHidden():
            return
        if self._language in languages:
            self.offer(languages)
            self._ask()
        else:
            self._rest.stop()
            self.hide()

    def close_bar(self) -> None:
        self._keep()
        self._rest.stop()
        self.hide()
        self.closed.emit()

    def show_outcome(self, words: str, is_wrong: bool = False) -> None:
        """How much was found, or why nothing could be."""
        self._outcome.set_text(words)
        self._outcome.set_color("client.fg" if is_wrong else "text.secondary")
        self._is_wrong = is_wrong
        if self._is_entered:
            self._is_entered = False
            self._keep()
        self.field.setProperty("error", is_wrong)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(words if is_wrong else "")

    def outcome(self) -> str:
        return self._outcome.text()

    def _choose(self) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for language in self._offered:
            menu.add(LANGUAGES[language]).triggered.connect(partial(self.set_language, language))
        if self._asked():
            menu.addSeparator()
        for expression in self._asked()[:_IN_MENU]:
            words = expression if len(expression) <= _LONG else expression[: _LONG - 1] + "…"
            menu.add(words.replace("&", "&&"), "history").triggered.connect(partial(self._take, expression))
        menu.popup(self.choice.mapToGlobal(QPoint(0, self.choice.height())))

    def _take(self, expression: str, _checked: bool = False) -> None:
        self.field.setText(expression)
        self._ask()

    def _asked(self) -> list[str]:
        """Queries of before in this language, the last one first."""
        return asked.of(self._language)

    def _keep(self) -> None:
        expression = self.field.text().strip()
        self._back = 0
        if expression and not self._is_wrong:
            asked.add(self._language, expression)

    def _go_through(self, step: int) -> None:
        """Back (1) or on (-1) in the queries of before; on from the last one is an empty line."""
        if not self._back and step > 0:
            self._keep()
            self._back = int(self._asked()[:1] == [self.field.text().strip()])
        before = self._asked()
        self._back = max(0, min(self._back + step, len(before)))
        self._take(before[self._back - 1] if self._back else "")

    def _typed(self) -> None:
        self._back = 0
        self._rest.start()

    def _ask(self) -> None:
        self._rest.stop()
        self.filter_requested.emit(self._language, self.field.text().strip())

    def event(self, event: QEvent) -> bool:
        # The window has an action on Esc, which would take the key away from the bar.
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            self._is_entered = True
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_through(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
