"""Why it failed: the causes in order of certainty, each with what was measured; those ruled out last."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from explorer.core.model.diagnosis import Cause, Standing
from explorer.gui.result.section import Section
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import cause_row
from explorer.gui.widgets.cause_row import CauseRow


class WhySection(Section):
    """``brief`` counts the causes ruled out in one row instead of listing them."""

    def __init__(self, shown: Shown, *, brief: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Why"), parent)
        causes = shown.diagnosis.causes
        self.is_empty = not causes
        family = fault_of(shown.exchange, shown.diagnosis)
        ruled_out = [cause for cause in causes if cause.standing is Standing.RULED_OUT]
        brief = brief and len(ruled_out) > 1
        for cause in causes:
            if cause.standing is not Standing.RULED_OUT:
                self._row(cause, family)
        if brief:
            text = self.tr("{0} other causes").format(len(ruled_out))
            row = CauseRow(cause_row.Cause(text=text, standing="ruled_out", family=family))
            row.setToolTip("\n".join(cause.text.replace("`", "") for cause in ruled_out))
            self.add(row, padded=False)
            return
        for cause in ruled_out:
            self._row(cause, family)

    def _row(self, cause: Cause, family: Family) -> None:
        row = CauseRow(cause_row.Cause(text=cause.text, standing=_standing(cause.standing), family=family))
        if cause.evidence:
            row.setToolTip(cause.evidence.replace("`", ""))
        self.add(row, padded=False)


def _standing(standing: Standing) -> cause_row.Standing:
    match standing:
        case Standing.CONFIRMED:
            return cause_row.Standing.CERTAIN
        case Standing.LIKELY:
            return cause_row.Standing.LIKELY
        case Standing.POSSIBLE:
            return cause_row.Standing.POSSIBLE
        case Standing.RULED_OUT:
            return cause_row.Standing.RULED_OUT
        case _:
            assert_never(standing)
