"""The path of a file: typed, chosen in a dialog, or dropped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.composer.auth_fields import PlainField
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.labels import ElidedLabel


class FilePage(QWidget):
    """A path and a content type. ``edited`` follows every change by the person."""

    edited = Signal()

    def __init__(self, chips: Chips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = PlainField("File", chips)
        self.path.line.setPlaceholderText("Path, or drop a file here")
        self.content_type = PlainField("Content type", chips)
        self.content_type.line.setPlaceholderText("application/octet-stream")
        self.choose = Button("Choose…", ButtonKind.SECONDARY)
        self._dialog: QFileDialog | None = None
        self.setAcceptDrops(True)
        self.path.line.setAcceptDrops(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(REQUEST_BAR_PADDING_X, 12, REQUEST_BAR_PADDING_X, 12)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        column.addWidget(ElidedLabel("File", color_token="text.secondary"))
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(ElidedLabel("Content type", color_token="text.secondary"))
        column.addWidget(self.content_type)
        column.addStretch(1)
        self.choose.clicked.connect(self.open_dialog)
        self.path.edited.connect(self.edited)
        self.content_type.edited.connect(self.edited)

    def load(self, path: str, content_type: str) -> None:
        self.path.set_text(path)
        self.content_type.set_text(content_type)

    def open_dialog(self) -> None:
        """Let the person choose; nothing waits for the answer."""
        self._dialog = QFileDialog(self, "Choose a file")
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.fileSelected.connect(self.path.write)
        self._dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.path.write(paths[0])
            event.acceptProposedAction()
