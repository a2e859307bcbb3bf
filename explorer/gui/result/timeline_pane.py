"""The Timeline tab: every phase of every hop to scale, the redirects on the way, and the connection's facts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.core.content.amounts import duration_text, size_text
from explorer.core.model.exchange import Exchange, Hop, TlsInfo
from explorer.gui.result.connection_track import timeline_bars
from explorer.gui.result.moments import date_text, utc_text
from explorer.gui.result.secrecy import masked
from explorer.gui.result.section import Page, Section, captioned, code_line, prose
from explorer.gui.result.setting_words import setting_row
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.timeline import Timeline


class TimelinePane(QScrollArea):
    """Made anew for each exchange."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Timeline"))
        self.sections: tuple[Section, ...] = ()

    def show_exchange(self, exchange: Exchange) -> None:
        """Phases, redirects, connection."""
        sections = [self._phases(exchange)]
        if exchange.hops:
            sections.append(self._redirects(exchange))
        sections.append(self._connection(exchange))
        if exchange.settings:
            sections.append(self._settings(exchange))
        self.sections = tuple(sections)
        page = Page()
        column = QVBoxLayout(page)
        side = fonts.scaled(measures.DIAGNOSIS_PADDING)
        column.setContentsMargins(side, fonts.scaled(4), side - 7, side)
        column.setSpacing(0)
        for index, section in enumerate(sections):
            section.set_first(index == 0)
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(page)
        page.setAutoFillBackground(False)

    def _phases(self, exchange: Exchange) -> Section:
        section = Section(self.tr("Phases"))
        bars = timeline_bars(exchange)
        if bars:
            section.add(Timeline(bars, exchange.timeline.duration_s))
        total = self.tr("{0} in all").format(duration_text(exchange.timeline.duration_s))
        label = RichLabel(total, px=12, weight=500)
        label.setToolTip(self.tr("Started {0}").format(utc_text(exchange.started)))
        section.add(label, gap_px=4)
        return section

    def _redirects(self, exchange: Exchange) -> Section:
        section = Section(self.tr("Redirects"))
        for index, hop in enumerate(exchange.hops):
            target = masked(hop.response.header("location") or "", hop.sent.secrets)
            lines = [code_line(self._hop_line(index, hop)), prose(self.tr("to {0}").format(target))]
            if hop.note:
                lines.append(prose(hop.note))
            if hop.response.tls and hop.response.tls.trusted_until:
                words = self.tr("Certificate trusted {0}")
                lines.append(prose(words.format(self._trusted_words(hop.response.tls.trusted_until))))
            section.add(*lines, gap_px=2 if index else 0)
        return section

    def _hop_line(self, index: int, hop: Hop) -> str:
        url = masked(hop.sent.url, hop.sent.secrets)
        return f"{index + 1}  {hop.sent.method} {url}  {hop.response.status} {hop.response.reason}".rstrip()

    def _connection(self, exchange: Exchange) -> Section:
        section = Section(self.tr("Connection"))
        response, failure = exchange.response, exchange.failure
        tls = response.tls if response else failure.tls if failure else None
        if response is not None:
            section.add(captioned(self.tr("Address"), response.remote_address or self.tr("unknown"), 64))
            section.add(captioned(self.tr("Protocol"), response.http_version, 64))
            received = size_text(response.wire_size_bytes)
            section.add(
                captioned(self.tr("Received"), f"{received}, {size_text(response.body.size_bytes)} decoded", 64)
            )
        elif failure is not None:
            section.add(captioned(self.tr("Address"), f"{failure.host}:{failure.port}" if failure.host else "–", 64))
            if failure.errno_name:
                section.add(captioned(self.tr("Error"), failure.errno_name, 64))
        if tls is not None:
            section.add(captioned("TLS", tls_words(tls), 64))
            if tls.trusted_until is not None:
                section.add(captioned(self.tr("Trusted"), self._trusted_words(tls.trusted_until), 64))
        return section

    def _trusted_words(self, until: datetime) -> str:
        local = until.astimezone()
        end = f"{date_text(local.date())}, {local:%H:%M}"
        return self.tr("by you, until {0}").format(end)

    def _settings(self, exchange: Exchange) -> Section:
        section = Section(self.tr("Settings"))
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.scaled(16))
        grid.setVerticalSpacing(fonts.scaled(4))
        grid.setColumnStretch(2, 1)
        for row, setting in enumerate(exchange.settings):
            name, value, origin = setting_row(setting)
            grid.addWidget(RichLabel(name, px=12, color_token="text.muted", wrap=False), row, 0)
            grid.addWidget(RichLabel(value, px=13), row, 1)
            grid.addWidget(RichLabel(origin, px=12, color_token="text.muted"), row, 2)
        section.add(table)
        return section


def tls_words(tls: TlsInfo) -> str:
    """Version, cipher and ALPN, as far as they are known."""
    return ", ".join(part for part in (tls.version, tls.cipher, tls.alpn) if part)
