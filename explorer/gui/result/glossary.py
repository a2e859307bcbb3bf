"""Codes inside a successful body, explained: delivery reports and the like."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from explorer.gui.result.section import Section, code_line, prose


class GlossarySection(Section):
    """Each code as its API writes it, with its meaning below."""

    def __init__(self, glossary: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Codes"), parent)
        self.is_empty = not glossary
        for index, (code, meaning) in enumerate(glossary):
            self.add(code_line(code), prose(meaning), gap_px=2 if index else 0)
