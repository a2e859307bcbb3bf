"""The bar above the history: filter field, All, Failed and Pinned with counts, window of time, grouping."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.storage.history import Counts
from explorer.gui.history.filter_field import FilterField
from explorer.gui.history.filters import Filter, Token
from explorer.gui.history.menu_button import MenuButton
from explorer.gui.history.windows import USUAL, WINDOWS, Window
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.segments import Segment, Segments

_STATES = (("all", "All"), ("failed", "Failed"), ("pinned", "Pinned"))


class FilterBar(QWidget):
    """Whatever changes, ``changed`` says so once; the switch and the ``is`` token are the same thing."""

    changed = Signal()
    grouping_changed = Signal(bool)
    """True for by error code."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = FilterField()
        self.states = Segments(_options(None), "Which exchanges", height_px=measures.REQUEST_CONTROL)
        self.windows = MenuButton("Window of time", [window.title for window in WINDOWS], "calendar")
        self.grouping = MenuButton("Grouping", ["By time", "By error code"], "layers")
        self._window = USUAL
        self._counts: Counts | None = None
        self.windows.set_current(WINDOWS.index(USUAL))
        row = QHBoxLayout(self)
        side = fonts.scaled(measures.REQUEST_BAR_PADDING_X)
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(fonts.scaled(measures.REQUEST_GAP))
        row.addWidget(self.field, 1)
        for part in (self.states, self.windows, self.grouping):
            row.addWidget(part)
        self.field.filter_changed.connect(self._filter_changed)
        self.states.current_changed.connect(self._state_chosen)
        self.windows.chosen.connect(self._window_chosen)
        self.grouping.chosen.connect(self._grouping_chosen)
        theme.current().changed.connect(self._fit)
        self._fit()

    @property
    def window_of_time(self) -> Window:
        return self._window

    def set_window_of_time(self, window: Window) -> None:
        """Choose one of WINDOWS."""
        self._window = window
        self.windows.set_current(WINDOWS.index(window))

    def set_counts(self, counts: Counts) -> None:
        """Numbers in the switch."""
        if counts != self._counts:
            self._counts = counts
            self.states.set_options(_options(counts))

    def set_grouped(self, grouped: bool) -> None:
        """Show which grouping is in use."""
        self.grouping.set_current(1 if grouped else 0)

    def _filter_changed(self, chosen: Filter) -> None:
        values = chosen.values("is")
        state = values[0].lower() if values and values[0].lower() in ("failed", "pinned") else "all"
        if self.states.current != state:
            self.states.blockSignals(True)
            self.states.set_current(state)
            self.states.blockSignals(False)
        self.changed.emit()

    def _state_chosen(self, key: str) -> None:
        chosen = self.field.filter.without("is")
        if key != "all":
            chosen = Filter(tokens=(Token(name="is", values=(key,)), *chosen.tokens), text=chosen.text)
        self.field.set_filter(chosen)

    def _window_chosen(self, number: int) -> None:
        self._window = WINDOWS[number]
        self.changed.emit()

    def _grouping_chosen(self, number: int) -> None:
        self.grouping_changed.emit(number == 1)

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.REQUEST_BAR, fonts.ui_font(), 24))


def _options(counts: Counts | None) -> list[Segment]:
    numbers = (None, None, None) if counts is None else (counts.all, counts.failed, counts.pinned)
    words = [None if counts is None or number is None else counts.words(number) for number in numbers]
    return [Segment(key=key, title=title, count=one) for (key, title), one in zip(_STATES, words, strict=True)]
