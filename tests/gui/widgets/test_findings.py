"""The painted parts of a diagnosis: what they say, show and answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from explorer.gui.theme import measures
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.cause_row import Cause, CauseMeter, CauseRow, Standing
from explorer.gui.widgets.countdown_ring import CountdownRing
from explorer.gui.widgets.day_bars import DayBar, DayBars
from explorer.gui.widgets.path_strip import NodeState, PathNode, PathStrip
from explorer.gui.widgets.phase_track import Phase, PhaseState, PhaseTrack
from explorer.gui.widgets.rate_bars import Rate, RateBar, RateBars
from explorer.gui.widgets.run_strip import Run, RunKind, RunStrip
from explorer.gui.widgets.sparkline import Sparkline, sparkline_width
from explorer.gui.widgets.status_pill import Status, StatusPill
from explorer.gui.widgets.timeline import Timeline, TimelineBar
from explorer.gui.widgets.validity_bar import Validity, ValidityBar
from tests.gui.widgets.pixels import picture, shows

# The platform that draws into memory says so of everything it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NODES = (
    PathNode(title="Request", caption="Ready, not sent"),
    PathNode(title="Connection", caption="Refused on port 8025", state=NodeState.FAULT, icon="unplug"),
    PathNode(title="Server", caption="Not reached", state=NodeState.PENDING),
)


def test_path_strip_shows_the_fault_in_its_colour_only(dressed: Theme, qtbot: QtBot) -> None:
    strip = PathStrip(NODES, Family.TRANSPORT)
    qtbot.addWidget(strip)
    strip.resize(600, strip.sizeHint().height())
    assert strip.height() == measures.PATH_STRIP
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        dressed.set_mode(mode)
        assert shows(strip, dressed.color("transport.line"), least=50)
        assert shows(strip, dressed.color("ok.line"))
        assert not shows(strip, dressed.color("client.line"))


def test_path_strip_says_itself_in_a_sentence(dressed: Theme, qtbot: QtBot) -> None:
    strip = PathStrip(NODES, Family.TRANSPORT)
    qtbot.addWidget(strip)
    assert "Connection: Refused on port 8025." in strip.accessibleName()
    strip.set_nodes(NODES, Family.TRANSPORT, "Fault in the connection.")
    assert strip.accessibleName() == "Fault in the connection."


def test_narrow_path_strip_leaves_captions_out(dressed: Theme, qtbot: QtBot) -> None:
    strip = PathStrip(NODES, Family.TRANSPORT)
    qtbot.addWidget(strip)
    strip.resize(600, measures.PATH_STRIP)
    assert shows(strip, dressed.color("transport.fg"))
    strip.resize(400, measures.PATH_STRIP)
    assert not shows(strip, dressed.color("transport.fg"))


def test_phase_track_has_equal_columns(dressed: Theme, qtbot: QtBot) -> None:
    track = PhaseTrack(
        [
            Phase(title="DNS", caption="12 ms"),
            Phase(title="Connect", caption="Refused", state=PhaseState.BROKEN),
            Phase(title="TLS", caption="Not reached", state=PhaseState.PENDING),
        ]
    )
    qtbot.addWidget(track)
    track.resize(312, track.sizeHint().height())
    assert shows(track, dressed.color("ok.line"), QRect(0, 0, 100, 60), least=100)
    assert not shows(track, dressed.color("transport.line"), QRect(0, 0, 100, 60))
    assert shows(track, dressed.color("transport.line"), QRect(106, 0, 100, 60), least=100)
    assert track.accessibleName() == "DNS: 12 ms. Connect: Refused. TLS: Not reached."


def test_timeline_is_to_scale(dressed: Theme, qtbot: QtBot) -> None:
    bars = [
        TimelineBar(title="Wait", start_s=0.0, duration_s=0.1, caption="100 ms", tip="0 to 100 ms"),
        TimelineBar(title="Read", start_s=0.1, duration_s=0.3, caption="300 ms", family=Family.REDIRECT),
    ]
    line = Timeline(bars)
    qtbot.addWidget(line)
    line.resize(500, line.sizeHint().height())
    assert line.height() == 2 * measures.TIMELINE_ROW
    image, middle = picture(line), measures.TIMELINE_ROW // 2
    green = [x for x in range(500) if image.pixelColor(x, middle) == dressed.color("ok.line")]
    blue = [x for x in range(500) if image.pixelColor(x, middle + 20) == dressed.color("redirect.line")]
    assert len(blue) / len(green) == pytest.approx(3, rel=0.06)
    assert blue[0] >= green[-1]
    assert line.tip_at(QPoint(5, 5)) == "0 to 100 ms"


RUNS = [
    Run(kind=RunKind.SUCCESS, day="Fri 20", key="1", tip="201 Created"),
    Run(kind=RunKind.OTHER, day="Fri 20", key="2"),
    Run(kind=RunKind.SAME, day="Today", key="3", current=True),
]


def test_runs_are_opened_by_click_and_by_key(dressed: Theme, qtbot: QtBot) -> None:
    strip = RunStrip(RUNS)
    qtbot.addWidget(strip)
    strip.resize(strip.sizeHint())
    with qtbot.waitSignal(strip.run_opened) as signal:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.centre_of(1))
    assert signal.args == ["2"]
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    with qtbot.waitSignal(strip.run_opened) as signal:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert signal.args == ["3"]
    assert strip.tip_at(strip.centre_of(0)) == "201 Created"


def test_runs_stand_20_apart_and_further_at_a_new_day(dressed: Theme, qtbot: QtBot) -> None:
    strip = RunStrip(RUNS)
    qtbot.addWidget(strip)
    first, second, third = (strip.centre_of(index).x() for index in range(3))
    assert second - first == measures.RUN_PITCH
    assert third - second > measures.RUN_PITCH
    assert strip.accessibleName() == "3 runs: 1 succeeded, 1 failed the same way, 1 otherwise."


@pytest.mark.parametrize(("standing", "bars"), [("certain", 3), ("likely", 2), ("possible", 1), ("ruled_out", 0)])
def test_meter_has_as_many_bars_as_the_cause_is_sure(dressed: Theme, qtbot: QtBot, standing: str, bars: int) -> None:
    meter = CauseMeter(standing, Family.SERVER)
    qtbot.addWidget(meter)
    meter.resize(meter.sizeHint())
    image, middle = picture(meter), meter.height() // 2
    row = [image.pixelColor(x, middle) == dressed.color("server.line") for x in range(20)]
    assert sum(now and not before for before, now in zip([False, *row], row, strict=False)) == bars


def test_cause_says_its_standing(dressed: Theme, qtbot: QtBot) -> None:
    row = CauseRow(Cause(text="`to` has 0 elements", standing=Standing.CERTAIN))
    qtbot.addWidget(row)
    assert row.accessibleName() == "Certain: to has 0 elements"
    assert row.sizeHint().height() >= measures.CAUSE_ROW


def test_countdown_ends_and_says_the_seconds(dressed: Theme, qtbot: QtBot) -> None:
    ring = CountdownRing()
    qtbot.addWidget(ring)
    with qtbot.waitSignal(ring.elapsed, timeout=1000):
        ring.start(0.05)
    assert ring.seconds_left == 0
    assert not ring.is_running
    ring.start(20, 11.4)
    assert ring.seconds_left == 12
    assert ring.accessibleName() == "12 seconds left"
    ring.stop()
    with qtbot.assertNotEmitted(ring.elapsed, wait=20):
        assert not ring.is_running


def _validity(now: datetime) -> Validity:
    start = datetime(2025, 11, 12, tzinfo=UTC)
    return Validity(
        not_before=start,
        not_after=start + timedelta(days=365),
        now=now,
        start_caption="Valid from 12 Nov 2025",
        end_caption="Until 12 Nov 2026",
        now_caption="Today",
    )


def test_expired_certificate_is_marked_beyond_its_end(dressed: Theme, qtbot: QtBot) -> None:
    bar = ValidityBar(_validity(datetime(2026, 11, 13, tzinfo=UTC)))
    qtbot.addWidget(bar)
    bar.resize(500, bar.sizeHint().height())
    assert shows(bar, dressed.color("transport.line"), QRect(440, 0, 60, 20), least=20)
    assert not shows(bar, dressed.color("transport.line"), QRect(0, 0, 400, 20))
    assert bar.accessibleName() == "Valid from 12 Nov 2025. Until 12 Nov 2026. Today."


def test_valid_certificate_is_marked_on_its_bar(dressed: Theme, qtbot: QtBot) -> None:
    bar = ValidityBar(_validity(datetime(2026, 5, 13, tzinfo=UTC)))
    qtbot.addWidget(bar)
    bar.resize(500, bar.sizeHint().height())
    assert shows(bar, dressed.color("ok.line"), QRect(220, 0, 60, 20), least=20)
    assert not shows(bar, dressed.color("transport.line"))


def test_rate_bars_colour_what_the_limit_counted(dressed: Theme, qtbot: QtBot) -> None:
    rate = Rate(
        bars=(RateBar(count=1, tip="1 request"), RateBar(count=0), RateBar(count=4, counted=True)),
        start_caption="60 s ago",
        end_caption="Now",
        mark=3,
        mark_caption="30 in 10 s, then 429",
    )
    bars = RateBars(rate)
    qtbot.addWidget(bars)
    bars.resize(300, bars.sizeHint().height())
    assert shows(bars, dressed.color("client.line"), QRect(200, 0, 100, 30), least=500)
    assert not shows(bars, dressed.color("client.line"), QRect(0, 0, 190, 30))
    assert bars.tip_at(QPoint(10, 10)) == "1 request"
    assert bars.accessibleName() == "5 requests since 60 s ago. 30 in 10 s, then 429"


def test_day_bars_scale_to_the_highest(dressed: Theme, qtbot: QtBot) -> None:
    bars = DayBars([DayBar(label="12 Nov", count=1, tip="one"), DayBar(label="Today", count=4)])
    qtbot.addWidget(bars)
    bars.resize(200, bars.sizeHint().height())
    image, tone = picture(bars), dressed.color("client.line")
    low, high = (sum(image.pixelColor(x, y) == tone for y in range(28)) for x in (50, 150))
    assert high == pytest.approx(4 * low, abs=2)
    assert bars.accessibleName() == "12 Nov: 1, Today: 4"


def test_sparkline_has_bars_of_2_px(dressed: Theme, qtbot: QtBot) -> None:
    line = Sparkline([0, 4, 2], Family.SERVER, "Two days with failures")
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    assert sparkline_width() == 54
    image, tone = picture(line), dressed.color("server.line")
    heights = [sum(image.pixelColor(x, y) == tone for y in range(line.height())) for x in (0, 4, 8)]
    assert heights == [0, 16, 9]


def test_pill_shows_family_and_words(dressed: Theme, qtbot: QtBot) -> None:
    pill = StatusPill(Status(family=Family.CLIENT, text="400 Bad Request"))
    qtbot.addWidget(pill)
    pill.resize(pill.sizeHint())
    assert pill.height() == measures.PILL
    assert pill.accessibleName() == "400 Bad Request"
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        dressed.set_mode(mode)
        assert shows(pill, dressed.color("client.tint"), least=200)


def test_pill_keeps_the_old_status_for_150_ms_and_then_counts(dressed: Theme, qtbot: QtBot) -> None:
    pill = StatusPill(Status(family=Family.OK, text="201 Created"))
    qtbot.addWidget(pill)
    pill.start_sending()
    assert pill.shown_text == "201 Created"
    qtbot.waitUntil(lambda: pill.shown_text == "Sending 0.2 s", timeout=2000)
    pill.set_status(Status(family=Family.OK, text="204 No Content"))
    qtbot.wait(120)
    assert pill.shown_text == "204 No Content"
