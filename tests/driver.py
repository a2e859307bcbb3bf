"""Works the real window as a person does: keys, clicks, menus; and reads what is to be seen in it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from explorer.gui.documents.request_page import RequestPage
from explorer.gui.models.collection_model import Role
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.status_pill import StatusPill
from explorer.gui.widgets.text_viewer import TextViewer

if TYPE_CHECKING:
    from explorer.gui.explorer import Explorer
    from explorer.gui.main_window.frame import Frame
    from explorer.gui.main_window.window import MainWindow

T = TypeVar("T")

_LOOK_MS = 3
_VIEWER_LINES = 200
PATIENCE_S = 8.0
"""How long a test waits for something that must come; nothing here takes a tenth of it on an idle machine."""

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class Driver:
    """One running program. It goes on only while something is waited for, never behind a test's back."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self._answers: Counter[str] = Counter()
        explorer.bridge.sending.finished.connect(self._count)
        explorer.bridge.sending.refused.connect(self._count)

    # -- time

    def wait_until(self, is_so: Callable[[], Any], what: str = "", patience_s: float = PATIENCE_S) -> None:
        """Let the program run until this is so; fails with what is on the screen."""
        if not self._runs_until(is_so, patience_s):
            shown = self.text_on_screen()
            raise AssertionError(f"waited {patience_s:g} s for {what or 'a condition'}; on screen:\n{shown}")

    def pause(self, seconds: float) -> None:
        """Let the program run for a while, where nothing can be waited for."""
        self._runs_until(lambda: False, seconds)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Let the program run until this is done."""
        task = asyncio.get_running_loop().create_task(work)
        self.wait_until(task.done, "a task")
        return task.result()

    def _runs_until(self, is_so: Callable[[], Any], patience_s: float) -> bool:
        if is_so():
            return True
        waiting, end_s = QEventLoop(), time.monotonic() + patience_s
        beat = QTimer(interval=_LOOK_MS, timerType=Qt.TimerType.PreciseTimer)
        beat.timeout.connect(lambda: waiting.quit() if is_so() or time.monotonic() > end_s else None)
        beat.start()
        so = False
        while not so and time.monotonic() <= end_s:
            waiting.exec()
            so = bool(is_so())  # it may be over again: what was due at the same time ran before the loop ended
        beat.stop()
        return so

    def settle(self) -> None:
        """Wait until no task of the window is under way."""
        if not self._runs_until(lambda: not self.tasks.names(), PATIENCE_S):
            raise AssertionError(f"waited {PATIENCE_S:g} s for the end of these tasks: {', '.join(self.tasks.names())}")

    # -- what there is

    @property
    def window(self) -> MainWindow:
        return self.explorer.window

    @property
    def frame(self) -> Frame:
        """The top-level window."""
        return self.explorer.frame

    @property
    def tasks(self) -> Any:
        return self.explorer.bridge.tasks

    @property
    def page(self) -> RequestPage:
        """The request in front."""
        page = self.window.desk.request_page
        assert page is not None, "no request is in front"
        return page

    def show(self) -> None:
        """Show the window and wait until a request can be sent and the first document stands."""
        self.frame.show()
        self.activate()
        self.wait_until(self.explorer.bridge.sending.is_ready, "the core")
        self.settle()
        self.wait_until(lambda: self.window.desk.ids(), "a first document")

    def activate(self) -> None:
        """What a window manager does when a dialog is gone; the offscreen platform has none."""
        self.frame.activateWindow()
        self.wait_until(self.frame.isActiveWindow, "the active window")

    # -- gestures

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press a key combination ("Ctrl+Return") where the focus is."""
        sequence = QKeySequence(keys)
        assert sequence.count() == 1, keys
        combination = sequence[0]
        QTest.keyClick(self._target(widget), combination.key(), combination.keyboardModifiers())

    def type(self, text: str, widget: QWidget | None = None) -> None:
        """Type text where the focus is."""
        QTest.keyClicks(self._target(widget), text)

    def click(self, widget: QWidget, at: QPoint | None = None, button: Qt.MouseButton = LEFT) -> None:
        """Click a widget in its middle, or at a point of it."""
        assert widget.isVisible(), f"{widget} cannot be seen"
        assert widget.isEnabled(), f"{widget} is switched off"
        QTest.mouseClick(widget, button, NO_KEY, at or widget.rect().center())

    def choose(self, command_id: str) -> None:
        """A command of the main menu, by its id."""
        action = self.window.commands.action(command_id)
        assert action.isEnabled(), command_id
        action.trigger()

    def focus(self, widget: QWidget) -> None:
        """Put the keyboard into a widget, as Tab would."""
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    # -- requests

    def open_request(self, key: str) -> RequestPage:
        """Click a request of the tree, unfolding what it is in."""
        view = self.window.sidebar.tree
        index = self.tree_index(key)
        self._unfold(index)
        self.click_row(view, index)
        self.wait_until(lambda: self.window.desk.find_request(key) is self.window.desk.request_page, f"{key} in front")
        return self.page

    def tree_index(self, key: str) -> QModelIndex:
        """The row of an item of the tree; it must be there."""
        index = self._find(self.window.sidebar.tree, key, QModelIndex())
        assert index.isValid(), f"the tree has no {key}"
        return index

    def tree_names(self) -> tuple[str, ...]:
        """Names in the tree that can be reached, in order."""
        return tuple(str(index.data()) for index in self._all(self.window.sidebar.tree, QModelIndex()))

    def new_request(self, url: str = "", method: str = "GET") -> RequestPage:
        """Ctrl+N, then type the URL."""
        self.press("Ctrl+N")
        if method != "GET":
            self.page.composer.bar.method.choose(method)
        if url:
            self.type_url(url)
        return self.page

    def type_url(self, url: str) -> None:
        """Replace the URL by typing."""
        self.press("Ctrl+L")
        self.type(url)
        if self.page.composer.bar.url.completion.is_open():
            self.press("Esc")
        assert self.page.composer.bar.url.text() == url

    @property
    def answers(self) -> int:
        """How many sends of the request in front have ended, refused ones too."""
        return self._answers[self.page.document]

    def send(self, keys: str = "Ctrl+Return") -> RequestPage:
        """Send what is in front and wait until the answer, or why there is none, is shown."""
        before = self.answers
        self.press(keys)
        return self.wait_for_answer(before)

    def wait_for_answer(self, before: int, patience_s: float = PATIENCE_S) -> RequestPage:
        """Wait until more sends of the request in front have ended than ``before``."""
        self.wait_until(lambda: self.answers > before, "an answer", patience_s)
        return self.page

    def close_request(self) -> None:
        """Ctrl+W, and throw away what was not saved."""
        document = self.page.document
        self.press("Ctrl+W")
        self.wait_until(lambda: self.dialogs() or self.window.desk.document(document) is None, "a question or the end")
        if self.dialogs():
            self.answer("Discard")
        self.wait_until(lambda: self.window.desk.document(document) is None, "the end of the tab")

    def close_all(self) -> None:
        """Close every tab, throwing away what was not saved, and whatever else is open."""
        for dialog in self.dialogs():
            dialog.reject()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.activate()
        desk = self.window.desk
        while desk.ids():
            self.close_request() if desk.request_page else desk.close()

    # -- what is seen

    def pill(self) -> str:
        """The words of the status pill in front."""
        return self.page.result.header.pill.shown_text

    def diagnosis(self) -> str:
        """All words of the diagnosis that is shown."""
        view = self.page.result.diagnosis
        assert view.isVisible(), "the diagnosis is not in front"
        return self.text_on_screen(view)

    def headline(self) -> str:
        """The first sentence of the diagnosis or of the refusal."""
        result = self.page.result
        if result.refused.isVisible():
            return result.refused.headline.plain_text
        view = result.diagnosis
        return next((label.plain_text for label in view.findChildren(RichLabel) if label.isVisibleTo(view)), "")

    def section(self, title: str) -> str:
        """The words of one part of the diagnosis ("What"); empty when it is left out."""
        parts = self.page.result.diagnosis.findChildren(QWidget)
        found = [part for part in parts if part.accessibleName() == title and hasattr(part, "set_label_above")]
        return self.text_on_screen(found[0], hidden_too=True) if found else ""

    def nodes(self) -> str:
        """The sentence of the path strip."""
        from explorer.gui.widgets.path_strip import PathStrip

        strips = self.page.result.diagnosis.findChildren(PathStrip)
        return strips[0].accessibleName() if strips else ""

    def result_tabs(self) -> tuple[str, ...]:
        """Titles of the result's tabs."""
        tabs = self.page.result.tabs
        return tuple(tabs.tabText(index) for index in range(tabs.count()))

    def tab_titles(self) -> tuple[str, ...]:
        """What assistive technology says of each document's tab ("GET Read, not saved")."""
        bar = self.window.desk.strip.tabs.bar
        return tuple(bar.accessibleTabName(index) for index in range(bar.count()))

    def notices(self) -> tuple[str, ...]:
        """The sentences at the bottom right."""
        return tuple(toast.notice.text for toast in self.window.toasts.toasts)

    def text_on_screen(self, root: QWidget | None = None, *, hidden_too: bool = False) -> str:
        """Every word in a widget, top of the hierarchy first."""
        root = root or self.frame
        lines = []
        for widget in (root, *root.findChildren(QWidget)):
            if hidden_too or widget.isVisible():
                words = words_of(widget)
                if words:
                    lines.append(words)
        return "\n".join(lines)

    # -- menus and dialogs

    def menu(self) -> QMenu:
        """The menu that is open."""
        found: list[QMenu] = []

        def look() -> bool:
            popup = QApplication.activePopupWidget()
            found[:] = [popup] if isinstance(popup, QMenu) else []
            return bool(found)

        self.wait_until(look, "a menu")
        return found[0]

    def pick(self, title: str, menu: QMenu | None = None) -> None:
        """Click a row of the open menu."""
        menu = menu or self.menu()
        action = next((one for one in menu.actions() if title in one.text()), None)
        assert action is not None, [one.text() for one in menu.actions()]
        place = menu.actionGeometry(action).center()
        QTest.mouseClick(menu, LEFT, NO_KEY, place)

    def dialogs(self) -> list[QDialog]:
        """Dialogs that are open."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    def dialog(self) -> QDialog:
        """The dialog that is open; waits for it."""
        self.wait_until(self.dialogs, "a dialog")
        return self.dialogs()[0]

    def answer(self, button: str) -> str:
        """Click a button of the open dialog; gives the dialog's words."""
        dialog = self.dialog()
        words = self.text_on_screen(dialog)
        found = [one for one in dialog.findChildren(QAbstractButton) if one.text().replace("&", "") == button]
        assert found, words
        self.click(found[0])
        self.wait_until(lambda: dialog not in self.dialogs(), "the dialog's end")
        self.activate()
        return words

    # -- rows of trees and lists

    def click_row(self, view: QAbstractItemView, index: Any, button: Qt.MouseButton = LEFT) -> None:
        """Click a row of a list or tree, scrolled into view."""
        view.scrollTo(index)
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), button, NO_KEY, place)

    def _unfold(self, index: QModelIndex) -> None:
        view = self.window.sidebar.tree
        above = index.parent()
        while above.isValid():
            view.setExpanded(above, True)
            above = above.parent()
        view.scrollTo(index)

    def _find(self, view: QAbstractItemView, key: str, parent: QModelIndex) -> QModelIndex:
        return next((one for one in self._all(view, parent) if one.data(Role.KEY) == key), QModelIndex())

    def _all(self, view: QAbstractItemView, parent: QModelIndex) -> list[QModelIndex]:
        model = view.model()
        found = []
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found += [index, *self._all(view, index)]
        return found

    def _target(self, widget: QWidget | None) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is None and not self.dialogs() and not self.frame.isActiveWindow():
            self.activate()
        return widget or popup or QApplication.focusWidget() or self.frame

    def _count(self, document: str, _value: object) -> None:
        self._answers[document] += 1


def words_of(widget: QWidget) -> str:
    """What one widget says to the eye, or to those who cannot see when it is painted."""
    match widget:
        case RichLabel():
            return widget.plain_text
        case StatusPill():
            return widget.shown_text
        case QMessageBox():
            return f"{widget.text()}\n{widget.informativeText()}"
        case QTabBar():
            return " | ".join(widget.tabText(index) for index in range(widget.count()))
        case QLabel() | QAbstractButton():
            return widget.text() or widget.accessibleName()
        case QLineEdit():
            return widget.text()
        case QComboBox():
            return widget.currentText()
        case TextViewer():
            return "\n".join(widget.lines[:_VIEWER_LINES])
        case QPlainTextEdit():
            return widget.toPlainText()
        case _:
            return widget.accessibleName()
