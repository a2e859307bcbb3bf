"""Edits of a text at offsets that all count in the text before any of them."""

from collections.abc import Iterable

from explorer.core.model.diagnosis import Edit

Change = tuple[int, int, str]
"""Start and end in the old text, and the new words."""


def changes(text: str, edits: Iterable[Edit]) -> tuple[Change, ...]:
    """What to replace, last first. An edit whose words stand elsewhere by now follows them; one whose words are
    gone, or stand in several places, is left out."""
    found = [change for change in (_located(text, edit) for edit in edits) if change is not None]
    return tuple(sorted(found, reverse=True))


def _located(text: str, edit: Edit) -> Change | None:
    if 0 <= edit.start <= edit.end and text[edit.start : edit.end] == edit.before:
        return edit.start, edit.end, edit.after
    if edit.before and text.count(edit.before) == 1:
        start = text.index(edit.before)
        return start, start + len(edit.before), edit.after
    if not edit.before and not text:
        return 0, 0, edit.after
    return None
