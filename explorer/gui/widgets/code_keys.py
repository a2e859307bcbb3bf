"""Which keys a text field leaves to the window: Qt's editors would take some of them for their own editing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

_LEFT = frozenset(
    QKeySequence(keys)
    for keys in (
        *("Ctrl+Return", "Ctrl+Enter", "Ctrl+Shift+Return", "Ctrl+K", "Ctrl+P", "Ctrl+L", "Ctrl+E", "Ctrl+B", "Ctrl+D"),
        *("Ctrl+N", "Ctrl+S", "Ctrl+W", "Ctrl+H", "Ctrl+O", "Ctrl+U", "Ctrl+T", "Ctrl+\\", "Alt+Return", "Alt+Enter"),
    )
)


def left_to_window(event: QEvent) -> bool:
    """True for the question "do you want this shortcut?" when the answer is no, and for the press that follows."""
    if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        return False
    return QKeySequence(event.keyCombination()) in _LEFT


LEAVING = "Tab indents; Esc, then Tab leaves the editor."
_MODIFIERS = frozenset((Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta))


def note_leaving(editor: QPlainTextEdit, event: QEvent) -> None:
    """After Esc the next Tab leaves an editor in which it would indent; any other key takes that back.

    The question about a shortcut counts as well: the window may take the press of Esc for itself.
    """
    asked = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
    if editor.isReadOnly() or not asked or not isinstance(event, QKeyEvent) or event.key() in _MODIFIERS:
        return
    if event.key() == Qt.Key.Key_Escape:
        editor.setTabChangesFocus(True)
    elif event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        editor.setTabChangesFocus(False)


def is_enter(event: QKeyEvent) -> bool:
    """Return or the keypad's Enter, without Ctrl, Alt or Shift."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
