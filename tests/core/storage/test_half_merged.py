"""A half merged file is written only when it still says what was looked at, and the change can be turned round."""

import subprocess
from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.collection import BrokenItem
from explorer.core.storage import collections
from explorer.core.storage.half_merged import Rewriting, fault_in, read_half_merged, rewrite
from explorer.core.storage.merge_marks import Side

BASE = "info:\n  name: Ping\n  type: http\nhttp:\n  method: GET\n  url: http://h/base\n"


def merged(folder: Path) -> Path:
    """A folder in which git itself left a conflict."""

    def git(*words: str, code: int = 0) -> None:
        command = ("git", "-c", "user.name=A", "-c", "user.email=a@b", *words)
        assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == code

    (folder / "opencollection.yml").write_text("info: {name: C}\n")
    path = folder / "Ping.yml"
    path.write_text(BASE)
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "feature")
    path.write_text(BASE.replace("/base", "/theirs"))
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    path.write_text(BASE.replace("/base", "/mine"))
    git("commit", "-qam", "mine")
    git("merge", "-q", "feature", code=1)
    return path


def test_what_git_left_is_read_chosen_and_taken_back(tmp_path: Path) -> None:
    path = merged(tmp_path)
    (item,) = collections.load(tmp_path).items
    assert isinstance(item, BrokenItem)
    assert item.is_half_merged
    found = read_half_merged(tmp_path, item.key)
    assert (found.marked.mine, found.marked.theirs) == ("HEAD", "feature")
    assert found.marked.whole(Side.MINE) == BASE.replace("/base", "/mine")
    chosen = Rewriting(key=item.key, before=found.data, after=found.marked.whole(Side.THEIRS).encode())
    rewrite(tmp_path, chosen)
    assert path.read_text() == BASE.replace("/base", "/theirs")
    with pytest.raises(StorageError, match="no marks of a merge conflict any more"):
        read_half_merged(tmp_path, item.key)
    with pytest.raises(StorageError, match="changed in the meantime"):
        rewrite(tmp_path, chosen)
    rewrite(tmp_path, chosen.reversed())
    assert path.read_bytes() == found.data


def test_in_a_rebase_mine_is_what_one_wrote_oneself(tmp_path: Path) -> None:
    merged(tmp_path)
    for words in (("merge", "--abort"), ("-c", "user.name=A", "-c", "user.email=a@b", "rebase", "feature")):
        subprocess.run(("git", *words), cwd=tmp_path, capture_output=True, check=False)
    found = read_half_merged(tmp_path, "Ping.yml").marked
    assert found.theirs == "HEAD"
    assert "mine" in found.mine
    assert found.whole(Side.MINE) == BASE.replace("/base", "/mine")
    assert found.whole(Side.THEIRS) == BASE.replace("/base", "/theirs")


def test_a_choice_that_cannot_be_read_is_told() -> None:
    assert fault_in("a.yml", BASE) == ""
    assert fault_in("a.yml", "info: [\n").startswith("Line ")
