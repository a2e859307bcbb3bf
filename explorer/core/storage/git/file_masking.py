"""Takes credentials out of the text of a YAML or .env file line by line, understood or not. Pure.

A value is hidden behind the name of a credential (``token: ...``), and in a row whose name is one or that says it is
secret (``- name: X-Api-Key`` and, below, ``value: ...``). The number of lines stays.
"""

import re
from collections.abc import Iterator

from explorer.core.storage.masking import MASK, is_secret_name
from explorer.core.storage.secret_places import is_reference

_PAIR = re.compile(r"""^(?P<head>\s*(?:-\s+)*)(?P<name>["']?[\w.$-]+["']?)(?P<colon>\s*[:=]\s*)(?P<value>.*)$""")
_DOTENV = re.compile(r"^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*)[^\s].*?(?=\r?$)", re.MULTILINE)
_VALUES = ("value", "data")
_NAMES = ("name", "key")
_SECRET = re.compile(r"^\s*(?:-\s+)?[\"']?secret[\"']?\s*:\s*true\b", re.MULTILINE)


def masked_file(text: str, name: str = "") -> str:
    """The text with the mask in place of every such value; of a .env file every value is one."""
    if name.startswith(".env"):
        return _DOTENV.sub(lambda pair: f"{pair[1]}{MASK}", text)
    return "\n".join(line for row in _rows(text.split("\n")) for line in _masked_row(row))


def _rows(lines: list[str]) -> Iterator[list[str]]:
    """Stretches that begin with a dash: the rows of tables."""
    row: list[str] = []
    for line in lines:
        if line.lstrip().startswith("- ") and row:
            yield row
            row = []
        row.append(line)
    yield row


def _masked_row(row: list[str]) -> Iterator[str]:
    is_secret = _SECRET.search("\n".join(row)) is not None or _has_secret_name(row)
    hides_below: int | None = None
    for line in row:
        depth = len(line) - len(line.lstrip())
        if hides_below is not None and (not line.strip() or depth > hides_below):
            yield f"{line[:depth]}{MASK}" if line.strip() else line
            continue
        hides_below = None
        pair = _PAIR.match(line)
        if pair is None or not _hides(pair["name"].strip("\"'"), is_secret):
            yield line
            continue
        value = pair["value"].rstrip("\r")
        if value[:1] in ("", "|", ">"):
            # The lines below are the value, or, without a sign, a table with names of its own.
            hides_below = depth if value else None
            yield line
        else:
            shown = value if is_reference(value) or value in ("true", "false", "null", "[]", "{}") else MASK
            yield f"{pair['head']}{pair['name']}{pair['colon']}{shown}"


def _has_secret_name(row: list[str]) -> bool:
    pairs = (_PAIR.match(line) for line in row)
    return any(
        pair is not None and pair["name"].strip("\"'") in _NAMES and is_secret_name(pair["value"].strip(" \"'\r"))
        for pair in pairs
    )


def _hides(name: str, is_secret: bool) -> bool:
    if name in _VALUES:
        return is_secret
    return is_secret_name(name) and name not in (*_NAMES, "secret")
