"""Writes the edits of a remedy into the fields of the composer, so that Ctrl Z takes them back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from explorer.core.model.diagnosis import Edit, EditTarget
from explorer.gui.composer import edits as text_edits
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.composer.pane import ComposerPane
from explorer.gui.composer.request_bar import RequestBar


def apply_edits(bar: RequestBar, pane: ComposerPane, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Apply them by target; gives back those that are not the composer's to make, or whose text is gone."""
    left = list[Edit]()
    for target in EditTarget:
        group = tuple(edit for edit in edits if edit.target is target)
        if group:
            left += _apply(bar, pane, target, group)
    return tuple(left)


def _apply(bar: RequestBar, pane: ComposerPane, target: EditTarget, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
    match target:
        case EditTarget.BODY:
            return _edit_body(pane, group)
        case EditTarget.URL:
            return _edit_url(bar, group)
        case EditTarget.METHOD:
            bar.method.choose(group[-1].after)
            bar.method.button.setFocus(Qt.FocusReason.OtherFocusReason)
        case EditTarget.HEADER:
            for edit in group:
                pane.headers.change(edit.name, edit.before, edit.after)
            pane.show_tab("headers")
            pane.headers.table.setFocus(Qt.FocusReason.OtherFocusReason)
        case EditTarget.AUTH:
            _edit_auth(pane, group)
        case EditTarget.VARIABLE:
            return group
    return ()


def _edit_body(pane: ComposerPane, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
    body = pane.body
    pane.show_tab("body")
    table = body.pages.present_table()
    if table is not None:
        return body.change_rows(group)
    if body.pages.kind is BodyKind.NONE:
        body.choose_kind(BodyKind.JSON)
    editor = next(iter(body.pages.shown_editors()), None)
    if editor is None:
        return group
    changes = text_edits.changes(editor.text(), group)
    editor.replace_spans(changes)
    editor.setFocus(Qt.FocusReason.OtherFocusReason)
    return () if changes else group


def _edit_url(bar: RequestBar, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
    changes = text_edits.changes(bar.url.text(), group)
    for start, end, text in changes:
        bar.url.replace_span(start, end, text)
    bar.url.setFocus(Qt.FocusReason.OtherFocusReason)
    return () if changes else group


def _edit_auth(pane: ComposerPane, group: tuple[Edit, ...]) -> None:
    pane.show_tab("auth")
    for edit in group:
        if edit.name == "scheme":
            pane.auth.change_scheme(edit.after)
            pane.auth.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            pane.auth.change_token(edit.after)
            pane.auth.main_field().setFocus(Qt.FocusReason.OtherFocusReason)
