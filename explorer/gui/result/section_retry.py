"""The pause the server asked for: a ring that runs down, and the attempts with their times."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from explorer.core.content.amounts import duration_text
from explorer.gui.result.moments import clock_text
from explorer.gui.result.section import Section, prose
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of, status_of
from explorer.gui.theme import fonts
from explorer.gui.widgets.countdown_ring import CountdownRing
from explorer.gui.widgets.rich_label import RichLabel, TextRun


def pause_s(shown: Shown) -> float | None:
    """Seconds to wait after the end of the exchange, or None when no pause was stated."""
    retry = shown.diagnosis.retry
    waits = [remedy.after_s for remedy in shown.diagnosis.remedies if remedy.after_s > 0]
    return retry.after_s if retry.after_s else waits[0] if waits else None


class RetrySection(Section):
    """Counts down whether or not a retry is planned; ``elapsed`` comes at zero."""

    elapsed = Signal()
    ticked = Signal()
    """Another number of seconds is left."""
    automatic_wished = Signal(bool)
    """The person switched sending by itself on or off."""

    def __init__(self, shown: Shown, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Retry"), parent)
        pause = pause_s(shown)
        self.is_empty = pause is None
        self.ring = CountdownRing(fault_of(shown.exchange, shown.diagnosis))
        self.automatic = QCheckBox(self.tr("Send automatically when allowed"), self)
        self.automatic.setAccessibleName(self.automatic.text())
        self.automatic.hide()
        if pause is None:
            self.ring.hide()
            return
        ended = shown.exchange.started + timedelta(seconds=shown.exchange.timeline.duration_s)
        self._due = ended + timedelta(seconds=pause)
        self._source = shown.diagnosis.retry.source.partition(":")[0]
        self._next = RichLabel(px=12)
        self.add(self._content(shown, pause), padded=False)
        left_s = (self._due - now) / timedelta(seconds=1)
        if left_s > 0:
            self._offer_automatic(safe=shown.diagnosis.retry.safe)
        self.ring.elapsed.connect(self._elapsed)
        self.ring.ticked.connect(self.ticked)
        if left_s > 0:
            self.ring.start(pause, left_s)
        else:
            self.ring.show_left(0, pause)
        self.set_planned(False)

    def set_planned(self, planned: bool) -> None:
        """Say whether and when the next attempt will be made by itself; called again as seconds pass."""
        after = self.tr("after {0}").format(self._source) if self._source else ""
        words = self.tr("In {0} s").format(self.ring.seconds_left) if planned else self.tr("Possible")
        text = f"{words}, {after}" if after else words
        self._next.set_runs((TextRun(text=text, weight=500 if planned else 0),))
        self.automatic.setChecked(planned)

    def _offer_automatic(self, *, safe: bool) -> None:
        """Nothing is sent by itself whose first send may have had an effect: that needs a person's answer each time."""
        if not safe:
            self.add(prose(self.tr("The last send may have had an effect, so it is not repeated without asking.")))
            return
        self.automatic.setFont(fonts.ui_font(12))
        self.automatic.clicked.connect(self.automatic_wished)
        self.automatic.show()

    def _elapsed(self) -> None:
        self.automatic.setEnabled(False)
        self.elapsed.emit()

    def _content(self, shown: Shown, pause: float) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.scaled(16))
        grid.setVerticalSpacing(fonts.scaled(6))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.ring, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(self._attempts(shown, pause), 0, 1)
        grid.addWidget(self.automatic, 1, 1, Qt.AlignmentFlag.AlignLeft)
        return content

    def _attempts(self, shown: Shown, pause: float) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.scaled(14))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        fault = fault_of(shown.exchange, shown.diagnosis).fg
        status = status_of(shown.exchange, shown.diagnosis).text
        later = self._due + timedelta(seconds=2 * pause)
        again = self.tr("If needed, after {0}").format(duration_text(2 * pause))
        rows = (
            (shown.exchange.started, RichLabel(status, px=12, color_token=fault), fault),
            (self._due, self._next, "text.primary"),
            (later, RichLabel(again, px=12, color_token="text.muted"), "text.muted"),
        )
        for index, (moment, words, token) in enumerate(rows):
            grid.addWidget(RichLabel(str(index + 1), px=12, color_token=token, wrap=False), index, 0)
            clock = RichLabel(clock_text(moment), px=12, color_token=token, wrap=False)
            grid.addWidget(clock, index, 1)
            grid.addWidget(words, index, 2)
        return grid
