"""The query of a URL and the enabled query rows beside it: what only the rows say is put into the URL.

In Explorer the URL is what goes on the wire; other programs write rows that their URL does not repeat. Text in, text
out: ``{{references}}`` and ``%20`` stay as they are written.
"""

from collections.abc import Sequence
from urllib.parse import unquote_plus

from explorer.core.model.request import Param, ParamKind

_STRUCTURE = {"&": "%26", "#": "%23", "\n": "%0A", "\r": "%0D"}
"""Characters that would end the value, or that no URL can hold (RFC 3986 §3.4)."""


def with_rows(url: str, params: Sequence[Param]) -> str:
    """The URL with the enabled query rows that its query lacks, in their order, behind what is there.

    A row whose name stands in the query with another value is taken to be meant by it: there the URL wins.
    """
    wanted = [row for row in params if row.kind is ParamKind.QUERY and row.enabled and (row.name or row.value)]
    if not wanted:
        return url
    rest, mark, fragment = url.partition("#")
    base, _, query = rest.partition("?")
    missing = _missing(wanted, query)
    if not missing:
        return url
    texts = [query] if query else []
    return f"{base}?{'&'.join([*texts, *missing])}{mark}{fragment}"


def _missing(rows: list[Param], query: str) -> list[str]:
    """The rows left over when each part of the query has taken its equal, or else one of its name."""
    pairs = [_decoded(text) for text in query.split("&") if text]
    left: list[Param] = []
    for row in rows:
        pair = _decoded(_text(row))
        if pair in pairs:
            pairs.remove(pair)
        else:
            left.append(row)
    missing: list[str] = []
    names = [name for name, _ in pairs]
    for row in left:
        name = _decoded(_text(row))[0]
        if name in names:
            names.remove(name)
        else:
            missing.append(_text(row))
    return missing


def _text(row: Param) -> str:
    return f"{_escaped(row.name).replace('=', '%3D')}={_escaped(row.value)}"


def _escaped(text: str) -> str:
    return "".join(_STRUCTURE.get(character, character) for character in text)


def _decoded(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return unquote_plus(name), unquote_plus(value)
