"""The Error catalogue page: search, list, spec sheet, and what can be done with an entry."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.diagnosis.catalog_entries import CatalogEntry, added_entries, search
from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.model.history import FailureFacts, FailureGroup
from explorer.gui.catalogue.entry_list import EntryList
from explorer.gui.catalogue.entry_model import EntryModel
from explorer.gui.catalogue.filter_bar import ALL, CatalogueBar, kind_of
from explorer.gui.catalogue.seen import Seen, seen_by_entry
from explorer.gui.catalogue.sheet import Sheet
from explorer.gui.tasks import Tasks
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.labels import ElidedLabel

_DAYS = 14
"""What the history counts by day."""
_LIST_SHARE = 400
_SHEET_SHARE = 784


class CataloguePage(QWidget):
    """The entries are read on a thread when the page is shown first."""

    provoke_requested = Signal(str)
    """Key of a request of the Failure lab."""
    open_request_requested = Signal(str)
    """Name of a request."""
    show_in_history_requested = Signal(str)
    facts_wanted = Signal(str)
    """A failure, by its fingerprint, of which all is to be shown; the answer comes through ``set_facts``."""
    """Fingerprint."""
    link_requested = Signal(str)
    """Address."""
    copied = Signal(str)
    """A sentence that says what was copied."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._built_in: tuple[CatalogEntry, ...] = ()
        self._added: tuple[CatalogEntry, ...] = ()
        self._read_descriptions: Callable[[], Awaitable[tuple[ApiCatalog, ...]]] | None = None
        self._described_catalogs: tuple[ApiCatalog, ...] = ()
        self._described: tuple[CatalogEntry, ...] = ()
        self._entries: tuple[CatalogEntry, ...] = ()
        self._groups: tuple[FailureGroup, ...] = ()
        self._seen: Mapping[str, Seen] = {}
        self._facts: dict[str, FailureFacts] = {}
        self._lab_keys: Mapping[tuple[int, str], str] = {}
        self._wanted_id = ""
        self._entry: CatalogEntry | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self.model = EntryModel(self)
        self.bar = CatalogueBar()
        self.list = EntryList(self.model)
        self.sheet = Sheet()
        self.empty = EmptyState("", "Show all")
        self.summary = ElidedLabel(px=12, color_token="text.secondary")
        self.provoke_button = Button("Provoke in sandbox", ButtonKind.PRIMARY, "flask-conical", "Ctrl Enter")
        self.history_button = Button("Show in History", icon="history")
        self.copy_button = Button("Copy link", ButtonKind.GHOST, "link")
        self._lay_out()
        self._connect()
        self._show_actions()

    @property
    def entry(self) -> CatalogEntry | None:
        """The entry on the sheet."""
        return self._entry

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def select(self, entry_id: str) -> None:
        """Show an entry, taking away filters that hide it."""
        self._wanted_id = entry_id
        if not self._entries:
            return
        if not self.model.index_of(entry_id).isValid():
            self.bar.reset()
        if self.list.select(entry_id):
            self._wanted_id = ""

    def set_added(self, catalogs: tuple[ApiCatalog, ...]) -> None:
        """Catalogs the person added; their entries come first."""
        self._added = added_entries(catalogs)
        if self._built_in:
            self._list_entries()

    def set_descriptions(self, read: Callable[[], Awaitable[tuple[ApiCatalog, ...]]]) -> None:
        """What reads the API descriptions beside the collection; asked for when the page shows."""
        self._read_descriptions = read

    def follow_descriptions(self, _change: object = None) -> None:
        """Read them again, if anybody looks."""
        if self.isVisible() and self._read_descriptions is not None:
            self._tasks.start(f"descriptions {id(self)}", self._describe(), self)

    def set_groups(self, groups: tuple[FailureGroup, ...]) -> None:
        """What the history has seen."""
        self._groups = groups
        self._facts.clear()
        if self._entries:
            self._count()

    def set_facts(self, fingerprint: str, facts: FailureFacts) -> None:
        """All about one failure."""
        self._facts[fingerprint] = facts
        seen = self._seen.get(self._entry.id) if self._entry else None
        if self._entry is not None and seen is not None and seen.fingerprint == fingerprint:
            self._show(self._entry)

    def set_lab_keys(self, keys: Mapping[tuple[int, str], str]) -> None:
        """Status and code (empty for none) to the request of the Failure lab that provokes them."""
        self._lab_keys = keys
        self._show_actions()

    def main_action(self) -> None:
        """Ctrl+Enter: provoke the failure in the sandbox, where that is possible."""
        key = self._lab_key()
        if key:
            self.provoke_requested.emit(key)

    def copy_link(self) -> None:
        """The entry's address, and below it the address of its reference."""
        entry = self._entry
        if entry is None:
            return
        addresses = [f"explorer://catalogue/{entry.id}", *(reference.url for reference in entry.references[:1])]
        QApplication.clipboard().setText("\n".join(addresses))
        self.copied.emit(f"The link to {entry.title} was copied.")

    # -- inside

    def _lay_out(self) -> None:
        self._left = QStackedWidget()
        self._left.addWidget(self.list)
        self._left.addWidget(self.empty)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(_over(self._left, self._summary_bar()))
        self._right = _over(self.sheet, self._action_bar())
        splitter.addWidget(self._right)
        splitter.setSizes([_LIST_SHARE, _SHEET_SHARE])
        splitter.setStretchFactor(0, _LIST_SHARE)
        splitter.setStretchFactor(1, _SHEET_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(Hairline(color_token="line.default"))
        column.addWidget(splitter, 1)

    def _summary_bar(self) -> QWidget:
        bar = _BottomBar(measures.BOTTOM_BAR_PADDING)
        bar.line.addWidget(self.summary, 1)
        return bar

    def _action_bar(self) -> QWidget:
        bar = _BottomBar(measures.DIAGNOSIS_PADDING)
        bar.line.addWidget(self.provoke_button)
        bar.line.addWidget(self.history_button)
        bar.line.addStretch(1)
        bar.line.addWidget(self.copy_button)
        return bar

    def _connect(self) -> None:
        self.bar.changed.connect(self._filter)
        self.bar.leave_requested.connect(self._enter_list)
        self.list.entry_selected.connect(self._show)
        self.list.copy_requested.connect(self.copy_link)
        self.empty.action_requested.connect(self.bar.reset)
        self.sheet.open_request_requested.connect(self.open_request_requested)
        self.sheet.show_in_history_requested.connect(self.show_in_history_requested)
        self.sheet.link_requested.connect(self.link_requested)
        self.provoke_button.clicked.connect(self.main_action)
        self.history_button.clicked.connect(self._show_in_history)
        self.copy_button.clicked.connect(self.copy_link)

    async def _describe(self) -> None:
        assert self._read_descriptions is not None
        catalogs = await self._read_descriptions()
        if catalogs is self._described_catalogs:
            return  # to compare them would make the fields of every operation
        self._described_catalogs = catalogs
        self._described = await asyncio.to_thread(_described_entries, catalogs)
        if self._built_in:
            self._list_entries()

    async def _load(self) -> None:
        self._built_in = await asyncio.to_thread(_read_entries)
        self._list_entries()

    def _list_entries(self) -> None:
        self._entries = (*self._added, *self._described, *self._built_in)
        self.bar.set_entries(self._entries)
        self._count()
        self._filter()
        if self._wanted_id:
            self.select(self._wanted_id)

    def _count(self) -> None:
        self._seen = seen_by_entry(self._entries, self._groups)
        self.model.set_seen(self._seen)
        if self.bar.seen_only.isChecked():
            self._filter()
        elif self._entry is not None:
            self._show(self._entry)
        self._show_summary()

    def _filter(self) -> None:
        kind = self.bar.kinds.current
        found = [
            entry
            for entry in search(self._entries, self.bar.search.text())
            if kind in (ALL, kind_of(entry)) and (not self.bar.seen_only.isChecked() or entry.id in self._seen)
        ]
        before = self._entry.id if self._entry else ""
        self.model.show_entries(found)
        self._show_summary()
        if not found:
            self.empty.set_sentence(self._nothing_found(), "Show all")
        self._left.setCurrentWidget(self.list if found else self.empty)
        self._right.setVisible(bool(found))
        if found and not self.list.select(before):
            self.list.select(found[0].id)

    def _nothing_found(self) -> str:
        if not self._entries:
            return "Reading the catalogue."
        return "None of these was seen." if self.bar.seen_only.isChecked() else "Nothing in the catalogue matches."

    def _show_summary(self) -> None:
        shown = self.model.entries()
        seen = sum(1 for entry in shown if entry.id in self._seen and any(self._seen[entry.id].per_day))
        entries = "1 entry" if len(shown) == 1 else f"{len(shown)} entries"
        days = max((len(one.per_day) for one in self._seen.values()), default=_DAYS)
        self.summary.set_text(f"{entries}, {seen} seen in {days} days")

    def _show(self, entry: CatalogEntry) -> None:
        self._entry = entry
        seen = self._seen.get(entry.id)
        facts = self._facts.get(seen.fingerprint) if seen else None
        self.sheet.show_entry(entry, seen, datetime.now().astimezone(), facts)
        self._show_actions()
        if seen is not None and facts is None:
            self.facts_wanted.emit(seen.fingerprint)

    def _show_actions(self) -> None:
        entry = self._entry
        self.provoke_button.setVisible(bool(self._lab_key()))
        self.history_button.setVisible(entry is not None and entry.id in self._seen)
        self.copy_button.setVisible(entry is not None)

    def _lab_key(self) -> str:
        entry = self._entry
        if entry is None:
            return ""
        if entry.added or not entry.label.isdigit():
            return entry.lab_key
        return self._lab_keys.get((int(entry.label), entry.title if entry.is_code else ""), entry.lab_key)

    def _show_in_history(self) -> None:
        seen = self._seen.get(self._entry.id) if self._entry else None
        if seen is not None:
            self.show_in_history_requested.emit(seen.fingerprint)

    def _enter_list(self) -> None:
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        name = f"catalogue {id(self)}"
        if not self._entries and not self._tasks.is_running(name):
            self._tasks.start(name, self._load(), self)
        self.follow_descriptions()


class _BottomBar(QWidget):
    """A bar of 44; put things into ``line``."""

    def __init__(self, padding_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(fonts.scaled(padding_px), 0, fonts.scaled(padding_px), 0)
        self.line.setSpacing(fonts.scaled(measures.BOTTOM_BAR_GAP))
        theme.current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.BOTTOM_BAR, fonts.ui_font(), 16))


def _over(content: QWidget, bar: QWidget) -> QWidget:
    pane = QWidget()
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(content, 1)
    column.addWidget(Hairline(color_token="line.default"))
    column.addWidget(bar)
    return pane


def _described_entries(catalogs: tuple[ApiCatalog, ...]) -> tuple[CatalogEntry, ...]:
    # On the thread, and late: few collections have a description.
    from explorer.core.diagnosis.described_entries import described_entries

    return described_entries(catalogs)


def _read_entries() -> tuple[CatalogEntry, ...]:
    # On the thread: the catalogs are the largest files the program reads.
    from explorer.core.diagnosis.catalogs import entries

    return entries()
