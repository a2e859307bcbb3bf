"""The composer by gesture: what is typed is in the request, and a request that is shown is given back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFocusEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget

from explorer.core.model.request import (
    AUTOMATIC_HEADERS,
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    Header,
    InheritAuth,
    KeyPlacement,
    MultipartBody,
    NoAuth,
    NoBody,
    OtherAuth,
    Param,
    ParamKind,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.widgets.key_value_model import Column

line = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=8)
named = line.filter(lambda text: bool(text))
texts = st.text(alphabet=st.sampled_from('ab{}[]":,\n \té\u00a0👍'), max_size=30)
auths = st.one_of(
    st.builds(NoAuth),
    st.builds(InheritAuth),
    st.builds(BasicAuth, username=line, password=line),
    st.builds(BearerAuth, token=line),
    st.builds(ApiKeyAuth, name=line, value=line, placement=st.sampled_from(KeyPlacement)),
    st.builds(OtherAuth, kind=st.sampled_from(["oauth2", "digest", "awsv4"])),
)
fields = st.builds(FormField, name=named, value=line, enabled=st.booleans(), description=line)
parts = st.builds(
    Part, name=named, value=line, file_path=line, content_type=line, enabled=st.booleans(), description=line
)
bodies = st.one_of(
    st.builds(NoBody),
    st.builds(TextBody, kind=st.sampled_from(TextKind), text=texts),
    st.builds(FormBody, fields=st.lists(fields, max_size=3).map(tuple)),
    st.builds(MultipartBody, parts=st.lists(parts, max_size=3).map(tuple)),
    st.builds(FileBody, file_path=line, content_type=line),
    st.builds(GraphQLBody, query=texts, variables=texts),
)
params = st.builds(
    Param, name=line, value=line, kind=st.sampled_from(ParamKind), enabled=st.booleans(), description=line
)
headers = st.builds(Header, name=named, value=line, enabled=st.booleans(), description=line)
requests = st.builds(
    Request,
    name=line,
    method=st.sampled_from(["GET", "POST", "PURGE", "m-search"]),
    url=line,
    params=st.lists(params, max_size=3).map(tuple),
    headers=st.lists(headers, max_size=3).map(tuple),
    auth=auths,
    body=bodies,
    settings=st.builds(RequestSettings, timeout_s=st.none() | st.floats(1, 9)),
    automatic_headers_off=st.frozensets(st.sampled_from([name.lower() for name in AUTOMATIC_HEADERS])),
    docs=texts,
)


def keys(widget, text):
    QTest.keyClicks(widget, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests)
def test_a_request_that_is_shown_is_given_back(composer, request_value):
    composer.set_request(request_value)
    assert composer.request() == request_value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests, requests)
def test_nothing_of_the_request_before_remains(composer, first, second):
    composer.set_request(first)
    composer.set_request(second)
    assert composer.request() == second


def test_showing_a_request_is_no_edit(composer, qtbot):
    with qtbot.assertNotEmitted(composer.edited):
        composer.set_request(Request(url="h?a=1", headers=(Header(name="A", value="b"),), body=FileBody(file_path="x")))


def test_typing_a_url_fills_the_params_table(composer, qtbot):
    with qtbot.waitSignal(composer.edited):
        keys(composer.bar.url, "http://h/:id?page=1&size=2#x")
    assert [(row.name, row.value) for row in composer.pane.params.table.rows()] == [("page", "1"), ("size", "2")]
    assert [row.name for row in composer.pane.params.path_table.rows()] == ["id"]
    assert composer.request().params == (
        Param(name="page", value="1"),
        Param(name="size", value="2"),
        Param(name="id", value="", kind=ParamKind.PATH),
    )
    assert composer.pane.tabs.tabs[0].number == "3"


def edit_cell(qtbot, table, row, column, text):
    """Click into a cell, press F2, type over what stands there, press Enter."""
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    keys(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not table.is_editing())


def test_editing_a_row_rewrites_only_the_query(composer, qtbot):
    composer.set_request(Request(url="{{base_url}}/a%20b?x=%41&y=2#f"))
    composer.tab("params")
    edit_cell(qtbot, composer.pane.params.table, 1, Column.VALUE, "3&4")
    assert composer.bar.url.text() == "{{base_url}}/a%20b?x=%41&y=3%264#f"
    assert composer.pane.params.table.rows()[1].value == "3&4"


def test_a_row_that_is_switched_off_leaves_the_url_and_comes_back(composer):
    composer.set_request(Request(url="h?a=1&b=2"))
    composer.tab("params")
    table = composer.pane.params.table
    place = table.visualRect(table.model().index(0, Column.CHECK)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert composer.bar.url.text() == "h?b=2"
    assert composer.request().params[0] == Param(name="a", value="1", enabled=False)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert composer.bar.url.text() == "h?a=1&b=2"


def test_ctrl_z_in_the_url_takes_back_what_the_table_wrote(composer, qtbot):
    composer.set_request(Request(url="h?a=1"))
    composer.tab("params")
    edit_cell(qtbot, composer.pane.params.table, 0, Column.VALUE, "27")
    assert composer.bar.url.text() == "h?a=27"
    composer.focus_url()
    QTest.keyClick(composer.bar.url, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.bar.url.text() == "h?a=1"
    assert composer.pane.params.table.rows()[0].value == "1"


def test_enter_in_the_url_sends(composer, qtbot):
    with qtbot.waitSignal(composer.send_requested):
        QTest.keyClick(composer.bar.url, Qt.Key.Key_Return)
    assert composer.bar.url.text() == ""


def test_the_selection_in_the_url_goes_with_the_focus_but_not_for_a_menu(composer):
    composer.set_request(Request(url="https://api.example/orders"))
    url = composer.bar.url
    url.setFocus()
    url.selectAll()
    QApplication.sendEvent(url, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert url.textCursor().hasSelection()
    QApplication.sendEvent(url, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert not url.textCursor().hasSelection()


def test_pasted_lines_become_one_url(composer):
    QGuiApplication.clipboard().setText("https://h/a\n   ?x=1\n   &y=2\n")
    QTest.keyClick(composer.bar.url, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert composer.bar.url.text() == "https://h/a?x=1&y=2"


def test_send_becomes_cancel(composer, qtbot):
    with qtbot.waitSignal(composer.send_requested):
        QTest.mouseClick(composer.bar.send, Qt.MouseButton.LeftButton, pos=composer.bar.send.rect().center() / 2)
    width = composer.bar.send.width()
    composer.set_sending(True)
    qtbot.waitUntil(lambda: composer.bar.send.text() == "Cancel")
    assert composer.bar.send.width() == width
    with qtbot.waitSignal(composer.cancel_requested), qtbot.assertNotEmitted(composer.send_requested):
        QTest.mouseClick(composer.bar.send, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(composer.send_requested):
        QTest.keyClick(composer.bar.url, Qt.Key.Key_Return)
    composer.set_sending(False)
    assert composer.bar.send.text() == "Send"


def test_the_menu_beside_send_offers_what_works(composer, qtbot):
    actions = {action.text(): action for action in composer.bar._menu().actions()}
    with qtbot.waitSignal(composer.send_and_save_requested):
        actions["Send and save"].trigger()
    with qtbot.waitSignal(composer.copy_requested) as caught:
        actions["Copy as curl"].trigger()
    assert caught.args == ["curl"]


def test_a_custom_method_is_typed(composer, qtbot):
    method = composer.bar.method
    next(action for action in method.menu_of_methods().actions() if action.text() == "Custom…").trigger()
    assert method.field.isVisible()
    with qtbot.waitSignal(composer.edited):
        keys(method.field, "M-SEARCH")
        QTest.keyClick(method.field, Qt.Key.Key_Return)
    assert composer.request().method == "M-SEARCH"
    assert method.button.isVisible()
    QTest.keyClick(method.button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.request().method == "GET"


@pytest.mark.parametrize("bad", ["GE T", "", "ä"])
def test_a_method_that_is_no_token_is_not_taken(composer, bad):
    method = composer.bar.method
    method.type_custom()
    method.field.setText(bad)
    QTest.keyClick(method.field, Qt.Key.Key_Return)
    assert composer.request().method == "GET"


def test_a_method_is_taken_from_the_menu(composer):
    actions = composer.bar.method.menu_of_methods().actions()
    next(action for action in actions if action.text() == "PATCH").trigger()
    assert composer.request().method == "PATCH"
    assert composer.bar.method.button.accessibleName() == "Method: PATCH"


def test_switching_the_kind_of_body_keeps_every_text(composer):
    composer.set_request(Request(body=TextBody(kind=TextKind.JSON, text="{}")))
    body = composer.pane.body
    composer.tab("body")
    body.choose_kind(BodyKind.XML)
    keys(body.pages.editor(BodyKind.XML), "<a/>")
    body.choose_kind(BodyKind.FORM)
    assert composer.request().body == FormBody()
    body.choose_kind(BodyKind.JSON)
    assert composer.request().body == TextBody(kind=TextKind.JSON, text="{}")
    body.choose_kind(BodyKind.XML)
    assert composer.request().body == TextBody(kind=TextKind.XML, text="<a/>")


def test_graphql_is_written_in_two_editors_and_goes_by_post(composer):
    composer.tab("body")
    body = composer.pane.body
    next(action for action in body.kind.menu_of_choices().actions() if action.text() == "GraphQL").trigger()
    page = body.pages.graphql_page()
    assert page.query.isVisible()
    assert page.variables.isVisible()
    keys(page.query, "query Me")
    keys(page.variables, "1")
    assert composer.request().body == GraphQLBody(query="query Me", variables="1")
    assert composer.request().method == "POST"
    assert "body" in composer.pane.made
    QTest.keyClick(composer.bar.method.button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.request().method == "GET"


def test_a_method_chosen_on_purpose_stays_with_graphql(composer):
    composer.set_request(Request(method="PUT"))
    composer.tab("body")
    composer.pane.body.choose_kind(BodyKind.GRAPHQL)
    assert composer.request().method == "PUT"


def test_the_empty_body_offers_to_write_json(composer):
    composer.tab("body")
    button = composer.pane.body.pages.currentWidget().button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert composer.request().body == TextBody(kind=TextKind.JSON, text="")


def test_json_is_judged_after_a_pause_and_laid_out_on_demand(composer, qtbot):
    composer.set_request(Request(body=TextBody(kind=TextKind.JSON, text="")))
    composer.tab("body")
    body = composer.pane.body
    editor = body.pages.editor(BodyKind.JSON)
    editor.set_text('{"a":[1,{{x}}]')
    keys(editor, " ")
    qtbot.waitUntil(lambda: body.sign.words.startswith("Line 1"))
    QTest.mouseClick(body.format, Qt.MouseButton.LeftButton)
    assert editor.text() == ' {"a":[1,{{x}}]'
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    keys(editor, "}")
    QTest.mouseClick(body.format, Qt.MouseButton.LeftButton)
    assert editor.text() == '{\n  "a": [\n    1,\n    {{x}}\n  ]\n}'
    assert body.sign.words == "Valid JSON"
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == ' {"a":[1,{{x}}]}'


def test_the_wrap_button_wraps(composer):
    composer.set_request(Request(body=TextBody(kind=TextKind.TEXT, text="a " * 500)))
    composer.tab("body")
    editor = composer.pane.body.pages.editor(BodyKind.TEXT)
    before = editor.lineWrapMode()
    QTest.mouseClick(composer.pane.body.wrap, Qt.MouseButton.LeftButton)
    assert editor.lineWrapMode() != before


def test_secrets_are_masked_unless_they_are_references(composer):
    composer.set_request(Request(auth=BearerAuth(token="abc")))
    composer.tab("auth")
    token = composer.pane.auth.token
    assert token.line.displayText() != "abc"
    QTest.mouseClick(token.reveal, Qt.MouseButton.LeftButton)
    assert token.line.displayText() == "abc"
    QTest.mouseClick(token.reveal, Qt.MouseButton.LeftButton)
    token.line.selectAll()
    keys(token.line, "{{token}}")
    assert token.line.displayText() == "{{token}}"
    assert composer.request().auth == BearerAuth(token="{{token}}")


def test_fields_of_one_scheme_stay_while_another_shows(composer):
    auth = composer.pane.auth
    auth.kind.choose("basic")
    composer.tab("auth")
    keys(auth.username.line, "me")
    auth.kind.choose("bearer")
    assert composer.request().auth == BearerAuth(token="")
    QTest.keyClick(auth.kind, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.request().auth == BasicAuth(username="me", password="")


def test_an_unknown_scheme_is_kept_and_explained(composer):
    composer.set_request(Request(auth=OtherAuth(kind="digest")))
    composer.tab("auth")
    assert "digest" in composer.pane.auth._sentence.text()
    assert "is not sent until" in composer.pane.auth._sentence.text()
    assert composer.request().auth == OtherAuth(kind="digest")


def test_an_automatic_header_can_be_switched_off_and_stays_listed(composer, qtbot):
    composer.tab("headers")
    rows = (("Host", "h", False, "from the URL"), ("User-Agent", "Explorer", True, "who sends"))
    composer.set_automatic_headers(rows)
    boxes = composer.pane.headers.automatic.boxes
    assert not boxes["host"].isEnabled()
    with qtbot.waitSignal(composer.edited):
        boxes["user-agent"].click()
    assert composer.request().automatic_headers_off == {"user-agent"}
    composer.set_automatic_headers(rows[:1])
    assert "user-agent" in composer.pane.headers.automatic.boxes
    composer.pane.headers.automatic.boxes["user-agent"].click()
    assert composer.request().automatic_headers_off == frozenset()


def test_variables_in_use_are_listed_missing_ones_first(composer, qtbot):
    composer.set_request(Request(url="{{base_url}}/{{nope}}", auth=BearerAuth(token="{{token}}")))
    rows = composer.pane.vars.model.rows
    assert [row.name for row in rows] == ["nope", "base_url", "token"]
    assert rows[0].value == "Not set in Sandbox"
    assert "s3cr3t" not in repr(rows)
    composer.tab("vars")
    composer.pane.vars.go_to("base_url")
    with qtbot.waitSignal(composer.definition_requested) as caught:
        QTest.keyClick(composer.pane.vars.table, Qt.Key.Key_Return)
    assert caught.args == ["base_url"]


def test_typing_two_braces_offers_the_variables(composer, qtbot):
    url = composer.bar.url
    url.setFocus()
    keys(url, "{{ba")
    qtbot.waitUntil(url.completion.is_open)
    QTest.keyClick(url.completion.popup, Qt.Key.Key_Down)
    QTest.keyClick(url.completion.popup, Qt.Key.Key_Up)
    QTest.keyClick(url.completion.popup, Qt.Key.Key_Return)
    assert url.text() == "{{base_url}}"
    assert not url.completion.is_open()


def test_the_footer_shows_the_resolved_url_or_why_not(composer):
    composer.tab("params")
    footer = composer.pane.footer
    composer.set_resolved("http://h/" + "x" * 300)
    assert footer.url.isVisible()
    assert not footer.error.isVisible()
    QTest.mouseClick(footer.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "http://h/" + "x" * 300
    composer.set_resolved("", "{{nope}} has no value in the environment Sandbox.")
    assert footer.error.isVisible()
    assert not footer.copy.isEnabled()


def test_compact_moves_the_body_tools_beside_the_tabs(composer):
    composer.tab("body")
    composer.set_compact(True)
    tools = composer.pane.body.tools
    assert tools.isVisible()
    assert tools.parentWidget() is composer.pane.tabs.parentWidget()
    composer.set_compact(False)
    assert tools.parentWidget() is not composer.pane.tabs.parentWidget()
    assert tools.isVisible()


def test_docs_are_read_as_they_look(composer):
    composer.set_request(Request(docs="# Title\n\ntext ![x](file:///etc/passwd)"))
    composer.tab("docs")
    assert composer.pane.docs.preview.isVisible()
    assert composer.pane.docs.preview.toPlainText().startswith("Title")
    composer.pane.docs.mode.set_current("write")
    assert composer.pane.docs.editor.isVisible()
    assert composer.request().docs.startswith("# Title")


def test_variables_are_offered_in_cells_too(composer, qtbot):
    composer.set_request(Request(url="h?a=1"))
    composer.tab("params")
    table = composer.pane.params.table
    table.go_to(0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    keys(editor, "{{bat")
    qtbot.waitUntil(editor.completion.is_open)
    QTest.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert editor.text() == "{{batch_id}}"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not table.is_editing())
    assert composer.request().url == "h?a={{batch_id}}"


def test_a_file_is_dropped_on_the_file_page(composer, tmp_path):
    composer.pane.body.choose_kind(BodyKind.FILE)
    page = composer.pane.body.pages.file_page()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.bin"))])
    page.dropEvent(
        QDropEvent(
            QPointF(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert composer.request().body == FileBody(file_path=str(tmp_path / "a.bin"))


def test_the_file_dialog_does_not_wait(composer, qtbot):
    composer.pane.body.choose_kind(BodyKind.FILE)
    composer.tab("body")
    page = composer.pane.body.pages.file_page()
    QTest.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.fileSelected.emit("/tmp/x")
    dialog.reject()
    assert composer.request().body == FileBody(file_path="/tmp/x")


def test_every_control_has_a_name(composer):
    for tab_id in (tab.id for tab in composer.pane.tabs.tabs):
        composer.tab(tab_id)
        window = composer.pane.window()
        for widget in window.findChildren(QWidget):
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
            if takes_keys and not isinstance(widget, QStackedWidget):
                assert widget.accessibleName(), (tab_id, widget)
