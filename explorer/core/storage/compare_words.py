"""Two similar texts cut to the place where they differ, and the spans in which two lines differ."""

import difflib
import re

WIDTH = 24
"""Characters a shortened value may have."""

_TAIL = 8
_TOKEN = re.compile(r"\{\{[^{}]*\}\}|[\w:.\-]+|\s+|.", re.DOTALL)
_TOKEN_LIMIT = 400
_LINE_LIMIT = 2000

Spans = tuple[tuple[int, int], ...]
"""Start and end offsets, end exclusive."""


def shortened(before: str, after: str, width: int = WIDTH) -> tuple[str, str]:
    """Both texts around their first difference: "…at 19:00!" and "…at 19:30!". Short ones stay whole."""
    if max(len(before), len(after)) <= width:
        return _one_line(before), _one_line(after)
    prefix, suffix = common_ends(before, after)
    start = _word_start(before if len(before) >= len(after) else after, prefix)
    return tuple(_cut(text, start, suffix, width) for text in (before, after))  # type: ignore[return-value]


def common_ends(before: str, after: str) -> tuple[int, int]:
    """Lengths of the common beginning and, behind it, the common end; by halving, so that long texts are fast."""
    prefix = _common(before, after, min(len(before), len(after)), from_end=False)
    suffix = _common(before, after, min(len(before), len(after)) - prefix, from_end=True)
    return prefix, suffix


def differing_spans(before: str, after: str) -> tuple[Spans, Spans]:
    """Where two lines differ, by words; for long lines the one stretch between their common ends."""
    if max(len(before), len(after)) > _LINE_LIMIT:
        return _middle(before, after)
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(left), len(right)) > _TOKEN_LIMIT:
        return _middle(before, after)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    operations = [entry for entry in matcher.get_opcodes() if entry[0] != "equal"]
    return (
        _spans(left, [(start, end) for _, start, end, _, _ in operations]),
        _spans(right, [(start, end) for _, _, _, start, end in operations]),
    )


def _common(before: str, after: str, limit: int, *, from_end: bool) -> int:
    low, high = 0, limit
    while low < high:
        half = (low + high + 1) // 2
        if from_end:
            same = before[len(before) - half : len(before) - low] == after[len(after) - half : len(after) - low]
        else:
            same = before[low:half] == after[low:half]
        if same:
            low = half
        else:
            high = half - 1
    return low


def _word_start(text: str, offset: int) -> int:
    """Where to begin so that the differing word is whole, with the word before it if that is short."""
    start = text.rfind(" ", 0, offset) + 1
    if offset - start > WIDTH // 2:
        return offset - 4
    earlier = text.rfind(" ", 0, max(0, start - 1)) + 1
    return earlier if offset - earlier <= WIDTH // 3 else start


def _cut(text: str, start: int, suffix: int, width: int) -> str:
    end = len(text) if suffix <= _TAIL else len(text) - suffix + _TAIL
    end = min(end, start + width)
    middle = _one_line(text[start:end])
    return ("…" if start > 0 else "") + middle + ("…" if end < len(text) else "")


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(sign in text for sign in "\n\r\t") else text


def _middle(before: str, after: str) -> tuple[Spans, Spans]:
    prefix, suffix = common_ends(before, after)
    left, right = (prefix, len(before) - suffix), (prefix, len(after) - suffix)
    return ((left,) if left[0] < left[1] else ()), ((right,) if right[0] < right[1] else ())


def _spans(tokens: list[str], ranges: list[tuple[int, int]]) -> Spans:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return tuple((offsets[start], offsets[end]) for start, end in ranges if start < end)
