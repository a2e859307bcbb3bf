"""All commands with their keys, grouped by menu, to search and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.gui.commands import COMMANDS, MENUS, Command
from explorer.gui.theme import fonts
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.key_hint import KeyHint
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.search_field import SearchField

_COLUMN = 680
_MORE = (
    ("Ctrl 1 to 9", "Go to a tab by its number"),
    ("Alt 1 to 9", "Tab in the focused pane"),
)
_HISTORY = (
    ("Enter", "Open the exchange"),
    ("Space", "Mark A or B in the history"),
    ("P", "Pin or unpin the selected exchanges"),
    ("Shift Down", "Select several exchanges in the history, as with a click and Shift or Ctrl"),
    ("Ctrl A", "Select all that is found in the history"),
    ("Delete", "Delete the selected exchanges; Ctrl Z brings them back for ten seconds"),
    ("Esc", "End the comparison"),
)
_BODY = (
    ("F3", "Next hit of the search"),
    ("Shift F3", "Previous hit of the search"),
    ("Esc", "Close the search, then the filter"),
    ("Up", "Earlier query, in the filter line"),
    ("-", "Fold the block around the caret; in the tree, close all below a node"),
    ("+", "Unfold the block on the line"),
    ("*", "Open all below a node of the tree"),
    ("Enter", "From the tree or the table to the place in the text"),
    ("Ctrl C", "Copy what is selected; the line, value or cell where nothing is"),
    ("+ - 0 1", "Zoom a picture: larger, smaller, as it fits, its own size"),
)
_TREE = (
    ("Enter", "Open the chosen requests; of a folder its settings"),
    ("Right", "Unfold a folder"),
    ("Left", "Fold a folder"),
    ("Shift Down", "Choose several, as with a click and Shift or Ctrl"),
    ("Alt Up", "Move what is chosen up within its folder"),
    ("Alt Down", "Move what is chosen down within its folder"),
    ("F2", "Rename"),
    ("Delete", "Move what is chosen to the trash"),
    ("Ctrl C", "Copy requests and folders as YAML"),
    ("Ctrl X", "Cut them, to be moved by pasting"),
    ("Ctrl V", "Paste requests and folders, or a curl command"),
    ("Ctrl Z", "Take back what was done in the tree"),
)


class KeysPage(QScrollArea):
    """A long list; the field at its top leaves only what contains the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Keys")
        self.search = SearchField("Filter keys", key_hint="Ctrl F")
        self.search.textChanged.connect(self._filter)
        self.search.setProperty("entry", True)  # F1 comes here, not to the area that scrolls
        self._rows: list[tuple[str, QWidget]] = []
        self._sections: list[tuple[QWidget, list[QWidget]]] = []
        """The heading of each, and its rows."""
        self.setWidget(self._body())

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def visible_titles(self) -> tuple[str, ...]:
        """What is left after filtering, in order."""
        return tuple(title for title, row in self._rows if not row.isHidden())

    def _body(self) -> QWidget:
        column = QWidget()
        column.setFixedWidth(fonts.scaled(_COLUMN))
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 32, 0, 32)
        layout.setSpacing(0)
        layout.addWidget(RichLabel("Keys", px=18, line_px=26, weight=600))
        layout.addSpacing(12)
        layout.addWidget(self.search)
        layout.addSpacing(12)
        for menu in MENUS:
            self._add_section(layout, menu, [_row(command) for command in COMMANDS if command.menu == menu])
        for title, keys_of in (
            ("In a response", _BODY),
            ("In the history", _HISTORY),
            ("In the tree of the collection", _TREE),
            ("More", _MORE),
        ):
            self._add_section(layout, title, [(words, keys) for keys, words in keys_of])
        layout.addStretch(1)
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(body)
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        return body

    def _add_section(self, layout: QVBoxLayout, title: str, rows: list[tuple[str, str]]) -> None:
        heading = RichLabel(title, px=12, weight=600, color_token="text.muted")
        heading.setContentsMargins(0, 16, 0, 4)
        layout.addWidget(heading)
        self._sections.append((heading, []))
        for words, keys in rows:
            row = _line(words, keys)
            layout.addWidget(row)
            self._rows.append((f"{words} {keys}", row))
            self._sections[-1][1].append(row)

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for title, row in self._rows:
            row.setHidden(not all(word in title.lower() for word in words))
        for heading, rows in self._sections:
            heading.setHidden(all(row.isHidden() for row in rows))


def _line(words: str, keys: str) -> QWidget:
    """With the hairline below it."""
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(0, 5, 0, 5)
    line.addWidget(RichLabel(words), 1)
    if keys:
        line.addWidget(KeyHint(keys))
    column.addLayout(line)
    column.addWidget(Hairline())
    return row


def _row(command: Command) -> tuple[str, str]:
    if not command.keys:
        return command.title, ""
    text = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return command.title, text.replace("Return", "Enter").replace("+", " ").replace("  ", " +")
