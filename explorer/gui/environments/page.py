"""The page of environments: filter, matrix, problem bar, and how they hear of each other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from explorer.core.variables import Variables
from explorer.core.workspace import SANDBOX_ENVIRONMENT
from explorer.gui.bridge.library import Library
from explorer.gui.environments import edits, environment_edits
from explorer.gui.environments.book import Book
from explorer.gui.environments.edits import Change, RefusedEditError
from explorer.gui.environments.filter_bar import FilterBar
from explorer.gui.environments.lines import CellKind, Sheet, VariableLine
from explorer.gui.environments.matrix import Problem, known_value, names_of, problems, row_of
from explorer.gui.environments.matrix_model import MatrixModel, Role
from explorer.gui.environments.matrix_view import MatrixView
from explorer.gui.environments.menus import Menus
from explorer.gui.environments.problem_bar import ProblemBar
from explorer.gui.environments.usage import count_uses
from explorer.gui.tasks import Tasks
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.reveals import Reveals

_EMPTY = "This collection has no environment. Variables such as `{{base_url}}` get their values there."


class EnvironmentsPage(QWidget):
    """Edits are saved by themselves after a pause; Ctrl+Z takes them back."""

    requests_requested = Signal(str)
    """Name of a variable whose requests are to be shown."""

    def __init__(self, library: Library, tasks: Tasks | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = Book(library, self)
        self.model = MatrixModel(self.book, self)
        self.reveals = Reveals(self)
        self.bar = FilterBar(self)
        self.view = MatrixView(self.model, self)
        self.view.cells.variables_at = self._variables_at
        self.problem_bar = ProblemBar(self)
        self.menus = Menus(self)
        self._tasks = tasks or Tasks()
        self._uses: Mapping[str, int] | None = None
        self._running: Mapping[str, str] = {}
        self._empty = EmptyState(_EMPTY, "Add environment")
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._refresh()
        self._count()

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(Hairline(self))
        column.addWidget(self._stack, 1)
        column.addWidget(Hairline(self))
        column.addWidget(self.problem_bar)

    def _connect(self) -> None:
        self.book.changed.connect(self._book_changed)
        self.model.variable_added.connect(self._variable_added)
        self.book.reloaded.connect(self.reveals.hide_all)
        self.model.refused.connect(self.problem_bar.refuse)
        self.book.refused.connect(self.problem_bar.refuse)
        self.model.scope_edited.connect(self.book.set_beside)
        self.reveals.changed.connect(self.model.reveal)
        self.bar.filter_changed.connect(self._refresh)
        self.bar.add_requested.connect(self.add_environment)
        self.bar.menu_requested.connect(self.menus.open_page)
        self._empty.action_requested.connect(self.add_environment)
        self.view.reveal_requested.connect(self.reveals.toggle)
        self.view.clear_requested.connect(self._clear)
        self.view.menu_requested.connect(self.menus.open_cell)
        self.view.head.menu_requested.connect(self.menus.open_column)
        self.view.head.renamed.connect(self._rename_environment)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.problem_bar.show_requested.connect(self.requests_requested)
        self.problem_bar.copy_requested.connect(self._copy_value)
        for keys, do in (("Ctrl+Z", self.book.stack.undo), ("Ctrl+Shift+Z", self.book.stack.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # -- what others call

    def focus_filter(self) -> None:
        """Go to the filter field."""
        self.bar.focus()

    def go_to_problem(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) missing value; behind the last comes the first."""
        found, at = self.model.sheet.problems, self.view.currentIndex()
        if not found:
            return
        places = [(self.model.row_of_name(one.name), self.model.column_of(one.key)) for one in found]
        if any(row < 0 for row, _column in places):
            self.bar.field.clear()
            places = [(self.model.row_of_name(one.name), self.model.column_of(one.key)) for one in found]
        here = (at.row(), at.column()) if at.isValid() else (-1, -1)
        if step > 0:
            self.view.go_to(*next((place for place in places if place > here), places[0]))
        else:
            self.view.go_to(*next((place for place in reversed(places) if place < here), places[-1]))

    def show_variable(self, name: str) -> None:
        """Go to a variable in the active environment; an unknown name is offered as a new variable."""
        self.bar.clear()
        active = next((one.key for one in self.book.environments if one.name == self.book.active), "")
        row = self.model.row_of_name(name)
        if row >= 0:
            self.view.go_to(row, max(1, self.model.column_of(active)))
            return
        self.edit_at(self.model.add_row(), 0)
        editor = self.view.indexWidget(self.view.currentIndex())
        if editor is not None and name:
            editor.setText(name)  # type: ignore[attr-defined]
            editor.setModified(True)  # type: ignore[attr-defined]

    def set_running(self, values: Mapping[str, str]) -> None:
        """Values that the running sandbox decides, by name; none when it does not run."""
        self._running = dict(values)
        self._refresh()

    def set_secrets_kept(self, persist: bool | None, in_file: bool = False) -> None:
        """Whether secrets outlive the program, in a keychain or an encrypted file; None while it is not known."""
        self.problem_bar.set_secrets_kept(persist, in_file)

    def flush(self) -> None:
        """Save what waits for the pause to end."""
        self.book.flush()

    # -- edits

    def make(self, change: Callable[[], Change]) -> bool:
        """Do an edit, or say in the bar below why it cannot be made."""
        try:
            return self.book.make(change())
        except RefusedEditError as error:
            self.problem_bar.refuse(str(error))
            return False

    def add_environment(self) -> None:
        """Add an environment and edit its name."""
        change = environment_edits.added(self.book.environments)
        self.bar.clear()
        self.book.make(change)
        self.view.head.edit_name(self.model.column_of(next(iter(change.environments))))

    def edit_at(self, row: int, column: int) -> None:
        """Begin to edit a cell."""
        self.view.go_to(row, column)
        self.view.edit(self.view.currentIndex())

    def clear_at(self, row: int, column: int) -> None:
        """Take away the value of a cell, or the variable when it is its name."""
        line, environment = self.model.line(row), self.model.environment_at(column)
        all_of_them, secret_of = self.book.environments, self.book.secret_of
        if not isinstance(line, VariableLine):
            return
        if column == 0 and line.name in names_of(all_of_them):
            self.book.make(edits.variable_removed(all_of_them, line.name, secret_of))
        elif environment is not None and row_of(environment, line.name):
            self.book.make(edits.value_unset(all_of_them, environment.key, line.name, secret_of))

    def _clear(self, index: QModelIndex) -> None:
        self.clear_at(index.row(), index.column())

    def _rename_environment(self, key: str, name: str) -> None:
        if key not in self.model.keys:
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        environment = edits.environment_of(self.book.environments, key)
        if name.strip() == environment.name:
            return
        try:
            self.book.make(environment_edits.renamed(self.book.environments, key, name, self.book.secret_of))
        except RefusedEditError as error:
            self.problem_bar.refuse(str(error))

    def _copy_value(self, problem: Problem) -> None:
        donor = next((one for one in self.book.environments if one.name == problem.donor), None)
        value = known_value(donor, problem.name, self.book.secret_of) if donor else ""
        if value:
            all_of_them, secret_of = self.book.environments, self.book.secret_of
            self.book.make(edits.value_set(all_of_them, problem.key, problem.name, value, secret_of))

    # -- showing

    def _book_changed(self) -> None:
        self._refresh()
        self._count()

    def _variable_added(self, name: str) -> None:
        # After the editor of the name is closed: the value is what comes next.
        QTimer.singleShot(0, self, partial(self.show_variable, name))

    def _refresh(self) -> None:
        book = self.book
        found = self._problems()
        sheet = Sheet(
            environments=book.environments,
            uses=self._uses,
            missing=frozenset((one.name, one.key) for one in found),
            revealed=self.reveals.places,
            problems=found,
            running=self._running,
            beside=book.beside,
        )
        self.model.set_sheet(sheet, self._is_wanted(frozenset(one.name for one in found)))
        self.view.show_active(book.active)
        self._stack.setCurrentWidget(self.view if book.environments else self._empty)
        self.problem_bar.setVisible(bool(book.environments))
        self._tell_problem()

    def _problems(self) -> tuple[Problem, ...]:
        """Missing values; what the running sandbox gives its own environment is not missing there."""
        book = self.book
        found = problems(book.environments, self._uses or {}, book.shared, book.secret_of)
        return tuple(one for one in found if not (one.environment == SANDBOX_ENVIRONMENT and one.name in self._running))

    def _variables_at(self, column: int) -> Variables:
        environment = self.model.environment_at(column)
        return self.book.variables_of(environment.name if environment else "")

    def _is_wanted(self, missing: frozenset[str]) -> Callable[[str], bool]:
        words, only = self.bar.field.text().strip().lower(), self.bar.missing_only.isChecked()

        def wanted(name: str) -> bool:
            return words in name.lower() and (not only or name in missing)

        return wanted

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._tell_problem()

    def _tell_problem(self) -> None:
        """The missing value under the keyboard, or else the first."""
        found, index = self.model.sheet.problems, self.view.currentIndex()
        here = index.data(Role.CELL) if index.isValid() else None
        problem = found[0] if found else None
        if here is not None and here.kind is CellKind.MISSING:
            name, key = index.data(Role.LINE).name, index.data(Role.KEY)
            problem = next((one for one in found if (one.name, one.key) == (name, key)), problem)
        self.problem_bar.set_problem(problem, len(found))

    def _count(self) -> None:
        self._tasks.start("count uses", self._counted(), self)

    async def _counted(self) -> None:
        """Off the loop: a collection of two thousand requests takes a moment."""
        collection = self.book.collection
        uses = await asyncio.to_thread(count_uses, collection) if collection else {}
        if uses != self._uses:
            self._uses = uses
            self._refresh()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()  # responses may have given values meanwhile, which nobody tells

    def hideEvent(self, event: QHideEvent) -> None:
        self.reveals.hide_all()
        self.flush()
        super().hideEvent(event)
