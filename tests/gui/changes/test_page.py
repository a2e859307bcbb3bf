"""Git in the real window, over real repositories: branch, marks, the Changes page, commits, reverts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from explorer.gui.changes.page import ChangesPage
from explorer.gui.models.collection_model import Role
from tests.driver import Driver
from tests.repositories import alone, commit_all, conflict, edit, git, make_repository, write

Start = Callable[..., Driver]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection with one changed request, committed before."""
    alone(monkeypatch)
    folder = make_repository(tmp_path / "repository", "apis")
    edit(folder / "Batches" / "Send.yml", "Hello", "Hi")
    return folder


def mark(driver: Driver, key: str) -> str | None:
    return driver.tree_index(key).data(Role.MARK)


def opened(driver: Driver) -> ChangesPage:
    """Ctrl+Shift+G, and wait for the rows."""
    driver.press("Ctrl+Shift+G")
    page = driver.window.desk.current
    assert isinstance(page, ChangesPage)
    driver.wait_until(lambda: page.model.items or page.empty.isVisible(), "what changed")
    return page


def names(page: ChangesPage) -> list[str]:
    return [item.file.key for item in page.model.items]


def select(driver: Driver, page: ChangesPage, key: str) -> None:
    index = page.model.index(page.model.row_of(key))
    driver.click(page.view.viewport(), page.view.visualRect(index).center())
    driver.wait_until(lambda: page.detail.item is not None and page.detail.item.file.key == key, key)


def test_branch_and_marks_come_by_themselves_and_follow_the_disk(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    driver.wait_until(lambda: "main" in driver.text_on_screen(driver.window.status), "the branch")
    driver.wait_until(lambda: mark(driver, "Batches/Send.yml") == "changed", "a mark")
    assert mark(driver, "Batches") == "below"
    assert mark(driver, "Ping.yml") == ""
    index = driver.tree_index("Batches/Send.yml")
    assert "Changed since the last commit" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "POST Send, changed since the last commit"
    driver.open_request("Ping.yml")
    driver.type_url("https://api.example.org/v2")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: mark(driver, "Ping.yml") == "changed", "the mark of a saved request")
    git(folder, "checkout", "--quiet", "-b", "feature/ü")
    driver.wait_until(lambda: "feature/ü" in driver.text_on_screen(driver.window.status), "the other branch")
    commit_all(folder, "All")
    driver.wait_until(lambda: mark(driver, "Ping.yml") == mark(driver, "Batches") == "", "no marks")


def test_without_a_repository_nothing_of_git_is_there(driver: Driver) -> None:
    driver.pause(0.8)
    assert "versions" not in driver.window.disk_changes.__dict__
    assert len(driver.window.status.items) == 2
    page = driver.window.desk.open_page("changes")
    assert isinstance(page, ChangesPage)
    driver.wait_until(lambda: page.absent.isVisible(), "the sentence")
    assert "does not lie in a git repository" in driver.text_on_screen(page)


def test_changes_are_shown_in_request_terms_and_can_be_copied(start: Start, folder: Path) -> None:
    (folder / "Batches" / "Cancel.yml").rename(folder / "Cancel.yml")
    edit(folder / "Batches" / "folder.yml", "name: Batches", "name: All batches")
    edit(folder / "Ping.yml", "  method: POST", "  method: [POST")
    driver = start(folder=folder)
    driver.wait_until(lambda: len(driver.window.status.items) == 3, "the branch")
    driver.click(driver.window.status.items[2])
    page = driver.window.desk.current
    assert isinstance(page, ChangesPage)
    driver.wait_until(lambda: len(page.model.items) == 4, "what changed")
    select(driver, page, "Batches/Send.yml")
    assert page.detail.fields.fields.rows == (("Body body", "Hello", "Hi"),)
    driver.wait_until(lambda: any("Hi" in line for line in page.detail.diff.side_b.lines), "the body")
    driver.press("Ctrl+C", page.view)
    assert "Body body: Hello → Hi" in QApplication.clipboard().text()
    assert '+   "body": "Hi"' in QApplication.clipboard().text()
    select(driver, page, "Ping.yml")
    assert page.detail.note.plain_text.startswith("Line ")
    driver.wait_until(lambda: any("method: [POST" in line for line in page.detail.diff.side_b.lines), "the text")
    select(driver, page, "Cancel.yml")
    driver.press("Return", page.view)
    assert driver.window.desk.request_page is not None
    assert driver.page.key == "Cancel.yml"
    driver.window.sidebar.tree.customContextMenuRequested.emit(
        driver.window.sidebar.tree.visualRect(driver.tree_index("Batches")).center()
    )
    driver.pick("Show changes")
    driver.wait_until(lambda: page.isVisible() and page.detail.title.text() == "All batches", "the folder's change")
    driver.open_request("Batches/Send.yml")
    driver.press("Ctrl+Shift+G")
    driver.wait_until(lambda: page.detail.title.text() == "Send", "the request's change")


