"""A row of exclusive choices on one track, such as Pretty, Tree and Raw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.painted import PaintedWidget

_INSET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    key: str
    title: str
    count: int | str | None = None
    """A muted number after the title; None shows none."""


class Segments(PaintedWidget):
    """The options, one of them current. ``current_changed`` carries its key."""

    current_changed = Signal(str)

    def __init__(
        self,
        options: Sequence[Segment],
        name: str = "",
        parent: QWidget | None = None,
        *,
        height_px: int = measures.SEGMENTS,
    ) -> None:
        super().__init__(parent)
        self._height_px = height_px
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonToggled.connect(self._toggled)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(name)
        self.set_options(options)

    @property
    def current(self) -> str:
        """The key of the current option; empty when there are none."""
        button = self._group.checkedButton()
        return button.segment.key if isinstance(button, _SegmentButton) else ""

    def set_options(self, options: Sequence[Segment]) -> None:
        """Replace the options; the current one stays if it is still there, or the first becomes current."""
        current = self.current
        self.blockSignals(True)
        kept = {button.segment: button for button in self._buttons() if button.segment in options}
        before: QWidget = next(iter(self._buttons()), self)
        for old in self._buttons():
            if old.segment not in kept:
                self._drop(old)
        for place, option in enumerate(options):
            button = kept.get(option) or self._made(option)
            if self._row.indexOf(button) != place:
                self._row.removeWidget(button)
                self._row.insertWidget(place, button)
            if option not in kept:
                QWidget.setTabOrder(before, button)  # one that is made late would be the last of the window
            before = button
        keys = [option.key for option in options]
        if keys:
            self.set_current(current if current in keys else keys[0])
        self.blockSignals(False)

    def _buttons(self) -> list[_SegmentButton]:
        return [button for button in self._group.buttons() if isinstance(button, _SegmentButton)]

    def _made(self, option: Segment) -> _SegmentButton:
        button = _SegmentButton(option, self._height_px - 2 * _INSET, self)
        self._group.addButton(button)
        return button

    def _drop(self, button: _SegmentButton) -> None:
        self._group.removeButton(button)
        self._row.removeWidget(button)
        button.hide()  # it lives until the next turn of the loop and would shine through
        button.deleteLater()

    def set_current(self, key: str) -> None:
        """Make an option current; raises KeyError for an unknown key."""
        for button in self._buttons():
            if button.segment.key == key:
                button.setChecked(True)
                return
        raise KeyError(key)

    def _toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked and isinstance(button, _SegmentButton):
            self.current_changed.emit(button.segment.key)

    def paint(self, painter: QPainter) -> None:
        painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, self.colour("bg.hover"))


class _SegmentButton(QToolButton):
    def __init__(self, segment: Segment, height_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = segment
        self._height_px = height_px
        self.setCheckable(True)
        self.setText(segment.title)
        self.setAccessibleName(segment.title)
        self.setProperty("focus_radius", measures.RADIUS_TAG)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.current().changed.connect(self.updateGeometry)

    def _px(self) -> int:
        return 12 if self._height_px < measures.BUTTON else 13

    def _font(self, current: bool) -> QFont:
        return fonts.ui_font(self._px(), 500 if current else 400)

    def sizeHint(self) -> QSize:
        font = self._font(True)
        width = painting.text_width(font, self.segment.title) + 2 * fonts.scaled(measures.CELL_PADDING)
        if self.segment.count is not None:
            width += fonts.scaled(measures.ICON_GAP)
            width += painting.text_width(fonts.ui_font(11), str(self.segment.count))
        return QSize(width, fonts.row_height(self._height_px, font, 2))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, state = theme.current().color, interaction.of(self)
        if self.isChecked():
            painting.fill_round(painter, self.rect(), measures.RADIUS_TAG, colour("bg.surface"))
        elif state.hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_TAG, colour("bg.pressed"))
        lively = self.isChecked() or state.hovered
        token = "text.primary" if lively else "text.secondary"
        words = colour(token if state.enabled else "text.disabled")
        font, pad = self._font(self.isChecked()), fonts.scaled(measures.CELL_PADDING)
        area = self.rect().adjusted(pad, 0, -pad, 0)
        if self.segment.count is None:
            painting.draw_text(painter, self.rect(), self.segment.title, font, words, painting.CENTER)
        else:
            painting.draw_text(painter, area, self.segment.title, font, words)
            number = fonts.tabular(fonts.ui_font(11))
            painting.draw_text(painter, area, str(self.segment.count), number, colour("text.muted"), painting.RIGHT)
        painter.end()
