"""How changes are said: letters, kinds, summaries, and a whole change as text for the clipboard. No widgets."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from explorer.core.model.versions import ChangeKind, FieldChange, ItemChange, ItemSort
from explorer.core.storage.compare import line_diff
from explorer.core.storage.compare_lines import DiffKind


class KindWords(NamedTuple):
    """A letter as git writes it, its colour, and a word."""

    letter: str
    token: str
    word: str


KINDS = {
    ChangeKind.NEW: KindWords("A", "ok.fg", "New"),
    ChangeKind.CHANGED: KindWords("M", "accent.fg", "Changed"),
    ChangeKind.DELETED: KindWords("D", "text.muted", "Deleted"),
    ChangeKind.RENAMED: KindWords("R", "accent.fg", "Renamed"),
    ChangeKind.CONFLICTED: KindWords("!", "server.fg", "In conflict"),
}

_SORTS = {
    ItemSort.REQUEST: "request",
    ItemSort.OTHER_ITEM: "item",
    ItemSort.FOLDER: "folder",
    ItemSort.ENVIRONMENT: "environment",
    ItemSort.COLLECTION: "settings of the collection",
    ItemSort.FILE: "file",
}
_COUNTED = {
    "Header": "headers",
    "Query parameter": "query parameters",
    "Path parameter": "path parameters",
    "Form field": "form fields",
    "Part": "parts",
    "Variable": "variables",
    "Setting": "settings",
    "Automatic header": "automatic headers",
}
"""Parts that are counted when several of them changed."""
_KEPT = frozenset({"URL"})
_MOVED = frozenset({"Folder", "File name"})
"""They are said by the kind."""


def summary(item: ItemChange) -> str:
    """ "URL, 2 headers and body"; empty when the kind alone says it."""
    if item.file.kind in (ChangeKind.NEW, ChangeKind.DELETED):
        return ""
    counts = Counter(change.part for change in item.fields if change.part not in _MOVED)
    words = [_counted(part, count) for part, count in counts.items()]
    if not words:
        return "text" if any(text.before != text.after for text in item.texts) else ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def title(item: ItemChange) -> str:
    """ "Changed request"; a moved one says so."""
    kind = KINDS[item.file.kind].word
    old, new = (key.rpartition("/")[0] for key in (item.file.old_key, item.file.key))
    if item.file.kind is ChangeKind.RENAMED and old != new:
        kind = "Moved"
    if item.file.kind is ChangeKind.CONFLICTED:
        return f"{_SORTS[item.sort].capitalize()} in conflict"
    return f"{kind} {_SORTS[item.sort]}"


def said_of(item: ItemChange) -> str:
    """What changed, for the second line of a row: the note where something is wrong, else the summary or the kind."""
    if item.note and (item.line or item.file.kind is ChangeKind.CONFLICTED):
        return f"Line {item.line}: {item.note}" if item.line else item.note
    words = summary(item)
    if item.file.kind is ChangeKind.RENAMED:
        return " · ".join(filter(None, (_from_where(item), words)))
    return f"{words[:1].upper()}{words[1:]}" if words else KINDS[item.file.kind].word


def _from_where(item: ItemChange) -> str:
    (old_folder, _, old), folder = item.file.old_key.rpartition("/"), item.file.key.rpartition("/")[0]
    if old_folder != folder:
        return f"Moved from {old_folder or 'the collection'}"
    return f"Renamed from {old}"


def spoken(item: ItemChange, chosen: bool) -> str:
    """One sentence for a screen reader."""
    words = summary(item)
    ends = (f": {words}" if words else "", ", chosen for the commit" if chosen else "")
    return f"{title(item)} {item.name}{''.join(ends)}"


def sides(item: ItemChange) -> tuple[str, str]:
    """What the two columns are."""
    if item.file.kind is ChangeKind.CONFLICTED:
        return "Ours", "Theirs"
    return "Last commit", "Now"


def part_words(change: FieldChange) -> str:
    """ "Header Accept"."""
    return f"{change.part} {change.name}".rstrip()


def as_text(item: ItemChange) -> str:
    """The whole change, for the clipboard: a head, one line a field, and the texts as a diff."""
    lines = [f"{title(item)}: {item.name}", item.file.key]
    if item.file.old_key:
        lines.append(f"was {item.file.old_key}")
    if item.note:
        lines.append(f"Line {item.line}: {item.note}" if item.line else item.note)
    lines += [_field_line(change) for change in item.fields]
    for text in item.texts:
        lines += ["", f"{text.title}:"]
        for row in line_diff(text.before, text.after):
            if row.kind is DiffKind.SAME:
                lines.append(f"  {row.left}")
                continue
            lines += [f"- {row.left}"] if row.left_no else []
            lines += [f"+ {row.right}"] if row.right_no else []
    return "\n".join(lines)


def _field_line(change: FieldChange) -> str:
    if change.before is None:
        return f"{part_words(change)}: {change.after} (added)"
    if change.after is None:
        return f"{part_words(change)}: {change.before} (removed)"
    return f"{part_words(change)}: {change.before} → {change.after}"


def _counted(part: str, count: int) -> str:
    if count > 1 and part in _COUNTED:
        return f"{count} {_COUNTED[part]}"
    return part if part in _KEPT else f"{part[:1].lower()}{part[1:]}"
