"""The ways between the text of a body, its tree, and variables: from the place at the caret or the current node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import BREAK

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from explorer.gui.result.body_pane import BodyPane
    from explorer.gui.widgets.menu import Menu


class BodyPlaces(QObject):
    """Works for one pane. Its methods answer whether there was a place."""

    capture_requested = Signal(object)
    """A ``JsonPlace`` whose value is to go into a variable."""

    def __init__(self, pane: BodyPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._is_from_tree = False
        pane.viewer.menu_opened.connect(self._fill_menu)
        pane.find_bar.closed.connect(self._back_to_tree)
        pane.forms.tag_requested.connect(self._show_tag)
        pane.path_bar.show_in_tree_requested.connect(self._show_in_tree)
        for part in (pane.forms, pane.path_bar.actions_here):
            part.capture_requested.connect(self.capture_requested)

    def capture(self) -> bool:
        """Put the value at the caret, or of the current node, into a variable."""
        if self._pane.forms.is_table_shown():
            return self._pane.forms.table.actions_here.capture()
        if not self._has_place():
            return False
        self._pane.path_bar.actions_here.capture()
        return True

    def filter(self) -> bool:
        """Open the line for a query."""
        return self._pane.open_filter()

    def next_form(self) -> bool:
        """Text, tree, table, raw, round about, as far as the body has them."""
        return self._pane.tools.step_form()

    def leave_tree(self) -> None:
        """The search shows the text; when it is closed the tree comes back, at the place that was found."""
        self._is_from_tree = self._pane.forms.is_tree_shown()

    def find_on(self, event: QKeyEvent) -> None:
        """F3 where the keyboard is not in the search line."""
        bar = self._pane.find_bar
        if not bar.field.text() or not self._pane.viewer.isVisible():
            self._pane.open_find()
        bar.go_by(event)

    def close_bar(self) -> None:
        """The search line if it is open, else the filter's."""
        bars = (self._pane.find_bar, self._pane.__dict__.get("filter_bar"))
        bar = next((one for one in bars if one is not None and one.isVisible()), None)
        if bar is not None:
            bar.close_bar()

    def _back_to_tree(self) -> None:
        if self._is_from_tree:
            self._is_from_tree = False
            self.show_in_tree()

    def find_in_body(self) -> bool:
        """From the tree to the place in the text."""
        is_tree = self._pane.forms.is_tree_shown()
        if is_tree:
            self._pane.forms.tree.show_in_text()
        return is_tree

    def show_in_tree(self) -> bool:
        """From the text to the node in the tree; in the tree one is there already."""
        if self._pane.forms.is_tree_shown():
            self._pane.forms.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return self._has_place() and self._pane.path_bar.show_in_tree()

    def _fill_menu(self, menu: Menu) -> None:
        """What can be done with the place at the caret, in the menu of the text."""
        if self._has_place():
            menu.addSeparator()
            self._pane.path_bar.fill(menu)
        menu.addSeparator()
        find = menu.add(self.tr("Find in the body"), "search", "Ctrl F")
        find.triggered.connect(self._pane.open_find)

    def _has_place(self) -> bool:
        return not self._pane.path_bar.isHidden()

    def _show_in_tree(self, place: JsonPlace) -> None:
        forms = self._pane.forms
        self._pane.tools.set_form("tree")
        if forms.is_tree_shown() and place.at >= 0:
            forms.tree.show_place(place.at)
            forms.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tag(self, name: str, number: int) -> None:
        from explorer.core.content.xml_place import line_of_tag  # late: most answers are not XML

        lines = self._pane.formatted()
        if name == BREAK:
            self._pane.tools.set_form("pretty")
            self._pane.go_to_flaw()
        elif lines is not None:
            self._pane.show_line(line_of_tag(lines, name, number))
