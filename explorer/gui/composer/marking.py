"""Puts sorted marks into the fields of the composer, and the cursor where a problem is."""

from PySide6.QtCore import Qt

from explorer.core.model.diagnosis import Place, PlacePart, Problem
from explorer.gui.composer.marks import Marks, Written, is_in_variables, query_row, row_number, sorted_marks, span_of
from explorer.gui.composer.pane import ComposerPane
from explorer.gui.composer.request_bar import RequestBar
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.key_value_model import Column
from explorer.gui.widgets.key_value_table import KeyValueTable


def show_problems(bar: RequestBar, pane: ComposerPane, problems: tuple[Problem, ...], family: Family) -> None:
    """Replace all marks by those of these problems. Tabs without a mark are not made for it."""
    marks = sorted_marks(problems, _written(bar, pane, problems))
    bar.method.set_fault(bool(marks.method), family)
    bar.url.set_faults(tuple(marks.url), family)
    _mark_tabs(pane, marks, family)


def _mark_tabs(pane: ComposerPane, marks: Marks, family: Family) -> None:
    if marks.query or marks.path or pane.has("params"):
        pane.params.set_faults(marks.query, marks.path, family)
    if marks.headers or pane.has("headers"):
        pane.headers.set_faults(marks.headers, family)
    if marks.auth or pane.has("auth"):
        pane.auth.set_fault(marks.auth)
    if marks.body or marks.graphql_variables or marks.form or pane.has("body"):
        pane.body.set_faults(tuple(marks.body), marks.form, family, tuple(marks.graphql_variables))
    if marks.variables or pane.has("vars"):
        pane.vars.set_faults(frozenset(marks.variables))


def _written(bar: RequestBar, pane: ComposerPane, problems: tuple[Problem, ...]) -> Written:
    """What the tabs hold in which these problems are; the others are not asked."""
    parts = {problem.place.part for problem in problems if problem.place is not None}
    body = pane.body.pages if parts & {PlacePart.BODY, PlacePart.FORM} else None
    editors, table = (body.shown_editors(), body.present_table()) if body else ((), None)
    return Written(
        url=bar.url.text(),
        body=editors[0].text() if editors else "",
        query=pane.params.table.rows() if PlacePart.QUERY in parts else (),
        path=pane.params.path_table.rows() if PlacePart.PATH in parts else (),
        headers=pane.headers.table.rows() if PlacePart.HEADER in parts else (),
        form=table.rows() if table else (),
        graphql_variables=editors[1].text() if len(editors) > 1 else None,
    )


def go_to_place(bar: RequestBar, pane: ComposerPane, place: Place) -> None:
    """Switch to the tab of a place, put the cursor there and flash it."""
    match place.part:
        case PlacePart.METHOD:
            bar.method.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        case PlacePart.URL:
            _go_to_url(bar, place)
        case PlacePart.PATH:
            if row_number(pane.params.path_table.rows(), place.name) < 0:
                _go_to_url(bar, place)
            else:
                pane.show_tab("params")
                _go_to_row(pane.params.path_table, place.name)
        case PlacePart.QUERY:
            pane.show_tab("params")
            table = pane.params.table
            _go_to_row(table, place.name, query_row(table.rows(), bar.url.text(), place))
        case PlacePart.HEADER:
            pane.show_tab("headers")
            _go_to_row(pane.headers.table, place.name)
        case PlacePart.AUTH:
            pane.show_tab("auth")
            pane.auth.main_field().setFocus(Qt.FocusReason.ShortcutFocusReason)
        case PlacePart.BODY | PlacePart.FORM:
            pane.show_tab("body")
            _go_to_body(pane, place)
        case PlacePart.VARIABLE:
            pane.show_tab("vars")
            pane.vars.go_to(place.name)


def _go_to_url(bar: RequestBar, place: Place) -> None:
    text = bar.url.text()
    found = span_of(place, text)
    bar.url.setFocus(Qt.FocusReason.ShortcutFocusReason)
    bar.url.go_to(found.start if found else 0, found.end if found else len(text))


def _go_to_row(table: KeyValueTable, name: str, number: int | None = None) -> None:
    """The row of this name, or the line where it would be added."""
    number = row_number(table.rows(), name) if number is None else number
    missing = number < 0
    table.go_to(len(table.rows()) if missing else number, Column.NAME if missing else Column.VALUE)


def _go_to_body(pane: ComposerPane, place: Place) -> None:
    editors, table = pane.body.pages.shown_editors(), pane.body.pages.present_table()
    if table is not None:
        _go_to_row(table, place.name)
    elif editors:
        editor = editors[-1 if is_in_variables(place) else 0]
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        marked = [fault for fault in editor.faults() if place.note and fault.note.endswith(place.note)]
        found = marked[0] if len(marked) == 1 else span_of(place, editor.text())  # a mark moves with its text
        if found is not None:
            at = found.end if place.missing else found.start
            editor.go_to(at, found.end)
    else:
        pane.focus_page()
