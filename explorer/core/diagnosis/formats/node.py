"""A JSON object whose keys are met in any spelling: errorCode, error_code, ERROR-CODE and "ns:errorCode" are one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_LONGEST_KEPT = 64
_MOST_KEYS, _LAST_KEYS = 1500, 300
"""Of an object with more keys the first ones and the last ones are looked at; all of them fit the cache below."""
_OTHER = re.compile(r"[\W_]")


def squeezed(key: str) -> str:
    """A key in lower case without separators, accents, sigils and namespace prefix; letters of any script stay."""
    return _squeezed_key(key) if len(key) <= _LONGEST_KEPT else _squeezed(key)


def _squeezed(key: str) -> str:
    name = key.rpartition(":")[2].lower()
    if not name.isascii():
        name = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return _OTHER.sub("", name)


_squeezed_key = lru_cache(maxsize=2048)(_squeezed)
"""The rows of a list have the same keys over and over; long texts are no keys and not worth their room."""


class Node:
    """Read access to a mapping by squeezed keys; of two keys that squeeze alike the first wins, one
    with a leading underscore loses."""

    def __init__(self, members: Mapping[str, object]) -> None:
        if len(members) > _MOST_KEYS:
            keys = list(members)
            members = {key: members[key] for key in (*keys[: _MOST_KEYS - _LAST_KEYS], *keys[-_LAST_KEYS:])}
        self.members = members
        self._by_key: dict[str, object] = {}
        late: list[tuple[str, object]] = []
        for key, value in members.items():
            if key[:1] == "_":
                late.append((key, value))
            else:
                self._by_key.setdefault(squeezed(key), value)
        for key, value in late:
            self._by_key.setdefault(squeezed(key), value)

    def get(self, key: str) -> object:
        """The value of a squeezed key; None when absent."""
        return self._by_key.get(key)

    def __contains__(self, key: str) -> bool:
        """Whether the squeezed key is there."""
        return key in self._by_key

    def present(self, keys: Iterable[str]) -> list[str]:
        """Those of the squeezed keys that are there, in the order asked for."""
        return [key for key in keys if key in self._by_key]

    def has(self, *keys: str) -> bool:
        """Whether any of the squeezed keys is there."""
        return not self._by_key.keys().isdisjoint(keys)

    def first(self, keys: Iterable[str]) -> object:
        """The first value among the keys that is not None."""
        return next((value for key in keys if (value := self._by_key.get(key)) is not None), None)

    def nodes(self, keys: Iterable[str]) -> Iterator["Node"]:
        """The values of the keys that are objects with members."""
        for key in keys:
            value = self._by_key.get(key)
            if isinstance(value, dict) and value:
                yield Node(value)

    @property
    def keys(self) -> frozenset[str]:
        """All squeezed keys."""
        return frozenset(self._by_key)

    def items(self) -> Iterator[tuple[str, str, object]]:
        """Squeezed key, key as spelt, value."""
        for key, value in self.members.items():
            yield squeezed(str(key)), str(key), value
