"""The palette over the window: a scrim, a card with a field, rows and hints. It tells what was chosen, no more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from explorer.gui.palette.card import PaletteCard
from explorer.gui.palette.fade import Fade
from explorer.gui.palette.finder import Finder, Row
from explorer.gui.palette.sources import SEGMENT_SCOPES, PaletteSources, Scope, scope_of
from explorer.gui.theme import fonts, measures, theme

_PAGE_ROWS = 8
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE_ROWS,
    Qt.Key.Key_PageDown: _PAGE_ROWS,
}


class CommandPalette(QFrame):
    """Made once for a window; ``open_palette`` fills and shows it, a choice or Esc closes it."""

    chosen = Signal(str, str, bool)
    """Kind ("request", "error", "history", "environment", "command"), id, and whether to send at once."""
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._finder = Finder(PaletteSources())
        self._scope = Scope.ALL
        self._before: QWidget | None = None
        self.card = PaletteCard(self)
        self._fade = Fade(self, self.card)
        self.card.field.textChanged.connect(self._search)
        self.card.field.key_pressed.connect(self._key)
        self.card.segments.current_changed.connect(self._scope_picked)
        self.card.rows.picked.connect(self._choose)
        self.setAccessibleName("Command palette")
        theme.current().changed.connect(self._place)
        window.installEventFilter(self)
        self.hide()

    @property
    def scope(self) -> Scope:
        """What is searched now: a typed prefix goes before the segments."""
        return scope_of(self.card.field.text())[0] or self._scope

    def set_reduced_motion(self, reduced: bool) -> None:
        """Show and hide at once, whatever the system says."""
        self._fade.reduced = reduced

    def open_palette(self, finder: Finder, prefix: str = "", scope: Scope = Scope.ALL) -> None:
        """Show it over the window with what ``finder`` holds; ``prefix`` begins the text, ``scope`` is the segment
        chosen."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._finder = finder
        self._scope = scope
        self.card.field.setText(prefix)
        self._search(prefix)
        self._place()
        self.raise_()
        self._fade.show()
        self.card.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hide it and give the keyboard back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    # -- searching

    def _search(self, text: str) -> None:
        _prefix, query = scope_of(text)
        self._show_scope()
        self.card.show_lines(self._finder.lines(query, self.scope), query.strip())
        self._place()

    def _show_scope(self) -> None:
        if self.scope in SEGMENT_SCOPES:
            self.card.segments.blockSignals(True)
            self.card.segments.set_current(self.scope.value)
            self.card.segments.blockSignals(False)

    def _scope_picked(self, key: str) -> None:
        self._use_scope(Scope(key))

    def _use_scope(self, scope: Scope) -> None:
        """A scope chosen by hand replaces a typed prefix."""
        self._scope = scope
        prefix, query = scope_of(self.card.field.text())
        if prefix:
            self.card.field.setText(query)
        self._search(query)
        self.card.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_scope(self, step: int) -> None:
        scope = self.scope
        at = SEGMENT_SCOPES.index(scope) if scope in SEGMENT_SCOPES else 0
        self._use_scope(SEGMENT_SCOPES[(at + step) % len(SEGMENT_SCOPES)])

    # -- keys and choices

    def _key(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match key:
            case Qt.Key.Key_Escape:
                self.close_palette()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose(self.card.rows.current_row(), control)
            case Qt.Key.Key_Tab:
                self._step_scope(1)
            case Qt.Key.Key_Backtab:
                self._step_scope(-1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                # Up and Down go around the ends, pages stop there.
                self.card.rows.step(_STEPS[Qt.Key(key)])
            case Qt.Key.Key_Home if not event.modifiers():
                self.card.rows.go_to_end(first=True)
            case Qt.Key.Key_End if not event.modifiers():
                self.card.rows.go_to_end(first=False)
            case Qt.Key.Key_K | Qt.Key.Key_P if control:
                self.close_palette()
            case _:
                return
        event.accept()

    def _choose(self, row: Row | None, send: bool) -> None:
        if row is not None:
            self.close_palette()
            self.chosen.emit(row.kind.value, row.item.id, send)

    # -- place

    def _place(self) -> None:
        area = self._window.rect()
        self.setGeometry(area)
        width = min(fonts.scaled(measures.PALETTE_WIDTH), area.width() - 2 * measures.SIDEBAR_INSET)
        top = min(measures.PALETTE_TOP, area.height() // 8)
        height = self.card.wanted_height(area.height() - 2 * top)
        self.card.setGeometry((area.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("scrim"))
        painter.end()
