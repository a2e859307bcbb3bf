"""Searches names, URLs, parameters, headers, bodies, notes and saved examples of an open collection, and says where
words were found.

The index is made of what is in memory already; it is built with the first search and follows later collections by
looking only at items that are other objects. Values of secrets are not in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    Body,
    FileBody,
    FormBody,
    GraphQLBody,
    MultipartBody,
    TextBody,
)
from explorer.core.model.tree import walk
from explorer.core.storage.secret_names import is_secret_name

if TYPE_CHECKING:
    from explorer.core.model.example import Example

LIMIT = 200
"""Finds by name, and finds elsewhere, that are given at most: more than anyone reads."""

_LONGEST_LETTERS = 200_000
"""Of one field; what stands behind it is not searched."""
_MOST_LETTERS = 40_000_000
"""Of all lowered texts together; items beyond it are lowered anew for every search."""
_STEP = 500
"""Items between two looks at whether the search was given up."""
_BEFORE, _AFTER = 24, 96
"""Letters of an excerpt around what was found."""
_SPACE = re.compile(r"\s+")


class Part(StrEnum):
    """Where something was found, nearest to what people look for first; the value is for the eye."""

    NAME = "Name"
    URL = "URL"
    PARAM = "Param"
    HEADER = "Header"
    AUTH = "Auth"
    BODY = "Body"
    VARIABLE = "Variable"
    DOCS = "Docs"
    EXAMPLE = "Example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item with the best place in it."""

    key: str
    name: str
    method: str
    """Empty for a folder."""
    part: Part
    row: str = ""
    """Name of the header, parameter, form field, variable or example."""
    start: int = -1
    """Where the match stands in the text of the field; -1 when its letters are not those that were typed."""
    end: int = -1
    excerpt: str = ""
    """One line of the field around the match."""
    marked: tuple[int, int] = (0, 0)
    """The match within the excerpt."""


@dataclass(frozen=True, slots=True)
class _Text:
    part: Part
    row: str
    text: str


@dataclass(slots=True)
class _Entry:
    item: Item
    lowered: str
    """All its texts in small letters; empty when there is no room to keep them."""


@dataclass(slots=True)
class Index:
    """Used from one thread at a time."""

    _entries: dict[str, _Entry] = field(default_factory=dict, repr=False)
    _letters: int = 0

    def find(
        self, collection: Collection, words: str, limit: int = LIMIT, is_over: Callable[[], bool] = lambda: False
    ) -> tuple[Found, ...]:
        """Items in which every word stands, those found by name first, then in tree order; less when ``is_over``."""
        wanted = words.lower().split()
        if not wanted:
            return ()
        named: list[Found] = []
        elsewhere: list[Found] = []
        for entry in self._following(collection, is_over):
            lowered = entry.lowered or _lowered(entry.item)
            if not all(word in lowered for word in wanted):
                continue
            is_named = wanted[0] in _name(entry.item).lower()
            if len(named if is_named else elsewhere) < limit:
                found = _best(entry.item, words.strip(), wanted)
                (named if found.part is Part.NAME else elsewhere).append(found)
        return (*named[:limit], *elsewhere[:limit])

    def _following(self, collection: Collection, is_over: Callable[[], bool]) -> Iterator[_Entry]:
        """The entries of a collection in tree order, brought up to date on the way."""
        before, self._entries, self._letters = self._entries, {}, 0
        for number, item in enumerate(walk(collection.items)):
            if number % _STEP == 0 and is_over():
                self._entries = {**before, **self._entries}
                return
            if not isinstance(item, RequestItem | Folder):
                continue
            entry = before.get(item.key)
            if entry is None or not _is_same(entry.item, item):
                lowered = _lowered(item)
                entry = _Entry(item, lowered if self._letters < _MOST_LETTERS else "")
            self._letters += len(entry.lowered)
            self._entries[item.key] = entry
            yield entry


def names_found(collection: Collection, words: str, limit: int = LIMIT) -> frozenset[str]:
    """Keys of the items whose names contain the words as they are typed; quick enough to be done at every key."""
    wanted, found = words.strip().lower(), set[str]()
    for item in walk(collection.items):
        if wanted in _name(item).lower():
            found.add(item.key)
            if len(found) == limit:
                break
    return frozenset(found)


def _name(item: Item) -> str:
    return item.request.name if isinstance(item, RequestItem) else item.name


