"""The bar above the catalogue: search, one API or kind of failure, and only what was seen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QWidget

from explorer.core.diagnosis.catalog_entries import CatalogEntry
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.search_field import SearchField
from explorer.gui.widgets.segments import Segment, Segments

ALL = "All"


class CatalogueBar(QWidget):
    """``changed`` comes after anything changed."""

    changed = Signal()
    leave_requested = Signal()
    """Arrow down or Enter in the search field: on to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(
            "Status, code or words, such as 429 or group", "Ctrl F", height_px=measures.REQUEST_CONTROL
        )
        self.search.installEventFilter(self)
        self.kinds = Segments((Segment(key=ALL, title=ALL),), "Which errors", height_px=measures.REQUEST_CONTROL)
        self.seen_only = QCheckBox("Seen only")
        row = QHBoxLayout(self)
        side = fonts.scaled(measures.REQUEST_BAR_PADDING_X)
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(fonts.scaled(measures.REQUEST_GAP))
        row.addWidget(self.search, 1)
        row.addWidget(self.kinds)
        row.addSpacing(fonts.scaled(12))
        row.addWidget(self.seen_only)
        row.addSpacing(fonts.scaled(10))
        self.search.textChanged.connect(self._announce)
        self.kinds.current_changed.connect(self._announce)
        self.seen_only.toggled.connect(self._announce)
        theme.current().changed.connect(self._fit)
        self._fit()

    def set_entries(self, entries: Iterable[CatalogEntry]) -> None:
        """Count the kinds of entries."""
        counts: dict[str, int] = {}
        for entry in entries:
            counts[kind_of(entry)] = counts.get(kind_of(entry), 0) + 1
        for old in self.kinds.findChildren(QToolButton):
            old.hide()  # it is deleted later only, and would shine through until then
        total = Segment(key=ALL, title=ALL, count=sum(counts.values()))
        self.kinds.set_options((total, *(Segment(key=kind, title=kind, count=counts[kind]) for kind in counts)))

    def reset(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.kinds.set_current(ALL)
        self.seen_only.setChecked(False)

    def _announce(self, _value: object = None) -> None:
        self.changed.emit()

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.REQUEST_BAR, fonts.ui_font(), 24))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.leave_requested.emit()
                return True
        return super().eventFilter(watched, event)


def kind_of(entry: CatalogEntry) -> str:
    """The switch an entry belongs to: "Sinch SMS", "HTTP", "Transport"."""
    return entry.group.partition(",")[0].removesuffix(" API")
