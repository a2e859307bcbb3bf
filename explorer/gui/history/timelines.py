"""The Timeline tab: the phases of one or of both exchanges, to one scale."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.core.content.amounts import duration_text
from explorer.core.model.exchange import Exchange, Phase, Span
from explorer.gui.history.comparison import Compared, Recorded
from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.timeline import Timeline, TimelineBar

_WORDS = {
    Phase.DNS: "DNS",
    Phase.CONNECT: "Connect",
    Phase.TLS: "TLS",
    Phase.REQUEST: "Request",
    Phase.WAIT: "Wait",
    Phase.DOWNLOAD: "Download",
}
_FAMILIES = {Phase.WAIT: Family.INFO, Phase.DOWNLOAD: Family.REDIRECT}


class TimelinesPane(QScrollArea):
    """Made anew for each comparison."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Timeline")

    def show_compared(self, compared: Compared) -> None:
        both = [one for one in (compared.a, compared.b) if one is not None]
        total_s = max(one.exchange.timeline.duration_s for one in both)
        page = QWidget()
        page.setProperty("ground", "surface")
        column = QVBoxLayout(page)
        side = fonts.scaled(16)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(fonts.scaled(8))
        for letter, recorded in zip("AB", both, strict=False):
            title = f"{letter}, " if len(both) > 1 else ""
            column.addWidget(RichLabel(f"{title}{_total(recorded)}", px=12, weight=600))
            column.addWidget(Timeline(_bars(recorded.exchange), total_s))
            if trust := _trust(recorded.exchange):
                column.addWidget(RichLabel(trust, px=12, color_token="text.secondary"))
            column.addSpacing(fonts.scaled(16))
        column.addStretch(1)
        self.setWidget(page)


def _total(recorded: Recorded) -> str:
    return f"{duration_text(recorded.exchange.timeline.duration_s)} in all"


def _trust(exchange: Exchange) -> str:
    tls = exchange.outcome.tls
    if tls is None or tls.trusted_until is None:
        return ""
    local = tls.trusted_until.astimezone()
    return f"Certificate trusted by you until {local.day} {local:%b %Y, %H:%M}, by no authority"


def _bars(exchange: Exchange) -> tuple[TimelineBar, ...]:
    spans = exchange.timeline.spans
    hops = len({span.hop for span in spans})
    return tuple(_bar(span, f"{span.hop + 1}  " if hops > 1 else "") for span in spans)


def _bar(span: Span, prefix: str) -> TimelineBar:
    duration_s = span.end_s - span.start_s
    tip = f"{duration_text(span.start_s)} – {duration_text(span.end_s)}"
    return TimelineBar(
        title=prefix + _WORDS[span.phase],
        start_s=span.start_s,
        duration_s=duration_s,
        caption=duration_text(duration_s),
        family=Family.TRANSPORT if span.broken else _FAMILIES.get(span.phase, Family.OK),
        tip=f"{tip}. {span.note}" if span.note else tip,
    )