def _is_same(one: Item, other: Item) -> bool:
    """Items that were not read again are the same objects; folders are made anew with every load."""
    if isinstance(one, Folder) and isinstance(other, Folder):
        return _folder_texts(one) == _folder_texts(other)
    return one is other


def _lowered(item: Item) -> str:
    return "\n".join(one.text for one in _texts(item)).lower()


def _texts(item: Item) -> Iterator[_Text]:
    if isinstance(item, Folder):
        yield from _folder_texts(item)
    elif isinstance(item, RequestItem):
        request = item.request
        yield _Text(Part.NAME, "", request.name)
        yield _Text(Part.URL, "", request.url)
        yield from (_row(Part.PARAM, one.name, one.value, one.description) for one in request.params)
        yield from (_row(Part.HEADER, one.name, one.value, one.description) for one in request.headers)
        yield from _auth_texts(request.auth)
        yield from _body_texts(request.body)
        for variant in request.variants:
            yield from _body_texts(variant.body) if variant.body is not None else ()
        yield from (_row(Part.VARIABLE, one.name, "" if one.secret else one.value) for one in request.variables)
        yield _Text(Part.DOCS, "", request.docs[:_LONGEST_LETTERS])
        yield from map(_example, item.examples)


def _example(example: "Example") -> _Text:
    body = (example.response.body if example.response else "") or ""
    words = filter(None, (example.name, example.description, body[:_LONGEST_LETTERS]))
    return _Text(Part.EXAMPLE, example.name, "\n".join(words))


def _folder_texts(folder: Folder) -> tuple[_Text, ...]:
    return (
        _Text(Part.NAME, "", folder.name),
        *(_row(Part.HEADER, one.name, one.value) for one in folder.headers),
        *(_row(Part.VARIABLE, one.name, "" if one.secret else one.value) for one in folder.variables),
        _Text(Part.DOCS, "", folder.docs[:_LONGEST_LETTERS]),
    )


def _row(part: Part, name: str, value: str, description: str = "") -> _Text:
    """A named value; of a credential only what names variables."""
    hidden = is_secret_name(name) and "{{" not in value
    text = name if hidden else f"{name}: {value}"
    return _Text(part, name, f"{text}\n{description}" if description else text)


def _auth_texts(auth: Auth) -> Iterator[_Text]:
    match auth:
        case BasicAuth():
            yield _Text(Part.AUTH, "", auth.username)
        case ApiKeyAuth():
            yield _Text(Part.AUTH, "", auth.name)
        case _:
            return


def _body_texts(body: Body) -> Iterator[_Text]:
    match body:
        case TextBody():
            yield _Text(Part.BODY, "", body.text[:_LONGEST_LETTERS])
        case FormBody():
            yield from (_row(Part.BODY, one.name, one.value) for one in body.fields)
        case MultipartBody():
            yield from (_row(Part.BODY, one.name, one.file_path or one.value) for one in body.parts)
        case FileBody():
            yield _Text(Part.BODY, "", body.file_path)
        case GraphQLBody():
            yield _Text(Part.BODY, "", body.query[:_LONGEST_LETTERS])
            yield _Text(Part.BODY, "variables", body.variables[:_LONGEST_LETTERS])
        case _:
            return


def _best(item: Item, phrase: str, words: list[str]) -> Found:
    """The first field with the phrase as it was typed, else with the longest word."""
    texts = tuple(_texts(item))
    for wanted in (phrase, max(words, key=len)):
        pattern = re.compile(re.escape(wanted), re.IGNORECASE)
        for one in texts:
            match = pattern.search(one.text)
            if match is not None:
                return _found(item, one, match.start(), match.end())
    return _found(item, texts[0], 0, 0)


def _found(item: Item, one: _Text, start: int, end: int) -> Found:
    before = _SPACE.sub(" ", one.text[max(0, start - 2 * _BEFORE) : start].lstrip())
    cut = start > 2 * _BEFORE or len(before) > _BEFORE
    before = ("…" if cut else "") + before[-_BEFORE:]
    marked = _SPACE.sub(" ", one.text[start:end])
    after = _SPACE.sub(" ", one.text[end : end + _AFTER])
    return Found(
        key=item.key,
        name=_name(item),
        method=item.request.method if isinstance(item, RequestItem) else "",
        part=one.part,
        row=one.row,
        start=start,
        end=end,
        excerpt=before + marked + after,
        marked=(len(before), len(before) + len(marked)),
    )
