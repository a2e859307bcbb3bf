"""The left half of the History page: head, list, and the sentence that counts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.storage.history import Counts
from explorer.gui.history.list_delegate import PADDING, right_columns
from explorer.gui.history.list_model import HistoryModel
from explorer.gui.history.list_view import HistoryView
from explorer.gui.history.moments import day_title
from explorer.gui.history.windows import WINDOWS, Window
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.painted import PaintedWidget


class ListHead(PaintedWidget):
    """The titles of the columns; they change with the grouping."""

    def __init__(self, view: HistoryView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._is_grouped = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_grouped(self, grouped: bool) -> None:
        self._is_grouped = grouped
        self.update()

    def paint(self, painter: QPainter) -> None:
        font, colour = fonts.ui_font(11, 600), self.colour("text.muted")
        area = QRect(0, 0, self._view.viewport().width(), self.height() - 1)
        spark, count, last = right_columns(area)
        first = area.adjusted(fonts.scaled(PADDING), 0, 0, 0)
        painting.draw_text(painter, first, "Failure" if self._is_grouped else "Request", font, colour)
        if self._is_grouped:
            painting.draw_text(painter, spark, "14 days", font, colour)
            painting.draw_text(painter, count, "Count", font, colour, painting.RIGHT)
        words = "Last" if self._is_grouped else "Took"
        painting.draw_text(painter, last, words, font, colour, painting.RIGHT)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), self.colour("line.subtle"))

    def sizeHint(self) -> QSize:
        return QSize(200, fonts.row_height(measures.TABLE_HEADER, fonts.ui_font(11), 8))


class ListPane(QWidget):
    """The view's own signals carry the wishes; here are those about the whole history."""

    clear_requested = Signal()
    export_requested = Signal()
    """The button of the export was pressed, which also stops one."""
    unfilter_requested = Signal()

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = HistoryView(model)
        self.head = ListHead(self.view)
        self.empty = EmptyState("")
        self.empty.action_requested.connect(self.unfilter_requested)
        self.summary = ElidedLabel(px=12, color_token="text.secondary")
        self.clear_button = IconButton("trash-2", "Clear history…")
        self.clear_button.clicked.connect(self.clear_requested)
        self.export_button = IconButton("download", "Export this list as HAR…")
        self.export_button.clicked.connect(self.export_requested)
        self._counts = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        column.addWidget(Hairline(color_token="line.default"))
        column.addWidget(self._bottom())

    def set_grouped(self, grouped: bool) -> None:
        self.head.set_grouped(grouped)

    def show_list(self) -> None:
        """The keyboard comes along from the sentence that stood there."""
        focused = QApplication.focusWidget()
        was_here = focused is not None and (focused is self.empty or self.empty.isAncestorOf(focused))
        self._stack.setCurrentWidget(self.view)
        if was_here:
            self.view.enter()

    def show_sentence(self, sentence: str, action: str = "") -> None:
        """In place of the list: why there is nothing in it. The keyboard stays here."""
        had_focus = self.view.hasFocus()
        self.empty.set_sentence(sentence, action)
        self._stack.setCurrentWidget(self.empty)
        if had_focus:
            (self.empty.button if action else self.empty).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say_nothing_found(self, window: Window, *, has_filter: bool, is_grouped: bool) -> None:
        """In place of the list: that there is nothing, and what would show more."""
        if has_filter:
            self.show_sentence("Nothing in the history matches.", "Clear filter")
        elif is_grouped:
            self.show_sentence(f"No failures {window.words}.")
        else:
            action = "Show 90 days" if window is not WINDOWS[-1] else ""
            self.show_sentence(f"Nothing was sent {window.words}.", action)

    def say_searching(self, moment: datetime, found: int) -> None:
        """How far a search inside the exchanges is, and how many it has found."""
        day = day_title(moment.astimezone().date(), datetime.now().astimezone().date())
        if found:
            self.show_list()
            self.tell(f"{found:,} found so far; searched back to {day}, going on…")
        else:
            self.show_sentence(f"Nothing found yet. Searched back to {day}, going on…")

    def set_counts(self, counts: Counts, window: Window) -> None:
        failures = "1 failure" if counts.failed == 1 else f"{counts.words(counts.failed)} failures"
        requests = "1 request" if counts.all == 1 else f"{counts.words(counts.all)} requests"
        self._counts = f"{failures} of {requests} {window.words}"
        self.tell_counts()

    def tell_counts(self) -> None:
        """The counts again, after something else was told."""
        self.summary.set_text(self._counts)

    def show_exporting(self, running: bool) -> None:
        """Whether the button begins or stops an export."""
        self.export_button.set_icon("square" if running else "download")
        words = "Stop the export" if running else "Export this list as HAR…"
        self.export_button.setToolTip(words)
        self.export_button.setAccessibleName(words)

    def tell(self, sentence: str) -> None:
        """In place of the counts, until these change."""
        self.summary.set_text(sentence)

    def _bottom(self) -> QWidget:
        bottom = Bar()
        bottom.line.addWidget(self.summary, 1)
        bottom.line.addWidget(self.export_button)
        bottom.line.addWidget(self.clear_button)
        return bottom

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) and self.view.can_undo:
            self.view.undo_requested.emit()  # also when nothing is left in the list
        else:
            super().keyPressEvent(event)


class Bar(QWidget):
    """A bar below or above a pane; put things into ``line``."""

    def __init__(self, parent: QWidget | None = None, *, height_px: int = measures.BOTTOM_BAR) -> None:
        super().__init__(parent)
        self._height_px = height_px
        self.line = QHBoxLayout(self)
        side = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        self.line.setContentsMargins(side, 0, side, 0)
        self.line.setSpacing(fonts.scaled(measures.BOTTOM_BAR_GAP))
        theme.current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(self._height_px, fonts.ui_font(), 12))
