"""Problems and edits: where they are shown, when they go, how an edit is taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.core.model.diagnosis import Edit, EditTarget, Place, PlacePart, Problem
from explorer.core.model.request import (
    BearerAuth,
    FormBody,
    FormField,
    Header,
    InheritAuth,
    NoBody,
    Request,
    TextBody,
    TextKind,
)
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.pane_tabs import Dot

JSON = '{\n  "from": "12345",\n  "to": [],\n  "body": "Hi"\n}'
TO = JSON.index("[]")


def problem(part, name="", note="is wrong", **place):
    return Problem(field=name, message="words", place=Place(part=part, name=name, crumbs=(), note=note, **place))


def dot(composer, tab_id):
    return next(tab for tab in composer.pane.tabs.tabs if tab.id == tab_id).dot


def undo(widget):
    QTest.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def batch(composer):
    composer.set_request(
        Request(
            method="POST",
            url="{{base_url}}/x?page=0",
            headers=(Header(name="Accept", value="text/html"),),
            auth=BearerAuth(token="old"),
            body=TextBody(kind=TextKind.JSON, text=JSON),
        )
    )
    composer.tab("body")
    return composer


def test_a_fault_in_the_body_goes_when_its_text_is_edited_and_moves_before(batch):
    batch.show_problems((problem(PlacePart.BODY, "to", start=TO, end=TO + 2, line=3),), Family.SERVER)
    editor = batch.pane.body.pages.editor(BodyKind.JSON)
    assert dot(batch, "body") is Dot.FAULT
    assert batch.pane.body.sign.words == "1 problem"
    editor.go_to(JSON.index("12345"), JSON.index("12345"))
    QTest.keyClicks(editor, "9")
    assert editor.faults()[0].start == TO + 1
    editor.go_to(TO + 2, TO + 2)
    QTest.keyClicks(editor, "1")
    assert editor.faults() == ()
    assert dot(batch, "body") is Dot.CONTENT
    assert batch.pane.body.sign.words == "Valid JSON"


@pytest.mark.parametrize(
    ("found", "tab_id"),
    [
        (problem(PlacePart.QUERY, "page"), "params"),
        (problem(PlacePart.HEADER, "accept"), "headers"),
        (problem(PlacePart.AUTH), "auth"),
        (problem(PlacePart.BODY, "to", start=TO, end=TO + 2), "body"),
        (problem(PlacePart.VARIABLE, "base_url"), "vars"),
    ],
)
def test_a_problem_marks_its_tab_and_clearing_takes_it_away(batch, found, tab_id):
    batch.show_problems((found,))
    assert dot(batch, tab_id) is Dot.FAULT
    batch.clear_problems()
    assert all(tab.dot is not Dot.FAULT for tab in batch.pane.tabs.tabs)


def test_a_fault_in_a_row_goes_when_the_row_is_edited(batch):
    batch.show_problems((problem(PlacePart.QUERY, "page", note="from 1"),))
    assert batch.pane.params.table.faults() == {0: "words"}
    QTest.keyClick(batch.bar.url, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(batch.bar.url, "9")
    assert batch.pane.params.table.faults() == {}
    assert dot(batch, "params") is None


def test_a_fault_of_the_url_is_marked_and_goes(batch):
    batch.show_problems((problem(PlacePart.URL),))
    assert [(fault.start, fault.end) for fault in batch.bar.url.faults()] == [(0, len("{{base_url}}/x?page=0"))]
    QTest.keyClicks(batch.bar.url, "h")
    assert batch.bar.url.faults() == ()


def test_editing_a_token_takes_its_mark_away(batch):
    batch.show_problems((problem(PlacePart.AUTH, note="refused"),))
    batch.tab("auth")
    assert batch.pane.auth.token.line.accessibleDescription() == "refused"
    QTest.keyClicks(batch.pane.auth.token.line, "x")
    assert not batch.pane.auth.has_faults()


def test_a_place_that_is_gone_is_not_marked(batch):
    batch.show_problems((problem(PlacePart.BODY, "to", start=900, end=950), problem(PlacePart.QUERY, "none")))
    assert all(tab.dot is not Dot.FAULT for tab in batch.pane.tabs.tabs)


@pytest.mark.parametrize(
    ("part", "name", "tab_id"),
    [
        (PlacePart.QUERY, "page", "params"),
        (PlacePart.HEADER, "ACCEPT", "headers"),
        (PlacePart.HEADER, "X-Missing", "headers"),
        (PlacePart.AUTH, "", "auth"),
        (PlacePart.BODY, "to", "body"),
        (PlacePart.VARIABLE, "base_url", "vars"),
    ],
)
def test_go_to_switches_the_tab_and_takes_the_keyboard(batch, part, name, tab_id):
    batch.tab("docs")
    batch.go_to(Place(part=part, name=name, crumbs=(), line=3))
    assert batch.pane.tabs.current == tab_id
    assert batch.pane.page(tab_id).isAncestorOf(QApplication.focusWidget())


def test_go_to_the_body_selects_the_value(batch):
    batch.go_to(Place(part=PlacePart.BODY, name="to", crumbs=(), start=TO, end=TO + 2))
    assert batch.pane.body.pages.editor(BodyKind.JSON).textCursor().selectedText() == "[]"


def test_go_to_the_url_and_the_method(batch):
    batch.go_to(Place(part=PlacePart.URL, name="", crumbs=(), start=0, end=12))
    assert batch.bar.url.textCursor().selectedText() == "{{base_url}}"
    batch.go_to(Place(part=PlacePart.METHOD, name="", crumbs=()))
    assert batch.bar.method.button.hasFocus()


def test_edits_of_the_body_are_one_step_back(batch):
    name = JSON.index('"Hi"')
    edits = (
        Edit(target=EditTarget.BODY, before="[]", after='["1"]', start=TO, end=TO + 2),
        Edit(target=EditTarget.BODY, before='"Hi"', after='"Ho"', start=name, end=name + 4),
    )
    assert batch.apply_edits(edits) == ()
    assert batch.request().body.text == JSON.replace("[]", '["1"]').replace("Hi", "Ho")
    undo(QApplication.focusWidget())
    assert batch.request().body.text == JSON


def test_an_edit_follows_its_words_and_is_given_back_when_they_are_gone(batch):
    batch.pane.body.pages.editor(BodyKind.JSON).set_text("  " + JSON)
    edit = Edit(target=EditTarget.BODY, before="[]", after="[1]", start=TO, end=TO + 2)
    assert batch.apply_edits((edit,)) == ()
    assert batch.apply_edits((edit,)) == (edit,)


def test_each_other_edit_can_be_taken_back(batch):
    before = batch.request()
    edits = (
        Edit(target=EditTarget.URL, before="page=0", after="page=1", start=15, end=21),
        Edit(target=EditTarget.METHOD, before="POST", after="PUT"),
        Edit(target=EditTarget.HEADER, before="text/html", after="application/json", name="accept"),
        Edit(target=EditTarget.HEADER, before="", after="1", name="X-New"),
        Edit(target=EditTarget.AUTH, before="old", after="new"),
    )
    assert batch.apply_edits(edits) == ()
    after = batch.request()
    assert after.url.endswith("page=1")
    assert after.method == "PUT"
    assert [(row.name, row.value) for row in after.headers] == [("Accept", "application/json"), ("X-New", "1")]
    assert after.auth == BearerAuth(token="new")
    undo(batch.bar.url)
    undo(batch.bar.method.button)
    undo(batch.pane.headers.table)
    undo(batch.pane.headers.table)
    undo(batch.pane.auth.token.line)
    assert batch.request() == before


def test_a_header_is_taken_away_and_a_scheme_changed(batch):
    batch.apply_edits(
        (
            Edit(target=EditTarget.HEADER, before="text/html", after="", name="Accept"),
            Edit(target=EditTarget.AUTH, before="bearer", after="inherit", name="scheme"),
        )
    )
    assert batch.request().headers == ()
    assert batch.request().auth == InheritAuth()


def test_values_of_variables_are_not_the_composers_to_change(batch):
    edit = Edit(target=EditTarget.VARIABLE, before="a", after="b", name="base_url")
    assert batch.apply_edits((edit,)) == (edit,)


def test_edits_of_form_fields_and_of_no_body(composer):
    composer.set_request(Request(body=FormBody(fields=(FormField(name="to", value=""),))))
    composer.show_problems((problem(PlacePart.FORM, "to", note="needed"),))
    assert dot(composer, "body") is Dot.FAULT
    assert composer.apply_edits((Edit(target=EditTarget.BODY, before="", after="46", name="to"),)) == ()
    assert composer.request().body == FormBody(fields=(FormField(name="to", value="46"),))
    assert dot(composer, "body") is Dot.CONTENT
    composer.set_request(Request(body=NoBody()))
    composer.apply_edits((Edit(target=EditTarget.BODY, before="", after="{}"),))
    assert composer.request().body == TextBody(kind=TextKind.JSON, text="{}")