def test_only_the_chosen_files_are_committed(start: Start, folder: Path) -> None:
    edit(folder / "Ping.yml", "Hello", "Hi")
    write(folder / ".env", "TOKEN=do-not-commit-me\n")
    write(folder / "Odd name ü.yml", "info:\n  name: Odd\n  type: http\nhttp:\n  url: https://a.example.org\n")
    driver = start(folder=folder)
    page = opened(driver)
    row = page.view.visualRect(page.model.index(page.model.row_of("Ping.yml")))
    driver.click(page.view.viewport(), QPoint(row.left() + 22, row.center().y()))
    assert "2 of 4 files chosen" in driver.text_on_screen(page)
    assert not page.commit_box.button.isEnabled()
    driver.press("Ctrl+Return")
    assert "needs a message" in driver.text_on_screen(page)
    driver.type("Say hi", page.commit_box.message)
    driver.press("Ctrl+Return", page.commit_box.message)
    driver.wait_until(lambda: names(page) == ["Ping.yml", ".env"], "the commit")
    assert git(folder, "log", "-1", "--format=%s") == "Say hi"
    assert git(folder, "status", "--porcelain") == "M apis/Ping.yml\n?? apis/.env"
    assert page.commit_box.message.toPlainText() == ""
    assert "2 files were committed" in driver.notices()
    assert "0 of 2 files chosen" in driver.text_on_screen(page)
    driver.click(page.head.all)
    assert "2 of 2 files chosen" in driver.text_on_screen(page)


@pytest.mark.skipif(sys.platform == "win32", reason="the hook is a shell script")
def test_refusals_stand_at_the_button_and_drafts_are_told(start: Start, folder: Path) -> None:
    hook = folder.parent / ".git" / "hooks" / "pre-commit"
    write(hook, "#!/bin/sh\necho 'No docs in Send.' >&2\nexit 1\n")
    hook.chmod(0o755)
    driver = start(folder=folder)
    driver.open_request("Batches/Send.yml")
    driver.type_url("https://api.example.org/v2")
    page = opened(driver)
    assert "Send has unsaved changes" in page.commit_box.unsaved.plain_text
    driver.type("Say hi", page.commit_box.message)
    driver.click(page.commit_box.button)
    driver.wait_until(lambda: page.commit_box.output.isVisible(), "what the hook said")
    assert "A hook of the repository refused" in page.commit_box.problem.plain_text
    assert list(page.commit_box.output.lines) == ["No docs in Send."]
    assert page.commit_box.message.toPlainText() == "Say hi"
    hook.unlink()
    git(folder, "config", "--unset", "user.name")
    driver.click(page.commit_box.button)
    driver.wait_until(lambda: "does not know who" in page.commit_box.problem.plain_text, "why not")
    driver.close_all()


def test_a_reverted_file_comes_back_with_undo(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    path = folder / "Batches" / "Send.yml"
    held = path.read_bytes()
    page = opened(driver)
    select(driver, page, "Batches/Send.yml")
    driver.click(page.detail.revert_button)
    driver.wait_until(lambda: page.empty.isVisible(), "an empty list")
    assert "Nothing changed" in driver.text_on_screen(page)
    assert b"Hello" in path.read_bytes()
    toast = next(one for one in driver.window.toasts.toasts if "as in the last commit" in one.notice.text)
    driver.click(toast.action)
    driver.wait_until(lambda: "Batches/Send.yml" in names(page), "the change again")
    assert path.read_bytes() == held


def test_a_conflict_is_listed_with_its_line_and_both_sides(start: Start, folder: Path) -> None:
    commit_all(folder, "Hi")
    driver = start(folder=folder)
    driver.open_request("Ping.yml")
    conflict(folder, folder / "Ping.yml", "Hello", "Ours here", "Theirs here")
    driver.wait_until(lambda: any("Ping, line 18: The file" in one for one in driver.notices()), "the warning")
    page = opened(driver)
    driver.wait_until(lambda: names(page) == ["Ping.yml"] and page.model.items[0].line, "the conflict")
    assert (
        driver.tree_index("Ping.yml").data(Qt.ItemDataRole.ToolTipRole).startswith("Ping.yml, line 18: The file holds")
    )
    driver.wait_until(lambda: mark(driver, "Ping.yml") == "conflicted", "the mark")
    assert page.detail.fields.fields.rows == (("Body body", "Ours here", "Theirs here"),)
    assert page.detail.note.plain_text.startswith("Line 18:")
    assert "merge is under way" in driver.text_on_screen(page)
    assert not page.detail.revert_button.isEnabled()
    assert page.model.chosen == ()
