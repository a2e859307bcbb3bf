"""What environments share: bases, programs as sources, and a name that is renamed in every file at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.core.storage.collections import load
from explorer.gui.environments.lines import PROGRAM, CellKind
from explorer.gui.environments.matrix_model import Role
from explorer.gui.widgets.menu import Menu
from tests.gui.environments.stage import PRODUCTION, SANDBOX, STAGING, staged

Key = Qt.Key


def setting(stage, title: str, key: str):
    row = next(at for at in range(stage.model.rowCount()) if stage.model.index(at, 0).data() == title)
    return stage.model.index(row, stage.model.column_of(key))


def sentence(stage) -> str:
    return stage.page.problem_bar.sentence


async def quiet(stage) -> None:
    """Everything saved, read again and counted: nothing takes the place of a sentence any more."""
    stage.page.flush()
    await stage.library.idle()
    await stage.settle(0.1)


@staged
async def test_a_base_gives_what_is_missing_and_says_so(stage):
    assert stage.index("callback_url", PRODUCTION).data(Role.CELL).kind is CellKind.MISSING
    await stage.type_into(setting(stage, "Base environment", PRODUCTION), "Staging")
    cell = stage.index("callback_url", PRODUCTION).data(Role.CELL)
    assert (cell.kind, cell.text, cell.note) == (CellKind.VALUE, "https://hooks.staging.example.com", "From Staging")
    assert stage.index("base_url", PRODUCTION).data(Role.CELL).note == ""
    await stage.until(lambda: "extends: Staging" in stage.file(PRODUCTION))
    await stage.library.idle()
    stage.workspace.environment_name = "Production"
    found = stage.workspace.variables().lookup("callback_url")
    assert (found.value, found.origin) == (
        "https://hooks.staging.example.com",
        "environment Staging, base of Production",
    )
    stage.undo()
    assert stage.index("callback_url", PRODUCTION).data(Role.CELL).kind is CellKind.MISSING
    await stage.until(lambda: "extends" not in stage.file(PRODUCTION))
    await quiet(stage)


@staged
async def test_a_base_must_be_there_and_not_lead_back(stage):
    await stage.type_into(setting(stage, "Base environment", PRODUCTION), "Nowhere")
    assert sentence(stage) == "There is no environment named Nowhere."
    await stage.type_into(setting(stage, "Base environment", PRODUCTION), "Production")
    assert sentence(stage) == "An environment cannot be its own base."
    await stage.type_into(setting(stage, "Base environment", PRODUCTION), "Staging")
    await stage.type_into(setting(stage, "Base environment", STAGING), "Production")
    assert sentence(stage) == "Production is itself derived from Staging."
    await quiet(stage)


@staged
async def test_a_renamed_base_is_followed(stage):
    await stage.type_into(setting(stage, "Base environment", PRODUCTION), "Sandbox")
    stage.view.head.edit_name(stage.model.column_of(SANDBOX))
    editor = stage.view.head.editor
    editor.selectAll()
    QTest.keyClicks(editor, "Local")
    QTest.keyClick(editor, Key.Key_Return)
    await stage.until(lambda: "extends: Local\n" in stage.file(PRODUCTION))
    await quiet(stage)


@staged
async def test_f2_renames_in_every_file_and_one_undo_takes_it_back(stage):
    before = {path: path.read_bytes() for path in stage.folder.rglob("*.yml")}
    stage.go(stage.index("base_url"))
    stage.press(Key.Key_F2)
    stage.editor().selectAll()
    QTest.keyClicks(stage.editor(), "host")
    QTest.keyClick(stage.editor(), Key.Key_Return)
    await stage.until(lambda: "{{host}}/x?to={{callback_url}}" in (stage.folder / "One.yml").read_text())
    await stage.library.idle()
    text = "".join(path.read_text() for path in stage.folder.rglob("*.yml"))
    assert "base_url" not in text
    assert "{{host}}/callbacks" in stage.file(SANDBOX)
    last = stage.model.columnCount() - 1
    await stage.until(lambda: stage.index("host").siblingAtColumn(last).data() == "3")
    assert stage.page.book.stack.count() == 1
    stage.undo()
    await stage.until(lambda: {path: path.read_bytes() for path in stage.folder.rglob("*.yml")} == before)
    await stage.library.idle()
    QTest.keyClick(stage.view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    await stage.until(lambda: "{{host}}/y" in (stage.folder / "Three.yml").read_text())
    await stage.library.idle()
    assert stage.page.book.stack.count() == 1


@staged
async def test_a_name_that_is_taken_elsewhere_is_refused(stage):
    path = stage.folder / "One.yml"
    path.write_text(path.read_text() + "runtime:\n  variables:\n    - name: own\n      value: x\n")
    stage.library.reload()
    await stage.library.idle()
    await stage.type_into(stage.index("base_url"), "own")
    assert sentence(stage) == "There is already a variable named own in the collection, a folder or a request."


@staged
async def test_a_program_is_written_as_in_a_shell(stage):
    await stage.type_into(stage.index("token", STAGING), "$(op read op://vault/sms/token)")
    cell = stage.index("token", STAGING).data(Role.CELL)
    assert (cell.text, cell.note) == ("op read op://vault/sms/token", PROGRAM)
    await stage.until(lambda: "op read" in (stage.folder / ".explorer/environments.json").read_text())
    assert "op read" not in stage.file(STAGING)
    staging = next(one for one in load(stage.folder).environments if one.key == STAGING)
    assert [row.command for row in staging.variables if row.name == "token"] == ["op read op://vault/sms/token"]
    await quiet(stage)
    stage.undo()
    assert stage.index("token", STAGING).data(Role.CELL).note == ""
    await quiet(stage)


@staged
async def test_the_value_of_a_secret_is_refused_elsewhere(stage):
    await stage.type_into(stage.index("token", SANDBOX), "s3cr3t-value")
    await quiet(stage)
    await stage.type_into(stage.index("base_url", SANDBOX), "s3cr3t-value")
    assert sentence(stage) == "This is the value of the secret variable token. Write {{token}} here instead."
    await stage.type_into(stage.index("base_url", SANDBOX), "http://h/s3cr3t-value")
    assert sentence(stage) == "This holds the value of the secret variable token. Write {{token}} here instead."
    await stage.settle(0.4)
    assert "s3cr3t-value" not in stage.file(SANDBOX)


@staged
async def test_a_type_is_said_in_the_file_and_holds_for_every_value(stage):
    await stage.type_into(stage.model.index(stage.model.add_row(), 0), "port")
    await quiet(stage)
    await stage.type_into(stage.index("port", SANDBOX), "8025")
    await quiet(stage)
    stage.page.menus.open_cell(stage.index("port"), QPoint(10, 10))
    menu = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Menu) and one.isVisible())
    stage.choose(menu, "Type", "Number")
    await stage.until(lambda: "type: number" in stage.file(SANDBOX))
    await quiet(stage)
    await stage.type_into(stage.index("port", STAGING), "many")
    assert sentence(stage) == "This variable is a number, such as 30 or 0.5."
    await stage.type_into(stage.index("port", STAGING), "443")
    await stage.until(lambda: "type: number" in stage.file(STAGING))
    await quiet(stage)
    stage.page.menus.open_cell(stage.index("base_url"), QPoint(10, 10))
    menu = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Menu) and one.isVisible())
    stage.choose(menu, "Type", "True or false")
    assert sentence(stage) == "This variable is true or false."
    assert "boolean" not in stage.file(SANDBOX)


@staged
async def test_no_secret_of_a_program_gets_into_a_file_when_it_is_made_plain(stage):
    await stage.type_into(stage.index("token", SANDBOX), "$(op read x)")
    stage.workspace.secret_values[("Sandbox", "token")] = "s3cr3t-value"
    stage.workspace.secret_values[("Staging", "token")] = "staging-value"
    stage.workspace.secret_values[("Production", "token")] = "production-value"
    stage.page.menus.open_cell(stage.index("token"), QPoint(10, 10))
    menu = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Menu) and one.isVisible())
    stage.choose(menu, "Make not secret")
    await stage.until(lambda: "staging-value" in stage.file(STAGING))
    await quiet(stage)
    assert "s3cr3t-value" not in stage.file(SANDBOX)
