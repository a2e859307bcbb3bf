"""The button of a body's variants, and the field in which a variant is named, in the button's place."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from explorer.gui.composer.choice import ChoiceButton
from explorer.gui.theme import fonts
from explorer.gui.widgets.menu import Menu

NONE_SELECTED = "none"
"""The key of no variant; the others have their number."""
_MAX_WIDTH = 160


class VariantButton(ChoiceButton):
    """Shows the selected variant and offers the others. It holds titles only, and remembers no past by itself."""

    save_requested = Signal()
    rename_requested = Signal()
    remove_requested = Signal()
    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__("Body variant", ((NONE_SELECTED, "No variant"),))

    def show_variants(self, titles: tuple[str, ...], current: int, unreadable: dict[str, str]) -> None:
        """Titles in their order and the number of the selected one, -1 for none; by key, why one cannot be read."""
        self.set_options(((NONE_SELECTED, "No variant"), *((str(at), one) for at, one in enumerate(titles))))
        self.set_disabled(unreadable)
        self.set_key(str(current) if current >= 0 else NONE_SELECTED)

    def undo(self) -> bool:
        self.undo_requested.emit()
        return True

    def menu_of_choices(self) -> Menu:
        menu = super().menu_of_choices()
        menu.removeAction(menu.actions()[0])  # "No variant" is chosen as "No body"
        has_one = self.key != NONE_SELECTED
        menu.addSeparator()
        menu.add("Save as variant…", "plus").triggered.connect(self.save_requested)
        menu.add("Rename…", "pencil", enabled=has_one).triggered.connect(self.rename_requested)
        menu.add("Remove", "trash-2", enabled=has_one, danger=True).triggered.connect(self.remove_requested)
        return menu

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(QSize(fonts.scaled(_MAX_WIDTH), 10_000))


class NameField(QLineEdit):
    """Enter, or going elsewhere, takes the name; Escape does not."""

    named = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Name of the variant")
        self.setPlaceholderText("Name of the variant")
        self.setFixedWidth(fonts.scaled(_MAX_WIDTH))
        self.hide()
        self.returnPressed.connect(self._take)

    def ask(self, name: str) -> None:
        """Show the field with a name to be changed."""
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if not self.isHidden():
            name = self.text().strip()
            self.hide()
            if name:
                self.named.emit(name)
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_override and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()  # not the command that has this key
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._take()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._take()


class VariantPlace(QWidget):
    """The kind of the body with its variants beside it; one of button and name field shows, or neither."""

    named = Signal(str)

    def __init__(self, kind: QWidget) -> None:
        super().__init__()
        self.button, self.name = VariantButton(), NameField()
        self._kind = kind
        self._is_shown = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.scaled(16))
        for part in (kind, self.button, self.name):
            row.addWidget(part)
        self.name.named.connect(self.named)
        self.name.left.connect(self._name_left)
        self.button.hide()

    def set_shown(self, shown: bool) -> None:
        """Whether there are variants to choose from, or something that the button can take back."""
        self._is_shown = shown
        self.button.setVisible(shown and self.name.isHidden())

    def ask_name(self, name: str) -> None:
        """Let a name be typed in the button's place."""
        self.button.hide()
        self.name.ask(name)

    def _name_left(self) -> None:
        self.set_shown(self._is_shown)
        window = self.window()
        if window.focusWidget() in (None, self.name):
            (self.button if self._is_shown else self._kind).setFocus(Qt.FocusReason.OtherFocusReason)
