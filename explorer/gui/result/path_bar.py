"""The bar under a body: path, type, and copying of both path and value at the caret."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from explorer.core.content.json_place import JsonPlace
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.icon_button import IconButton


class PathBar(QWidget):
    """44 high with a hairline above."""

    copied = Signal(str)
    """Words for the notice: "Path copied"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = JsonPlace(path="$", kind="", value="")
        self._path = QLabel()
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        self._path.setMinimumWidth(8)
        self._kind = QLabel()
        self._kind.setProperty("tone", "muted")
        self.copy_path = IconButton("link", self.tr("Copy path"))
        self.copy_value = IconButton("copy", self.tr("Copy value"))
        self.copy_path.clicked.connect(self._copy_path)
        self.copy_value.clicked.connect(self._copy_value)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 1, measures.CELL_PADDING, 0)
        row.setSpacing(measures.BOTTOM_BAR_GAP)
        row.addWidget(self._path)
        row.addSpacing(4)
        row.addWidget(self._kind, 1)
        row.addWidget(self.copy_path)
        row.addWidget(self.copy_value)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def show_place(self, place: JsonPlace) -> None:
        self._place = place
        metrics = self._path.fontMetrics()
        self._path.setText(metrics.elidedText(place.path, Qt.TextElideMode.ElideMiddle, max(160, self.width() // 2)))
        self._path.setToolTip(place.path)
        self._kind.setText(place.kind)
        self.setAccessibleName(f"{place.path}, {place.kind}")

    def path_text(self) -> str:
        """The path in full."""
        return self._place.path

    def kind_text(self) -> str:
        return self._place.kind

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self._place.path)
        self.copied.emit(self.tr("Path copied"))

    def _copy_value(self) -> None:
        QGuiApplication.clipboard().setText(self._place.value)
        self.copied.emit(self.tr("Value copied"))

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
