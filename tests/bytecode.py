"""Bytecode of the program and of its tests is kept on disk, and what is not there yet is made once, not by each worker.

Where PYTHONDONTWRITEBYTECODE is set, as in many containers, every worker and every process that a test starts would
compile all of it again: twice the time of collecting, and a second for each program.
"""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def keep() -> None:
    """From here on this process and those that it starts write what they compile."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def make_a_share(number: int, of: int) -> None:
    """Load every n-th module of tests, as collecting will, so that the workers do not all begin with the same one."""
    for path in sorted(TESTS.rglob("test_*.py"))[number::of]:
        name = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        with suppress(Exception, pytest.skip.Exception):  # collecting says what is wrong
            importlib.import_module(name)
