"""A page over a real library, a real workspace and a folder of three environments."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from explorer.core.model.environment import Environment, EnvironmentShape, Variable
from explorer.core.model.request import BearerAuth, Request
from explorer.core.storage import collections
from explorer.core.transport import Transport
from explorer.core.workspace import Workspace
from explorer.gui.bridge.library import Library
from explorer.gui.environments.page import EnvironmentsPage
from explorer.gui.tasks import Tasks
from explorer.gui.theme import theme

SANDBOX, STAGING, PRODUCTION = (f"environments/{name}.yml" for name in ("Sandbox", "Staging", "Production"))


def write_collection(folder: Path) -> None:
    collections.create_collection(folder, "SMS")
    rows = (Variable(name="base_url", value="http://127.0.0.1:8025"), Variable(name="token", secret=True))
    callback = Variable(name="callback_url", value="{{base_url}}/callbacks")
    collections.save_environment(
        folder, Environment(key=SANDBOX, name="Sandbox", variables=(*rows, callback), color="ok", timeout_s=10.0)
    )
    staging = (Variable(name="base_url", value="https://staging.example.com"), rows[1])
    hooks = Variable(name="callback_url", value="https://hooks.staging.example.com")
    collections.save_environment(
        folder, Environment(key=STAGING, name="Staging", variables=(*staging, hooks), color="client")
    )
    production = (Variable(name="base_url", value="https://eu.example.com"), rows[1])
    collections.save_environment(
        folder,
        Environment(
            key=PRODUCTION,
            name="Production",
            variables=production,
            color="server",
            shape=EnvironmentShape.SQUARE,
            confirm_methods=("POST", "DELETE"),
        ),
    )
    for name in ("One", "Two"):
        request = Request(name=name, url="{{base_url}}/x?to={{callback_url}}", auth=BearerAuth(token="{{token}}"))
        collections.create_request(folder, "", request)
    collections.create_request(folder, "", Request(name="Three", url="{{base_url}}/y"))


class Stage:
    """The page with gestures on it. Every gesture can be followed by ``settle`` or ``until``."""

    def __init__(self, page: EnvironmentsPage, library: Library, workspace: Workspace, folder: Path) -> None:
        self.page, self.library, self.workspace, self.folder = page, library, workspace, folder
        self.view, self.model = page.view, page.model

    async def settle(self, seconds: float = 0.02) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            QApplication.processEvents()
            await asyncio.sleep(0.002)

    async def until(self, condition, seconds: float = 5.0) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while not condition():
            assert asyncio.get_running_loop().time() < end, "waited in vain"
            await self.settle(0.01)

    def index(self, name: str, key: str = ""):
        row = self.model.row_of_name(name)
        assert row >= 0, name
        return self.model.index(row, self.model.column_of(key) if key else 0)

    def setting(self, title: str, key: str):
        rows = range(self.model.rowCount())
        row = next(row for row in rows if self.model.index(row, 0).data() == title)
        return self.model.index(row, self.model.column_of(key))

    def text(self, name: str, key: str = "") -> str:
        return str(self.index(name, key).data())

    def go(self, index) -> None:
        self.view.setCurrentIndex(index)
        self.view.setFocus()

    def press(self, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def editor(self) -> QLineEdit:
        editor = self.view.indexWidget(self.view.currentIndex())
        assert isinstance(editor, QLineEdit)
        return editor

    async def type_into(self, index, text: str) -> None:
        """Enter, the text in place of the old one, Enter."""
        self.go(index)
        self.press(Qt.Key.Key_Return)
        editor = self.editor()
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        await self.settle()

    def undo(self) -> None:
        assert self.page.isAncestorOf(QApplication.focusWidget())
        QTest.keyClick(self.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def choose(self, menu, *words: str) -> None:
        """Trigger an item by its words, through submenus."""
        root = menu
        for word in words[:-1]:
            menu = next(one.menu() for one in menu.actions() if one.text() == word)
        next(one for one in menu.actions() if one.text() == words[-1]).trigger()
        root.close()
        self.page.activateWindow()  # A window system does this by itself; the offscreen platform does not.

    def saved(self, key: str) -> Environment:
        """An environment as its file has it now."""
        return next(one for one in collections.load(self.folder).environments if one.key == key)

    def file(self, key: str) -> str:
        return (self.folder / key).read_text(encoding="utf-8")

    def names(self) -> list[str]:
        return [self.model.headerData(column, Qt.Orientation.Horizontal) for column in range(self.model.columnCount())]


@contextlib.asynccontextmanager
async def opened(folder: Path):
    write_collection(folder)
    tasks, transport = Tasks(), Transport()
    library, workspace = Library(tasks), Workspace(transport=transport)
    workspace.secret_values[("Sandbox", "token")] = "sandbox-token"
    library.set_workspace(workspace)
    await library.opened(folder, "Sandbox")
    page = EnvironmentsPage(library, tasks)
    page.resize(1184, 792)
    page.show()
    page.activateWindow()
    stage = Stage(page, library, workspace, folder)
    await stage.until(lambda: page.model.sheet.uses)
    try:
        yield stage
    finally:
        page.close()
        await stage.settle(0.05)
        shiboken6.delete(page)
        await tasks.close()
        await transport.aclose()


def staged(test):
    """Give a test a ``stage``. All of it happens within one run of the loop: timers of the page need it running."""

    @functools.wraps(test)
    async def run(qapp, tmp_path, **arguments):
        theme.current().apply(qapp)
        async with opened(tmp_path / "sms") as stage:
            await test(stage, **arguments)

    own = [one for name, one in inspect.signature(test).parameters.items() if name != "stage"]
    shared = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("qapp", "tmp_path")]
    run.__signature__ = inspect.Signature([one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own] + shared)
    return run
