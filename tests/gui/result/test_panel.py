"""The panel by gesture: what it opens, what it says, and the wishes it emits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.core.model.exchange import Content, Phase
from explorer.core.transport import progress
from explorer.core.transport.options import Arriving, Progress
from explorer.gui.result import arrivals
from explorer.gui.result.panel import ResultPanel
from explorer.gui.result.shown import Shown
from explorer.gui.result.veil import Veil
from tests import factories, stories


@pytest.fixture
def panel(qtbot):
    made = ResultPanel(clock=lambda: factories.STARTED + timedelta(seconds=8))
    qtbot.addWidget(made)
    made.resize(683, 776)
    made.show()
    return made


def failed() -> Shown:
    exchange, diagnosis, seen = stories.empty_recipients_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def succeeded() -> Shown:
    exchange, diagnosis = stories.created_story()
    return Shown(exchange=exchange, diagnosis=diagnosis)


def expired() -> Shown:
    exchange, diagnosis, seen = stories.expired_certificate_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def titles(panel):
    return [tab.title for tab in panel.tabs.tabs]


def test_empty_panel_says_how_to_send(panel):
    assert panel.empty.isVisible()
    assert panel.empty.sentence.plain_text == "The response appears here."
    assert panel.current_tab() == ""
    assert not panel.tabs.isVisible()


def test_a_failure_opens_its_diagnosis(panel):
    panel.show_exchange(failed())
    assert panel.current_tab() == "diagnosis"
    assert panel.header.pill.shown_text == "400 Bad Request"
    assert panel.header.duration.plain_text == "12 ms"
    assert panel.diagnosis.page.headline.plain_text == "to is empty. A batch needs 1 to 1000 recipients."
    sections = [section.title for section in panel.diagnosis.page.sections]
    assert sections == ["What", "Where", "Why", "Fix", "Seen before"]


def test_a_success_opens_its_body_without_a_diagnosis(panel):
    panel.show_exchange(succeeded())
    assert panel.current_tab() == "body"
    assert titles(panel) == ["Body", "Headers", "Cookies", "Timeline", "Request sent"]
    assert panel.body.text().startswith('{\n  "id": "01KARB')


def test_without_a_response_there_is_no_body(panel):
    panel.show_exchange(expired())
    assert titles(panel) == ["Diagnosis", "Certificate", "Timeline", "Request sent"]
    assert panel.tabs.tabs[3].number == "0 B"
    assert panel.header.version.plain_text == "No response"
    assert panel.header.pill.shown_text == "TLS failed"


def test_the_chosen_tab_stays_for_successes_but_yields_to_a_failure(panel):
    panel.show_exchange(succeeded())
    panel.select_tab("headers")
    panel.show_exchange(succeeded())
    assert panel.current_tab() == "headers"
    panel.show_exchange(failed())
    assert panel.current_tab() == "diagnosis"


def test_a_pinned_tab_stays_open_after_a_failure(panel):
    panel.show_exchange(succeeded())
    panel.select_tab("headers")
    pin = next(action for action in panel.more_menu().actions() if action.text() == "Keep this tab open")
    pin.trigger()
    panel.show_exchange(failed())
    assert panel.current_tab() == "headers"


def test_an_error_inside_a_success_is_diagnosed(panel):
    diagnosis = factories.diagnosis(headline="The call failed.", is_error=True, label="200")
    panel.show_exchange(
        Shown(exchange=factories.exchange(factories.response(200, "OK", {"ok": False})), diagnosis=diagnosis)
    )
    assert panel.current_tab() == "diagnosis"
    assert panel.header.pill.status.icon == "circle-alert"


def test_a_glossary_offers_a_diagnosis_but_does_not_open_it(panel):
    diagnosis = factories.diagnosis(glossary=(("402 Message unroutable", "No route to this number."),))
    panel.show_exchange(Shown(exchange=factories.exchange(), diagnosis=diagnosis))
    assert panel.current_tab() == "body"
    panel.select_tab("diagnosis")
    assert [section.title for section in panel.diagnosis.page.sections] == ["Codes"]


def test_headers_show_every_line_as_it_came(panel):
    panel.show_exchange(failed())
    panel.select_tab("headers")
    assert panel.headers.fields.rows == factories.JSON_HEADERS
    assert panel.tabs.tabs[2].number == "3"


def test_cookies_are_parsed_with_their_attributes(panel):
    headers = (*factories.JSON_HEADERS, ("set-cookie", "sid=1; Path=/; HttpOnly"))
    exchange = factories.exchange(factories.response(200, "OK", {}, headers=headers))
    panel.show_exchange(Shown(exchange=exchange, diagnosis=factories.diagnosis()))
    panel.select_tab("cookies")
    assert panel.cookies.fields.rows == (("sid", "1", "Path=/; HttpOnly"),)


def test_the_sent_request_is_masked_and_marks_automatic_headers(panel):
    panel.show_exchange(failed())
    panel.select_tab("sent")
    rows = {row[0]: row[1:] for row in panel.sent.table.fields.rows}
    assert rows["Authorization"] == ("Bearer ••••••", "")
    assert rows["Host"] == ("127.0.0.1:8025", "Automatic")
    assert panel.sent.start_line.plain_text.startswith("POST http://127.0.0.1:8025/xms/v1/")
    assert panel.sent.body_text() == '{"from":"12345","to":[]}'


def test_secrets_in_url_and_body_are_masked_too(panel):
    sent = factories.sent(
        url="http://h/?key=very-secret-token", body=factories.Content.of(b'{"t":"very-secret-token"}')
    )
    panel.show_exchange(Shown(exchange=factories.exchange(sent=sent), diagnosis=factories.diagnosis()))
    panel.select_tab("sent")
    assert "very-secret-token" not in panel.sent.start_line.plain_text + panel.sent.body_text()


def test_timeline_lists_redirects(panel):
    exchange = factories.exchange(hops=(factories.redirect_hop(),))
    panel.show_exchange(Shown(exchange=exchange, diagnosis=factories.diagnosis()))
    panel.select_tab("timeline")
    assert [section.title for section in panel.timeline.sections] == ["Phases", "Redirects", "Connection"]


def test_certificates_are_counted_and_shown(panel):
    panel.show_exchange(expired())
    assert panel.tabs.tabs[1].number == "2"
    panel.select_tab("certificate")
    words = [label.plain_text for label in panel.certificate.findChildren(type(panel.sent.start_line))]
    assert "sms.staging.example.com" in words
    assert "The chain was not verified." in words


def test_a_refusal_is_shown_in_place(panel):
    panel.show_exchange(failed())
    panel.show_refused("{{base_url}} has no value in the environment Sandbox.")
    assert panel.refused.isVisible()
    assert panel.refused.headline.plain_text == "{{base_url}} has no value in the environment Sandbox."
    assert panel.header.pill.shown_text == "Not sent"
    assert panel.current_tab() == ""


def test_sending_keeps_the_old_response_and_can_be_cancelled(panel, qtbot):
    panel.show_exchange(succeeded())
    panel.show_sending(factories.STARTED)
    assert panel.header.pill.shown_text == "201 Created"
    qtbot.waitUntil(panel.sending.isVisible, timeout=2000)
    panel.show_progress(Progress(phase=Phase.DOWNLOAD, elapsed_s=1.2, received_bytes=1_200_000, total_bytes=5_000_000))
    qtbot.waitUntil(lambda: panel.header.pill.shown_text.startswith("Sending "))
    assert panel.header.version.plain_text == "Download, 1.2 MB of 5.0 MB"
    assert panel.body.text().startswith("{")
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(panel.sending.cancel, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    panel.show_exchange(failed())
    qtbot.waitUntil(panel.sending.isHidden)


def test_while_a_body_arrives_its_tab_alone_opens_in_a_row_that_stays(panel, qtbot):
    headers = (("Content-Type", "application/json"), ("Set-Cookie", "a=1"))
    data = b'{"rows": [' + b'{"id": 1},' * 60_000
    arriving = Arriving(headers=headers, body=Content(data=data[:64_000], size_bytes=len(data)))
    panel.show_sending(factories.STARTED)
    panel.show_progress(Progress(phase=Phase.DOWNLOAD, elapsed_s=0.1, received_bytes=64_000, arriving=arriving))
    qtbot.waitUntil(panel.body.is_arriving)
    tabs = panel.tabs
    assert [(tab.title, tab.number) for tab in tabs.tabs][:3] == [("Body", ""), ("Headers", "2"), ("Cookies", "1")]
    assert [tab.id for tab in tabs.tabs if tab.enabled] == ["body"]
    assert panel.sending.isHidden(), "what comes in a moment is not moved by the strip"
    panel.select_tab("headers")
    assert tabs.current == "body"
    qtbot.waitUntil(panel.sending.isVisible)
    panel.show_exchange(succeeded())
    panel.select_tab("headers")
    assert panel.current_tab() == "headers"
    qtbot.waitUntil(panel.sending.isHidden)


def test_the_veil_covers_the_old_response_only_while_sending(panel, qtbot):
    panel.show_exchange(succeeded())
    panel.show_sending(factories.STARTED)
    qtbot.waitUntil(panel.sending.isVisible, timeout=2000)
    veil = panel.findChild(Veil)
    assert veil.isVisible()
    qtbot.waitUntil(lambda: veil.size() == veil.parentWidget().size())
    panel.show_exchange(succeeded())
    assert not veil.isVisible()


def test_a_quick_answer_never_shows_the_sending_strip(panel, qtbot):
    panel.show_exchange(succeeded())
    panel.show_sending(factories.STARTED)
    panel.show_exchange(succeeded())
    qtbot.wait(200)
    assert not panel.sending.isVisible()


def test_copying_the_body_keeps_it_as_it_came(panel, qtbot):
    panel.show_exchange(failed())
    with qtbot.waitSignal(panel.copied) as copied:
        qtbot.mouseClick(panel.header.copy, Qt.MouseButton.LeftButton)
    assert copied.args == ["Body copied"]
    assert QGuiApplication.clipboard().text() == failed().exchange.response.body.data.decode()


def test_what_came_of_a_response_that_broke_can_be_copied_and_saved(panel, qtbot):
    answered, unanswered = failed(), expired()
    outcome = replace(unanswered.exchange.failure, partial=answered.exchange.response)
    panel.show_exchange(replace(unanswered, exchange=replace(unanswered.exchange, outcome=outcome)))
    with qtbot.waitSignal(panel.copied):
        qtbot.mouseClick(panel.header.copy, Qt.MouseButton.LeftButton)
    assert panel.header.save.isEnabled()
    assert QGuiApplication.clipboard().text() == answered.exchange.response.body.data.decode()
    assert panel.header.version.plain_text == "400, incomplete", "not that there was no response"
    panel.show_exchange(unanswered)
    assert not panel.header.save.isEnabled()


def test_every_button_of_the_header_is_a_wish(panel, qtbot):
    panel.show_exchange(failed())
    for button, signal in (
        (panel.header.compare, panel.compare_requested),
        (panel.header.save, panel.save_body_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_earlier_runs_can_be_opened_from_the_time(panel, qtbot):
    panel.show_exchange(failed())
    actions = panel.header.times_menu().actions()
    assert [action.text() for action in actions[:2]] == ["Older response", "Newer response"]
    runs = actions[3:]
    assert not runs[0].isEnabled()
    with qtbot.waitSignal(panel.open_exchange_requested) as opened:
        runs[1].trigger()
    assert opened.args == ["run-1"]


def test_compact_puts_status_and_tabs_into_one_row(panel):
    panel.show_exchange(failed())
    panel.resize(1052, 500)
    panel.set_compact(True)
    pill, tabs = panel.header.pill, panel.tabs
    assert pill.isVisible()
    assert abs(pill.mapTo(panel, pill.rect().center()).y() - tabs.mapTo(panel, tabs.rect().center()).y()) < 6
    assert panel.diagnosis.page.columns == 2
    panel.set_compact(False)
    assert tabs.mapTo(panel, tabs.rect().topLeft()).y() > pill.mapTo(panel, pill.rect().bottomLeft()).y()
    assert panel.diagnosis.page.columns == 1


def test_clear_forgets_everything(panel):
    panel.show_exchange(failed())
    panel.clear()
    assert panel.empty.isVisible()
    assert panel.shown is None
    assert panel.places() == ()


def test_window_and_transport_agree_which_bodies_are_long():
    assert arrivals._LONG_BYTES == progress.LONG_BYTES
