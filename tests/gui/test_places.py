"""Where a person was looking is there again at the next start: tabs, scrolling, cursor, folders, split."""

from __future__ import annotations

from pathlib import Path

from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.main_window.places import Places
from tests.conftest import Start
from tests.driver import Driver

BODY = "".join(f"      line {number}\n" for number in range(400))


def made(folder: Path) -> Path:
    for number in range(40):
        (folder / f"F{number:02}").mkdir(parents=True)
        text = f"info: {{name: R{number}, type: http}}\nhttp:\n  url: http://h/\n"
        text += f"  body:\n    type: text\n    data: |-\n{BODY}"
        (folder / f"F{number:02}" / "r.yml").write_text(text)
    return folder


def editor_of(driver: Driver):
    return driver.page.composer.pane.body.pages.editor(BodyKind.TEXT)


def test_everything_stands_where_it_stood(start: Start, tmp_path: Path) -> None:
    folder = made(tmp_path / "c")
    driver = start(folder=folder)
    driver.open_request("F20/r.yml")
    driver.page.composer.tab("docs")
    page, tree = driver.open_request("F10/r.yml"), driver.window.sidebar.tree
    page.composer.tab("body")
    driver.press("Ctrl+\\")  # as in the narrow window of the next start
    page.splitter.setSizes([300, 800])
    split = page.splitter.sizes()
    cursor = editor_of(driver).textCursor()
    cursor.setPosition(2000)
    editor_of(driver).setTextCursor(cursor)
    editor_of(driver).verticalScrollBar().setValue(150)
    tree.expand_keys(("F03", "F20", "F30"))
    tree.verticalScrollBar().setValue(120)
    driver.pause(0.2)
    scrolled = tree.verticalScrollBar().value()
    assert scrolled > 0
    driver = start(folder=None)
    tree, page = driver.window.sidebar.tree, driver.page
    driver.wait_until(lambda: editor_of(driver).verticalScrollBar().value() == 150, "the scrolling of the body")
    assert page.key == "F10/r.yml"
    assert editor_of(driver).textCursor().position() == 2000
    shares = [sizes[0] / sum(sizes) for sizes in (split, page.splitter.sizes())]
    assert abs(shares[0] - shares[1]) < 0.01, "the offscreen screen is too small for the same window"
    assert tree.expanded_keys() == ("F03", "F20", "F30")
    assert tree.verticalScrollBar().value() == scrolled
    driver.window.desk.step(-1)
    driver.wait_until(lambda: driver.page.composer.pane.tabs.current == "docs", "the tab of the other request")


def test_heights_of_stacked_panes_are_not_taken_for_widths(start: Start, tmp_path: Path) -> None:
    driver = start(folder=made(tmp_path / "c"))
    page = driver.open_request("F10/r.yml")
    driver.frame.resize(1440, 900)
    driver.press("Ctrl+\\")
    page.splitter.setSizes([700, 100])
    places = Places(driver.window)
    stacked = places.document(page)
    driver.press("Ctrl+\\")
    driver.pause(0.05)
    before = page.splitter.sizes()
    places.put_document(page, stacked)
    driver.pause(0.05)
    assert page.splitter.sizes() == before
