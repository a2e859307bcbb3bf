"""Every value of a formatted text comes back whole, from a file and from memory."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explorer.core.content.json_value import json_at, plain_value
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex


@cache
def value() -> Any:
    return {
        "long": "ä\n" * 400_000,
        "rows": [{"id": number, "deep": {"list": [[], {}, [None]], "text": "}\n]"}} for number in range(12_000)],
        "a: b": {"x": 'quo"te'},
    }


@cache
def text() -> str:
    return json.dumps(value(), indent=2, ensure_ascii=False)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> TextFile:
    path: Path = tmp_path_factory.mktemp("json") / "text"
    path.write_text(text())
    return TextFile(path, TextIndex(size_bytes=len(text().encode())))


@pytest.mark.parametrize("name", ["long", "rows", "a: b", "x", "deep", "text"])
def test_every_value_comes_back_whole(file: TextFile, name: str) -> None:
    expected = {**value(), "x": 'quo"te', "text": "}\n]", **value()["rows"][0]}[name]
    lines = text().split("\n")
    row = next(number for number, line in enumerate(lines) if line.lstrip().startswith(f'"{name}":'))
    offset = len("\n".join(lines[:row]).encode()) + 1
    for found in (json_at(file, offset), json_at(lines, row)):
        assert json.loads(found) == expected
        assert found == json.dumps(expected, indent=2, ensure_ascii=False)


def test_a_limit_and_a_missing_end_are_told(file: TextFile) -> None:
    with pytest.raises(ValueError, match="too long"):
        json_at(file, 0, 1000)
    with pytest.raises(ValueError, match="too long"):
        json_at(["{", '  "a": 1'], 0)


def test_a_string_is_shown_without_its_escapes() -> None:
    assert [plain_value(text) for text in ('"a\\nb"', '"cut', "1.50", "{}")] == ["a\nb", '"cut', "1.50", "{}"]
