"""The controls of the Body tab that stand in the row of the tabs: form, search, wrapping."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.segments import Segment, Segments


class BodyTools(QWidget):
    """Pretty, Tree, Table and Raw as far as the body has them."""

    form_changed = Signal(str)
    """"pretty", "tree", "table" or "raw"."""
    find_requested = Signal()
    filter_requested = Signal()
    wrap_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments = Segments(self._options(pretty=True, tree=True, table=False), self.tr("Form of the body"))
        self._offered = (True, True, False)
        self._find = IconButton("search", self.tr("Find in the body (Ctrl+F)"))
        self._filter = IconButton("list-filter", self.tr("Filter the body by a query"))
        self._filter.clicked.connect(self.filter_requested)
        self._wrap = IconButton("text-wrap", self.tr("Wrap long lines"))
        self._wrap.setCheckable(True)
        self.segments.current_changed.connect(self.form_changed)
        self._find.clicked.connect(self.find_requested)
        self._wrap.toggled.connect(self.wrap_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 1)
        row.setSpacing(4)
        row.addWidget(self.segments)
        row.addSpacing(4)
        row.addWidget(self._wrap)
        row.addWidget(self._filter)
        row.addWidget(self._find)

    def set_available(self, *, pretty: bool, tree: bool, table: bool = False) -> None:
        """Offer only the forms this body has; one form alone needs no choice."""
        if (pretty, tree, table) == self._offered:
            return
        self._offered = (pretty, tree, table)
        before = self.segments.current
        self.segments.set_options(self._options(pretty=pretty, tree=tree, table=table))
        self.segments.setVisible(pretty or tree)
        if self.segments.current != before:
            self.form_changed.emit(self.segments.current)

    def set_filterable(self, filterable: bool) -> None:
        """Whether there is a query language for this body."""
        self._filter.setVisible(filterable)

    def set_form(self, form: str) -> None:
        self.segments.set_current(form)

    def set_wrap(self, wraps: bool) -> None:
        self._wrap.setChecked(wraps)

    def _options(self, *, pretty: bool, tree: bool, table: bool) -> tuple[Segment, ...]:
        options = []
        if pretty:
            options.append(Segment(key="pretty", title=self.tr("Pretty")))
        if tree:
            options.append(Segment(key="tree", title=self.tr("Tree")))
        if table:
            options.append(Segment(key="table", title=self.tr("Table")))
        options.append(Segment(key="raw", title=self.tr("Raw")))
        return tuple(options)
