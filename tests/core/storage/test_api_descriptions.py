"""API descriptions beside a collection: read as data, and a sentence for each that cannot be used."""

import os
import shutil
from pathlib import Path

import pytest

from explorer.core.storage.api_descriptions import MOST_BYTES, read_descriptions, stamp

DATA = Path(__file__).parents[2] / "data" / "openapi"


@pytest.fixture
def side(tmp_path: Path) -> Path:
    folder = tmp_path / ".explorer"
    folder.mkdir()
    return folder


def test_json_and_yaml_are_read(side: Path) -> None:
    shutil.copy(DATA / "pets.yaml", side / "openapi.yaml")
    shutil.copy(DATA / "orders.json", side / "openapi.json")
    documents, sentences = read_descriptions(side.parent)
    assert [(name, document["info"]["title"]) for name, document in documents] == [
        ("openapi.json", "Orders"),
        ("openapi.yaml", "Pet shelter"),
    ]
    assert sentences == ()


def test_without_files_there_is_nothing(tmp_path: Path) -> None:
    assert read_descriptions(tmp_path) == ((), ())
    assert read_descriptions(tmp_path / "gone") == ((), ())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("openapi.json", b"{"),
        ("openapi.json", b"[" * 100_000),
        ("openapi.json", b"[]"),
        ("openapi.yaml", b"a: [1"),
        ("openapi.yml", b""),
        ("openapi.yml", b"a: &a [*a]"),
        ("openapi.json", b"\xff\xfe\x00"),
        ("openapi.json", b" " * (MOST_BYTES + 1)),
    ],
    ids=["broken", "deep", "list", "broken-yaml", "empty", "loop", "not-text", "large"],
)
def test_a_file_that_cannot_be_used_is_told(side: Path, name: str, data: bytes) -> None:
    (side / name).write_bytes(data)
    documents, (sentence,) = read_descriptions(side.parent)
    assert documents == ()
    assert sentence.startswith(f".explorer/{name} is not used. ")
    assert sentence.endswith(".")


def test_the_stamp_follows_the_file(side: Path) -> None:
    before = stamp(side.parent)
    (side / "openapi.json").write_text("{}")
    first = stamp(side.parent)
    os.utime(side / "openapi.json", ns=(1, 1))
    assert len({before, first, stamp(side.parent)}) == 3
