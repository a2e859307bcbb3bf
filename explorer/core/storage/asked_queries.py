"""Queries with which bodies were filtered, as they are kept over a restart: few of each language, no secret in them."""

import re
from collections.abc import Iterable

from explorer.core.storage.secret_forms import mask
from explorer.core.storage.secret_names import is_secret_name

MOST_KEPT = 20
"""Of one language."""

_LONGEST = 2000
"""Characters of a query that is kept."""

_LITERAL = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
_NAME = re.compile(r"[\w-]+")

Rows = Iterable[tuple[str, str]]
"""Languages and expressions, the last one last."""


def without_surplus(rows: Rows) -> list[tuple[str, str]]:
    """The last of each language, each of them once and where it was asked last."""
    counts: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for row in reversed(list(rows)):
        if row not in found and counts.get(row[0], 0) < MOST_KEPT:
            counts[row[0]] = counts.get(row[0], 0) + 1
            found.append(row)
    return found[::-1]


def plain_queries(rows: Rows, secrets: tuple[str, ...]) -> dict[str, list[str]]:
    """What may be written down, by language: nothing that has a secret in it in any spelling, or looks so."""
    plain: dict[str, list[str]] = {}
    for language, expression in without_surplus(rows):
        if len(expression) <= _LONGEST and not _may_hold_secret(expression, secrets):
            plain.setdefault(language, []).append(expression)
    return plain


def queries_of(plain: object, languages: Iterable[str]) -> list[tuple[str, str]]:
    """The reverse, for known languages; what cannot be understood is left out."""
    if not isinstance(plain, dict):
        return []
    lists = [(language, plain.get(language)) for language in languages]
    return without_surplus(
        (language, one) for language, many in lists if isinstance(many, list) for one in many if isinstance(one, str)
    )


def _may_hold_secret(expression: str, secrets: tuple[str, ...]) -> bool:
    if mask(expression, secrets) != expression:
        return True
    literals = ["".join(found) for found in _LITERAL.findall(expression)]
    if not any(literals):
        return False
    # A literal that is the whole of a short secret, or stands beside a name like "token".
    return not set(secrets).isdisjoint(literals) or any(map(is_secret_name, _NAME.findall(expression)))
