"""Segments, pane tabs and document tabs: known by id, used by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.theme import measures
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.document_tabs import DocumentTab, DocumentTabs
from explorer.gui.widgets.pane_tabs import PaneTab, PaneTabs
from explorer.gui.widgets.segments import Segment, Segments
from tests.gui.widgets.pixels import picture, shows

# The platform that draws into memory says so of everything it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panes(dressed: Theme, qtbot: QtBot) -> PaneTabs:
    tabs = PaneTabs("Result")
    qtbot.addWidget(tabs)
    tabs.set_tabs([PaneTab(id="diagnosis", title="Diagnosis"), PaneTab(id="body", title="Body")])
    tabs.resize(400, tabs.sizeHint().height())
    return tabs


@pytest.fixture
def documents(dressed: Theme, qtbot: QtBot) -> DocumentTabs:
    tabs = DocumentTabs()
    qtbot.addWidget(tabs)
    tabs.set_tabs(
        [
            DocumentTab(id="a", title="Send a batch", method="POST"),
            DocumentTab(id="b", title="List batches", method="GET"),
            DocumentTab(id="c", title="Error catalogue", icon="book-open"),
        ]
    )
    tabs.resize(700, tabs.sizeHint().height())
    tabs.show()
    return tabs


def test_segments_choose_one(dressed: Theme, qtbot: QtBot) -> None:
    segments = Segments([Segment(key=key, title=key.title()) for key in ("pretty", "tree", "raw")], "View")
    qtbot.addWidget(segments)
    segments.resize(segments.sizeHint())
    assert segments.current == "pretty"
    assert segments.height() == measures.SEGMENTS
    raw = next(part for part in segments.findChildren(QToolButton) if part.text() == "Raw")
    with qtbot.waitSignal(segments.current_changed) as signal:
        qtbot.mouseClick(raw, Qt.MouseButton.LeftButton)
    assert signal.args == ["raw"]
    with pytest.raises(KeyError):
        segments.set_current("hex")


def test_segments_keep_the_current_one_when_replaced(dressed: Theme, qtbot: QtBot) -> None:
    segments = Segments([Segment(key="a", title="A"), Segment(key="b", title="B")])
    qtbot.addWidget(segments)
    segments.set_current("b")
    segments.set_options([Segment(key="b", title="B", count=3), Segment(key="c", title="C")])
    assert segments.current == "b"
    segments.set_options([Segment(key="c", title="C")])
    assert segments.current == "c"


@pytest.mark.parametrize("keys", ["b", "ca", "xyz"])
def test_segments_that_are_replaced_keep_their_place_for_the_tab_key(dressed: Theme, qtbot: QtBot, keys: str) -> None:
    window, segments = QWidget(), Segments([Segment(key=key, title=key) for key in "abc"])
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    before, after = QPushButton("before"), QPushButton("after")
    for part in (before, segments, after):
        row.addWidget(part)
    window.show()
    segments.set_options([Segment(key=key, title=key, count=1) for key in keys])
    segments.set_current(keys[-1])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: all(one.isVisible() for one in segments.findChildren(QToolButton)))
    before.setFocus()
    visited = []
    for _ in range(2):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        visited.append(window.focusWidget().text())
    assert visited[0] in keys
    assert visited[1] == "after"


def test_pane_tab_is_chosen_by_click_and_by_arrow(panes: PaneTabs, qtbot: QtBot) -> None:
    assert panes.height() == measures.PANE_TABS
    with qtbot.waitSignal(panes.current_changed) as signal:
        qtbot.mouseClick(panes, Qt.MouseButton.LeftButton, pos=panes.tabRect(1).center())
    assert signal.args == ["body"]
    with qtbot.waitSignal(panes.current_changed) as signal:
        qtbot.keyClick(panes, Qt.Key.Key_Left)
    assert signal.args == ["diagnosis"]


def test_pane_tabs_stand_20_apart(panes: PaneTabs) -> None:
    lone = panes.tabSizeHint(1).width()
    panes.set_tabs([PaneTab(id="body", title="Body"), PaneTab(id="more", title="More")])
    assert panes.tabSizeHint(0).width() == lone + measures.PANE_TAB_GAP


def test_counts_and_dots_need_room_and_are_said(panes: PaneTabs, dressed: Theme) -> None:
    bare = panes.tabRect(0).width()
    panes.set_count("diagnosis", 3)
    counted = panes.tabRect(0).width()
    panes.set_dot("diagnosis", "fault", Family.TRANSPORT)
    assert bare < counted < panes.tabRect(0).width()
    assert panes.accessibleTabName(0) == "Diagnosis 3, has a problem"
    assert shows(panes, dressed.color("transport.line"))
    panes.set_dot("diagnosis", None)
    panes.set_count("diagnosis", None)
    assert panes.tabRect(0).width() == bare
    assert not shows(panes, dressed.color("transport.line"))


def test_pane_tabs_keep_the_current_id(panes: PaneTabs, qtbot: QtBot) -> None:
    panes.set_current("body")
    with qtbot.assertNotEmitted(panes.current_changed):
        panes.set_tabs([PaneTab(id="headers", title="Headers"), PaneTab(id="body", title="Body")])
    assert panes.current == "body"
    with qtbot.waitSignal(panes.current_changed) as signal:
        panes.set_tabs([PaneTab(id="headers", title="Headers")])
    assert signal.args == ["headers"]


def test_disabled_pane_tab_cannot_be_chosen(panes: PaneTabs, qtbot: QtBot) -> None:
    panes.set_tabs([PaneTab(id="a", title="A"), PaneTab(id="b", title="B", enabled=False)])
    with qtbot.assertNotEmitted(panes.current_changed):
        qtbot.mouseClick(panes, Qt.MouseButton.LeftButton, pos=panes.tabRect(1).center())


def test_underline_is_in_the_colour_of_text(panes: PaneTabs, dressed: Theme) -> None:
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        dressed.set_mode(mode)
        spot = picture(panes).pixelColor(3, panes.height() - 1)
        assert spot == dressed.color("text.primary")


def test_zoom_makes_pane_tabs_wider(panes: PaneTabs, dressed: Theme) -> None:
    width = panes.tabRect(0).width()
    dressed.set_scale(200)
    assert panes.tabRect(0).width() > 1.8 * width


def test_document_is_chosen_by_click(documents: DocumentTabs, qtbot: QtBot) -> None:
    assert documents.sizeHint().height() == measures.TAB_STRIP
    with qtbot.waitSignal(documents.current_changed) as signal:
        qtbot.mouseClick(documents.bar, Qt.MouseButton.LeftButton, pos=documents.bar.tabRect(1).center())
    assert signal.args == ["b"]


def test_document_is_closed_by_its_x_by_middle_click_and_by_delete(documents: DocumentTabs, qtbot: QtBot) -> None:
    bar = documents.bar
    with qtbot.waitSignal(documents.close_requested) as signal:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=documents.close_rect("a").center())
    assert signal.args == ["a"]
    with qtbot.waitSignal(documents.close_requested) as signal:
        qtbot.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(2).center())
    assert signal.args == ["c"]
    with qtbot.waitSignal(documents.close_requested) as signal:
        qtbot.keyClick(bar, Qt.Key.Key_Delete)
    assert signal.args == ["a"]
    assert [tab.id for tab in documents.tabs] == ["a", "b", "c"]


def test_release_elsewhere_closes_nothing(documents: DocumentTabs, qtbot: QtBot) -> None:
    bar = documents.bar
    with qtbot.assertNotEmitted(documents.close_requested):
        qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=documents.close_rect("a").center())
        qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())


def test_removing_the_current_document_moves_on(documents: DocumentTabs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(documents.current_changed) as signal:
        documents.remove_tab("a")
    assert signal.args == ["b"]
    with pytest.raises(KeyError):
        documents.remove_tab("a")


def test_new_document_is_asked_for(documents: DocumentTabs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(documents.add_requested):
        qtbot.mouseClick(documents.add_button, Qt.MouseButton.LeftButton)


def test_unsaved_document_says_so(documents: DocumentTabs) -> None:
    documents.set_tab(DocumentTab(id="b", title="List batches", method="GET", unsaved=True))
    assert documents.bar.accessibleTabName(1) == "GET List batches, not saved"


def test_documents_are_dragged_into_another_order(documents: DocumentTabs, qtbot: QtBot) -> None:
    bar = documents.bar
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))
    with qtbot.waitSignal(documents.order_changed) as signal:
        qtbot.mouseMove(bar, pos=bar.tabRect(1).center() + QPoint(20, 0))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert signal.args == [("b", "a", "c")]
    assert documents.current == "a"
    assert bar.tabText(1) == "Send a batch"


def test_current_document_joins_the_page(documents: DocumentTabs, dressed: Theme) -> None:
    dressed.set_mode(ThemeMode.DARK)
    image = picture(documents)
    inside = documents.bar.tabRect(0)
    assert image.pixelColor(inside.left() + 4, inside.bottom()) == dressed.color("bg.surface")
    assert image.pixelColor(documents.width() - 3, inside.bottom()) == dressed.color("line.default")


def test_the_title_of_the_current_document_is_whole_where_there_is_no_room(documents: DocumentTabs) -> None:
    documents.resize(360, documents.height())
    bar = documents.findChild(QTabBar)
    assert isinstance(bar, QTabBar)
    for index in (2, 0):
        bar.setCurrentIndex(index)
        widths = [bar.tabRect(tab).width() for tab in range(bar.count())]
        assert widths[index] == bar.tabSizeHint(index).width() > widths[2 - index]
