"""What was done to the items of the collection, in one row: each step can be taken back and done again, with its name.

A step does its work on disk and tells the library's listeners. The texts in a tab have histories of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.gui.bridge.library import Library

_LIMIT = 200
OFFERED = "step"
"""Key of a notice."""


class Step(Protocol):
    """Something that was done."""

    @property
    def words(self) -> str:
        """What it was: "move of “Send”"."""

    async def undo(self, library: Library) -> None:
        """Take it back; raises an ExplorerError when that cannot be."""

    async def redo(self, library: Library) -> None:
        """Do it, for the first time or again."""


class UndoHistory(QObject):
    """Steps in the order of the gestures. A step that cannot be taken back any more is forgotten with a sentence."""

    changed = Signal()
    """``undo_words`` or ``redo_words`` may differ."""
    stepped = Signal(str)
    """A sentence: what was undone or done again."""
    offered = Signal(str, str)
    """A sentence about what was done just now, and the key of its notice."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._library = library
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._offered: Step | None = None
        self.is_stepping = False
        """Whether what the library tells now comes from an undo or redo."""

    @property
    def undo_words(self) -> str:
        """What ``undo`` takes back; empty for nothing."""
        return self._done[-1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """What ``redo`` does again; empty for nothing."""
        return self._undone[-1].words if self._undone else ""

    def undo(self) -> None:
        """Take back the last step."""
        self._library.run(self._undo())

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._library.run(self._redo())

    def undo_last(self, kind: type[object]) -> None:
        """Take back the last step of this kind, whatever was done since."""
        self._library.run(self._undo_last(kind))

    def offer(self, step: Step, sentence: str) -> None:
        """Tell of a step that can be taken back from its notice, until there is another one."""
        self._offered = step
        self.offered.emit(sentence, OFFERED)

    def take_back_offered(self) -> None:
        """Take back that step, whatever was done since."""
        self._library.run(self._undo_offered())

    async def do(self, step: Step) -> None:
        """Do a step for the first time."""
        await step.redo(self._library)
        self.add(step)

    def add(self, step: Step) -> None:
        """A step that was done already."""
        self._done = [*self._done, step][-_LIMIT:]
        self._undone.clear()
        self.changed.emit()

    def clear(self) -> None:
        """Another collection is open."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    async def _undo(self) -> None:
        if self._done:
            step = self._done.pop()
            await self._take_back(step)
            self._undone.append(step)
            self._tell(f"Undone: {step.words}")

    async def _redo(self) -> None:
        if self._undone:
            step = self._undone.pop()
            await self._stepping(step.redo)
            self._done.append(step)
            self._tell(f"Done again: {step.words}")

    async def _undo_last(self, kind: type[object]) -> None:
        step = next((one for one in reversed(self._done) if isinstance(one, kind)), None)
        if step is not None:
            self._done.remove(step)
            await self._take_back(step)
            self.changed.emit()

    async def _undo_offered(self) -> None:
        step, self._offered = self._offered, None
        if step is not None and step in self._done:
            self._done.remove(step)
            await self._take_back(step)
            self._undone.append(step)
            self._tell(f"Undone: {step.words}")

    async def _take_back(self, step: Step) -> None:
        await self._stepping(step.undo)

    async def _stepping(self, work: object) -> None:
        self.is_stepping = True
        try:
            await work(self._library)  # type: ignore[operator]
        except ExplorerError:
            self.changed.emit()
            raise
        finally:
            self.is_stepping = False

    def _tell(self, sentence: str) -> None:
        self.changed.emit()
        self.stepped.emit(sentence)
