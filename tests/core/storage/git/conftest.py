"""A collection in a repository of its own."""

from pathlib import Path

import pytest

from tests.repositories import alone, make_repository


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The collection, all committed on ``main``."""
    alone(monkeypatch)
    return make_repository(tmp_path / "repository")
