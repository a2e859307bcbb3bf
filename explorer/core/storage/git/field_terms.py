"""What differs between two tables of rows, two sets of credentials, two texts: in few words, secrets masked. Pure."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, Protocol

from explorer.core.model.environment import Variable
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, Header, InheritAuth, NoAuth, OtherAuth
from explorer.core.model.versions import FieldChange, TextChange
from explorer.core.storage.git.json_terms import LONGEST, hidden, json_fields
from explorer.core.storage.masking import is_secret_name, mask_header
from explorer.core.storage.secret_places import masked_value

_AUTH_WORDS = {
    NoAuth: "none",
    InheritAuth: "inherited",
    BasicAuth: "Basic",
    BearerAuth: "Bearer",
    ApiKeyAuth: "API key",
}


class Row(Protocol):
    """What the rows of all tables have in common."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def description(self) -> str: ...


def simple(part: str, before: str, after: str, name: str = "") -> Iterator[FieldChange]:
    """One field that is a text."""
    if before != after:
        yield FieldChange(part=part, name=name, before=_short(before) or None, after=_short(after) or None)


def row_changes(part: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[FieldChange]:
    """Rows by name, equal names by their order; values of names that stand before a credential are masked."""
    old, new = _numbered(before), _numbered(after)
    found = False
    for key in dict.fromkeys((*old, *new)):
        for change in _row_change(part, old.get(key), new.get(key)):
            found = True
            yield change
    if not found and [row.name for row in before] != [row.name for row in after]:
        names = [", ".join(row.name for row in rows) for rows in (before, after)]
        yield from simple(part, names[0], names[1], name="order")


def header_changes(before: Sequence[Header], after: Sequence[Header]) -> Iterator[FieldChange]:
    """The rows of the Headers tab."""
    yield from row_changes("Header", before, after)


def variable_changes(before: Sequence[Variable], after: Sequence[Variable]) -> Iterator[FieldChange]:
    """Rows of variables; a secret one shows no value whatever the file holds."""
    yield from row_changes("Variable", before, after)
    kinds = {row.name: row for row in before}
    for row in after:
        old = kinds.get(row.name)
        if old is not None and old.secret != row.secret:
            yield from simple("Variable", _secrecy(old), _secrecy(row), name=f"{row.name}: kind")


def auth_changes(before: Auth | None, after: Auth | None) -> Iterator[FieldChange]:
    """Another scheme, or other values of the same."""
    if before == after:
        return
    if type(before) is not type(after) or before is None or after is None:
        yield from simple("Authorisation", auth_words(before), auth_words(after))
        return
    for one in fields(before):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name in ("password", "token", "value"):
            yield from _secret("Authorisation", old, new, one.name)
        else:
            yield from simple("Authorisation", str(old), str(new), name=one.name)


def auth_words(auth: Auth | None) -> str:
    """The scheme; None inherits."""
    if auth is None:
        return "inherited"
    return auth.kind if isinstance(auth, OtherAuth) else _AUTH_WORDS[type(auth)]


def docs_changes(before: str, after: str) -> Iterator[FieldChange]:
    """That the documentation differs; the lines are a text of their own."""
    if before != after:
        yield FieldChange(part="Docs", before=size_words(before), after=size_words(after))


def docs_texts(before: str, after: str) -> Iterator[TextChange]:
    """The documentation line by line."""
    if before != after:
        yield TextChange(title="Docs", before=before, after=after)


def text_changes(part: str, before: str, after: str, old: str, new: str) -> Iterator[FieldChange]:
    """Place by place where both are JSON, otherwise how long they are: the lines are compared beside it."""
    if before == after:
        return
    left, right = _json(before), _json(after)
    found = () if left is None or right is None else tuple(json_fields(part, left, right))
    if found:
        yield from found
    elif left is not None and left == right:
        yield FieldChange(part=part, name="layout", before=size_words(before), after=size_words(after))
    else:
        yield hidden(part) if old == new else FieldChange(part=part, before=size_words(before), after=size_words(after))


def _json(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _numbered(rows: Sequence[Row]) -> dict[tuple[str, int], Row]:
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        found[row.name, seen[row.name]] = row
        seen[row.name] += 1
    return found


def _row_change(part: str, before: Row | None, after: Row | None) -> Iterator[FieldChange]:
    present = after or before
    assert present is not None
    name = present.name
    sides = [_words(row) if row is not None else None for row in (before, after)]
    if before is None or after is None or sides[0] != sides[1]:
        yield FieldChange(part=part, name=name, before=sides[0], after=sides[1])
    elif before.value != after.value and not _is_secret(after):
        yield hidden(part, name)
    if before is not None and after is not None and before.description != after.description:
        yield from simple(part, before.description, after.description, name=f"{name}: description")


def _words(row: Row) -> str:
    value = row.value
    if isinstance(row, Header):
        value = mask_header(row.name, value)
    elif _is_secret(row):
        value = "secret"
    elif is_secret_name(row.name):
        value = masked_value(value)
    return _short(value) + ("" if row.enabled else " (off)")


def _is_secret(row: Row) -> bool:
    return isinstance(row, Variable) and row.secret


def _secrecy(row: Variable) -> str:
    return "secret" if row.secret else "plain"


def _secret(part: str, before: str, after: str, name: str) -> Iterator[FieldChange]:
    if before == after:
        return
    sides = [masked_value(before), masked_value(after)]
    yield hidden(part, name) if sides[0] == sides[1] else next(simple(part, sides[0], sides[1], name=name))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def size_words(text: str) -> str | None:
    """How long a text is; None for an empty one."""
    lines = text.count("\n") + 1
    return None if not text else "1 line" if lines == 1 else f"{lines:,} lines"
