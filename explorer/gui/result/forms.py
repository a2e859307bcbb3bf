"""Which forms a body can be shown in, beside as it came."""

from __future__ import annotations

from explorer.core.content.shape import Shape, shape_of
from explorer.core.content.view import ContentKind
from explorer.gui.result.body_work import Prepared
from explorer.gui.result.written_lines import has_rows


def forms_of(prepared: Prepared) -> tuple[str, ...]:
    """Keys of the forms in the order of the segments."""
    view, forms = prepared.view, []
    if prepared.is_arriving:
        return ("pretty",) if view.is_formatted else ()
    if view.is_formatted:
        forms.append("pretty")
    if view.kind is ContentKind.HTML or shape_of(view) is Shape.MARKDOWN or prepared.is_font:
        forms.append("preview")
    is_sound = view.is_formatted and (view.flaw is None or prepared.is_sequence)
    if view.is_formatted and view.kind is ContentKind.XML:
        forms.append("tree")
    if view.is_formatted and view.kind is ContentKind.JSON and len(prepared.lines) > 1:
        forms.append("tree")
        if is_sound and has_rows(prepared.lines):
            forms.append("table")
    if view.is_formatted and shape_of(view) is Shape.CSV:
        forms.append("table")
    return tuple(forms)
