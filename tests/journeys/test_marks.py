"""A refused request is marked where it is wrong, in every part of the composer, until it is mended or sent again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QToolTip

from explorer.core.model.request import FormBody, FormField, GraphQLBody, Header, Request, TextBody, TextKind
from explorer.gui.widgets.key_value_model import Column
from explorer.gui.widgets.key_value_table import KeyValueTable
from explorer.gui.widgets.pane_tabs import Dot
from tests.driver import Driver
from tests.journeys.threaded import answering

BODY = '{\n  "name": "Ada",\n  "age": "old",\n  "tags": []\n}'
MISSING_EMAIL = {"type": "missing", "loc": ["body", "email"], "msg": "Field required", "input": {}}
WRONG_AGE = {"type": "int_parsing", "loc": ["body", "age"], "msg": "Input should be a valid integer", "input": "old"}
MISSING_LIMIT = {"type": "missing", "loc": ["query", "limit"], "msg": "Field required", "input": None}
MISSING_TOKEN = {"type": "missing", "loc": ["header", "x-token"], "msg": "Field required", "input": None}


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    shared_driver.frame.resize(1440, 900)
    yield shared_driver
    shared_driver.close_request()


def answer(status: str, value: Any) -> bytes:
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def refusal(*problems: dict[str, Any]) -> bytes:
    return answer("422 Unprocessable Entity", {"detail": list(problems)})


def json_request(url: str) -> Request:
    headers = (Header(name="Accept", value="application/json"),)
    return Request(method="POST", url=url, headers=headers, body=TextBody(kind=TextKind.JSON, text=BODY))


def editor_of(driver: Driver) -> Any:
    return driver.page.composer.pane.body.pages.present_editor()


def marked_lines(driver: Driver) -> dict[int, str]:
    """Line from 1, and the note that stands behind it."""
    editor = editor_of(driver)
    return {editor.text().count("\n", 0, fault.start) + 1: fault.note for fault in editor.faults()}


def faulty_tabs(driver: Driver) -> set[str]:
    return {tab.id for tab in driver.page.composer.pane.tabs.tabs if tab.dot is Dot.FAULT}


def tip_of_line(driver: Driver, line: int) -> str:
    """What is shown when the pointer rests on a line of the body."""
    editor = editor_of(driver)
    block = editor.document().findBlockByNumber(line - 1)
    place = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).center().toPoint()
    place.setX(8)
    viewport = editor.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText()


def add_line_note(table: KeyValueTable) -> str:
    """What assistive technology says of the line that adds a row."""
    index = table.model().index(len(table.rows()), Column.NAME)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def cursor_place(driver: Driver) -> tuple[str, str]:
    """The tab in front, and the selected text or the name of the cell's column where the keyboard is."""
    focused = QApplication.focusWidget()
    tab = driver.page.composer.pane.tabs.current
    if isinstance(focused, KeyValueTable):
        return tab, f"{focused.accessibleName()} {focused.currentIndex().row()}"
    return tab, focused.textCursor().selectedText()


