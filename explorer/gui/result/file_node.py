"""A node of a tree over a formatted text in a file, and what a grammar has to know of its lines."""

from __future__ import annotations

from array import array
from typing import Any, Protocol

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.text_file import TextFile
from explorer.gui.result.tree_model import TreeNode

RANGE = 1000
"""More children than this are put in ranges of so many."""


class FileNode(TreeNode):
    """A value, or a range of the children of ``parent``, which has its own children from ``first`` on."""

    __slots__ = (
        "count",
        "end",
        "first",
        "is_asked",
        "is_block",
        "leads",
        "nodes",
        "offset",
        "ordinals",
        "starts",
        "value",
    )

    def __init__(self, name: str, value: str, offset: int, parent: FileNode | None, row: int) -> None:
        self.name, self.value, self.offset, self.parent, self.row = name, value, offset, parent, row
        self.is_block = False
        """Whether its children are on the lines below."""
        self.starts: array[int] | None = None
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
        self.is_asked = False
        self.nodes: dict[int, FileNode] = {}

    @property
    def above(self) -> FileNode | None:
        """The value that this one is in."""
        up: FileNode | None = self.parent
        return up.parent if up is not None and up.first >= 0 else up

    @property
    def number(self) -> int:
        """Which of the children on lines it is, from 0; negative for one of the leads."""
        up: FileNode | None = self.parent
        if up is None:
            return 0
        return up.first + self.row if up.first >= 0 else self.row - len(up.leads)


class Grammar(Protocol):
    """How the lines of a text are read."""

    operation: str
    """What the worker calls the search for children."""

    def values(self) -> dict[str, Any]:
        """What the worker needs for it besides the place."""
        ...

    def root(self, file: TextFile) -> FileNode: ...

    def read(self, file: TextFile, offset: int, parent: FileNode, row: int) -> FileNode:
        """The node of the line at a byte."""
        ...

    def words(self, node: FileNode) -> str: ...

    def token(self, node: FileNode, column: int) -> str: ...

    def place(self, file: TextFile, node: FileNode) -> JsonPlace: ...
