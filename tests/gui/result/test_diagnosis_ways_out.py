"""The diagnosis in large text and with many ways out: what is shown in one place, and what is left out."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.core.model.exchange import FailureKind
from explorer.gui.result.diagnosis_view import DiagnosisView
from explorer.gui.result.request_rate import request_rate
from explorer.gui.result.section import LinkButton
from explorer.gui.result.shown import Shown
from explorer.gui.theme import theme
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.diff_view import DiffView
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.run_strip import Run, RunStrip
from tests import factories, stories


@pytest.fixture
def view(qtbot):
    made = DiagnosisView(clock=lambda: factories.STARTED + timedelta(seconds=8))
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


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def step() -> Remedy:
    return Remedy(kind=RemedyKind.OPEN_REQUEST, title="Look up the groups", action="Open List groups")


def test_edits_and_other_steps_share_one_chooser_and_advice_is_left_out(view, qtbot):
    shown = recipients()
    advice = Remedy(kind=RemedyKind.ADVICE, title="Ask the operator")
    remedies = (*shown.diagnosis.remedies, step(), advice)
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, remedies=remedies)))
    assert "Ask the operator" not in words(view)
    fix = next(section for section in view.page.sections if section.title == "Fix")
    fix.choose(2)
    assert "Look up the groups" in words(view)
    assert not view.findChild(DiffView).isVisible()
    assert view.bar.main.text() == "Open List groups"
    with qtbot.waitSignal(view.remedy_requested) as asked:
        view.take_main_action()
    assert asked.args == [remedies[2]]


def test_the_preview_of_a_fix_breaks_long_lines(view):
    shown = recipients()
    edit = replace(shown.diagnosis.remedies[0], preview=('+  "body": "' + "word " * 60 + '",',))
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, remedies=(edit,))))
    QApplication.processEvents()
    preview = view.findChild(DiffView)
    assert preview.horizontalScrollBar().maximum() == 0
    assert len(preview.rows) > 3
    assert preview.height() >= len(preview.rows) * preview.line_height


def test_retry_after_is_explained_where_it_stands(view, qtbot):
    shown = limited()
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, references=())))
    link = next(each for each in view.findChildren(LinkButton) if each.text() == "RFC 9110, 10.2.3")
    with qtbot.waitSignal(view.link_requested) as asked:
        click(qtbot, link)
    assert asked.args == ["https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"]


def test_bars_and_caption_of_the_rate_count_the_same_window(view):
    ages = (0, 0.4, 3, 9.99, 10.0, 10.01, 60)
    sends = tuple(factories.STARTED - timedelta(seconds=age) for age in ages)
    rate = request_rate(replace(limited(), recent_sends=sends))
    assert sum(bar.count for bar in rate.bars if bar.counted) == 5
    assert rate.mark_caption == "5 in 10 s, then 429"
    assert sum(bar.count for bar in rate.bars) == len(ages)


def test_a_transport_failure_without_a_message_has_detail_but_no_server_text(view):
    shown = expired()
    view.show_diagnosis(replace(shown, diagnosis=replace(shown.diagnosis, message=None)))
    assert "Server text" not in words(view)
    assert "Detail" in words(view)


def test_a_cancelled_send_shows_no_words_of_the_libraries(view):
    outcome = factories.failure(FailureKind.CANCELLED, message="The send was cancelled.", detail="cancelled by hand")
    diagnosis = factories.diagnosis(headline="You cancelled this request.", is_error=True)
    view.show_diagnosis(Shown(exchange=factories.exchange(outcome), diagnosis=diagnosis))
    assert view.page.headline.plain_text == "You cancelled this request."
    assert "Detail" not in words(view)


def test_large_text_puts_labels_above_and_keeps_actions_whole(view, qtbot):
    try:
        theme.current().set_scale(200)
        view.resize(460, 700)
        shown = recipients()
        view.show_diagnosis(
            replace(shown, diagnosis=replace(shown.diagnosis, remedies=(*shown.diagnosis.remedies, step())))
        )
        QApplication.processEvents()
        for each in view.findChildren(Button):
            if each.isVisible():
                assert each.width() >= each.sizeHint().width()
                assert each.mapTo(view, each.rect().topRight()).x() <= view.width()
        spans = view.page.strip.node_spans()
        assert not view.page.strip.has_captions()
        assert all(right <= following[0] for (_, right), following in pairwise(spans))
    finally:
        theme.current().set_scale(100)


@pytest.mark.parametrize(("count", "words_said"), [(1, "1 run:"), (2, "2 runs:")])
def test_runs_are_counted_in_words(qtbot, count, words_said):
    strip = RunStrip([Run(kind="success", day="Today")] * count)
    qtbot.addWidget(strip)
    assert strip.accessibleName().startswith(words_said)
