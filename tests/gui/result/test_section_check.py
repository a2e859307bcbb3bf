"""The check in the diagnosis: offered, under way, found, also of an exchange of another day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from explorer.core.model.checks import Checks, Knock, Reach
from explorer.gui.result.diagnosis_view import DiagnosisView
from explorer.gui.result.shown import Shown
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.rich_label import RichLabel
from tests import factories, stories

KNOCK = Knock(address="192.0.2.5:443", reach=Reach.OPEN, duration_s=0.012)


def expired() -> Shown:
    exchange, diagnosis, seen = stories.expired_certificate_story()
    return Shown(exchange=exchange, diagnosis=diagnosis, seen=seen)


def checked(after: timedelta) -> Shown:
    checks = Checks(at=factories.STARTED + after, host="a.example", port=443, knocks=(KNOCK,), duration_s=0.2)
    return replace(expired(), checks=checks)


@pytest.fixture
def view(qtbot):
    made = DiagnosisView(clock=lambda: factories.STARTED + timedelta(days=2))
    qtbot.addWidget(made)
    made.resize(683, 700)
    made.show()
    return made


def words(view: DiagnosisView) -> str:
    return "\n".join(label.plain_text for label in view.page.findChildren(RichLabel))


def test_a_failure_of_the_request_offers_no_check(view):
    exchange, diagnosis, seen = stories.empty_recipients_story()
    view.show_diagnosis(Shown(exchange=exchange, diagnosis=diagnosis, seen=seen))
    assert "Check" not in [section.title for section in view.page.sections]


def test_progress_is_said_in_the_same_row(view):
    view.show_diagnosis(expired())
    view.show_checking("Looking up `a.example`")
    page = view.page
    view.show_checking("TLS handshake with `a.example:443`")
    assert view.page is page
    assert "TLS handshake with a.example:443" in words(view)
    assert "Looking up" not in words(view)
    view.show_checking("")
    assert "Your request is not sent." in words(view)


def test_an_old_exchange_is_called_by_its_time(view):
    view.show_diagnosis(checked(timedelta(seconds=40)))
    assert "as it is now" not in words(view)
    view.show_checked(checked(timedelta(days=2)))
    assert "It looked at the way as it is now; the exchange is from" in words(view)
    assert "192.0.2.5:443 accepts connections in 12 ms" in words(view)
    assert "Whether it was revoked" not in words(view), "no certificate was seen"


def test_a_second_check_keeps_the_first_in_sight(view):
    view.show_diagnosis(checked(timedelta(seconds=40)))
    view.show_checking("Connecting")
    assert "192.0.2.5:443 accepts connections" in words(view)
    again = next(one for one in view.page.findChildren(Button) if one.text() == "Check again")
    assert not again.isEnabled()


def test_the_place_in_the_page_is_kept(view, qtbot):
    view.resize(683, 300)
    view.show_diagnosis(checked(timedelta(seconds=40)))
    qtbot.wait(1)
    bar = view._scroll.verticalScrollBar()
    bar.setValue(120)
    view.show_checked(checked(timedelta(seconds=50)))
    qtbot.wait(1)
    assert bar.value() == 120
