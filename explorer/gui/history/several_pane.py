"""The right half of the History page while several exchanges are selected: how many, what is among them, what can be
done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.history.chosen import TITLES, Chosen, Wish, wishes_of
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.rich_label import RichLabel


class SeveralPane(QWidget):
    """Shows what ``show_chosen`` gives it."""

    wished = Signal(object)
    """A Wish."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = RichLabel("", weight=600)
        self.remark = RichLabel("", px=12, color_token="text.secondary")
        for label in (self.title, self.remark):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = {wish: Button(TITLES[wish][0], icon=TITLES[wish][1]) for wish in Wish}
        column = QVBoxLayout(self)
        column.setSpacing(fonts.scaled(8))
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.remark)
        column.addSpacing(fonts.scaled(8))
        column.addLayout(self._row(Wish.COMPARE, Wish.EXPORT, Wish.COPY_URLS, Wish.COPY_CURL))
        column.addLayout(self._row(Wish.PIN, Wish.UNPIN, Wish.DELETE))
        column.addStretch(1)

    def show_chosen(self, chosen: Chosen) -> None:
        """Other exchanges are selected."""
        self.title.set_text(chosen.title)
        self.remark.set_text(chosen.remark)
        self.remark.setVisible(bool(chosen.remark))
        self.setAccessibleName(chosen.title)
        offered = wishes_of(chosen.rows, is_all=chosen.everything is not None)
        for wish, button in self.buttons.items():
            button.setVisible(wish in offered)
            button.setAccessibleName(f"{TITLES[wish][0].rstrip('…')}: {chosen.title}")

    def _row(self, *wishes: Wish) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(fonts.scaled(8))
        row.addStretch(1)
        for wish in wishes:
            self.buttons[wish].clicked.connect(partial(self._wish, wish))
            row.addWidget(self.buttons[wish])
        row.addStretch(1)
        return row

    def _wish(self, wish: Wish, _checked: bool = False) -> None:
        self.wished.emit(wish)
