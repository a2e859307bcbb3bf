"""The page by gesture: what is seen, what is written to disk, and what Ctrl+Z takes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from explorer.core.storage import collections
from explorer.gui.environments.cell_delegate import _area, _eye
from explorer.gui.environments.lines import MASK, CellKind
from explorer.gui.environments.matrix_model import Role
from explorer.gui.widgets.menu import Menu
from tests.gui.environments.stage import PRODUCTION, SANDBOX, STAGING, staged

Key = Qt.Key
SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def menu_of(stage) -> Menu:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, Menu) and one.isVisible())


def open_cell_menu(stage, index) -> Menu:
    stage.page.menus.open_cell(index, QPoint(10, 10))
    return menu_of(stage)


def open_column_menu(stage, key) -> Menu:
    """By a click on the dots in the head."""
    head = stage.view.head
    centre = head.dots(stage.model.column_of(key)).center()
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    return menu_of(stage)


@staged
async def test_the_matrix(stage):
    assert stage.names() == ["Variable", "Sandbox", "Staging", "Production", "Used in"]
    assert stage.text("base_url", STAGING) == "https://staging.example.com"
    assert stage.text("token", SANDBOX) == MASK
    assert stage.index("callback_url", PRODUCTION).data(Role.CELL).kind is CellKind.MISSING
    last = stage.model.columnCount() - 1
    counts = {name: stage.index(name).siblingAtColumn(last).data() for name in ("base_url", "callback_url", "token")}
    assert counts == {"base_url": "3", "callback_url": "2", "token": "2"}
    assert stage.view.head.notes(stage.page.book.environments[0]) == ("Active",)
    assert stage.view.head.notes(stage.page.book.environments[2]) == ("Asks before sending",)


@staged
async def test_the_model_is_sound(stage, qtmodeltester):
    qtmodeltester.check(stage.model)
    await stage.type_into(stage.model.index(stage.model.add_row(), 0), "fresh")
    stage.page.bar.field.setText("base")
    stage.page.add_environment()
    stage.undo()
    qtmodeltester.check(stage.model)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_F2])
@staged
async def test_an_edit_is_saved_after_a_pause_and_undone(stage, key):
    index = stage.index("base_url", STAGING)
    stage.go(index)
    stage.press(key)
    editor = stage.editor()
    assert editor.text() == "https://staging.example.com"
    editor.selectAll()
    QTest.keyClicks(editor, "https://new.example.com")
    QTest.keyClick(editor, Key.Key_Return)
    await stage.settle()
    assert stage.text("base_url", STAGING) == "https://new.example.com"
    assert "new.example.com" not in stage.file(STAGING)
    await stage.until(lambda: "new.example.com" in stage.file(STAGING))
    stage.undo()
    assert stage.text("base_url", STAGING) == "https://staging.example.com"
    await stage.until(lambda: "https://staging.example.com" in stage.file(STAGING))
    QTest.keyClick(stage.view, Key.Key_Z, SHIFT_CTRL)
    assert stage.text("base_url", STAGING) == "https://new.example.com"


@staged
async def test_typing_begins_an_edit_and_esc_leaves_it(stage):
    stage.go(stage.index("base_url", STAGING))
    QTest.keyClicks(stage.view, "x")
    QTest.keyClick(stage.editor(), Key.Key_Escape)
    assert stage.text("base_url", STAGING) == "https://staging.example.com"
    assert not stage.page.book.stack.canUndo()


@staged
async def test_an_edit_made_while_a_save_is_under_way_is_kept(stage):
    await stage.type_into(stage.index("base_url", STAGING), "https://a.example.com")
    stage.page.flush()
    await stage.type_into(stage.index("base_url", STAGING), "https://b.example.com")
    await stage.until(lambda: "b.example.com" in stage.file(STAGING))
    await stage.settle(0.1)
    assert stage.text("base_url", STAGING) == "https://b.example.com"
    assert stage.page.book.stack.count() == 2


@staged
async def test_a_refresh_does_not_touch_what_is_being_typed(stage):
    stage.go(stage.index("base_url", STAGING))
    stage.press(Key.Key_Return)
    QTest.keyClicks(stage.editor(), "half")
    stage.library.reload()
    await stage.settle(0.2)
    assert stage.editor().text() == "half"


@staged
async def test_leaving_the_page_saves_at_once(stage):
    await stage.type_into(stage.index("base_url", SANDBOX), "http://localhost")
    stage.page.hide()
    await stage.until(lambda: "http://localhost" in stage.file(SANDBOX), 0.25)


@staged
async def test_a_change_from_outside_is_shown(stage):
    staging = next(one for one in stage.page.book.environments if one.key == STAGING)
    collections.save_environment(stage.folder, replace(staging, name="Stage"))
    stage.library.reload()
    await stage.until(lambda: "Stage" in stage.names())


@staged
async def test_a_missing_value_is_told_copied_and_undone(stage):
    bar = stage.page.problem_bar
    assert bar.sentence == (
        "callback_url is missing in Production. 2 requests refer to it and would not be sent there."
    )
    assert bar.copy.text() == "Copy from Staging"
    QTest.mouseClick(bar.copy, Qt.MouseButton.LeftButton)
    assert stage.text("callback_url", PRODUCTION) == "https://hooks.staging.example.com"
    assert bar.sentence.startswith("No value is missing")
    assert not bar.copy.isVisible()
    stage.undo()
    assert stage.text("callback_url", PRODUCTION) == "Missing"


@staged
async def test_show_requests_names_the_variable(stage, qtbot):
    with qtbot.waitSignal(stage.page.requests_requested) as heard:
        QTest.mouseClick(stage.page.problem_bar.requests, Qt.MouseButton.LeftButton)
    assert heard.args == ["callback_url"]


@staged
async def test_next_problem_goes_around(stage):
    await stage.type_into(stage.index("base_url", STAGING), "")
    assert stage.text("base_url", STAGING) == "Missing"
    places = []
    for _ in range(3):
        stage.page.go_to_problem(1)
        index = stage.view.currentIndex()
        places.append((index.siblingAtColumn(0).data(), index.data(Role.KEY)))
    assert places == [("callback_url", PRODUCTION), ("base_url", STAGING), ("callback_url", PRODUCTION)]
    assert stage.page.problem_bar.sentence.startswith("callback_url is missing in Production.")
    assert stage.page.problem_bar.sentence.endswith("2 values are missing in all.")


@staged
async def test_delete_clears_a_value_and_a_variable(stage):
    stage.go(stage.index("callback_url", STAGING))
    stage.press(Key.Key_Delete)
    assert stage.text("callback_url", STAGING) == "Missing"
    stage.go(stage.index("callback_url"))
    stage.press(Key.Key_Delete)
    assert stage.model.row_of_name("callback_url") == -1
    stage.undo()
    stage.undo()
    assert stage.text("callback_url", STAGING) == "https://hooks.staging.example.com"


@staged
async def test_a_new_variable_goes_to_the_active_environment(stage):
    await stage.type_into(stage.model.index(stage.model.add_row(), 0), "group_id")
    await stage.until(lambda: stage.view.currentIndex() == stage.index("group_id", SANDBOX))
    assert stage.text("group_id", SANDBOX) == "Empty"
    assert stage.text("group_id", STAGING) == "Not set"
    await stage.until(lambda: "group_id" in stage.file(SANDBOX))
    assert "group_id" not in stage.file(STAGING)


@pytest.mark.parametrize(("name", "words"), [("base_url", "already a variable"), ("a b", "letters, digits")])
@staged
async def test_a_name_that_cannot_be_is_refused(stage, name, words):
    await stage.type_into(stage.model.index(stage.model.add_row(), 0), name)
    assert words in stage.page.problem_bar.sentence
    assert not stage.page.book.stack.canUndo()


@staged
async def test_a_variable_is_renamed_everywhere(stage):
    await stage.type_into(stage.index("callback_url"), "hook_url")
    await stage.until(lambda: "hook_url" in stage.file(SANDBOX) and "hook_url" in stage.file(STAGING))
    assert "callback_url" not in stage.file(SANDBOX)
    stage.undo()
    assert stage.text("callback_url", SANDBOX) == "{{base_url}}/callbacks"


@staged
async def test_a_variable_is_switched_off(stage):
    stage.choose(open_cell_menu(stage, stage.index("callback_url")), "Switch off")
    assert stage.index("callback_url").data(Role.CELL).note == "Off"
    assert not stage.model.sheet.problems
    await stage.until(lambda: "disabled: true" in stage.file(STAGING))


@staged
async def test_a_secret_is_shown_for_a_while(stage):
    stage.page.reveals.shown_s = 0.15
    index = stage.index("token", SANDBOX)
    eye = _eye(_area(stage.view.visualRect(index), index)).center()
    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert index.data() == "sandbox-token"
    await stage.until(lambda: index.data() == MASK, 2)
    stage.go(index)
    stage.press(Key.Key_Space)
    assert index.data() == "sandbox-token"
    stage.press(Key.Key_Space)
    assert index.data() == MASK


@staged
async def test_a_secret_that_was_not_read_says_so(stage):
    index = stage.index("token", STAGING)
    stage.go(index)
    stage.press(Key.Key_Space)
    assert index.data() == "Make Staging active to read it"


@staged
async def test_a_secret_goes_to_the_keychain_and_never_to_disk(stage):
    stage.go(stage.index("token", STAGING))
    stage.press(Key.Key_Return)
    editor = stage.editor()
    assert (editor.text(), editor.echoMode()) == ("", QLineEdit.EchoMode.Password)
    QTest.keyClicks(editor, "staging-token")
    QTest.keyClick(editor, Key.Key_Return)
    await stage.until(lambda: stage.library.secret("Staging", "token") == "staging-token")
    await stage.settle(0.5)
    assert all("staging-token" not in stage.file(key) for key in (SANDBOX, STAGING, PRODUCTION))
    assert stage.text("token", STAGING) == MASK
    stage.undo()
    await stage.until(lambda: stage.library.secret("Staging", "token") == "")


@staged
async def test_an_emptied_secret_field_changes_nothing(stage):
    stage.go(stage.index("token", SANDBOX))
    stage.press(Key.Key_Return)
    QTest.keyClicks(stage.editor(), "x")
    QTest.keyClick(stage.editor(), Key.Key_Backspace)
    QTest.keyClick(stage.editor(), Key.Key_Return)
    await stage.settle()
    assert stage.library.secret("Sandbox", "token") == "sandbox-token"
    assert not stage.page.book.stack.canUndo()


@staged
async def test_make_secret_and_back(stage):
    stage.choose(open_cell_menu(stage, stage.index("callback_url")), "Make secret")
    await stage.until(lambda: "hooks.staging" not in stage.file(STAGING))
    assert stage.library.secret("Staging", "callback_url") == "https://hooks.staging.example.com"
    assert stage.text("callback_url", STAGING) == MASK
    stage.choose(open_cell_menu(stage, stage.index("callback_url")), "Make not secret")
    await stage.until(lambda: "https://hooks.staging.example.com" in stage.file(STAGING))
    assert stage.library.secret("Staging", "callback_url") == ""


@staged
async def test_a_secret_that_was_not_read_is_not_lost_by_a_rename(stage):
    await stage.type_into(stage.index("token"), "api_token")
    assert "was not read from the keyring" in stage.page.problem_bar.sentence
    assert stage.text("token") == "token"


@staged
async def test_a_secret_that_is_not_in_the_keychain_is_missing(stage):
    stage.workspace.secret_values.clear()
    stage.page.book._secrets_read()
    stage.workspace.secret_values[("Staging", "token")] = "known"
    stage.page.book.changed.emit()
    assert stage.text("token", SANDBOX) == "Missing"


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Proxy", "system", "System"),
        ("Proxy", "http://127.0.0.1:3128", "http://127.0.0.1:3128"),
        ("Timeout", "2.5", "2.5 s"),
        ("Retries after 429 and 503", "3", "3"),
        ("Confirm before sending", "post, delete", "POST, DELETE"),
    ],
)
@staged
async def test_settings_are_edited(stage, title, text, shown):
    await stage.type_into(stage.setting(title, STAGING), text)
    assert stage.setting(title, STAGING).data() == shown
    await stage.until(lambda: stage.saved(STAGING) == stage.page.book.environments[1])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Proxy", "nonsense"),
        ("Proxy", "http://host:99999"),
        ("Timeout", "0"),
        ("Timeout", "soon"),
        ("Timeout", "nan"),
        ("Retries after 429 and 503", "-1"),
        ("Confirm before sending", "PO ST, D(L"),
    ],
)
@staged
async def test_a_setting_that_cannot_be_is_refused(stage, title, text):
    before = stage.setting(title, STAGING).data()
    await stage.type_into(stage.setting(title, STAGING), text)
    assert stage.setting(title, STAGING).data() == before
    assert not stage.page.book.stack.canUndo()
    assert not stage.page.problem_bar.sentence.startswith("callback_url")


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
@staged
async def test_verify_tls_turns_over(stage, key):
    index = stage.setting("Verify TLS", PRODUCTION)
    stage.go(index)
    stage.press(key)
    assert index.data() == "Off"
    stage.press(key)
    assert index.data() == "On"


@staged
async def test_filter_and_missing_only(stage):
    stage.page.focus_filter()
    QTest.keyClicks(stage.page.bar.field, "CALL")
    assert [stage.model.row_of_name(name) for name in ("base_url", "callback_url")] == [-1, 0]
    stage.page.bar.clear()
    QTest.mouseClick(stage.page.bar.missing_only, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert [stage.model.row_of_name(name) for name in ("base_url", "callback_url")] == [-1, 0]


@staged
async def test_next_problem_brings_a_filtered_variable_back(stage):
    stage.page.bar.field.setText("base")
    stage.page.go_to_problem(1)
    assert stage.view.currentIndex() == stage.index("callback_url", PRODUCTION)


@staged
async def test_show_variable(stage):
    stage.page.bar.field.setText("nothing like it")
    stage.page.show_variable("base_url")
    assert stage.view.currentIndex() == stage.index("base_url", SANDBOX)
    stage.page.show_variable("unheard_of")
    QTest.keyClick(stage.editor(), Key.Key_Return)
    await stage.settle()
    assert stage.text("unheard_of", SANDBOX) == "Empty"


@staged
async def test_add_environment_and_name_it(stage):
    QTest.mouseClick(stage.page.bar.add, Qt.MouseButton.LeftButton)
    editor = stage.view.head.editor
    assert editor.text() == "New environment"
    QTest.keyClicks(editor, "Local")
    QTest.keyClick(editor, Key.Key_Return)
    assert "Local" in stage.names()
    await stage.until(lambda: any(one.name == "Local" for one in collections.load(stage.folder).environments))
    assert stage.page.book.stack.canUndo()
    stage.undo()
    stage.undo()
    await stage.until(lambda: all(one.name != "Local" for one in collections.load(stage.folder).environments))
    assert "Local" not in stage.names()


@staged
async def test_delete_environment_and_undo(stage):
    stage.choose(open_column_menu(stage, STAGING), "Delete")
    assert "Staging" not in stage.names()
    await stage.until(lambda: not (stage.folder / STAGING).exists())
    await stage.settle(0.1)
    assert "Staging" not in stage.names()
    stage.undo()
    await stage.until(lambda: (stage.folder / STAGING).exists())
    assert stage.text("callback_url", STAGING) == "https://hooks.staging.example.com"


@staged
async def test_duplicate_and_look(stage):
    stage.choose(open_column_menu(stage, SANDBOX), "Duplicate")
    assert "Sandbox copy" in stage.names()
    await stage.until(lambda: stage.library.secret("Sandbox copy", "token") == "sandbox-token")
    stage.choose(open_column_menu(stage, STAGING), "Colour", "Purple")
    stage.choose(open_column_menu(stage, STAGING), "Shape", "Square")
    staging = next(one for one in stage.page.book.environments if one.key == STAGING)
    assert (staging.color, staging.shape.value) == ("transport", "square")


@staged
async def test_make_active(stage):
    stage.choose(open_column_menu(stage, STAGING), "Make active")
    assert stage.library.environment == "Staging"
    assert stage.view.cells.active_column == stage.model.column_of(STAGING)


@staged
async def test_the_active_environment_stays_active_under_a_new_name(stage):
    stage.choose(open_column_menu(stage, SANDBOX), "Rename")
    editor = stage.view.head.editor
    editor.selectAll()
    QTest.keyClicks(editor, "Lab")
    QTest.keyClick(editor, Key.Key_Return)
    assert stage.library.environment == "Lab"
    await stage.until(lambda: "name: Lab" in stage.file(SANDBOX))
    await stage.until(lambda: stage.library.secret("Lab", "token") == "sandbox-token")
    assert "Sandbox" not in stage.names()
    stage.undo()
    assert stage.library.environment == "Sandbox"
    await stage.until(lambda: stage.library.secret("Sandbox", "token") == "sandbox-token")


@staged
async def test_a_taken_name_is_refused(stage):
    stage.view.head.edit_name(stage.model.column_of(SANDBOX))
    editor = stage.view.head.editor
    editor.selectAll()
    QTest.keyClicks(editor, "Staging")
    QTest.keyClick(editor, Key.Key_Return)
    assert stage.names()[1] == "Sandbox"
    assert "already an environment" in stage.page.problem_bar.sentence


@staged
async def test_no_environment_at_all(stage):
    for key in (SANDBOX, STAGING, PRODUCTION):
        stage.choose(open_column_menu(stage, key), "Delete")
    assert not stage.view.isVisible()
    await stage.settle(0.1)
    assert stage.library.environment == ""
    QTest.mouseClick(stage.page._empty.button, Qt.MouseButton.LeftButton)
    assert stage.names()[1] == "New environment"


@staged
async def test_cells_describe_themselves(stage):
    role = Qt.ItemDataRole.AccessibleTextRole
    assert stage.index("callback_url", PRODUCTION).data(role) == "callback_url in Production: Missing"
    assert stage.index("token", SANDBOX).data(role) == "token in Sandbox: secret"
    assert stage.model.index(0, 0, QModelIndex()).data(role) == "base_url"


@staged
async def test_copying_a_cell_never_copies_a_masked_secret(stage):
    QApplication.clipboard().setText("before")
    for name, wanted in (("token", "before"), ("base_url", "http://127.0.0.1:8025")):
        stage.go(stage.index(name, SANDBOX))
        stage.press(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.clipboard().text() == wanted


@staged
async def test_esc_leaves_the_name_of_an_environment(stage):
    fired = []
    shortcut = QShortcut(QKeySequence("Esc"), stage.page)
    shortcut.activated.connect(lambda: fired.append("Esc"))
    stage.view.head.edit_name(stage.model.column_of(SANDBOX))
    QTest.keyClicks(stage.view.head.editor, "Other")
    QTest.keyClick(stage.view.head.editor, Key.Key_Escape)
    assert (stage.view.head.editor, stage.names()[1], fired) == (None, "Sandbox", [])
    assert stage.view.hasFocus()


@staged
async def test_what_is_secret_in_one_environment_is_masked_in_all(stage):
    sandbox = stage.page.book.environments[0]
    plain = tuple(
        replace(row, value="plain", secret=False) if row.name == "token" else row for row in sandbox.variables
    )
    collections.save_environment(stage.folder, replace(sandbox, variables=plain))
    await stage.library.opened(stage.folder, "Sandbox")
    await stage.settle()
    index = stage.index("token", SANDBOX)
    assert (index.data(), index.data(Role.CELL).kind) == (MASK, CellKind.SECRET)
    assert "plain" not in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    stage.page.reveals.toggle(("token", SANDBOX))
    assert stage.text("token", SANDBOX) == "plain"
    stage.page.reveals.toggle(("token", SANDBOX))
    await stage.type_into(stage.index("token", SANDBOX), "")
    assert "value: plain" in stage.file(SANDBOX)


@staged
async def test_the_running_sandbox_shows_where_it_listens(stage):
    stage.page.set_running({"base_url": "http://127.0.0.1:40123"})
    index = stage.index("base_url", SANDBOX)
    assert index.data() == "http://127.0.0.1:40123"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Running sandbox. When it does not run: http://127.0.0.1:8025"
    assert index.data(Role.CELL).note == "Running sandbox"
    assert index.data(Qt.ItemDataRole.EditRole) == "http://127.0.0.1:8025"
    assert stage.text("base_url", STAGING) == "https://staging.example.com"
    stage.page.set_running({})
    assert stage.text("base_url", SANDBOX) == "http://127.0.0.1:8025"


@staged
async def test_what_the_running_sandbox_gives_is_not_missing(stage):
    stage.page.clear_at(stage.model.row_of_name("base_url"), stage.model.column_of(SANDBOX))
    assert stage.text("base_url", SANDBOX) == "Missing"
    stage.page.set_running({"base_url": "http://127.0.0.1:40123"})
    assert stage.text("base_url", SANDBOX) == "http://127.0.0.1:40123"
    assert "base_url" not in {one.name for one in stage.model.sheet.problems}


@staged
async def test_where_secrets_are_kept_is_said_when_nothing_is_missing(stage):
    bar = stage.page.problem_bar
    stage.page.set_secrets_kept(True)
    assert "keychain" not in bar.sentence
    await stage.type_into(stage.index("callback_url", PRODUCTION), "https://hooks.example.com")
    assert bar.sentence.endswith("Secrets are kept in the system keychain.")
    stage.page.set_secrets_kept(False)
    assert "for this run only" in bar.sentence
