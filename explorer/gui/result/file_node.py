"""A node of a tree over a formatted text in a file, and what a grammar has to know of its lines."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.text_file import TextFile
from explorer.gui.result.tree_model import TreeNode

RANGE = 1000
"""More children than this are put in ranges of so many; more than a million in ranges of ranges."""

Read = Callable[[int, int], bytes]
_WINDOW_BYTES = 64 * 1024


class FileNode(TreeNode):
    """A value, or a range of the children of ``parent``, which has its own children from ``first`` on."""

    __slots__ = (
        "count",
        "end",
        "first",
        "is_asked",
        "is_block",
        "known",
        "leads",
        "nodes",
        "offset",
        "ordinals",
        "starts",
        "step",
        "value",
    )

    def __init__(self, name: str, value: str, offset: int, parent: FileNode | None, row: int) -> None:
        self.name, self.value, self.offset, self.parent, self.row = name, value, offset, parent, row
        self.is_block = False
        """Whether its children are on the lines below."""
        self.starts: Sequence[int] | None = None
        """Bytes at which those children begin; None until they were found."""
        self.ordinals: array[int] | None = None
        """The number from 1 of each among those of its name; 0 when it is the only one."""
        self.leads: tuple[tuple[str, str], ...] = ()
        """Names and values that stand on its own line, shown before the children."""
        self.end = 0
        """The byte at which its closing line begins, once that is known."""
        self.first = -1
        """Number of the first child of a range; -1 for a value."""
        self.count = 0
        """Rows below this node."""
        self.step = 1
        """How many children one of those rows stands for: more than one where they are ranges."""
        self.is_asked = False
        self.known: dict[int, FileNode] = {}
        """Children that were asked for."""

    def let_go(self) -> None:
        """Break the circles of a tree that is not shown any more: a million begins need not wait for the collector."""
        nodes = [self]
        while nodes:
            node = nodes.pop()
            nodes += node.known.values()
            node.known, node.starts, node.ordinals = {}, None, None

    @property
    def begin(self) -> int:
        """The byte of its line; of a range, of its first child."""
        return self.starts[self.first] if self.first >= 0 and self.starts is not None else self.offset

    @property
    def is_under_way(self) -> bool:
        """Whether its children are being looked for."""
        return self.is_asked and self.first < 0 and not self.end

    @property
    def above(self) -> FileNode | None:
        """The value that this one is in."""
        up: FileNode | None = self.parent
        while up is not None and up.first >= 0:
            up = up.parent
        return up

    @property
    def number(self) -> int:
        """Which of the children on lines it is, from 0; negative for one of the leads."""
        up: FileNode | None = self.parent
        if up is None:
            return 0
        return up.first + self.row if up.first >= 0 else self.row - len(up.leads)


def step_of(count: int) -> int:
    """How many of so many children one row stands for."""
    step = 1 if count < RANGE else RANGE
    while count > RANGE * step:
        step *= RANGE
    return step


class Window:
    """Reads a file in larger steps, because children lie close together."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._begin, self._data = 0, b""

    def read(self, offset: int, size: int) -> bytes:
        if size > _WINDOW_BYTES:
            return self._file.read(offset, size)
        if not self._begin <= offset <= self._begin + len(self._data) - size:
            self._begin, self._data = offset, self._file.read(offset, _WINDOW_BYTES)
        return self._data[offset - self._begin : offset - self._begin + size]


class Grammar(Protocol):
    """How the lines of a text are read."""

    operation: str
    """What the worker calls the search for children."""

    def values(self) -> dict[str, Any]:
        """What the worker needs for it besides the place."""
        ...

    def root(self, file: TextFile) -> FileNode: ...

    def read(self, read: Read, offset: int, parent: FileNode, row: int) -> FileNode:
        """The node of the line at a byte; ``read`` takes a byte and how many are wanted."""
        ...

    def near(self, file: TextFile, node: FileNode) -> tuple[list[int], int] | None:
        """Bytes at which the children of a short block begin, and its last line; None when the worker has to look."""
        ...

    def words(self, node: FileNode) -> str: ...

    def token(self, node: FileNode, column: int) -> str: ...

    def place(self, file: TextFile, node: FileNode) -> JsonPlace: ...
