"""The order in which Tab visits the window. Qt's own order is that of making, and pages are made late.

WORKAROUND PySide6 6.11: walking ``nextInFocusChain`` wraps parts of Qt's own widgets before they are whole, and the
program dies in their next event; ``findChildren`` is safe.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_after(page: QWidget, widgets: tuple[QWidget, ...]) -> None:
    """Let Tab visit ``widgets``, in this order, after everything in ``page``."""
    last = max(stops(page), key=partial(_reading_order, page), default=page)
    for widget in widgets:
        QWidget.setTabOrder(last, widget)
        last = widget


def focus_first(pane: QWidget) -> None:
    """Focus what had the keyboard in this pane before; at first what is its ``entry``, else the pane itself or its
    first part that takes Tab. Only what can be seen."""
    before, parts = pane.focusWidget(), stops(pane)
    entries = (one for one in parts if one.property("entry"))
    wanted = (*((before,) if before is not None and before is not pane else ()), *entries, pane, *parts)
    first = next((one for one in wanted if _takes_tab(one) and one.isVisible() and one.isEnabled()), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)


def stops(page: QWidget) -> tuple[QWidget, ...]:
    """The parts of a page that take Tab, in the order of making."""
    return tuple(one for one in page.findChildren(QWidget) if _takes_tab(one))


def _reading_order(page: QWidget, widget: QWidget) -> tuple[bool, int, int]:
    """The right-hand column is read last, its lowest part at the end."""
    centre = widget.mapTo(page, widget.rect().center())
    return widget.isVisible() and centre.x() > page.width() // 2, centre.y(), centre.x()


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
