"""Which forms a body can be shown in, beside as it came."""

from __future__ import annotations

from explorer.core.content import ContentKind
from explorer.gui.result.body_work import Prepared
from explorer.gui.result.written_lines import has_rows


def forms_of(prepared: Prepared) -> tuple[str, ...]:
    """Keys of the forms in the order of the segments."""
    view, forms = prepared.view, []
    if prepared.is_arriving:
        return ("pretty",) if view.is_formatted else ()
    if view.is_formatted:
        forms.append("pretty")
    if view.kind is ContentKind.HTML:
        forms.append("preview")
    if view.is_formatted and view.flaw is None:
        if view.kind is ContentKind.JSON or (view.kind is ContentKind.XML and prepared.large is None):
            forms.append("tree")
        if view.kind is ContentKind.JSON and has_rows(prepared.lines):
            forms.append("table")
    return tuple(forms)
