"""The Tree form of a body: over values in memory, or over a formatted text in a file where the body is long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import Value
from explorer.core.content.text_file import TextFile
from explorer.gui.result.file_node import Grammar
from explorer.gui.result.file_tree_model import FileTreeModel
from explorer.gui.result.json_tree_model import JsonTreeModel
from explorer.gui.result.json_tree_place import line_of, tag_number, tree_place
from explorer.gui.result.place_actions import PlaceActions
from explorer.gui.result.tree_reach import TreeReach
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.menu import Menu

_FEW = 100
_ROW = 24


class _Rows(QStyledItemDelegate):
    """Rows of one height, as those of code have room above and below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), fonts.row_height(_ROW, fonts.code_font(12), 4))


class BodyTree(QTreeView):
    """``placed`` tells path, type and value of the current node."""

    placed = Signal(object)
    """A ``JsonPlace``."""
    show_in_text_requested = Signal(int, int)
    """Line from 0 and byte of a node; one of them is -1."""
    show_tag_requested = Signal(str, int)
    """Name of an XML element, and which one of that name it is, from 0."""
    copied = Signal(str)
    capture_requested = Signal(object)
    """A ``JsonPlace``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_dated = False
        """Whether the style changed while it was hidden."""
        self.values = JsonTreeModel(None, self)
        self.rows = FileTreeModel(self)
        self.rows.children_found.connect(self._found)
        self.rows.refused.connect(self._refused)
        self.reach = TreeReach(self)
        self.actions_here = PlaceActions(self, self.place, self.shown_file)
        self.actions_here.copied.connect(self.copied)
        self.actions_here.capture_requested.connect(self.capture_requested)
        self.setItemDelegate(_Rows(self))
        self.setUniformRowHeights(True)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Response body as a tree"))
        self._use(self.values)

    def show_value(self, value: Value, style: str = "json") -> None:
        """Values in memory; ``style`` says how paths are written: "json" or "xml"."""
        self._style = style
        self.reach.stop()
        self.values.set_value(value)
        self._use(self.values)
        if self.values.rowCount() < _FEW:
            self.expandToDepth(0)
        self.placed.emit(self._brief_place())

    def show_file(self, file: TextFile | None, grammar: Grammar | None = None) -> None:
        """A formatted text, JSON unless a grammar is named; None lets it go."""
        self.reach.stop()
        self.rows.set_file(file, grammar)
        if file is not None:
            self._use(self.rows)
            self.rows.fetchMore(QModelIndex())
            self.placed.emit(self._brief_place())

    def place(self) -> JsonPlace:
        """Of the current node."""
        index = self.currentIndex()
        if self.model() is self.rows:
            return self.rows.place(index)
        return tree_place(self.values.node(index), self._style)

    def _brief_place(self) -> JsonPlace:
        if self.model() is self.rows:
            return self.place()
        return tree_place(self.values.node(self.currentIndex()), self._style, is_brief=True)

    def show_place(self, at: int) -> None:
        """Make the node current that begins there: at a byte of the file, or on a line of the text in memory."""
        if self.model() is self.rows:
            self.reach.go_to_byte(at)
        else:
            self.reach.go_to_line(at)

    def shown_file(self) -> TextFile | None:
        """The formatted text whose tree is shown; None where it is one of values in memory."""
        return self.rows.file if self.model() is self.rows else None

    def _use(self, model: JsonTreeModel | FileTreeModel) -> None:
        if self.model() is not model:
            self.setModel(model)
            self.setColumnWidth(0, fonts.scaled(240))
            self.selectionModel().currentChanged.connect(self._moved)

    def _found(self, index: QModelIndex) -> None:
        first = self.rows.index(len(self.rows.node(index).leads), 0, index)
        while self.rows.node(first).step > 1:
            self.expand(first)
            first = self.rows.index(0, 0, first)
        # What stands alone is what was asked for: the first range, or the one root of XML.
        if self.rows.node(first).first >= 0 or (not index.isValid() and self.rows.rowCount() == 1):
            self.expand(first)
        if index in (self.currentIndex(), self.currentIndex().parent()):
            # Whether an element is the only one of its name is known when all of its siblings are.
            self.placed.emit(self._brief_place())

    def _refused(self, reason: str) -> None:
        self.reach.stop()
        self.copied.emit(self.tr("This part cannot be opened: {0}.").format(reason))

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.placed.emit(self._brief_place())

    def _menu(self) -> Menu:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(self.tr("Find in body"), "search", "Enter").triggered.connect(self.show_in_text)
        self.actions_here.fill(menu)
        menu.add(self.tr("Copy name")).triggered.connect(self.copy_name)
        menu.addSeparator()
        menu.add(self.tr("Expand all below"), "chevron-down", "*").triggered.connect(self.reach.expand_below)
        menu.add(self.tr("Collapse all below"), "chevron-right", "-").triggered.connect(self.reach.collapse_below)
        menu.add(self.tr("Expand everything")).triggered.connect(self.reach.expand_all)
        menu.add(self.tr("Collapse everything")).triggered.connect(self._collapse_all)
        return menu

    def _collapse_all(self) -> None:
        self.reach.stop()
        self.collapseAll()

    def copy_name(self) -> None:
        """The name of the current member, or the number of the item."""
        name = self.currentIndex().siblingAtColumn(0).data()
        QGuiApplication.clipboard().setText(str(name if name is not None else ""))
        self.copied.emit(self.tr("Name copied"))

    def show_in_text(self) -> None:
        """Ask for the place of the current node in the formatted text."""
        index = self.currentIndex()
        if self.model() is self.rows:
            self.show_in_text_requested.emit(-1, self.rows.node(index).begin)
        elif self._style == "json":
            self.show_in_text_requested.emit(line_of(self.values.node(index)), -1)
        elif index.isValid():
            self.show_tag_requested.emit(*tag_number(self.values.node(index)))

    def _enter(self) -> None:
        """A block opens or closes; a value is shown in the text."""
        index = self.currentIndex().siblingAtColumn(0)
        if self.model().hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))
        elif index.isValid():
            self.show_in_text()

    # Qt

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self._menu().popup(self.viewport().mapToGlobal(at))

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        colour = theme.current().color
        if self.selectionModel().isSelected(index):
            painter.fillRect(rect, colour("bg.selected"))
        if self.model().hasChildren(index):
            side = fonts.scaled(measures.ICON_INLINE)
            at = QRect(rect.right() - self.indentation() + 1, rect.top(), self.indentation(), rect.height())
            place = QRect(at.center().x() - side // 2, at.center().y() - side // 2, side, side)
            icon = "chevron-down" if self.isExpanded(index) else "chevron-right"
            icons.paint(painter, place, icon, colour("text.secondary"))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.StyleChange and not self.isVisible():
            # Qt would lay out all rows, though nobody sees them.
            self._is_dated = True
            return QAbstractScrollArea.event(self, event)
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_dated:
            self._is_dated = False
            self.doItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.actions_here.copy_value()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _modified(event):
            self._enter()
        elif event.key() == Qt.Key.Key_Asterisk:
            self.reach.expand_below()
        elif event.key() == Qt.Key.Key_Minus:
            self.reach.collapse_below()
        else:
            super().keyPressEvent(event)


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
