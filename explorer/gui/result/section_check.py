"""A look at the way to the host, for a failure of the connection: offered, under way, or with what it found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from explorer.core.content.amounts import duration_text
from explorer.gui.result.moments import clock_text, when_text
from explorer.gui.result.section import Section, action_button, prose
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of
from explorer.gui.theme import fonts, icons, measures
from explorer.gui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from explorer.core.diagnosis.checked.lines import CheckLine
    from explorer.core.model.checks import Checks

_OLD = timedelta(hours=1)
"""An exchange this much older than the check of it is called by its time."""
_TITLE_PX = 76


class CheckSection(Section):
    """``progress`` holds the words of what is looked at now; empty while nothing is."""

    check_requested = Signal()
    stop_requested = Signal()
    copy_requested = Signal()

    def __init__(self, shown: Shown, progress: str, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Check"), parent)
        self.is_empty = not _can_check(shown)
        self._progress: RichLabel | None = None
        if self.is_empty:
            return
        if progress:
            self._show_running(progress)
        elif shown.checks is None:
            self._offer()
        if shown.checks is not None:
            self._show_found(shown, shown.checks, now, may_repeat=not progress)

    def set_progress(self, words: str) -> None:
        """Another thing is looked at now."""
        if self._progress is not None:
            self._progress.set_text(words)

    def _offer(self) -> None:
        button = action_button(self.tr("Check"), key_hint="F7")
        button.clicked.connect(self.check_requested)
        self.add(prose(self.tr("Look at the way to the host now. Your request is not sent.")), action=button)

    def _show_running(self, words: str) -> None:
        self._progress = RichLabel(words)
        stop = action_button(self.tr("Stop"), key_hint="Esc")
        stop.clicked.connect(self.stop_requested)
        self.add(self._progress, action=stop)

    def _show_found(self, shown: Shown, checks: Checks, now: datetime, *, may_repeat: bool) -> None:
        from explorer.core.diagnosis.checked.lines import lines  # late: only where a check was made

        again = action_button(self.tr("Check again"), key_hint="F7")
        again.clicked.connect(self.check_requested)
        again.setEnabled(may_repeat)
        took = duration_text(checks.duration_s)
        words = [self.tr("Checked at {0}, in {1}.").format(clock_text(checks.at), took)]
        if checks.at - shown.exchange.started > _OLD:
            when = when_text(shown.exchange.started, now)
            words.append(self.tr("It looked at the way as it is now; the exchange is from {0}.").format(when))
        self.add(RichLabel(" ".join(words)), action=again)
        fault = fault_of(shown.exchange, shown.diagnosis).fg
        before = ""
        for line in lines(checks):
            self.add(_row(line, fault, named=line.title != before), padded=False)
            before = line.title
        copy = action_button(self.tr("Copy"), "copy")
        copy.setAccessibleName(self.tr("Copy what the check found"))
        copy.clicked.connect(self.copy_requested)
        self.add(prose(self.tr("This stays in this window.")), action=copy)


def _can_check(shown: Shown) -> bool:
    if shown.exchange.failure is None:
        return False
    from explorer.core.diagnosis.checked import can_check  # late: a success with codes has none of it

    return can_check(shown.exchange.failure)


def _row(line: CheckLine, fault: str, *, named: bool) -> QWidget:
    """What was looked at, how that came out as a sign, and the words."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, fonts.scaled(2), 0, fonts.scaled(2))
    across.setSpacing(fonts.scaled(8))
    title = RichLabel(line.title if named else "", px=12, color_token="text.muted", wrap=False)
    title.setFixedWidth(fonts.scaled(_TITLE_PX))
    across.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(_sign(line, fault), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(RichLabel(line.text, px=12, code_px=11, color_token="text.secondary"), 1)
    row.setToolTip(line.more.replace("`", ""))
    row.setAccessibleName(f"{line.title}: {line.text.replace('`', '')}")
    return row


def _sign(line: CheckLine, fault: str) -> QLabel:
    sign = QLabel()
    name, token = {"fine": ("check", "ok.fg"), "broken": ("x", fault)}.get(line.state.value, ("info", "text.muted"))
    size = fonts.scaled(measures.ICON_INLINE)
    sign.setPixmap(icons.pixmap(name, token, size, sign.devicePixelRatioF()))
    sign.setFixedHeight(fonts.row_height(20, fonts.ui_font(12), 4))
    return sign
