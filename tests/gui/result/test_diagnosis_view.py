"""The diagnosis by gesture: its actions, the chooser of fixes, and the countdown to a retry."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer.core.model.diagnosis import Remedy, RemedyKind, Retry
from explorer.gui.result.diagnosis_view import DiagnosisView
from explorer.gui.result.section import LinkButton
from explorer.gui.result.shown import Shown
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.cause_row import CauseRow
from explorer.gui.widgets.diff_view import DiffView
from explorer.gui.widgets.phase_track import PhaseTrack
from explorer.gui.widgets.rate_bars import RateBars
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.run_strip import RunStrip
from explorer.gui.widgets.validity_bar import ValidityBar
from tests import factories, stories


@pytest.fixture
def clock():
    """Seconds since the exchange began; tests turn it."""
    return {"s": 8.0}


@pytest.fixture
def view(qtbot, clock):
    made = DiagnosisView(clock=lambda: factories.STARTED + timedelta(seconds=clock["s"]))
    qtbot.addWidget(made)
    made.resize(683, 700)
    made.show()
    return made


def recipients() -> Shown:
    exchange, diagnosis, seen = stories.empty_recipients_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def limited() -> Shown:
    exchange, diagnosis, seen, sends = stories.rate_limit_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen, recent_sends=sends)


def expired() -> Shown:
    exchange, diagnosis, seen = stories.expired_certificate_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def words(view):
    return [label.plain_text for label in view.page.findChildren(RichLabel)]


def button(view, text):
    return next(each for each in view.findChildren(Button) if each.text() == text and each.isVisible())


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_what_decodes_status_code_and_quotes_the_server(view):
    view.show_diagnosis(recipients())
    said = words(view)
    for text in (
        "400 Bad Request",
        "The request does not conform to the API.",
        "syntax_constraint_violation",
        "Server text",
        "to: must have 1 to 1000 elements, has 0",
    ):
        assert text in said


def test_links_carry_their_address(view, qtbot):
    view.show_diagnosis(recipients())
    link = view.findChildren(LinkButton)[0]
    with qtbot.waitSignal(view.link_requested) as asked:
        click(qtbot, link)
    assert asked.args == ["https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1"]


def test_go_to_field_carries_the_place(view, qtbot):
    shown = recipients()
    view.show_diagnosis(shown)
    with qtbot.waitSignal(view.go_to_requested) as asked:
        click(qtbot, button(view, "Go to field"))
    assert asked.args == [shown.diagnosis.problems[0].place]
    assert view.first_place() is shown.diagnosis.problems[0].place


def test_several_places_are_listed_each_with_its_own_message(view, qtbot):
    shown = recipients()
    first = shown.diagnosis.problems[0]
    absent = replace(first.place, name="from", crumbs=("Body", "from"), line=0, missing=True)
    second = replace(first, field="from", message="is required", place=absent)
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, problems=(first, second))))
    said = [text.replace("\xa0", " ") for text in words(view)]
    assert "Body  ›  to   line 3" in said
    assert "Body  ›  from   missing" in said
    assert "is required" in said
    buttons = [each for each in view.findChildren(Button) if each.text() == "Go to field"]
    assert [each.key_hint for each in buttons] == ["F4", ""]
    with qtbot.waitSignal(view.go_to_requested) as asked:
        click(qtbot, buttons[1])
    assert asked.args == [absent]


def test_causes_are_listed_with_those_ruled_out_last(view):
    view.show_diagnosis(recipients())
    said = [row.accessibleName() for row in view.findChildren(CauseRow)]
    assert said[0] == "Certain: to has 0 elements; the API allows 1 to 1000"
    assert [text.partition(":")[0] for text in said] == ["Certain", "Ruled out", "Ruled out"]


def test_the_main_button_applies_the_fix_and_sends(view, qtbot):
    shown = recipients()
    view.show_diagnosis(shown)
    assert view.bar.main.text() == "Apply fix and send"
    with qtbot.waitSignal(view.apply_and_send_requested) as asked:
        click(qtbot, view.bar.main)
    assert asked.args == [shown.diagnosis.remedies[0]]


def test_apply_fix_alone_does_not_send(view, qtbot):
    shown = recipients()
    view.show_diagnosis(shown)
    with qtbot.assertNotEmitted(view.apply_and_send_requested), qtbot.waitSignal(view.remedy_requested) as asked:
        click(qtbot, button(view, "Apply fix"))
    assert asked.args == [shown.diagnosis.remedies[0]]


def test_another_fix_can_be_chosen_and_is_then_the_main_one(view, qtbot):
    shown = recipients()
    view.show_diagnosis(shown)
    preview = view.findChild(DiffView)
    assert list(preview.lines)[1] == '  "to": ["{{test_msisdn}}", "46701740617"],'
    fix = next(section for section in view.page.sections if section.title == "Fix")
    fix.choose(1)
    assert list(preview.lines)[1] == '  "to": ["{{test_msisdn}}"],'
    assert [preview.gutter_text(line) for line in range(2)] == ["-", "+"]
    with qtbot.waitSignal(view.apply_and_send_requested) as asked:
        view.take_main_action()
    assert asked.args == [shown.diagnosis.remedies[1]]


def test_a_named_step_is_the_main_button_of_a_transport_failure(view, qtbot):
    shown = expired()
    view.show_diagnosis(shown)
    assert view.bar.main.text() == "Copy message"
    with qtbot.waitSignal(view.remedy_requested) as asked:
        click(qtbot, view.bar.main)
    assert asked.args == [shown.diagnosis.remedies[0]]
    with qtbot.waitSignal(view.remedy_requested) as asked:
        click(qtbot, button(view, "Use Sandbox"))
    assert asked.args == [shown.diagnosis.remedies[1]]


def test_a_transport_failure_shows_phases_and_validity(view):
    view.show_diagnosis(expired())
    track = view.findChild(PhaseTrack)
    assert [(phase.title, phase.caption) for phase in track.phases] == [
        ("DNS", "12 ms"),
        ("Connect", "24 ms"),
        ("TLS", "38 ms, failed"),
        ("Request", "Not reached"),
        ("Wait", "Not reached"),
        ("Download", "Not reached"),
    ]
    assert "Expired 12 Nov 2026, 23:59 UTC" in view.findChild(ValidityBar).accessibleName()


def test_seen_before_tells_counts_runs_and_changes(view, qtbot):
    view.show_diagnosis(recipients())
    assert any(text.startswith("4 times here, 11 in all requests. Last success today at ") for text in words(view))
    strip = view.findChild(RunStrip)
    with qtbot.waitSignal(view.open_exchange_requested) as opened:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.centre_of(0))
    assert opened.args == [strip.runs[0].key]
    with qtbot.waitSignal(view.compare_requested):
        click(qtbot, button(view, "Compare 2 changes"))


def test_empty_sections_are_left_out(view):
    diagnosis = factories.diagnosis(headline="The server failed.", is_error=True, label="500")
    view.show_diagnosis(Shown(exchange=factories.exchange(factories.response(500, "Oops")), diagnosis=diagnosis))
    assert view.page.sections == ()
    assert not view.bar.main.isVisible()
    assert view.bar.retry.isVisible()


def test_a_retry_that_may_repeat_an_effect_asks(view):
    diagnosis = factories.diagnosis(is_error=True, retry=Retry(retryable=None, safe=False))
    view.show_diagnosis(Shown(exchange=factories.exchange(), diagnosis=diagnosis))
    assert view.bar.retry.text() == "Retry…"


def test_a_pause_shows_ring_attempts_and_rate(view):
    view.show_diagnosis(limited())
    assert view.bar.main.text() in ("Retry in 12 s", "Retry in 13 s")
    said = words(view)
    assert "Possible, after Retry-After" in said
    assert "If needed, after 40 s" in said
    assert "30 in 10 s, then 429" in view.findChild(RateBars).accessibleName()


def test_nothing_is_sent_by_itself_unless_planned(view, qtbot, clock):
    clock["s"] = 19.8
    view.show_diagnosis(limited())
    with qtbot.assertNotEmitted(view.retry_requested, wait=500):
        pass
    assert view.bar.main.text() == "Retry now"


def test_a_planned_retry_is_sent_when_the_pause_is_over(view, qtbot, clock):
    clock["s"] = 19.5
    view.show_diagnosis(limited())
    with qtbot.waitSignal(view.retry_requested, timeout=3000):
        click(qtbot, view.bar.main)
        assert view.is_retry_planned
        assert view.bar.stop.isVisible()
        assert not view.bar.main.isVisible()
    assert not view.is_retry_planned


def test_a_planned_retry_can_be_stopped(view, qtbot, clock):
    clock["s"] = 19.5
    view.show_diagnosis(limited())
    click(qtbot, view.bar.main)
    click(qtbot, view.bar.stop)
    with qtbot.assertNotEmitted(view.retry_requested, wait=800):
        pass
    assert not view.bar.stop.isVisible()


def test_a_planned_retry_says_when(view, qtbot):
    view.show_diagnosis(limited())
    click(qtbot, view.bar.main)
    assert any(text in words(view) for text in ("In 12 s, after Retry-After", "In 13 s, after Retry-After"))
    qtbot.waitUntil(lambda: "In 11 s, after Retry-After" in words(view), timeout=4000)


def test_escape_stops_a_planned_retry(view, qtbot):
    view.show_diagnosis(limited())
    click(qtbot, view.bar.main)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.is_retry_planned


def test_another_exchange_forgets_the_plan(view, qtbot):
    view.show_diagnosis(limited())
    click(qtbot, view.bar.main)
    view.show_diagnosis(recipients())
    assert not view.is_retry_planned


def test_copy_buttons_are_wishes(view, qtbot):
    view.show_diagnosis(recipients())
    with qtbot.waitSignal(view.copy_curl_requested):
        click(qtbot, view.bar.curl)
    with qtbot.waitSignal(view.copy_bundle_requested):
        click(qtbot, view.bar.bundle)


def test_two_columns_only_when_stacked_and_wide(view):
    view.show_diagnosis(recipients())
    view.resize(1000, 400)
    assert view.page.columns == 1
    view.set_may_split(True)
    assert view.page.columns == 2
    assert "2 other causes" in words(view)
    view.resize(860, 400)
    assert view.page.columns == 1


def test_labels_stand_above_in_narrow_panes(view, qtbot):
    view.show_diagnosis(recipients())
    view.resize(470, 500)
    what = view.page.sections[0]
    label = what.layout().itemAt(0).widget()
    content = what.layout().itemAt(1).layout()
    qtbot.waitUntil(lambda: content.geometry().top() >= label.geometry().bottom())


def test_all_words_can_be_selected(view, qtbot):
    view.show_diagnosis(recipients())
    label = view.page.effect
    start, end = QPointF(1, 10), QPointF(120, 10)
    for kind, at in (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ):
        event = QMouseEvent(
            kind,
            at,
            label.mapToGlobal(at),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(label, event)
    assert label.selectedText().startswith("The server")
    for each in view.page.findChildren(RichLabel):
        assert each.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_advice_without_an_action_is_no_button(view):
    advice = Remedy(kind=RemedyKind.ADVICE, title="Ask the operator")
    shown = recipients()
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, remedies=(advice,))))
    assert "Ask the operator" in words(view)
    assert not view.bar.main.isVisible()
