"""Writes key sequences the way the window shows them: the platform's names, with spaces."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def key_text(sequence: QKeySequence) -> str:
    """``Ctrl+Shift+C`` -> ``Ctrl Shift C``, ``Ctrl+Return`` -> ``Ctrl Enter``; macOS keeps its signs."""
    native = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    parts = native.split("+")
    if native.endswith("++"):
        parts = [*native[:-2].split("+"), "+"]
    words = (part.strip() for part in parts if part)
    return " ".join("Enter" if word == "Return" else word for word in words)
