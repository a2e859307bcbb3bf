"""How fast a long body is looked through for credentials: ``python -m tests.benchmarks.masking``.

Beside it, in the same run, the two patterns of names that can begin almost everywhere tried at every byte.
"""

import json
import re
import time
from collections.abc import Callable

from explorer.core.storage.secret_places import mask_places
from tests.core.storage.test_secret_places import EVERYWHERE

ROWS = 6_000
ROUNDS = 3


def bodies() -> dict[str, bytes]:
    """Some 500 KB each."""
    rows: dict[str, list[dict[str, object]]] = {
        "nothing like a name": [{"id": n, "name": "x y z", "note": "some words"} for n in range(ROWS)],
        "a field key in each row": [{"id": n, "key": f"item{n}", "note": "a text of some words"} for n in range(ROWS)],
        "a token in the URL of each": [
            {"id": n, "url": f"https://a.example/?page={n}&token=abc{n}"} for n in range(ROWS)
        ],
        "a token in each, and tokens": [{"id": n, "next_page_token": f"abc{n}", "tokens": n} for n in range(ROWS)],
        "letters as \\u00fc": [{"id": n, "name": "Müller Jürgen", "note": "a text of some words"} for n in range(ROWS)],
    }
    return {name: json.dumps(one).encode() for name, one in rows.items()}


def ms_per_mb(data: bytes, work: Callable[[bytes], object]) -> float:
    """The best of some rounds."""
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work(data)
        found.append((time.perf_counter() - begun) * 1000 / len(data) * 1e6)
    return min(found)


def everywhere(data: bytes) -> int:
    """How many places are found so."""
    patterns = [re.compile(condition + _behind(pattern), re.DOTALL) for pattern, condition in EVERYWHERE.items()]
    return sum(sum(1 for _ in pattern.finditer(data)) for pattern in patterns)


def _behind(pattern: re.Pattern[bytes]) -> bytes:
    """The pattern without its own beginning, which the condition has."""
    begin = rb"(?P<name>"
    return begin + pattern.pattern.partition(begin)[2]


def main() -> None:
    print(f"{'body':30}{'ms a MB':>10}{'everywhere':>12}{'times':>8}")
    for name, data in bodies().items():
        own, other = ms_per_mb(data, mask_places), ms_per_mb(data, everywhere)
        print(f"{name:30}{own:>10.0f}{other:>12.0f}{other / own:>8.1f}")


if __name__ == "__main__":
    main()
