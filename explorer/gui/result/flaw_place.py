"""Where the first error of a body stands in the text that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.gui.result.body_work import Prepared


def flaw_position(prepared: Prepared, shown: Sequence[str]) -> tuple[int, int]:
    """Line and column from 0; ``shown`` are the lines in view."""
    large = prepared.large
    if large is not None and large.pretty is not None and shown is large.pretty:
        return large.pretty.position_of(large.flaw_in_pretty)
    if large is not None and large.raw is not None and large.flaw_offset is not None:
        return large.raw.position_of(large.flaw_offset)
    flaw, in_text = prepared.view.flaw, prepared.view.flaw_in_text
    if in_text is not None and shown is prepared.lines:
        return in_text
    return (flaw.line - 1, flaw.column - 1) if flaw else (0, 0)
