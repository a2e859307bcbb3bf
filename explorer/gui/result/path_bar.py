"""The bar under a body: path, type, and what can be done with the place at the caret."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from explorer.core.content.json_place import JsonPlace
from explorer.gui.result.place_actions import CAPTURE_KEYS, PlaceActions, Source
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.menu import Menu


class PathBar(QWidget):
    """44 high with a hairline above."""

    copied = Signal(str)
    """Words for the notice: "Path copied"."""
    show_in_tree_requested = Signal(object)
    """The ``JsonPlace``."""

    def __init__(self, source: Callable[[], Source], parent: QWidget | None = None) -> None:
        """``source`` tells the formatted text that is shown."""
        super().__init__(parent)
        self.actions_here = PlaceActions(self, self.place, source)
        self.actions_here.copied.connect(self.copied)
        self._has_tree = False
        self._place = JsonPlace(path="$", kind="", value="")
        self._path = QLabel()
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        self._path.setMinimumWidth(8)
        self._kind = QLabel()
        self._kind.setProperty("tone", "muted")
        self.capture = IconButton("variable", f"{self.tr('Capture to variable')} ({CAPTURE_KEYS})")
        self.copy_path = IconButton("link", self.tr("Copy path"))
        self.copy_value = IconButton("copy", self.tr("Copy value"))
        self.more = IconButton("ellipsis", self.tr("More to do with this place"))
        self.capture.clicked.connect(self.actions_here.capture)
        self.copy_path.clicked.connect(self.actions_here.copy_path)
        self.copy_value.clicked.connect(self.actions_here.copy_value)
        self.more.clicked.connect(self._open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 1, measures.CELL_PADDING, 0)
        row.setSpacing(measures.BOTTOM_BAR_GAP)
        row.addWidget(self._path)
        row.addSpacing(4)
        row.addWidget(self._kind, 1)
        for button in (self.capture, self.copy_path, self.copy_value, self.more):
            row.addWidget(button)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def show_place(self, place: JsonPlace) -> None:
        self._place = place
        metrics = self._path.fontMetrics()
        self._path.setText(metrics.elidedText(place.path, Qt.TextElideMode.ElideMiddle, max(160, self.width() // 2)))
        self._path.setToolTip(place.path)
        self._kind.setText(place.kind)
        self.setAccessibleName(f"{place.path}, {place.kind}")

    def place(self) -> JsonPlace:
        """What is shown."""
        return self._place

    def set_has_tree(self, has_tree: bool) -> None:
        """Whether the place can be shown in a tree from here."""
        self._has_tree = has_tree

    def path_text(self) -> str:
        """The path in full."""
        return self._place.path

    def kind_text(self) -> str:
        return self._place.kind

    def _open_menu(self) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()) - QPoint(0, menu.sizeHint().height()))

    def fill(self, menu: Menu) -> None:
        """Add all that can be done with the place."""
        if self._has_tree:
            menu.add(self.tr("Show in tree"), "layers", "Ctrl Shift T").triggered.connect(self.show_in_tree)
        self.actions_here.fill(menu)

    def show_in_tree(self) -> bool:
        """Ask for the place in the tree; False when there is none."""
        had_tree = self._has_tree  # in the tree it is not offered any more
        if had_tree:
            self.show_in_tree_requested.emit(self._place)
        return had_tree

    def _theme_changed(self) -> None:
        self._path.setFont(fonts.code_font(12))
        self._kind.setFont(fonts.ui_font(12))
        self.setFixedHeight(fonts.row_height(measures.BOTTOM_BAR, fonts.ui_font(12), 24))

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()
