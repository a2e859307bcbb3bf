"""The head of the panel under pressure: large text, narrow panes, compact windows, a send under way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.core.model.exchange import Phase
from explorer.core.transport.options import Progress
from explorer.gui.result.panel import ResultPanel
from explorer.gui.result.shown import Shown
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets import badges
from tests import factories, stories

NOW = factories.STARTED + timedelta(seconds=8)


@pytest.fixture
def panel(qtbot):
    made = ResultPanel(clock=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(683, 776)
    made.show()
    return made


@pytest.fixture
def zoom():
    yield theme.current().set_scale
    theme.current().set_scale(100)


def created(hops: int = 0) -> Shown:
    exchange, diagnosis = stories.created_story()
    return Shown(exchange=replace(exchange, hops=(factories.redirect_hop(),) * hops), diagnosis=diagnosis)


def failed() -> Shown:
    exchange, diagnosis, seen = stories.empty_recipients_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def limited() -> Shown:
    exchange, diagnosis, seen, sends = stories.rate_limit_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen, recent_sends=sends)


def centre(panel, widget) -> int:
    return widget.mapTo(panel, widget.rect().center()).y()


@pytest.mark.parametrize("width", [460, 683])
@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("compact", [False, True])
def test_the_pill_is_never_cut(panel, zoom, qtbot, width, percent, compact):
    zoom(percent)
    panel.resize(width, 600)
    panel.set_compact(compact)
    panel.show_exchange(limited())
    pill = panel.header.pill
    qtbot.waitUntil(lambda: pill.width() >= badges.pill_width("429 Too Many Requests"))
    qtbot.waitUntil(lambda: pill.mapTo(panel, pill.rect().topRight()).x() < panel.width())


def test_figures_give_way_the_protocol_first(panel, zoom):
    panel.show_exchange(created())
    header = panel.header
    assert header.version.isVisible()
    zoom(150)
    assert not header.version.isVisible()
    assert header.duration.isVisible()
    zoom(200)
    panel.resize(460, 600)
    assert not header.duration.isVisible()
    assert header.more.isVisible()


def test_tools_that_get_narrower_later_come_up_beside_the_tabs(panel):
    panel.show_exchange(created())
    tabs, tools = panel.tabs, panel.body.tools
    QApplication.processEvents()
    panel.resize(tabs.sizeHint().width() + tools.sizeHint().width() - 20, 776)
    QApplication.processEvents()
    assert centre(panel, tools) > centre(panel, tabs) + 10
    tools.set_available(())
    QApplication.processEvents()
    assert abs(centre(panel, tools) - centre(panel, tabs)) < 4


def test_tools_of_the_body_never_stand_on_the_tabs(panel, zoom):
    panel.show_exchange(created())
    QApplication.processEvents()
    # As wide as just these fonts need.
    panel.resize(panel.tabs.sizeHint().width() + panel.body.tools.sizeHint().width() + 60, 776)
    QApplication.processEvents()
    beside = centre(panel, panel.body.tools)
    assert abs(beside - centre(panel, panel.tabs)) < 4
    zoom(150)
    QApplication.processEvents()
    assert panel.body.tools.isVisible()
    assert (
        panel.body.tools.mapTo(panel, panel.body.tools.rect().topLeft()).y()
        >= panel.tabs.mapTo(panel, panel.tabs.rect().bottomLeft()).y()
    )
    panel.select_tab("headers")
    assert not panel.body.tools.isVisible()
    zoom(100)
    panel.select_tab("body")
    QApplication.processEvents()
    assert abs(centre(panel, panel.body.tools) - centre(panel, panel.tabs)) < 4


def test_figures_follow_the_text_zoom_at_once(panel, zoom):
    panel.show_exchange(created())
    before = panel.header.duration.sizeHint()
    zoom(200)
    assert panel.header.duration.sizeHint().width() > before.width()
    zoom(100)
    assert panel.header.duration.sizeHint() == before
    assert panel.header.duration.font().pixelSize() == fonts.ui_font(12).pixelSize()


def test_redirects_are_counted_and_lead_to_the_timeline(panel, qtbot):
    panel.show_exchange(created(hops=3))
    assert panel.header.redirects.text() == "3 redirects"
    qtbot.mouseClick(panel.header.redirects, Qt.MouseButton.LeftButton)
    assert panel.current_tab() == "timeline"
    panel.show_exchange(created(hops=1))
    assert panel.header.redirects.text() == "1 redirect"
    panel.show_exchange(created())
    assert not panel.header.redirects.isVisible()


def test_compact_tabs_stand_level_with_the_figures(panel):
    panel.show_exchange(failed())
    panel.resize(1052, 400)
    panel.set_compact(True)
    QApplication.processEvents()
    assert abs(centre(panel, panel.header.duration) - centre(panel, panel.tabs)) <= 1


def test_the_running_phase_counts_on_and_plain_http_has_no_tls(panel, qtbot):
    panel.show_exchange(created())
    panel.show_sending(NOW, secure=False)
    qtbot.waitUntil(panel.sending.isVisible, timeout=2000)
    panel.show_progress(Progress(phase=Phase.WAIT, elapsed_s=0.02, received_bytes=0, total_bytes=None))
    track = panel.sending.track
    assert [phase.title for phase in track.phases] == ["DNS", "Connect", "Request", "Wait", "Download"]
    first = track.phases[3].caption
    qtbot.waitUntil(lambda: track.phases[3].caption != first, timeout=2000)
    panel.show_sending(NOW, secure=True)
    assert [phase.title for phase in track.phases][2] == "TLS"


def test_without_knowing_the_address_tls_is_left_out_once_it_was_passed_over(panel):
    panel.show_sending(NOW)
    assert "TLS" in [phase.title for phase in panel.sending.track.phases]
    panel.show_progress(Progress(phase=Phase.CONNECT, elapsed_s=0.01, received_bytes=0, total_bytes=None))
    panel.show_progress(Progress(phase=Phase.REQUEST, elapsed_s=0.03, received_bytes=0, total_bytes=None))
    assert "TLS" not in [phase.title for phase in panel.sending.track.phases]
    assert panel.sending.track.phases[1].caption == "20 ms"


def test_no_cookies_is_one_sentence(panel):
    panel.show_exchange(created())
    panel.select_tab("cookies")
    page = panel.cookies.parent().parent()
    assert page.note.isVisible()
    assert page.note.plain_text == "The response set no cookies."
    assert not panel.cookies.isVisible()
    headers = (*factories.JSON_HEADERS, ("set-cookie", "sid=1"))
    exchange = factories.exchange(factories.response(200, "OK", {}, headers=headers))
    panel.show_exchange(Shown(exchange=exchange, diagnosis=factories.diagnosis()))
    assert panel.cookies.isVisible()
    assert not page.note.isVisible()


def asks_for_escape(widget) -> bool:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_escape_belongs_to_the_open_find_bar(panel, qtbot):
    panel.show_exchange(created())
    panel.open_find()
    bar = panel.body.find_bar
    assert asks_for_escape(bar.field)
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not asks_for_escape(panel.body)


def test_escape_belongs_to_a_planned_retry(panel):
    panel.show_exchange(limited())
    assert not asks_for_escape(panel)
    panel.plan_retry()
    assert asks_for_escape(panel)
    assert asks_for_escape(panel.diagnosis)
    bar = panel.diagnosis.bar
    assert [button.text() for button in (bar.main, bar.retry, bar.stop) if button.isVisible()] == [
        "Retry now",
        "Stop retrying",
    ]


def test_tools_without_room_beside_the_tabs_are_no_window_of_their_own(panel, qtbot):
    exchange, diagnosis, seen = stories.empty_recipients_story()
    panel.resize(500, 776)
    panel.show_exchange(Shown(exchange=exchange, diagnosis=diagnosis, seen=seen))
    qtbot.waitUntil(lambda: panel.tabs.width() > 400)
    panel.select_tab("body")
    assert panel.isAncestorOf(panel.body.tools)
    assert panel.body.tools.isVisible()


def test_no_part_of_an_answer_is_ever_a_window_of_its_own(panel, qtbot):
    class Windows(QObject):
        names: list[str] = []

        def eventFilter(self, watched, event):
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.names.append(type(watched).__name__)
            return False

    windows = Windows()
    QApplication.instance().installEventFilter(windows)
    try:
        panel.show_exchange(created())
        assert panel.body.tools.isVisible()
        panel.clear()
        panel.show_exchange(created())
    finally:
        QApplication.instance().removeEventFilter(windows)
    assert windows.names == []
