"""A body that still comes in, as its pane shows it: its rows so far, on lines or as they come, and the place in them
that outlives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.same_place import same_places
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.result.arriving_body import ArrivingBody, can_grow, is_stream
from explorer.gui.result.body_work import Prepared
from explorer.gui.result.formatting_ahead import FormattingAhead, can_go_ahead
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_folds import FileFolds
from explorer.gui.widgets.viewer_place import ViewerPlace, go_back, place_in

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow

_PAINTED_MS = 20
"""What is shown first is painted then: to start a process takes as long as that."""

_BEGINNING = "Still arriving; this is the beginning."
_ARRIVING = "Still arriving."
_LATER = "Still arriving; what is not on lines yet will be when all of it is here."


class BodyArrival(QObject):
    """``begin`` with the first bytes, ``end`` with the last ones, ``may_show`` and ``settle`` what comes instead.

    The place is kept by what stands there. The text as it came, and formatted text that only gets longer, keep their
    bytes. From the one to the other the n-th sign that is no blank is the same (``same_place``); of a long body the
    worker counts, and what arrived stays in view until it knows.
    """

    changed = Signal()
    """There are other lines to show; their rows may have grown only."""
    grew = Signal()
    """The text in view is longer."""
    ready = Signal()
    """What had to wait may be shown now."""

    def __init__(self, viewer: TextViewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._body: ArrivingBody | None = None
        self._ahead: FormattingAhead | None = None
        self._prepared: Prepared | None = None
        self._place = ViewerPlace()
        self._given: tuple[TextFile | None, ...] = ()
        """The texts that grow and are known where they are shown."""
        self._shown: TextFile | None = None
        """What was in view when the last byte came."""
        self._was_formatted = self.follows = self._is_over = self._is_taken = False
        self._job: workers.WorkerJob | None = None
        self._found: tuple[Sequence[str], tuple[int, ...]] | None = None
        """Lines of the whole body, and the place in them."""

    @property
    def body(self) -> ArrivingBody | None:
        """What grows now; None when nothing does."""
        return None if self._is_over else self._body

    def begin(self, prepared: Prepared, inflow: Inflow | None) -> Prepared:
        """What to show at first."""
        self.drop()
        QTimer.singleShot(_PAINTED_MS, self, self._begin_work)
        view = prepared.view
        if inflow is None or not can_grow(view):
            return prepared
        self.follows = is_stream(view)
        self._body = ArrivingBody(inflow, parent=self)
        self._body.grew.connect(self._grown)
        if can_go_ahead(view) and not self.follows:
            self._ahead = FormattingAhead(inflow, self)
            self._ahead.grew.connect(self._formatted)
            self._ahead.failed.connect(self._not_formatted)
            self._prepared = prepared
        else:
            view = replace(view, note=view.note.replace(_BEGINNING, _ARRIVING), is_formatted=False)
            self._prepared = replace(prepared, view=view, lines=prepared.raw_lines)
        return self._prepared

    def prepared(self) -> Prepared | None:
        """What to show of it now."""
        body, prepared = self._body, self._prepared
        if body is None or prepared is None:
            return None
        text = self._text()
        self._given = (text, body.text)
        raw = body.text if body.text is not None else prepared.raw_lines
        if text is None or not prepared.view.is_formatted:
            return replace(prepared, lines=prepared.lines if prepared.view.is_formatted else raw, raw_lines=raw)
        return replace(prepared, lines=text, raw_lines=raw, folds=FileFolds(text))

    def _begin_work(self) -> None:
        """Have the beginning formatted, and what came meanwhile."""
        workers.shared().warm_up()
        if self._ahead is not None and not self._is_over:
            self._ahead.look()

    def want_raw(self) -> None:
        """The text as it comes is looked at."""
        if self.body is not None:
            self.body.begin()

    def cut_after(self, piece_bytes: int) -> None:
        """The rows in view are lines cut after so many bytes from now on."""
        if self._ahead is not None and self._viewer.file is self._text():
            self._ahead.cut_after(piece_bytes)
        elif self.body is not None:
            self.body.cut_after(piece_bytes)

    def end(self) -> None:
        """No more comes; its rows stay in view until those of the whole body can be shown."""
        if self._body is None or self._is_over:
            return
        self._is_over = True
        self._body.stop()
        if self._ahead is not None:
            self._ahead.stop()
        self._place = place_in(self._viewer)
        self._shown = self._viewer.file
        self._was_formatted = self._shown is not None and self._shown is self._text()

    def take_ahead(self) -> FormattingAhead | None:
        """What was formatted so far, for somebody who goes on with it, cancels and releases it."""
        if self._ahead is not None:
            self._ahead.holders += 1
            self._is_taken = True
        return self._ahead

    def drop(self) -> None:
        """Forget it, and where one was."""
        if self._ahead is not None:
            if not self._is_taken:
                self._ahead.cancel()
                self._ahead.deleteLater()
            self._ahead.release()
            self._ahead = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._body is not None:
            self._body.close()
            self._body.deleteLater()
        self._body = self._prepared = self._found = self._shown = None
        self._given = ()
        self._is_over = self.follows = self._is_taken = False
        self._place = ViewerPlace()

    def may_show(self, prepared: Prepared, lines: Sequence[str], *, formatted: bool) -> bool:
        """Whether lines of the whole body may replace what arrived. ``ready`` says when, where they must wait."""
        if self._body is None or not self._is_over:
            return True
        large = prepared.large
        if large is not None and large.is_busy and not isinstance(lines, TextFile):
            return self._viewer.file is None
        if self._found is not None and self._found[0] is lines:
            return True
        offsets = self._place.offsets
        if not any(offsets) or formatted == self._was_formatted:
            self._found = (lines, offsets)
            return True
        return self._look_up(prepared, lines, offsets)

    def is_settled_by(self, prepared: Prepared, lines: Sequence[str]) -> bool:
        """Whether lines in view are the whole body that arrived, for the first time."""
        large = prepared.large
        waits = large is not None and large.is_busy and not isinstance(lines, TextFile)
        return self._body is not None and self._is_over and not waits

    def settle(self, prepared: Prepared, lines: Sequence[str]) -> None:
        """Go to where one was, in lines that are in view now."""
        found, place, follows = self._found, self._place, self.follows
        if lines is self._shown:
            self._viewer.grown(follows=False)
        elif found is not None and found[0] is lines:
            positions = (_position(prepared, lines, offset) for offset in found[1])
            go_back(self._viewer, *positions, below=place.below)
        bar = self._viewer.verticalScrollBar()
        if follows and place.is_at_end:
            bar.setValue(bar.maximum())
        self.drop()

    def _text(self) -> TextFile | None:
        return self._ahead.text if self._ahead is not None else None

    def _grown(self) -> None:
        assert self._body is not None
        self._have_grown(self._body.text)

    def _formatted(self) -> None:
        if self._prepared is not None and _BEGINNING in self._prepared.view.note:
            self._note(self._prepared.view.note.replace(_BEGINNING, _ARRIVING))
        self._have_grown(self._text())

    def _not_formatted(self) -> None:
        """It is shown as it comes, unless one reads what was set on lines so far."""
        if self._text() is None and self._prepared is not None:
            view = replace(self._prepared.view, is_formatted=False)
            self._prepared = replace(self._prepared, view=view, lines=self._prepared.raw_lines)
        self._note(_LATER)
        self.changed.emit()

    def _note(self, note: str) -> None:
        if self._prepared is not None:
            self._prepared = replace(self._prepared, view=replace(self._prepared.view, note=note))

    def _have_grown(self, text: TextFile | None) -> None:
        if text is not None and self._viewer.file is text:
            self._viewer.grown(follows=self.follows)
            self.grew.emit()
        elif not self._is_over and not any(one is text for one in self._given):
            self.changed.emit()

    def _look_up(self, prepared: Prepared, lines: Sequence[str], offsets: tuple[int, ...]) -> bool:
        assert self._body is not None
        source = self._shown
        path = self._path_of(source, prepared)
        if source is None or (path is None and isinstance(lines, TextFile)):
            self._found = (lines, offsets)
            return True
        if not isinstance(lines, TextFile):
            other = _bytes(prepared, lines)
            places = same_places(
                source.read, source.size_bytes, lambda at, size: other[at : at + size], len(other), offsets
            )
            self._found = (lines, places)
            return True
        if self._job is None:
            self._job = workers.shared().start(
                "places", self, source=str(path), target=str(lines.path), offsets=list(offsets)
            )
            self._job.told.connect(lambda message: self._looked_up(lines, message))
        return False

    def _path_of(self, source: TextFile | None, prepared: Prepared) -> Path | None:
        """The file of what arrived, for the worker."""
        if self._was_formatted:
            return source.path if source is not None else None
        return prepared.large.text_path() if prepared.large is not None else None

    def _looked_up(self, lines: Sequence[str], message: dict[str, Any]) -> None:
        if message["event"] in ("done", "failed"):
            self._job = None
            # Near it rather than at the begin, where the worker could not tell.
            self._found = (lines, tuple(message.get("offsets", self._place.offsets)))
            self.ready.emit()


def _bytes(prepared: Prepared, lines: Sequence[str]) -> bytes:
    """The text of lines in memory."""
    text = prepared.view.raw if lines is prepared.raw_lines else "\n".join(lines)
    return text.encode("utf-8", "replace")


def _position(prepared: Prepared, lines: Sequence[str], offset: int) -> tuple[int, int]:
    if isinstance(lines, TextFile):
        return lines.position_of(min(offset, lines.size_bytes))
    before = _bytes(prepared, lines)[:offset].decode("utf-8", "replace")
    line = before.count("\n")
    return min(line, max(0, len(lines) - 1)), len(before) - before.rfind("\n") - 1
