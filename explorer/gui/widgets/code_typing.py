"""What the keys do while code is typed: brackets come in pairs, Enter indents, Tab indents the selected lines."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from explorer.gui.widgets.code_keys import is_enter
from explorer.gui.widgets.code_text import characters

INDENT = "  "
_PAIRS = {"{": "}", "[": "]", "(": ")", '"': '"'}
_CLOSERS = frozenset(_PAIRS.values())
_SEARCH_LIMIT = 20_000
"""How far a matching bracket is looked for, in characters."""


def typed(editor: QPlainTextEdit, event: QKeyEvent) -> bool:
    """Do what the key asks for; False when the editor should treat it as usual."""
    if is_enter(event):
        _new_line(editor)
        return True
    if event.key() == Qt.Key.Key_Tab and not event.modifiers():
        _indent(editor)
        return True
    if event.key() == Qt.Key.Key_Backtab:
        _unindent(editor)
        return True
    if event.key() == Qt.Key.Key_Backspace and not event.modifiers():
        return _delete_pair(editor)
    text = event.text()
    if text in _PAIRS or text in _CLOSERS:
        return _close(editor, text)
    return False


def matching_bracket(document: QTextDocument, position: int) -> int:
    """The position of the bracket that belongs to the one at ``position``, or -1. Strings are not looked into."""
    mark = document.characterAt(position)
    if mark in "{[(":
        return _scan(document, position, mark, _PAIRS[mark], 1)
    if mark in "}])":
        opener = next(key for key, value in _PAIRS.items() if value == mark)
        return _scan(document, position, mark, opener, -1)
    return -1


def _scan(document: QTextDocument, position: int, mark: str, other: str, step: int) -> int:
    depth, quoted = 0, False
    last = document.characterCount()
    for _ in range(_SEARCH_LIMIT):
        if not 0 <= position < last:
            return -1
        found = document.characterAt(position)
        if found == '"' and document.characterAt(position - 1) != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (found == mark) - (found == other)
            if depth == 0:
                return position
        position += step
    return -1


def _around(cursor: QTextCursor) -> tuple[str, str]:
    text = cursor.block().text()
    column = characters(text, cursor.positionInBlock())
    return text[:column], text[column:]


def _new_line(editor: QPlainTextEdit) -> None:
    cursor = editor.textCursor()
    before, after = _around(cursor)
    indent = before[: len(before) - len(before.lstrip())]
    opened = before.rstrip()[-1:]
    cursor.beginEditBlock()
    cursor.insertText("\n" + indent + (INDENT if opened in ("{", "[") else ""))
    if opened and opened in "{[" and after.lstrip()[:1] == _PAIRS[opened]:
        place = cursor.position()
        cursor.insertText("\n" + indent)
        cursor.setPosition(place)
    cursor.endEditBlock()
    editor.setTextCursor(cursor)


def _lines(cursor: QTextCursor) -> range:
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
    return range(first.blockNumber(), last.blockNumber() + 1)


def _indent(editor: QPlainTextEdit) -> None:
    cursor = editor.textCursor()
    if not cursor.hasSelection():
        cursor.insertText(INDENT)
        return
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    for number in _lines(cursor):
        edit.setPosition(editor.document().findBlockByNumber(number).position())
        edit.insertText(INDENT)
    edit.endEditBlock()


def _unindent(editor: QPlainTextEdit) -> None:
    cursor = editor.textCursor()
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    for number in _lines(cursor):
        block = editor.document().findBlockByNumber(number)
        spaces = len(block.text()) - len(block.text().lstrip(" "))
        edit.setPosition(block.position())
        edit.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, min(spaces, len(INDENT))
        )
        edit.removeSelectedText()
    edit.endEditBlock()


def _delete_pair(editor: QPlainTextEdit) -> bool:
    cursor = editor.textCursor()
    before, after = _around(cursor)
    if cursor.hasSelection() or not before or _PAIRS.get(before[-1]) != after[:1]:
        return False
    cursor.beginEditBlock()
    cursor.deleteChar()
    cursor.deletePreviousChar()
    cursor.endEditBlock()
    return True


def _close(editor: QPlainTextEdit, text: str) -> bool:
    cursor = editor.textCursor()
    before, after = _around(cursor)
    if cursor.hasSelection():
        return _wrap(editor, text) if text in _PAIRS else False
    if text in _CLOSERS and after[:1] == text:
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        editor.setTextCursor(cursor)
        return True
    if text in _PAIRS and _may_close(text, before, after):
        cursor.insertText(text + _PAIRS[text])
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        editor.setTextCursor(cursor)
        return True
    if text in "}]" and not before.strip() and before.endswith(INDENT):
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, len(INDENT))
        cursor.insertText(text)
        editor.setTextCursor(cursor)
        return True
    return False


def _may_close(text: str, before: str, after: str) -> bool:
    """A pair only where nothing follows that would get into it; a quote not inside a string."""
    if after and after[0] not in ' \t,:]})"':
        return False
    if text == '"':
        return before.count('"') % 2 == 0 and not after.startswith('"')
    return True


def _wrap(editor: QPlainTextEdit, text: str) -> bool:
    cursor = editor.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    edit.setPosition(end)
    edit.insertText(_PAIRS[text])
    edit.setPosition(start)
    edit.insertText(text)
    edit.endEditBlock()
    cursor.setPosition(start + 1)
    cursor.setPosition(end + 1, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    return True
