"""Fields of credentials: a line with chips, and one that hides what is typed unless it is only a reference."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_line_edit import VariableLineEdit
from explorer.gui.widgets.icon_button import IconButton


class PlainField(QWidget):
    """A line with chips. ``edited`` follows what the person types."""

    edited = Signal()

    def __init__(self, name: str, chips: Chips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = VariableLineEdit(chips, self, px=12)
        self.line.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self._loading = False
        self.line.textChanged.connect(self._changed)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show another text without ``edited``."""
        if text != self.line.text():
            self._loading = True
            self.line.setText(text)
            self._loading = False

    def write(self, text: str) -> None:
        """Put another text as the person would, so that it can be undone."""
        self.line.selectAll()
        self.line.insert(text)

    def set_fault(self, note: str) -> None:
        """Frame the field and say why; an empty note takes the frame away."""
        self.line.setProperty("error", bool(note))
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(note)

    def _changed(self, _text: str) -> None:
        if not self._loading:
            self.edited.emit()


class SecretField(PlainField):
    """Literal secrets are masked until they are revealed; ``{{name}}`` is no secret and always shown."""

    def __init__(self, name: str, chips: Chips, parent: QWidget | None = None) -> None:
        super().__init__(name, chips, parent)
        self.reveal = IconButton("eye-off", f"Show {name.lower()}", self)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._mask)
        self._row.addWidget(self.reveal)
        self._written_over: str | None = None
        self.line.installEventFilter(self)
        policy = self.reveal.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reveal.setSizePolicy(policy)
        self._mask()

    def write(self, text: str) -> None:
        """Put another text; Ctrl Z takes it back, though Qt undoes nothing in a masked line."""
        before = self.line.text()
        super().write(text)
        self._written_over = before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() is QEvent.Type.KeyPress
        if (
            not isinstance(event, QKeyEvent)
            or not pressed
            or not event.matches(QKeySequence.StandardKey.Undo)
            or self._written_over is None
        ):
            return False
        before, self._written_over = self._written_over, None
        self.line.setText(before)
        return True

    def _changed(self, _text: str) -> None:
        self._written_over = None
        self._mask()
        super()._changed(_text)

    def _mask(self, _on: bool = False) -> None:
        literal = "{{" not in self.line.text()
        masked = literal and not self.reveal.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal)
        self.reveal.setVisible(literal)
