"""The sidebar: workspace name, search, pages, and the tree of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.gui.sidebar.navigation import Navigation
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection
    from explorer.gui.sidebar.collection_tree import CollectionTree


class WorkspaceButton(QToolButton):
    """The name of what is open; a click offers other folders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.set_name("My workspace")

    def set_name(self, name: str) -> None:
        """Show another name."""
        self.setText(name)
        self.setAccessibleName(f"Workspace {name}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, font = theme.current().color, fonts.ui_font(13, 600)
        if interaction.of(self).hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("bg.hover"))
        side, area = fonts.scaled(14), self.rect().adjusted(4, 0, -4, 0)
        width = min(painting.text_width(font, self.text()), area.width() - side - 6)
        painting.draw_text(
            painter, area.adjusted(0, 0, width - area.width() + 1, 0), self.text(), font, colour("text.primary")
        )
        area.setLeft(area.left() + width + 4)
        area.setWidth(side)
        icons.paint(painter, area, "chevrons-up-down", colour("text.muted"))
        painter.end()


class Sidebar(QWidget):
    """Search, pages and tree; every wish of the tree is its own signal there."""

    page_requested = Signal(str)
    menu_requested = Signal()
    workspace_requested = Signal()
    collapse_requested = Signal()
    add_requested = Signal()
    search_changed = Signal(str)
    """Words to look for in requests; empty for none."""
    tree_made = Signal()
    """The tree is there now, to be connected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace = WorkspaceButton(self)
        self.search = SearchField("Search requests", key_hint="/")
        self.navigation = Navigation(self)
        self._tree: CollectionTree | None = None
        self._tree_place = QVBoxLayout()
        self._results: Mapping[str, str] = {}
        self._selected = ""
        self._below: QWidget | None = None
        self.menu_button = IconButton("menu", "Main menu", self)
        self.collapse_button = IconButton("panel-left", "Hide the sidebar (Ctrl+B)", self)
        self.add_button = IconButton("plus", "New request or folder", self)
        self._top = QWidget(self)
        self._empty = QLabel("Saved requests appear here.", self)
        self._empty.setProperty("tone", "muted")
        self._empty.setContentsMargins(16, 6, 16, 6)
        self._lay_out()
        self._connect()
        theme.current().changed.connect(self._resize)
        self._resize()

    @property
    def tree(self) -> CollectionTree:
        """The requests; imported and made when there is a collection, which is after the window can be used."""
        if self._tree is None:
            from explorer.gui.sidebar.collection_tree import CollectionTree

            self._tree = CollectionTree(self)
            self._tree_place.insertWidget(0, self._tree, 1)
            self._tree.unfilter_wished.connect(self.search.clear)
            self.setTabOrder(self.add_button, self._tree)
            self._tree.set_results(self._results)
            self._tree.select(self._selected)
            self.tree_made.emit()
        return self._tree

    def put_below_tree(self, widget: QWidget) -> None:
        """Give a widget the room below the tree, or all of it while the tree is hidden."""
        self._tree_place.insertWidget(1, widget, 1)
        self._below = widget

    def put_above_collections(self, widget: QWidget) -> None:
        """Give a widget a place between the pages and the tree."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.navigation) + 1, widget)
        self.setTabOrder(self.navigation, widget)

    def set_results(self, results: Mapping[str, str]) -> None:
        """Labels of last exchanges by key."""
        self._results = results
        if self._tree is not None:
            self._tree.set_results(results)

    def select(self, key: str) -> None:
        """Mark the item of the current document; an empty key marks none."""
        self._selected = key
        if self._tree is not None:
            self._tree.select(key)

    def set_collection(self, collection: Collection | None) -> None:
        """Show another collection."""
        self.workspace.set_name(collection.name if collection else "My workspace")
        self._empty.setVisible(collection is None or not collection.items)
        self.tree.set_collection(collection)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        inset = QHBoxLayout()
        inset.setContentsMargins(measures.SIDEBAR_INSET, 4, measures.SIDEBAR_INSET, 8)
        inset.addWidget(self.search)
        layout.addLayout(inset)
        layout.addWidget(self.navigation)
        layout.addWidget(self._collections_head())
        layout.addWidget(self._empty)
        # Holds the rows above together while there is no tree that would take the room.
        self._tree_place.addStretch(0)
        layout.addLayout(self._tree_place, 1)

    def _resize(self) -> None:
        """Larger text needs a wider sidebar, or names are cut behind their methods."""
        self.setMinimumWidth(fonts.scaled(measures.SIDEBAR_MIN_WIDTH))
        self.setMaximumWidth(fonts.scaled(measures.SIDEBAR_MAX_WIDTH))
        self._top.setFixedHeight(fonts.row_height(measures.SIDEBAR_HEAD, fonts.ui_font(13, 600), 8))

    def _head(self) -> QWidget:
        head = self._top
        layout = QHBoxLayout(head)
        layout.setContentsMargins(8, 0, 9, 0)
        layout.setSpacing(2)
        layout.addWidget(self.menu_button)
        layout.addWidget(self.workspace, 1)
        layout.addWidget(self.collapse_button)
        return head

    def _collections_head(self) -> QWidget:
        head = QWidget(self)
        head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(16, 8, 9, 0)
        layout.addWidget(ElidedLabel("Collections", head, px=11, weight=600, color_token="text.muted"), 1)
        layout.addWidget(self.add_button)
        return head

    def _connect(self) -> None:
        self.navigation.page_requested.connect(self.page_requested)
        self.menu_button.clicked.connect(self.menu_requested)
        self.workspace.clicked.connect(self.workspace_requested)
        self.collapse_button.clicked.connect(self.collapse_requested)
        self.add_button.clicked.connect(self.add_requested)
        self.search.textChanged.connect(self._filter)

    def _filter(self, words: str) -> None:
        self.tree.set_filter(words)
        self.search_changed.emit(words)

    def _first_below(self) -> QWidget:
        """Where the keyboard goes from the search: the tree, or what stands there in its place."""
        if self.tree.isVisible() or self._below is None:
            return self.tree
        return self._below.focusProxy() or self._below

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_Down and self.search.isAncestorOf(self.focusWidget()):
            self._first_below().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
