"""No colour is written outside the theme."""

from __future__ import annotations

import re
from pathlib import Path

import explorer

GUI = Path(explorer.__file__).parent / "gui"
HEX = re.compile(r"""["']#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})["';]""")
NAMED = re.compile(r"QColor\(\s*[\"'0-9]|Qt\.GlobalColor\.(?!transparent)")


def test_the_pattern_finds_colours() -> None:
    assert HEX.search('QColor("#FFAA00")')
    assert NAMED.search("QColor(255, 0, 0)")


def test_only_the_theme_names_colours() -> None:
    files = [file for file in GUI.rglob("*.py") if "theme" not in file.relative_to(GUI).parts]
    assert files
    strays = [
        f"{file.relative_to(GUI)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if HEX.search(line) or NAMED.search(line)
    ]
    assert strays == []
