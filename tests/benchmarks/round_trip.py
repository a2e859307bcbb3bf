"""Files read and written again: the same bytes without a change, and nothing but a field's own line with one."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from explorer.core.model.tree import requests_of
from explorer.core.storage import collections
from tests.core.storage.yaml_corpus import request_files

EXAMPLES = Path(__file__).parents[2] / "resources/examples"


@dataclass
class Trips:
    """What came of some files."""

    files: int = 0
    rewritten: list[str] = field(default_factory=list)
    """Files whose bytes changed although nothing in them did."""
    spilled: list[str] = field(default_factory=list)
    """Files in which a changed method changed more than its line."""


def sample_trips() -> Trips:
    """Every request of the sample collections."""
    trips = Trips()
    for root in sorted(path.parent for path in EXAMPLES.rglob("opencollection.yml")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / root.name
            shutil.copytree(root, folder)
            for item in requests_of(collections.load(folder)):
                _travel(trips, folder, item.key)
    return trips


def generated_trips(count: int) -> Trips:
    """So many files as people and programs write them."""
    trips = Trips()

    @settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
    )
    @given(text=request_files())
    def travel(text: str) -> None:
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "r.yml").write_bytes(text.encode())
            _travel(trips, Path(name), "r.yml")

    travel()
    return trips


def _travel(trips: Trips, folder: Path, key: str) -> None:
    path = folder / key
    before = path.read_bytes()
    request = collections.read_request(path)
    trips.files += 1
    collections.save_request(folder, key, request)
    if path.read_bytes() != before:
        trips.rewritten.append(key)
        return
    collections.save_request(folder, key, replace(request, method="PURGE"))
    gone, came = _changed(before, path.read_bytes())
    if len(gone) != 1 or len(came) != 1:
        trips.spilled.append(key)


def _changed(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    gone: list[bytes] = []
    came: list[bytes] = []
    for operation, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if operation != "equal":
            gone += old[start:end]
            came += new[new_start:new_end]
    return gone, came
