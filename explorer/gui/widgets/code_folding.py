"""Which lines can be folded away, and folding them. It counts brackets outside strings; it knows no language."""

import re

from PySide6.QtGui import QTextBlock, QTextDocument

from explorer.gui.widgets.code_text import exact_text

CHARACTER_LIMIT = 250_000
"""Larger documents cannot be folded: finding the ranges would hold up typing."""

_MARKS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\{\{[^{}\n]*\}\}|[{}\[\]\n]')
_CLOSING = {"}": "{", "]": "["}


def fold_ranges(text: str) -> dict[int, int]:
    """First line to last line (from 0) of every bracket pair that spans more than two lines, outermost wins."""
    ranges: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    line = 0
    for found in _MARKS.finditer(text):
        mark = found[0]
        if mark == "\n":
            line += 1
        elif mark in "{[":
            stack.append((mark, line))
        elif mark in _CLOSING and stack and stack[-1][0] == _CLOSING[mark]:
            first = stack.pop()[1]
            if line > first + 1:
                ranges[first] = max(line, ranges.get(first, 0))
    return ranges


class Folding:
    """Keeps the ranges of one document and hides or shows its blocks."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._ranges: dict[int, int] = {}
        self._revision = -1

    def refresh(self) -> bool:
        """Find the ranges again if the text changed; True when they differ now."""
        if self._revision == self._document.revision():
            return False
        self._revision = self._document.revision()
        before = self._ranges
        small = self._document.characterCount() <= CHARACTER_LIMIT
        self._ranges = fold_ranges(exact_text(self._document)) if small else {}
        return self._ranges != before

    def can_fold(self, line: int) -> bool:
        return line in self._ranges

    def is_folded(self, line: int) -> bool:
        inner = self._document.findBlockByNumber(line + 1)
        return line in self._ranges and inner.isValid() and not inner.isVisible()

    def toggle(self, line: int) -> bool:
        """Fold or unfold the range that begins at ``line``; False when none does."""
        if line not in self._ranges:
            return False
        self._show(line, visible=self.is_folded(line))
        return True

    def reveal(self, line: int) -> bool:
        """Unfold whatever hides ``line``; True when something changed."""
        block = self._document.findBlockByNumber(line)
        if not block.isValid() or block.isVisible():
            return False
        hiding = [first for first, last in self._ranges.items() if first < line < last]
        for first in sorted(hiding):
            self._show(first, visible=True)
        if not block.isVisible():
            self.reveal_all()
        return True

    def reveal_all(self) -> None:
        """Show every line, also those whose range is gone."""
        block = self._document.begin()
        while block.isValid():
            _set_visible(block, True)
            block = block.next()
        self._document.markContentsDirty(0, self._document.characterCount())

    def _show(self, first: int, *, visible: bool) -> None:
        last = self._ranges[first]
        folded_inside = {line for line in self._ranges if first < line < last and self.is_folded(line)}
        block = self._document.findBlockByNumber(first + 1)
        start = block.position()
        skip_to = 0
        while block.isValid() and block.blockNumber() < last:
            number = block.blockNumber()
            if number >= skip_to:
                _set_visible(block, visible)
            if visible and number in folded_inside and number >= skip_to:
                skip_to = self._ranges[number]
            block = block.next()
        self._document.markContentsDirty(start, max(1, block.position() - start))


def _set_visible(block: QTextBlock, visible: bool) -> None:
    block.setVisible(visible)
    block.setLineCount(max(1, block.layout().lineCount()) if visible else 0)
