"""What exchanges can be filtered by, as words of the full-text index: status, host, method, environment and so on.

Each facet of a row is one word of private-use characters, which nobody can type. So a filter, a word and a window of
time are one intersection of sorted lists, the newest first, however many rows each of them has alone. Closed sets
(outcome, status, common methods, lengths in powers of two) have a character each; open ones (host, environment, code,
failure) have two that follow from a hash, and a condition on the columns beside it.
"""

import math
from zlib import crc32

_STATUS, _CLASS, _METHOD, _OUTCOME, _DURATION, _SIZE = 0xE000, 0xE400, 0xE410, 0xE430, 0xE440, 0xE480
_OPEN_BASE, _OPEN_SPAN = 0xF0000, 65_000
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY")
_BUCKETS = 40

FAILED = chr(_OUTCOME)
FINE = chr(_OUTCOME + 1)
IN_PART = chr(_OUTCOME + 2)
"""Of a row with a body of which the index has not all words."""


def status(code: int) -> str:
    """The word of one status; codes outside 100 to 999 have none."""
    return chr(_STATUS + code) if 100 <= code <= 999 else ""


def status_class(first_digit: int) -> str:
    """The word of 4xx and its like."""
    return chr(_CLASS + first_digit) if 1 <= first_digit <= 9 else ""


def method(name: str) -> str:
    """The word of a method, common or not."""
    name = name.upper()
    return chr(_METHOD + _METHODS.index(name)) if name in _METHODS else open_word("method", name)


def open_word(kind: str, value: str) -> str:
    """The word of a value out of an open set: kind is "host", "env", "code", "label" or "failure"."""
    text = f"{kind}\x1f{value}".encode("utf-8", "surrogatepass")
    return chr(_OPEN_BASE + crc32(text) % _OPEN_SPAN) + chr(_OPEN_BASE + crc32(text, 0x5EED) % _OPEN_SPAN)


def durations(at_least_s: float, at_most_s: float) -> list[str]:
    """The words of all lengths of time that have something in common with a range."""
    low, high = _bucket(at_least_s * 1000), _bucket(at_most_s * 1000)
    return [chr(_DURATION + number) for number in range(low, high + 1)]


def sizes(at_least_bytes: float, at_most_bytes: float) -> list[str]:
    """The words of all sizes that have something in common with a range."""
    return [chr(_SIZE + number) for number in range(_bucket(at_least_bytes), _bucket(at_most_bytes) + 1)]


def of_row(row: dict[str, object]) -> str:
    """All facets of a row with the columns' names, separated by blanks."""
    code, is_error = int(str(row["status"])), bool(row["is_error"])
    host, label = str(row["host"]), str(row["label"])
    found = [FAILED if is_error else FINE, status(code), status_class(code // 100), method(str(row["method"]))]
    found += durations(float(str(row["duration_s"])), float(str(row["duration_s"])))
    found += sizes(int(str(row["size_bytes"])), int(str(row["size_bytes"])))
    found += [open_word("host", one) for one in dict.fromkeys((host, name_of(host))) if one]
    found += [open_word(kind, str(row[name])) for kind, name in _OPEN.items() if row[name]]
    if label and not label.isdigit():
        found.append(open_word("label", label.upper()))
    return " ".join(filter(None, found))


def name_of(host: str) -> str:
    """A host without its port: "127.0.0.1:8025" -> "127.0.0.1", "[::1]:80" -> "[::1]"."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


_OPEN = {"env": "environment", "code": "code", "failure": "fingerprint"}


def _bucket(amount: float) -> int:
    if amount < 1:
        return 0
    return min(_BUCKETS, int(math.log2(amount)) + 1) if math.isfinite(amount) else _BUCKETS
