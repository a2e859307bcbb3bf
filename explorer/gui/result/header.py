"""The first row of the panel: status, duration, size, version, time, and what can be done with the exchange."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from explorer.core.content.amounts import duration_text, size_text
from explorer.core.model.exchange import Exchange
from explorer.core.model.history import Run, RunKind
from explorer.gui.result.drop_button import DropButton
from explorer.gui.result.moments import clock_text, utc_text
from explorer.gui.result.shown import Shown
from explorer.gui.result.tabs import received
from explorer.gui.result.trust import short_words, trusted_until
from explorer.gui.result.verdict import status_of
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.status_pill import StatusPill

_MENU_RUNS = 12
_FIGURE_GAP = 16
_LEFT, _RIGHT = 16, 8
_RUN_ICONS = {RunKind.SUCCESS: "check", RunKind.SAME: "triangle-alert", RunKind.OTHER: "circle-alert"}


class ResultHeader(QWidget):
    """Knows the exchange only for its figures; every button emits a wish."""

    compare_requested = Signal()
    copy_body_requested = Signal()
    save_body_requested = Signal()
    more_requested = Signal(QPoint)
    older_requested = Signal()
    newer_requested = Signal()
    open_exchange_requested = Signal(str)
    timeline_requested = Signal()
    certificate_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill = StatusPill()
        self.duration = RichLabel(px=12, wrap=False, tabular=True)
        self.amount = RichLabel(px=12, wrap=False, tabular=True)
        self.version = RichLabel(px=12, color_token="text.secondary", wrap=False, tabular=True)
        self.redirects = Button("", ButtonKind.LINK, px=12, weight=400)
        self.redirects.setToolTip(self.tr("Show the redirects in the timeline"))
        self.redirects.clicked.connect(self.timeline_requested)
        self.trusted = Button("", ButtonKind.LINK, "key-round", px=12, weight=400)
        self.trusted.setToolTip(self.tr("No authority vouches for the certificate. Show it"))
        self.trusted.clicked.connect(self.certificate_requested)
        self.time = DropButton(self.tr("Earlier responses"), "history")
        self.time.clicked.connect(self._open_times)
        self.compare = IconButton("git-compare", self.tr("Compare with the last success (Ctrl+D)"))
        self.copy = IconButton("copy", self.tr("Copy body"))
        self.save = IconButton("download", self.tr("Save body…"))
        self.more = IconButton("ellipsis", self.tr("More"))
        self._runs: tuple[Run, ...] = ()
        self._has_exchange = self._is_compact = self._is_progress = False
        self._room = 0
        self._left_out: frozenset[QWidget] = frozenset()
        self._build()
        self.compare.clicked.connect(self.compare_requested)
        self.copy.clicked.connect(self.copy_body_requested)
        self.save.clicked.connect(self.save_body_requested)
        self.more.clicked.connect(self._ask_more)
        theme.current().changed.connect(self._dress)

    def _build(self) -> None:
        self.figures = QWidget()
        self._figures_row = figures = QHBoxLayout(self.figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(fonts.scaled(_FIGURE_GAP))
        for label in (self.pill, self.duration, self.amount, self.redirects, self.version, self.trusted):
            figures.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons = QWidget()
        buttons = QHBoxLayout(self.buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        for button in (self.time, self.compare, self.copy, self.save, self.more):
            buttons.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.figures)
        self._row.addStretch(1)
        self._row.addWidget(self.buttons)

    def show_exchange(self, shown: Shown, now: datetime) -> None:
        """Status and figures of one exchange."""
        exchange = shown.exchange
        self._has_exchange, self._is_progress = True, False
        self.pill.set_status(status_of(exchange, shown.diagnosis))
        self._figure(self.duration, duration_text(exchange.timeline.duration_s))
        self._figure(self.amount, size_text(_size_bytes(exchange)))
        self.version.set_text(self._version_words(exchange))
        self._name_redirects(len(exchange.hops))
        until = trusted_until(exchange)
        self.trusted.set_text(short_words(until, now) if until else "")
        self.time.set_text(clock_text(exchange.started))
        self.time.setToolTip(utc_text(exchange.started))
        self._runs = shown.seen.runs if shown.seen else ()
        self.buttons.show()
        has_body = _size_bytes(exchange) > 0  # also what came of one that broke
        self.copy.setEnabled(has_body)
        self.save.setEnabled(has_body)
        self.compare.setEnabled(shown.seen is None or shown.seen.last_success is not None)
        self._fit()

    def _version_words(self, exchange: Exchange) -> str:
        if exchange.response is not None:
            return exchange.response.http_version
        begun = received(exchange)
        return self.tr("{0}, incomplete").format(begun.status) if begun else self.tr("No response")

    def show_nothing(self) -> None:
        """No exchange: no figures, no buttons."""
        self._has_exchange = self._is_progress = False
        self.pill.set_status(None)
        self.buttons.hide()
        self._fit()

    def show_progress(self, words: str) -> None:
        """What is going on, in place of the figures."""
        self._is_progress = True
        self.version.set_text(words)
        self._fit()

    def leave_out(self, *parts: QWidget) -> None:
        """Never show these: nothing is known of them here."""
        self._left_out = frozenset(parts)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Version, time and download make room; they are in the menus then."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._fit()

    def take_figures(self) -> QWidget:
        """The left part, to stand in another row."""
        return self.figures

    def take_buttons(self) -> QWidget:
        """The right part, to stand in another row."""
        return self.buttons

    def take_back(self) -> None:
        """Both parts in this row again."""
        self._row.insertWidget(0, self.figures)
        self._row.insertWidget(2, self.buttons)

    def fit(self, room: int) -> None:
        """Show what has room in ``room`` px: never less than the pill, then parts in the order of their weight."""
        self._room = room
        left = room - self.pill.sizeHint().width() - (0 if self._is_compact else _LEFT + _RIGHT)
        gap = fonts.scaled(_FIGURE_GAP)
        for part in self._by_weight():
            is_wanted = self._wants(part)
            left -= (part.sizeHint().width() + (gap if self._is_figure(part) else 0)) if is_wanted else 0
            part.setVisible(is_wanted and left >= 0)

    def used_width(self) -> int:
        """What figures and buttons take of a shared row."""
        gap = fonts.scaled(_FIGURE_GAP)
        shown = [part for part in self._by_weight() if not part.isHidden()]
        widths = [part.sizeHint().width() + (gap if self._is_figure(part) else 0) for part in shown]
        return self.pill.sizeHint().width() + sum(widths)

    def _fit(self) -> None:
        self.fit(self._room if self._is_compact else self.width())

    def _by_weight(self) -> tuple[QWidget, ...]:
        """What is in a menu too gives way late: figures go first, the protocol before all."""
        buttons = (self.more, self.compare, self.copy, self.save)
        return (*buttons, self.duration, self.trusted, self.amount, self.redirects, self.time, self.version)

    def _is_figure(self, part: QWidget) -> bool:
        return part in (self.duration, self.amount, self.redirects, self.trusted, self.version)

    def _wants(self, part: QWidget) -> bool:
        if part in self._left_out:
            return False
        if part is self.version and self._is_progress:
            return True
        if not self._has_exchange or (self._is_compact and part in (self.time, self.save, self.version)):
            return False
        if isinstance(part, Button) and part in (self.redirects, self.trusted) and not part.text():
            return False
        return not (self._is_progress and self._is_figure(part))

    def _name_redirects(self, count: int) -> None:
        words = self.tr("1 redirect") if count == 1 else self.tr("{0} redirects").format(count)
        self.redirects.set_text(words if count else "")

    def _dress(self) -> None:
        """Distances at the present text zoom."""
        self._figures_row.setSpacing(fonts.scaled(_FIGURE_GAP))
        self._fit()

    def show_parts(self) -> None:
        """A part that moved to another row was hidden by that."""
        self.figures.show()
        self.buttons.setVisible(self._has_exchange)

    def times_menu(self) -> Menu:
        """Earlier runs of the request, newest first."""
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        older = menu.add(self.tr("Older response"), "history", "Ctrl Alt Left")
        older.triggered.connect(self.older_requested)
        newer = menu.add(self.tr("Newer response"), "", "Ctrl Alt Right")
        newer.triggered.connect(self.newer_requested)
        runs = self._runs[::-1][:_MENU_RUNS]
        if runs:
            menu.addSeparator()
        for run in runs:
            local = run.started.astimezone()
            action = menu.add(local.strftime("%d %b %H:%M:%S"), _RUN_ICONS[run.kind], enabled=not run.current)
            action.triggered.connect(partial(self._open_run, run.id))
        return menu

    def _open_times(self) -> None:
        self.times_menu().popup(self.time.mapToGlobal(self.time.rect().bottomLeft()))

    def _open_run(self, run_id: str, _checked: bool = False) -> None:
        self.open_exchange_requested.emit(run_id)

    def _ask_more(self) -> None:
        self.more_requested.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _figure(self, label: RichLabel, text: str) -> None:
        number, _, unit = text.partition(" ")
        label.set_runs((TextRun(text=number, weight=500), TextRun(text=f" {unit}", color_token="text.secondary")))

    # Qt

    def minimumSizeHint(self) -> QSize:
        pill = self.pill.sizeHint().width() + self.more.sizeHint().width() + _LEFT + _RIGHT
        return QSize(max(320, pill), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_compact:
            self._fit()


def _size_bytes(exchange: Exchange) -> int:
    found = received(exchange)
    return found.body.size_bytes if found else 0