def test_both_fields_of_a_422_are_marked_with_the_servers_words(driver: Driver) -> None:
    with answering(refusal(MISSING_EMAIL, WRONG_AGE)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    assert driver.pill() == "422 Unprocessable Entity"
    lines = marked_lines(driver)
    assert set(lines) == {3, 4}
    assert lines[3] == "a whole number required"
    assert lines[4] == "email: Field required"
    assert tip_of_line(driver, 3) == "Input should be a valid integer"
    assert driver.page.composer.pane.body.sign.words == "2 problems"


def test_two_fields_missing_at_one_spot_are_both_named(driver: Driver) -> None:
    phone = MISSING_EMAIL | {"loc": ["body", "phone"]}
    with answering(refusal(MISSING_EMAIL, phone)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    assert [fault.note for fault in editor_of(driver).faults()] == ["email: Field required", "phone: Field required"]


def test_missing_parameters_and_headers_mark_the_line_that_adds_them(driver: Driver) -> None:
    with answering(refusal(MISSING_LIMIT, MISSING_TOKEN, WRONG_AGE)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    pane = driver.page.composer.pane
    assert faulty_tabs(driver) == {"params", "headers", "body"}
    assert "limit: " in add_line_note(pane.params.table)
    assert "x-token: " in add_line_note(pane.headers.table)


def test_the_mark_of_a_missing_parameter_is_painted(driver: Driver) -> None:
    with answering(answer("200 OK", {}), refusal(MISSING_LIMIT)) as server:
        driver.window.new_request(Request(url=server.url))
        driver.page.composer.tab("params")
        driver.send()
        plain = driver.page.composer.pane.params.table.grab().toImage()
        driver.send()
    assert driver.page.composer.pane.params.table.grab().toImage() != plain


def test_a_missing_form_field_marks_the_line_that_adds_it(driver: Driver) -> None:
    with answering(refusal(MISSING_EMAIL)) as server:
        body = FormBody(fields=(FormField(name="name", value="Ada"),))
        driver.window.new_request(Request(method="POST", url=server.url, body=body))
        driver.send()
    table = driver.page.composer.pane.body.pages.present_table()
    assert "email: " in add_line_note(table)
    driver.press("F4")
    assert cursor_place(driver) == ("body", f"{table.accessibleName()} 1")


def test_f4_and_shift_f4_go_round_all_problems(driver: Driver) -> None:
    with answering(refusal(MISSING_LIMIT, MISSING_TOKEN, WRONG_AGE)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    limit, token, age = ("params", "Query parameters 0"), ("headers", "Request headers 1"), ("body", '"old"')
    seen = []
    for _ in range(4):
        driver.press("F4")
        seen.append(cursor_place(driver))
    assert seen == [limit, token, age, limit]
    seen = []
    for _ in range(3):
        driver.press("Shift+F4")
        seen.append(cursor_place(driver))
    assert seen == [age, token, limit]


def test_f4_finds_encoded_and_repeated_parameters_and_segments_as_they_were_typed(driver: Driver) -> None:
    second, named, user = ["query", "tag", 1], ["query", "filter[name]"], ["path", "user_id"]
    problems = [WRONG_AGE | {"loc": loc, "input": "?"} for loc in (second, named, user)]
    with answering(refusal(*problems)) as server:
        url = f"{server.url.rstrip('/')}/users/a b/notes?tag=x&tag=y&filter%5Bname%5D=é"
        driver.window.new_request(json_request(url))
        driver.send()
    seen = []
    for _ in range(3):
        driver.press("F4")
        seen.append(cursor_place(driver))
    assert seen[:2] == [("params", "Query parameters 1"), ("params", "Query parameters 2")]
    assert seen[2][1] == "a b"


def test_graphql_problems_are_marked_in_both_editors(driver: Driver) -> None:
    unknown = {"message": "Cannot query field 'totl' on type 'Order'.", "locations": [{"line": 2, "column": 3}]}
    refused = {"message": "Variable '$id' got invalid value 1.", "locations": [{"line": 1, "column": 9}]}
    with answering(answer("200 OK", {"errors": [unknown, refused]})) as server:
        body = GraphQLBody(query="query Q($id: ID!) {\n  totl(id: $id)\n}", variables='{"id": 1}')
        driver.window.new_request(Request(method="POST", url=f"{server.url}/graphql", body=body))
        driver.send()
    assert faulty_tabs(driver) == {"body"}
    seen = []
    for _ in range(2):
        driver.press("F4")
        seen.append((QApplication.focusWidget().accessibleName(), cursor_place(driver)[1]))
    assert seen == [("GraphQL query", "totl"), ("GraphQL variables", "1")]
    assert driver.page.composer.pane.body.sign.words == "2 problems"


def test_a_field_the_schema_does_not_have_is_mended_in_the_query_and_taken_back(driver: Driver) -> None:
    told = {"message": "Cannot query field 'totl' on type 'Order'. Did you mean 'total'?"}
    query = "query Q {\n  order {\n    totl\n  }\n}"
    with answering(answer("200 OK", {"errors": [told]})) as server:
        driver.window.new_request(Request(method="POST", url=f"{server.url}/graphql", body=GraphQLBody(query=query)))
        driver.send()
    driver.press("Alt+Return")
    assert driver.page.request().body == GraphQLBody(query=query.replace("totl", "total"))
    driver.press("Ctrl+Z")
    assert driver.page.request().body == GraphQLBody(query=query)


def test_shift_f4_begins_with_the_last_problem(driver: Driver) -> None:
    with answering(refusal(MISSING_LIMIT, MISSING_TOKEN, WRONG_AGE)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    driver.press("Shift+F4")
    assert cursor_place(driver)[0] == "body"
    driver.press("Shift+F4")
    assert cursor_place(driver)[0] == "headers"


def test_mending_a_spot_takes_its_mark_away_and_leaves_the_others(driver: Driver) -> None:
    with answering(refusal(MISSING_LIMIT, WRONG_AGE, MISSING_EMAIL)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    driver.press("F4")
    driver.press("Return")
    driver.type("limit")
    driver.press("Return")
    table = driver.page.composer.pane.params.table
    driver.wait_until(lambda: [row.name for row in table.rows()] == ["limit"], "the new row")
    assert faulty_tabs(driver) == {"body"}
    driver.press("F4")
    driver.type("36")
    assert set(marked_lines(driver)) == {4}


def test_f4_follows_a_problem_whose_text_has_moved(driver: Driver) -> None:
    with answering(refusal(WRONG_AGE, MISSING_EMAIL)) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
    driver.focus(editor_of(driver))
    driver.press("Ctrl+Home")
    driver.press("Return")
    driver.press("F4")
    assert cursor_place(driver) == ("body", '"old"')


def test_sending_again_takes_all_marks_away(driver: Driver) -> None:
    with answering(refusal(MISSING_LIMIT, WRONG_AGE), answer("200 OK", {})) as server:
        driver.window.new_request(json_request(server.url))
        driver.send()
        assert faulty_tabs(driver) == {"params", "body"}
        before = driver.answers
        driver.press("Ctrl+Return")
        assert faulty_tabs(driver) == set(), "what the last answer said is not said of the new one"
        driver.wait_for_answer(before)
    assert faulty_tabs(driver) == set()
    assert marked_lines(driver) == {}
