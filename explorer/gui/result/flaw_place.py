"""Where the first error of a body stands in the text that is shown."""

from __future__ import annotations

from explorer.core.content.text_file import TextFile
from explorer.gui.result.body_work import Prepared


def flaw_position(prepared: Prepared, shown: TextFile | None) -> tuple[int, int]:
    """Line and column from 0; ``shown`` is the text in a file that is in view."""
    large = prepared.large
    if large is not None and large.pretty is not None and shown is large.pretty:
        return large.pretty.position_of(large.flaw_in_pretty)
    if large is not None and large.raw is not None and large.flaw_offset is not None:
        return large.raw.position_of(large.flaw_offset)
    flaw = prepared.view.flaw
    return (flaw.line - 1, flaw.column - 1) if flaw else (0, 0)
