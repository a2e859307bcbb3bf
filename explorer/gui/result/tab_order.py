"""The order in which Tab visits a body: its tools, the notice, the filter, the form shown, the search, the path. Qt's
own order is that of making, and most of these are made late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from explorer.gui.result.body_pane import BodyPane


_SOON_MS = 30
"""After what was made is painted; nobody presses Tab sooner."""


class BodyTabOrder(QObject):
    """Works for one pane; ``anchor`` is what comes before it, the tabs of the result."""

    def __init__(self, pane: BodyPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._anchor: QWidget | None = None
        self._last: tuple[QWidget, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._put)

    def set_anchor(self, anchor: QWidget) -> None:
        self._anchor = anchor
        self._last = ()
        self.update()

    def update(self) -> None:
        """Put everything in its order soon, if something was made since."""
        self._soon.start()

    def _put(self) -> None:
        pane = self._pane
        filters = (pane.filter_bar,) if "filter_bar" in pane.__dict__ else ()
        parts = (pane.tools, pane.notice, *filters, *pane.forms.widgets(), pane.find_bar, pane.path_bar)
        if self._anchor is None:
            return
        window = self._anchor.window()
        stops = tuple(stop for part in parts for stop in _stops(part) if stop.window() is window)
        if stops == self._last:
            return
        self._last, before = stops, self._anchor
        for stop in stops:
            QWidget.setTabOrder(before, stop)
            before = stop


def _stops(part: QWidget) -> list[QWidget]:
    """The parts that take Tab, as they stand in rows from left to right."""
    own = [part] if _takes_tab(part) else []
    layout = part.layout()
    if layout is None or own:
        return own + [one for one in part.findChildren(QWidget) if _takes_tab(one) and not own]
    found: list[QWidget] = []
    for item in map(layout.itemAt, range(layout.count())):
        inner = item.layout() if item is not None else None
        widgets = [item.widget()] if item is not None and inner is None else []
        if inner is not None:
            widgets = [one.widget() for one in map(inner.itemAt, range(inner.count())) if one is not None]
        for widget in widgets:
            if widget is not None:
                found += _stops(widget)
    return found


def _takes_tab(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton) and widget.group() is not None:
        return True  # Qt lets the chosen one of a group take Tab, another one later
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
