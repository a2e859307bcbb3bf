"""The rules of the house that a tool can check: sizes, docstrings, names, and nothing that nests the event loop."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "explorer").rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
LONGEST_FILE = 400
LONGEST_FUNCTION = 45
MEDIAN_FUNCTION = 10
BANNED_NAMES = {"misc", "utils", "util", "helpers", "common", "manager", "base"}
NESTING = re.compile(r"(?<!app)\.exec_?\(\)|processEvents\(|asyncSlot|asyncClose")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_files_are_short_named_for_a_noun_and_say_what_they_know(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert path.stem not in BANNED_NAMES
    assert ast.get_docstring(ast.parse(text)), "a module says in a docstring what it knows"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_functions_are_short(path: Path) -> None:
    long = [f"{node.name} ({length(node)})" for node in functions(path) if length(node) > LONGEST_FUNCTION]
    assert not long


def test_the_median_function_is_short() -> None:
    assert median(length(node) for path in FILES for node in functions(path)) < MEDIAN_FUNCTION


@pytest.mark.parametrize("path", sorted((ROOT / "explorer" / "gui").rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_nests_the_event_loop(path: Path) -> None:
    assert not NESTING.search(path.read_text(encoding="utf-8"))


def test_nothing_speaks_of_the_workplace() -> None:
    words = re.compile(r"/work/|\.\./shared|\bhelper agent|this session", re.IGNORECASE)
    kept = [*FILES, *(ROOT / "resources").rglob("*.*"), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "Makefile"]
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in kept if path.is_file()}
    assert not [str(path) for path, text in texts.items() if words.search(text)]
