"""``explorer new``: a collection, a workspace, and a collection in a workspace."""

from pathlib import Path

import pytest

from explorer.core.storage import collections
from explorer.core.storage.workspace_file import Member, WorkspaceFile, read_workspace
from tests.cli.conftest import MemoryKeychain, Run


def test_a_collection(explorer: Run, tmp_path: Path) -> None:
    ended = explorer("new", str(tmp_path / "shop"), "--name", "My shop")
    assert (ended.code, ended.out, ended.err) == (0, f"{tmp_path / 'shop'}\n", "")
    assert collections.load(tmp_path / "shop").name == "My shop"
    assert explorer("validate", str(tmp_path / "shop")).code == 0


def test_one_that_is_there_stays(explorer: Run, tmp_path: Path) -> None:
    explorer("new", str(tmp_path / "shop"))
    before = (tmp_path / "shop" / "opencollection.yml").read_bytes()
    ended = explorer("new", str(tmp_path / "shop"), "--name", "Other")
    assert ended.code == 1
    assert "already a collection" in ended.err
    assert (tmp_path / "shop" / "opencollection.yml").read_bytes() == before


def test_an_empty_name_is_no_folder(explorer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert explorer("new", "").code == 2
    assert not (tmp_path / "opencollection.yml").exists()


def test_a_workspace_lists_its_collections(explorer: Run, tmp_path: Path) -> None:
    assert explorer("new", "--workspace", str(tmp_path / "team"), "--name", "Team").code == 0
    ended = explorer("new", str(tmp_path / "team" / "shop"), "--name", "Shop")
    assert "workspace.yml lists it now" in ended.err
    assert read_workspace(tmp_path / "team") == WorkspaceFile(name="Team", members=(Member(name="Shop", path="shop"),))
    assert explorer("new", "--workspace", str(tmp_path / "team")).code == 1


def test_a_name_that_is_a_secret_of_the_workspace_is_refused(
    explorer: Run, tmp_path: Path, keychain: MemoryKeychain
) -> None:
    explorer("new", "--workspace", str(tmp_path / "team"))
    explorer("new", str(tmp_path / "team" / "shop"), "--name", "Shop")
    (tmp_path / "team" / "shop" / "environments").mkdir()
    environment = "name: Test\nvariables:\n  - {name: token, secret: true}\n"
    (tmp_path / "team" / "shop" / "environments" / "Test.yml").write_text(environment)
    keychain.passwords["explorer-http:Shop/Test", "token"] = "hunter-22"
    for words in (("other", "--name", "My hunter-22"), ("hunter-22",)):
        ended = explorer("new", str(tmp_path / "team" / words[0]), *words[1:])
        assert ended.code == 1
        assert "holds the value of the secret variable token" in ended.err
        assert "Choose another name; nothing was saved." in ended.err
    assert sorted(one.name for one in (tmp_path / "team").iterdir()) == ["shop", "workspace.yml"]
