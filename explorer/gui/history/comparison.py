"""The texts of one exchange, and two exchanges line by line. Pure, and slow for long bodies: it belongs on a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.storage.compare import DiffKind, DiffRow, line_diff
from explorer.core.storage.compare_folded import folded_diff
from explorer.core.storage.compare_json import JsonChange, json_changes
from explorer.core.storage.compare_lines import is_cut
from explorer.gui.history.exchange_texts import BEGINNING_BYTES, LONG_BYTES, Aspect, Text, sent_body, text_of
from explorer.gui.widgets.viewer_highlight import Language

LINES_COMPARED = 1_000_000
FIELDS_SHOWN = 1_000
FIELDS_COUNTED = 20_000
LEFT_OUT = "… The rest is left out here. Open shows all of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An exchange of the history with its finding."""

    exchange: Exchange
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The differences of two JSON texts by their place in them, the first FIELDS_SHOWN of ``total``."""

    changes: tuple[JsonChange, ...]
    total: int
    is_cut: bool = False
    """Whether there are more than ``total``: counting ends at FIELDS_COUNTED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``b`` None: one exchange alone, and all rows are the same."""

    a: Recorded
    b: Recorded | None
    rows: Mapping[Aspect, tuple[DiffRow, ...]]
    languages: Mapping[Aspect, Language]
    sentence: str
    fields: Mapping[Aspect, Fields] = field(default_factory=dict)
    """Of those texts that are JSON on both sides and differ."""

    def count(self, aspect: Aspect) -> int:
        return differences(self.rows[aspect])


def alone(recorded: Recorded) -> Compared:
    """The texts of one exchange."""
    texts = {aspect: text_of(recorded.exchange, aspect, BEGINNING_BYTES) for aspect in Aspect}
    return Compared(
        a=recorded,
        b=None,
        rows={aspect: _lines(text) for aspect, text in texts.items()},
        languages={aspect: text.language for aspect, text in texts.items()},
        sentence=recorded.diagnosis.headline.replace("`", ""),
    )


def _lines(text: Text) -> tuple[DiffRow, ...]:
    """Those of one text. What is left out of a long one is said in its place."""
    rows = line_diff(text.text, text.text)
    if text.is_cut or is_cut(text.text):
        rows += (DiffRow(kind=DiffKind.SAME, left=LEFT_OUT),)
    return rows


def compared(a: Recorded, b: Recorded) -> Compared:
    """Both exchanges, row by row."""
    rows: dict[Aspect, tuple[DiffRow, ...]] = {}
    languages: dict[Aspect, Language] = {}
    fields: dict[Aspect, Fields] = {}
    for aspect in Aspect:
        left, right = text_of(a.exchange, aspect), text_of(b.exchange, aspect)
        if aspect is Aspect.BODY and left == right:
            left, right = sent_body(a.exchange), sent_body(b.exchange)
        rows[aspect] = folded_diff(left.text, right.text, LINES_COMPARED)
        languages[aspect] = left.language if left.text else right.language
        if found := _fields(left, right):
            fields[aspect] = found
    sentence = _sentence(a.exchange, b.exchange, rows)
    return Compared(a=a, b=b, rows=rows, languages=languages, sentence=sentence, fields=fields)


def _fields(left: Text, right: Text) -> Fields | None:
    """None for texts that are not both JSON, or are the same value."""
    if left.language is not Language.JSON or right.language is not Language.JSON or left.text == right.text:
        return None
    try:
        found = json_changes(left.text, right.text)
        changes = tuple(islice(found, FIELDS_SHOWN))
        total = len(changes) + sum(1 for _ in islice(found, FIELDS_COUNTED - FIELDS_SHOWN))
        is_cut = next(found, None) is not None
    except (ValueError, RecursionError):
        return None
    return Fields(changes=changes, total=total, is_cut=is_cut) if changes else None


def differences(rows: Iterable[DiffRow]) -> int:
    """Changed lines, and blocks of added or removed lines that do not belong to a changed line above them."""
    count, before = 0, DiffKind.SAME
    for row in rows:
        begins = row.kind is DiffKind.CHANGED or (row.kind is not DiffKind.SAME and before is DiffKind.SAME)
        count += begins
        before = row.kind
    return count


def unified(rows: Iterable[DiffRow]) -> str:
    """The rows as lines with minus, plus or blank before them, for copying."""
    return "\n".join(_unified(rows))


def _unified(rows: Iterable[DiffRow]) -> Iterator[str]:
    added: list[str] = []
    for row in rows:
        if row.kind is DiffKind.SAME:
            yield from added
            added = []
            yield f" {row.left}"
            continue
        if row.left_no:
            yield f"-{row.left}"
        if row.right_no:
            added.append(f"+{row.right}")
    yield from added


def is_long(*many: Recorded | None) -> bool:
    """Whether comparing them takes so long that it belongs in a process of its own."""
    return sum(size for one in many if one is not None for size in _sizes(one.exchange)) > LONG_BYTES


def _sizes(exchange: Exchange) -> Iterator[int]:
    if exchange.sent is not None:
        yield exchange.sent.body.size_bytes
    if exchange.response is not None:
        yield exchange.response.body.size_bytes


def _sentence(a: Exchange, b: Exchange, rows: Mapping[Aspect, tuple[DiffRow, ...]]) -> str:
    """ "URL, headers and environment are the same." """
    url_a, url_b = (one.sent.url if one.sent else one.request.url for one in (a, b))
    checks = (
        ("method", a.request.method == b.request.method),
        ("URL", url_a == url_b),
        ("headers", differences(rows[Aspect.HEADERS]) == 0),
        ("environment", a.environment == b.environment),
    )
    same = [name for name, is_same in checks if is_same and name != "method"]
    other = [name for name, is_same in checks if not is_same]
    if not other:
        return "URL, headers and environment are the same."
    differ = f"{_listed(other)} {_verb(other, 'differs', 'differ')}"
    if not same:
        return f"{_capital(differ)}."
    return f"{_capital(_listed(same))} {_verb(same, 'is', 'are')} the same; {differ}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verb(names: list[str], one: str, many: str) -> str:
    return one if len(names) == 1 and names != ["headers"] else many


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
