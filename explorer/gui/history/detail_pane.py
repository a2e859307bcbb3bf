"""The right half of the History page: one exchange, or A and B compared, as tabs of texts and a timeline."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.model.history import FailureFacts
from explorer.core.storage.compare_json import JsonChange
from explorer.gui.history.chosen import Chosen
from explorer.gui.history.comparison import Compared, unified
from explorer.gui.history.exchange_head import ExchangeHead
from explorer.gui.history.exchange_texts import Aspect
from explorer.gui.history.failure_pane import FailurePane
from explorer.gui.history.fields_pane import FieldsPane
from explorer.gui.history.list_pane import Bar
from explorer.gui.history.outcomes import status_of
from explorer.gui.history.several_pane import SeveralPane
from explorer.gui.history.timelines import TimelinesPane
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.diff_pane import DiffPane
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.pane_tabs import PaneTab, PaneTabs
from explorer.gui.widgets.segments import Segment, Segments

TIMELINE = "timeline"
_TITLES = {
    Aspect.BODY: "Body",
    Aspect.HEADERS: "Headers",
    Aspect.RESPONSE: "Response",
    Aspect.RESPONSE_HEADERS: "Response headers",
    Aspect.REQUEST: "Request",
    Aspect.VARIABLES: "Variables",
    Aspect.TLS: "TLS",
}
_ONLY_IF_ANY = (Aspect.VARIABLES, Aspect.TLS)
"""Tabs that are left out when they have nothing to show."""

_EMPTY = {
    Aspect.BODY: "The request has no body.",
    Aspect.HEADERS: "No headers were sent.",
    Aspect.RESPONSE: "The response has no body.",
    Aspect.RESPONSE_HEADERS: "There was no response.",
    Aspect.REQUEST: "Nothing is known of the request.",
    Aspect.VARIABLES: "The request uses no variables.",
    Aspect.TLS: "The connection was not encrypted.",
}
_SIDES = Segment(key="sides", title="Side by side")
_INLINE = Segment(key="inline", title="Inline")
_FIELDS = Segment(key="fields", title="Fields")
_HINT = "Select an exchange to see it. Space marks two of them to compare."


class DetailPane(QWidget):
    """Shows what ``show_compared`` gives it."""

    open_requested = Signal(str)
    send_again_requested = Signal(str)
    swap_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._chosen = ""
        """The tab a person chose; until then it is one with something to see."""
        self._is_ours = False
        """Whether tabs change by themselves."""
        self.title = ElidedLabel(weight=600)
        self.subtitle = ElidedLabel(px=12, color_token="text.secondary")
        self.swap_button = Button("Swap", ButtonKind.GHOST, "arrow-left-right", px=12)
        self.copy_button = IconButton("copy", "Copy this text")
        self.close_button = IconButton("x", "End comparison")
        self.tabs = PaneTabs("Exchange", height_px=measures.PANE_TABS_SECOND)
        self.form = Segments((_SIDES, _INLINE), "Form of comparison")
        self.head_a = ExchangeHead("A")
        self.head_b = ExchangeHead("B")
        self.failure = FailurePane()
        self.several = SeveralPane()
        self.diff = DiffPane()
        self.fields = FieldsPane()
        self.timelines = TimelinesPane()
        self.sentence = ElidedLabel(px=12, color_token="text.secondary")
        self.open_a = Button("Open A")
        self.open_b = Button("Open B")
        self.again = Button("Send A again", icon="rotate-cw")
        self._between = Hairline(vertical=True, color_token="line.default")
        self._heads = self._head_line()
        self._content = QStackedWidget()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def compared(self) -> Compared | None:
        """What is shown."""
        return self._compared

    def clear(self, sentence: str = _HINT, action: str = "") -> None:
        """Show nothing but a sentence; ``action`` names what ends a comparison that is being made."""
        self._compared = None
        self._empty.set_sentence(sentence, action)
        self._pages.setCurrentWidget(self._empty)

    def show_failure(self, facts: FailureFacts) -> None:
        """What is known of a failure, in place of an exchange."""
        self._compared = None
        self.failure.show_facts(facts)
        self._pages.setCurrentWidget(self.failure)

    def show_several(self, chosen: Chosen) -> None:
        """How many are selected and what can be done with them."""
        self._compared = None
        self.several.show_chosen(chosen)
        self._pages.setCurrentWidget(self.several)

    def show_compared(self, compared: Compared) -> None:
        """One exchange or two; a tab that was chosen stays."""
        self._compared = compared
        self._show_names(compared)
        self._show_tabs(compared)
        self.head_a.show_recorded(compared.a, with_letter=compared.b is not None)
        if compared.b is not None:
            self.head_b.show_recorded(compared.b, with_letter=True)
        self.diff.set_families(
            status_of(compared.a.exchange, compared.a.diagnosis).family,
            status_of((compared.b or compared.a).exchange, (compared.b or compared.a).diagnosis).family,
        )
        self.timelines.show_compared(compared)
        if not self._chosen:
            self._open_tab(_telling(compared))
        self._show_tab(self.tabs.current)
        self._pages.setCurrentWidget(self._page)

    def copy(self) -> None:
        """The text shown; of two texts the differences as lines with minus and plus."""
        if self._compared is None or self.tabs.current == TIMELINE:
            return
        rows = self._compared.rows[Aspect(self.tabs.current)]
        if self._content.currentWidget() is self.fields:
            QApplication.clipboard().setText(self.fields.text())
            return
        text = unified(rows) if self._compared.b is not None else "\n".join(row.left for row in rows)
        QApplication.clipboard().setText(text)

    def go_to_difference(self, step: int) -> None:
        """The next or previous stretch that differs in this tab; where none does, in the next one that has some."""
        if self._compared is None or self._compared.b is None:
            return
        current = self.tabs.current
        if current == TIMELINE or not self._compared.count(Aspect(current)):
            aspects = [tab.id for tab in self.tabs.tabs if tab.id != TIMELINE]
            at = aspects.index(current) if current in aspects else -1
            others = (*aspects[at + 1 :], *aspects[: max(at, 0)])[::step]
            found = next((tab for tab in others if self._compared.count(Aspect(tab))), "")
            if not found:
                return
            self._open_tab(found)
            self._show_tab(found)
        if self._content.currentWidget() is self.fields:
            self.fields.go_to_difference(step)
        else:
            self.diff.go_to_difference(step)

    def select_tab_number(self, number: int) -> None:
        """The tab with this number, from 1; nothing where there is none."""
        if self._pages.currentWidget() is self._page and number <= len(self.tabs.tabs):
            self.tabs.set_current(self.tabs.tabs[number - 1].id)

    def _open_tab(self, tab: str) -> None:
        """Not by hand."""
        self._is_ours = True
        self.tabs.set_current(tab)
        self._is_ours = False

    def _choose_tab(self, tab: str) -> None:
        if not self._is_ours:
            self._chosen = tab
            self._show_tab(tab)

    def _show_names(self, compared: Compared) -> None:
        both, exchange = compared.b is not None, compared.a.exchange
        self.title.set_text(exchange.request.name or exchange.request.url)
        self.subtitle.set_text("A and B compared" if both else f"{exchange.request.method} {_url(compared)}")
        self.sentence.set_text(compared.sentence)
        for part in (self.swap_button, self.close_button, self.form, self._between, self.head_b, self.open_b):
            part.setVisible(both)
        self.open_a.set_text("Open A" if both else "Open")
        self.again.set_text("Send A again" if both else "Send again")

    def _show_tabs(self, compared: Compared) -> None:
        both = compared.b is not None
        tabs = [
            PaneTab(id=aspect.value, title=title, number=str(compared.count(aspect)) if both else "")
            for aspect, title in _TITLES.items()
            if aspect not in _ONLY_IF_ANY or compared.rows[aspect]
        ]
        self._is_ours = True
        self.tabs.set_tabs((*tabs, PaneTab(id=TIMELINE, title="Timeline")))
        self._is_ours = False

    def _show_tab(self, tab: str) -> None:
        if self._compared is None or not tab:
            return
        is_timeline = tab == TIMELINE
        self._content.setCurrentWidget(self.timelines if is_timeline else self.diff)
        self.copy_button.setEnabled(not is_timeline)
        self.form.setEnabled(not is_timeline)
        if is_timeline:
            return
        aspect, both = Aspect(tab), self._compared.b is not None
        rows, language = self._compared.rows[aspect], self._compared.languages[aspect]
        self.diff.show_rows(rows, language, compared=both, empty=_EMPTY[aspect])
        fields = self._compared.fields.get(aspect)
        self.form.set_options(
            (_SIDES, _INLINE, replace(_FIELDS, count=f"{fields.total:,}{'+' if fields.is_cut else ''}"))
            if fields
            else (_SIDES, _INLINE)
        )
        if fields:
            self.fields.show_fields(fields)
        self._show_form()

    def _show_form(self) -> None:
        form = self.form.current
        self._content.setCurrentWidget(self.fields if form == _FIELDS.key else self.diff)
        self.diff.set_inline(self._compared is not None and self._compared.b is not None and form == _INLINE.key)

    def _go_to_change(self, change: JsonChange) -> None:
        self.form.set_current(_SIDES.key)
        self.diff.go_to_line(change.left_line, change.right_line)
        self.diff.side_a.setFocus()

    def _lay_out(self) -> None:
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(Hairline())
        column.addWidget(self._tab_line())
        column.addWidget(self._heads)
        column.addWidget(Hairline())
        self._content.addWidget(self.diff)
        self._content.addWidget(self.fields)
        self._content.addWidget(self.timelines)
        column.addWidget(self._content, 1)
        column.addWidget(Hairline(color_token="line.default"))
        bottom = Bar()
        bottom.line.addWidget(self.sentence, 1)
        for button in (self.open_a, self.open_b, self.again):
            bottom.line.addWidget(button)
        column.addWidget(bottom)
        self._empty = EmptyState("")
        self._pages.addWidget(self._page)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.failure)
        self._pages.addWidget(self.several)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _top(self) -> QWidget:
        top = Bar(height_px=measures.PANE_TABS - 1)
        top.line.addWidget(self.title)
        top.line.addWidget(self.subtitle, 1)
        # Beside the tabs, as drawn, there is no room for it since they are more.
        for part in (self.form, self.swap_button, self.copy_button, self.close_button):
            top.line.addWidget(part)
        return top

    def _tab_line(self) -> QWidget:
        line = _Underlined()
        row = QHBoxLayout(line)
        row.setContentsMargins(fonts.scaled(measures.BOTTOM_BAR_PADDING), 0, fonts.scaled(16), 0)
        row.addWidget(self.tabs, 1)
        return line

    def _head_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.head_a, 1)
        row.addWidget(self._between)
        row.addWidget(self.head_b, 1)
        return line

    def _connect(self) -> None:
        self.tabs.current_changed.connect(self._choose_tab)
        self.form.current_changed.connect(self._form_changed)
        self.fields.change_chosen.connect(self._go_to_change)
        self.copy_button.clicked.connect(self.copy)
        self.swap_button.clicked.connect(self.swap_requested)
        self.close_button.clicked.connect(self.close_requested)
        self._empty.action_requested.connect(self.close_requested)
        self.open_a.clicked.connect(self._open_a)
        self.open_b.clicked.connect(self._open_b)
        self.again.clicked.connect(self._send_again)

    def _form_changed(self, _key: str) -> None:
        self._show_form()

    def _open_a(self) -> None:
        if self._compared is not None:
            self.open_requested.emit(self._compared.a.exchange.id)

    def _open_b(self) -> None:
        if self._compared is not None and self._compared.b is not None:
            self.open_requested.emit(self._compared.b.exchange.id)

    def _send_again(self) -> None:
        if self._compared is not None:
            self.send_again_requested.emit(self._compared.a.exchange.id)


class _Underlined(QWidget):
    """A row whose line below goes on beside the tabs."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()


def _telling(compared: Compared) -> str:
    """The body, or else the response where that alone has something to see: of a GET, of answers that differ."""
    both = compared.b is not None
    for aspect in (Aspect.BODY, Aspect.RESPONSE):
        if compared.count(aspect) if both else compared.rows[aspect]:
            return aspect.value
    return Aspect.BODY.value


def _url(compared: Compared) -> str:
    exchange = compared.a.exchange
    return exchange.sent.url if exchange.sent else exchange.request.url
