"""Phases become spans: one after the other, by hop, the failing one marked."""

from explorer.core.model.exchange import Phase
from explorer.core.timeline import TimelineRecorder


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_phases_follow_each_other():
    clock, begun = Clock(), []
    recorder = TimelineRecorder(clock, begun.append)
    assert recorder.phase is None
    for phase, seconds in ((Phase.DNS, 1), (Phase.CONNECT, 2), (Phase.WAIT, 4)):
        recorder.begin(phase)
        recorder.note(phase.value)
        assert recorder.phase is phase
        clock.now_s += seconds
    recorder.end()
    clock.now_s += 1
    timeline = recorder.timeline()
    assert [(span.phase, span.start_s, span.end_s, span.note) for span in timeline.spans] == [
        (Phase.DNS, 0, 1, "dns"),
        (Phase.CONNECT, 1, 3, "connect"),
        (Phase.WAIT, 3, 7, "wait"),
    ]
    assert timeline.duration_s == 8
    assert begun == [Phase.DNS, Phase.CONNECT, Phase.WAIT]
    assert timeline.of(Phase.TLS) is None


def test_the_phase_that_fails_is_broken_and_ends_the_time():
    clock = Clock()
    recorder = TimelineRecorder(clock)
    recorder.begin(Phase.CONNECT)
    clock.now_s += 1
    recorder.begin(Phase.TLS)
    clock.now_s += 2
    assert recorder.break_off() is Phase.TLS
    clock.now_s += 5
    timeline = recorder.timeline()
    assert [span.broken for span in timeline.spans] == [False, True]
    assert timeline.spans[1].end_s == timeline.duration_s == 3


def test_hops_are_numbered():
    clock = Clock()
    recorder = TimelineRecorder(clock)
    recorder.begin(Phase.WAIT)
    recorder.next_hop()
    recorder.note("nothing is open")
    recorder.begin(Phase.WAIT)
    clock.now_s += 1
    timeline = recorder.timeline()
    assert [(span.hop, span.note) for span in timeline.spans] == [(0, ""), (1, "")]
    assert timeline.of(Phase.WAIT) == 1
