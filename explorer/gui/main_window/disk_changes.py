"""What the window does when files were changed by git, an editor or another window: open requests follow their files,
and a request that is being edited asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from explorer.core.model.collection import BrokenItem, Item, RequestItem
from explorer.core.model.request import Request
from explorer.core.model.tree import walk
from explorer.gui.bridge.disk_watch import DiskWatch
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.main_window.conflict_bar import ConflictBar
from explorer.gui.theme.tokens import Family

if TYPE_CHECKING:
    from explorer.gui.main_window.conflict_subject import DraftConflict, Sides
    from explorer.gui.main_window.versions import Versions
    from explorer.gui.main_window.window import MainWindow

_REST_MS = 600
"""After a collection was shown: by then the window takes keys, and nobody waits for what git says."""


class DiskChanges(QObject):
    """Watches the open collection and keeps documents in step with it."""

    UNDO = "taken from file "
    """Begins the key of the notice that offers to take back; the document's id follows."""
    REVERTED = "reverted "
    """The same for a file that was reverted; a number follows."""

    RESOLVE = "resolve "
    """The same for a file that git left half merged; its key follows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.bridge.library
        self._bars: dict[str, ConflictBar] = {}
        self._told: dict[str, str] = {}
        """By document: what was said about a file that cannot be read."""
        self._replaced: dict[str, _Version] = {}
        """By document: what the person had before a choice between the draft and the file."""
        self._lost: dict[str, _Lost] = {}
        """By document: a file that went away; a branch may bring it back."""
        self._stopped = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look_for_git)
        self.watch = DiskWatch(self)
        self.watch.changed.connect(self._library.reread)
        self._library.files_changed.connect(self.follow_files)
        self._library.request_saved.connect(self._saved)

    @cached_property
    def versions(self) -> Versions:
        """Git's view of the collection, made when it turns out to lie in a repository."""
        from explorer.gui.main_window.versions import Versions

        versions = Versions(self._window)
        self.watch.changed.connect(versions.repository.stir)
        return versions

    def watching(self) -> None:
        """Watch what is open now; whether git knows it is asked when the window has come to rest."""
        self.watch.follow(self._library.collection)
        if "versions" not in self.__dict__ and not self._stopped:
            self._rest.start()

    def stop(self) -> None:
        """Follow nothing any longer, whatever changes are still under way."""
        self._stopped = True
        self._rest.stop()
        self.watch.stop()
        if "versions" in self.__dict__:
            self.versions.repository.stop()

    def follow_files(self) -> None:
        """Bring every open request in step with its file."""
        collection = self._library.collection
        items = {item.key: item for item in walk(collection.items)} if collection else {}
        for page in self._window.desk.request_pages():
            self._find_again(page, items)
            item = items.get(page.key)
            if page.key and item is None:
                self._file_gone(page)
            elif isinstance(item, BrokenItem):
                self._file_broken(page, item)
            elif isinstance(item, RequestItem) and item.request != page.base:
                self._file_changed(page, item.request)

    def asks(self, document: str) -> bool:
        """Whether a document waits for the choice between its draft and its file."""
        return document in self._bars

    def take_back(self, document: str) -> None:
        """Undo of a choice: what the person had written stands there again, and the question with it."""
        page, before = self._window.desk.document(document), self._replaced.pop(document, None)
        if isinstance(page, RequestPage) and before is not None:
            page.composer.set_request(before.request)
            page.base, page.saved = before.base, before.saved
            page.changed.emit()
            self.follow_files()

    def _look_for_git(self) -> None:
        self._window.bridge.tasks.start("look for git", self._find_git())

    async def _find_git(self) -> None:
        folder = self._library.folder
        if folder is not None and await asyncio.to_thread(_prepare_git, folder):
            self.versions.repository.look()

    def _find_again(self, page: RequestPage, items: Mapping[str, Item]) -> None:
        """The file of a tab that lost it is there again, and nobody else has it open."""
        lost = self._lost.get(page.document)
        if lost is None:
            return
        if page.key or lost.folder != self._library.folder:
            del self._lost[page.document]
        elif isinstance(items.get(lost.key), RequestItem) and self._window.desk.find_request(lost.key) is None:
            del self._lost[page.document]
            page.key, page.base, page.saved = lost.key, lost.base, lost.saved
            page.changed.emit()

    def _file_gone(self, page: RequestPage) -> None:
        self._drop_bar(page.document)
        self._lost[page.document] = _Lost(self._library.folder, page.key, page.base, page.saved)
        page.forget_file()
        self._window.warn(f"The file of {page.title} is gone from the folder; what you had open is kept as a draft.")

    def _file_broken(self, page: RequestPage, item: BrokenItem) -> None:
        """Told once for each fault: saving is refused until the file can be read again."""
        place = f"{page.title}, line {item.line}" if item.line else page.title
        words = f"{place}: {item.reason} It cannot be saved until then; what you have open is kept."
        if self._told.get(page.document) != words:
            self._told[page.document] = words
            action = ("Resolve…", self.RESOLVE + item.key) if item.is_half_merged else ("", "")
            self._window.notify(words, Family.CLIENT, *action)

    def _file_changed(self, page: RequestPage, theirs: Request) -> None:
        if not page.is_unsaved:
            _show(page, theirs)
            return
        self._drop_bar(page.document)
        bar = ConflictBar(page)
        bar.compare_requested.connect(partial(self._compare, page, theirs))
        bar.mine_chosen.connect(partial(self._keep_mine, page, theirs))
        bar.theirs_chosen.connect(partial(self._take_theirs, page, theirs))
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, bar)
        self._bars[page.document] = bar

    def _compare(self, page: RequestPage, theirs: Request) -> None:
        from explorer.gui.main_window.conflict_dialog import ConflictDialog  # late, both: seldom needed
        from explorer.gui.main_window.conflict_subject import DraftConflict

        subject = DraftConflict(page.base or theirs, page.request(), theirs)
        dialog = ConflictDialog(subject, self.tr("Use this"), self._window)
        dialog.chosen.connect(partial(self._use_choice, page, theirs, subject))
        dialog.open()

    def _use_choice(self, page: RequestPage, theirs: Request, subject: DraftConflict, sides: Sides) -> None:
        """What was put together is the draft now, and the next save writes it."""
        result = subject.result(sides)
        self._decide(page, "Your choice was put together; saving writes it")
        _show(page, theirs)
        page.composer.set_request(result)
        page.changed.emit()

    def _keep_mine(self, page: RequestPage, theirs: Request) -> None:
        """The next save writes what the person has, knowing what it replaces."""
        self._decide(page, "Your version is kept; saving writes it over the file's")
        page.base = page.saved = theirs
        page.changed.emit()

    def _take_theirs(self, page: RequestPage, theirs: Request) -> None:
        self._decide(page, "The file's version was taken")
        _show(page, theirs)

    def _decide(self, page: RequestPage, words: str) -> None:
        """A choice was made: the question goes, and comes back with what was there when it is undone."""
        self._drop_bar(page.document)
        self._replaced[page.document] = _Version(request=page.request(), base=page.base, saved=page.saved)
        self._window.notify(words, action="Undo", key=self.UNDO + page.document)

    def _saved(self, document: str, _key: str, _request: object) -> None:
        self._drop_bar(document)

    def _drop_bar(self, document: str) -> None:
        bar = self._bars.pop(document, None)
        if bar is not None:
            bar.hide()
            bar.deleteLater()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """A draft and what it was made from."""

    request: Request
    base: Request | None
    saved: Request | None


class _Lost(NamedTuple):
    """What was known of a file that is not there any more."""

    folder: Path | None
    key: str
    base: Request | None
    saved: Request | None


def _prepare_git(folder: Path) -> bool:
    """Whether the folder may lie in a repository; what shows one is imported then, off the loop."""
    if not any((one / ".git").exists() for one in (folder, *folder.parents)):
        return False
    import_module("explorer.gui.main_window.versions")
    return True


def _show(page: RequestPage, request: Request) -> None:
    """Another version in the same document, with the same tab in front."""
    tab = page.composer.pane.tabs.current
    page.set_request(request, page.key, saved=request)
    page.composer.tab(tab)
