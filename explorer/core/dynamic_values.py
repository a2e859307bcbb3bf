"""Values made anew at each place: ``{{$uuid}}``, ``{{$timestamp}}`` and the names that Postman and Bruno users know.

Words and patterns stand in ``resources/dynamic/values.json``, read when the first of them is wanted: the faker package
takes 84 ms and 25 MB for the same names. Addresses and domains that could belong to someone end in ``example.*``
(RFC 2606).
"""

import json
import random
import re
import string
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from explorer import assets

_BLANK = re.compile(r"\{(?:(?P<low>\d+)-(?P<high>\d+)|(?P<name>[a-z_]+)(?:(?P<kind>[:*])(?P<count>\d+))?)\}")
_ALPHABETS = {
    "hex": "0123456789abcdef",
    "digits": string.digits,
    "upper": string.ascii_uppercase,
    "alnum": string.ascii_letters + string.digits,
    "nano": string.ascii_letters + string.digits + "_-",
}
_YEAR_S = 365 * 24 * 3600


class _Book(NamedTuple):
    patterns: dict[str, str]
    words: dict[str, tuple[str, ...]]


def is_dynamic(name: str) -> bool:
    """Whether ``name`` is one that is made anew; others that begin with ``$`` are variables like any other."""
    return name.startswith("$") and (name in _MADE or name in _book().patterns)


def dynamic_value(name: str) -> str:
    """A new value; raises KeyError for a name that is not dynamic."""
    made = _MADE.get(name)
    return made() if made is not None else _BLANK.sub(_filled, _book().patterns[name])


def dynamic_names() -> tuple[str, ...]:
    """Every dynamic name, in alphabetical order."""
    return tuple(sorted((*_MADE, *_book().patterns)))


@cache
def _book() -> _Book:
    plain = json.loads(assets.text("dynamic/values.json"))
    words = {name: tuple(row.split() if isinstance(row, str) else row) for name, row in plain["words"].items()}
    return _Book(plain["patterns"], words)


def _filled(blank: re.Match[str]) -> str:
    if blank["low"]:
        return str(random.randint(int(blank["low"]), int(blank["high"])))
    count = int(blank["count"] or 1)
    if blank["kind"] == ":":
        return "".join(random.choices(_ALPHABETS[blank["name"]], k=count))
    text = " ".join(random.choices(_book().words[blank["name"]], k=count))
    return text[:1].upper() + text[1:] if blank["kind"] == "*" and count > 3 else text


def _uuid() -> str:
    import uuid  # late: it loads platform, and no window needs either before its first request

    return str(uuid.uuid4())


def _moment(earliest_s: float = 0.0, latest_s: float = 0.0) -> str:
    at = datetime.now(UTC) + timedelta(seconds=random.uniform(earliest_s, latest_s))
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


_MADE: dict[str, Callable[[], str]] = {
    "$uuid": _uuid,
    "$guid": _uuid,
    "$randomUUID": _uuid,
    "$timestamp": lambda: str(int(time.time())),
    "$isoTimestamp": _moment,
    "$randomDateFuture": lambda: _moment(1, _YEAR_S),
    "$randomDatePast": lambda: _moment(-_YEAR_S, -1),
    "$randomDateRecent": lambda: _moment(-24 * 3600, 0),
    "$randomLatitude": lambda: f"{random.uniform(-90, 90):.4f}",
    "$randomLongitude": lambda: f"{random.uniform(-180, 180):.4f}",
}
