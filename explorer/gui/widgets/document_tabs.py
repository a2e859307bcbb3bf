"""The tabs of open documents, with a button that asks for a new one. It holds no documents itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QWidget

from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.document_bar import DocumentBar, DocumentTab
from explorer.gui.widgets.icon_button import IconButton

__all__ = ["DocumentTab", "DocumentTabs"]


class DocumentTabs(QWidget):
    """Signals carry ids. A tab is never closed here: ``close_requested`` asks for it."""

    current_changed = Signal(str)
    close_requested = Signal(str)
    add_requested = Signal()
    order_changed = Signal(tuple)
    """The ids in their new order, after a drag."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = DocumentBar(self)
        self._bar.setAccessibleName(self.tr("Documents"))
        self._add = IconButton("plus", self.tr("New request"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        row.addSpacing(fonts.scaled(4))
        row.addWidget(self._add)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bar.current_changed.connect(self.current_changed)
        self._bar.close_requested.connect(self.close_requested)
        self._bar.order_changed.connect(self.order_changed)
        self._add.clicked.connect(self._ask_for_new)
        theme.current().changed.connect(self.update)

    @property
    def bar(self) -> QTabBar:
        return self._bar

    @property
    def add_button(self) -> IconButton:
        return self._add

    @property
    def tabs(self) -> tuple[DocumentTab, ...]:
        """All tabs in the order shown."""
        return tuple(self._bar.items)

    @property
    def current(self) -> str:
        """The id of the current tab; empty when there are none."""
        return self._bar.current_id()

    def set_tabs(self, tabs: Iterable[DocumentTab], current: str = "") -> None:
        """Replace all tabs. ``current`` empty keeps the current id if it is still there."""
        self._bar.replace_all(tuple(tabs), current or self.current)

    def set_tab(self, tab: DocumentTab) -> None:
        """Update the tab with this id, or add it at the end."""
        self._bar.put(tab)

    def remove_tab(self, tab_id: str) -> None:
        """Take a tab away; raises KeyError for an unknown id."""
        self._bar.drop(tab_id)

    def set_current(self, tab_id: str) -> None:
        """Make a tab current; raises KeyError for an unknown id."""
        self._bar.setCurrentIndex(self._bar.index_of(tab_id))

    def close_rect(self, tab_id: str) -> QRect:
        """Where a tab's x stands, in the bar's coordinates."""
        return self._bar.close_rect(self._bar.index_of(tab_id))

    def _ask_for_new(self) -> None:
        self.add_requested.emit()

    def sizeHint(self) -> QSize:
        return QSize(self._bar.sizeHint().width() + 40, self._bar.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme.current().color
        painter.fillRect(self.rect(), colour("bg.app"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colour("line.default"))
        painter.end()
