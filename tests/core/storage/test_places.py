"""Where Explorer keeps its files."""

from pathlib import Path

import platformdirs
import pytest

from explorer.core.errors import StorageError
from explorer.core.storage.places import ensure, places


def test_the_variable_puts_everything_into_one_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path / "home"))
    found = places()
    assert (found.data, found.cache, found.config) == tuple(tmp_path / "home" / n for n in ("data", "cache", "config"))
    assert not (tmp_path / "home").exists()


def test_an_argument_wins_over_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path / "other"))
    assert places(tmp_path).data == tmp_path / "data"


def test_a_relative_home_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXPLORER_HOME", "here")
    assert places().config == tmp_path / "here" / "config"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv("EXPLORER_HOME", raising=False)
    else:
        monkeypatch.setenv("EXPLORER_HOME", value)
    assert places().data == platformdirs.user_data_path("explorer-http", appauthor=False)


def test_a_folder_is_made_on_demand_for_its_owner(tmp_path: Path) -> None:
    folder = ensure(tmp_path / "a" / "b")
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o077 == 0
    assert ensure(folder) == folder


def test_a_file_in_the_way_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(StorageError, match=r"^The folder .*a/b cannot be made: Not a directory\.$"):
        ensure(tmp_path / "a" / "b")
