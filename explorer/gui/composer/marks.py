"""Where the problems of a diagnosis are shown: spans of texts, rows of tables, fields.

It only sorts, it paints nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from explorer.core.model.diagnosis import Place, PlacePart, Problem
from explorer.gui.composer.query import is_mirrored, pairs
from explorer.gui.widgets.code_faults import Fault
from explorer.gui.widgets.key_value_rows import Row


@dataclass(slots=True, kw_only=True)
class Marks:
    """Problems sorted by where they belong. Rows are numbered from 0; the line that adds one comes after the last."""

    method: str = ""
    auth: str = ""
    url: list[Fault] = field(default_factory=list)
    body: list[Fault] = field(default_factory=list)
    graphql_variables: list[Fault] = field(default_factory=list)
    query: dict[int, str] = field(default_factory=dict)
    path: dict[int, str] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)
    form: dict[int, str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the person sees now, in which the places are looked up."""

    url: str
    body: str
    query: tuple[Row, ...]
    path: tuple[Row, ...]
    headers: tuple[Row, ...]
    form: tuple[Row, ...]
    graphql_variables: str | None = None
    """None where the body has no editor for them."""


def sorted_marks(problems: Iterable[Problem], written: Written) -> Marks:
    """Problems without a place, or with one that is not there any more, are left out."""
    marks = Marks()
    for problem in problems:
        if problem.place is not None:
            _sort(problem, problem.place, written, marks)
    return marks


def row_number(rows: tuple[Row, ...], name: str) -> int:
    """The row of this name, one in use before one that is off; -1 when there is none. Case does not count."""
    found = [number for number, row in enumerate(rows) if row.name.lower() == name.lower()]
    return min(found, key=lambda number: not rows[number].enabled, default=-1)


def query_row(rows: tuple[Row, ...], url: str, place: Place) -> int:
    """The row of a parameter; of several with one name the one whose value stands at the place in the URL."""
    same = [pair for pair in pairs(url) if pair.name.lower() == place.name.lower()]
    before = sum(1 for pair in same[1:] if 0 <= pair.start <= place.start)
    mirrored = [
        number for number, row in enumerate(rows) if is_mirrored(row) and row.name.lower() == place.name.lower()
    ]
    return mirrored[before] if 0 < before < len(mirrored) else row_number(rows, place.name)


def is_in_variables(place: Place) -> bool:
    """Whether a place of a GraphQL body is in the editor of the variables."""
    return place.crumbs[1:2] == ("variables",)


def span_of(place: Place, text: str) -> Fault | None:
    """The span of a place in a text, or its line; None when the text is too short for it."""
    if 0 <= place.start <= place.end <= len(text):
        return Fault(start=place.start, end=place.end, note=place.note, underlined=not place.missing)
    if place.line:
        lines = text.split("\n")
        if place.line <= len(lines):
            start = sum(len(line) + 1 for line in lines[: place.line - 1])
            return Fault(start=start, end=start + len(lines[place.line - 1]), note=place.note, underlined=False)
    return None


def _named(place: Place, words: str) -> str:
    """The words behind a mark; those for what is missing say its name, as nothing else there does."""
    return f"{place.name}: {words}" if place.missing and place.name not in words else words


def _sort(problem: Problem, place: Place, written: Written, marks: Marks) -> None:
    note = _named(place, place.note or problem.message)
    words = _named(place, problem.message or place.note)
    match place.part:
        case PlacePart.METHOD:
            marks.method = note
        case PlacePart.AUTH:
            marks.auth = note
        case PlacePart.VARIABLE:
            marks.variables.add(place.name)
        case PlacePart.QUERY:
            _mark_row(marks.query, written.query, place, words, query_row(written.query, written.url, place))
        case PlacePart.PATH:
            _mark_row(marks.path, written.path, place, words)
            whole = place.name not in _names(written.path)
            _mark_span(marks.url.append, place, written.url, note, words, whole=whole)
        case PlacePart.HEADER:
            _mark_row(marks.headers, written.headers, place, words)
        case PlacePart.FORM:
            _mark_row(marks.form, written.form, place, words)
        case PlacePart.URL:
            _mark_span(marks.url.append, place, written.url, note, words, whole=True)
        case PlacePart.BODY:
            if is_in_variables(place) and written.graphql_variables is not None:
                _mark_span(marks.graphql_variables.append, place, written.graphql_variables, note, words, whole=False)
                return
            _mark_span(marks.body.append, place, written.body, note, words, whole=False)
            _mark_row(marks.form, written.form, place, words)


def _mark_row(into: dict[int, str], rows: tuple[Row, ...], place: Place, note: str, number: int | None = None) -> None:
    """The row; for one that is missing, the line where it would be added."""
    number = row_number(rows, place.name) if number is None else number
    if number < 0 and place.missing and place.part is not PlacePart.BODY:
        number = len(rows)
    if number >= 0:
        into[number] = f"{into[number]}; {note}" if number in into else note


def _mark_span(add: Callable[[Fault], object], place: Place, text: str, note: str, words: str, *, whole: bool) -> None:
    found = span_of(place, text)
    if found is not None:
        add(found._replace(note=note, words=words))
    elif whole and text:
        add(Fault(start=0, end=len(text), note=note, words=words))


def _names(rows: tuple[Row, ...]) -> set[str]:
    return {row.name for row in rows}
