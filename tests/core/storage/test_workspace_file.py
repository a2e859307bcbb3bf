"""The file above the collections: read as Bruno writes it, made, and added to without touching the rest."""

import pytest

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.storage.workspace_file import (
    WORKSPACE_FILE,
    Member,
    WorkspaceFile,
    add_member,
    beside,
    collection_in,
    create_workspace,
    read_workspace,
)

BRUNO = """\
opencollection: 1.0.0
info:
  name: "Team: no # 1"
  type: workspace

collections:
  - name: "Shop"
    path: "collections/shop"
    remote: "https://example.com/shop.git"
  - path: /elsewhere/Other

specs:

docs: ''

activeEnvironmentUid: abc   # theirs
"""


def test_it_is_read_as_bruno_writes_it(tmp_path):
    (tmp_path / WORKSPACE_FILE).write_text(BRUNO)
    found = read_workspace(tmp_path)
    assert found == WorkspaceFile(
        name="Team: no # 1",
        members=(Member(name="Shop", path="collections/shop"), Member(name="Other", path="/elsewhere/Other")),
    )
    assert [str(member.folder(tmp_path)) for member in found.members] == [
        str(tmp_path / "collections" / "shop"),
        "/elsewhere/Other",
    ]


def test_a_folder_without_one_has_none(tmp_path):
    assert read_workspace(tmp_path) is None
    assert not add_member(tmp_path, tmp_path / "c", "c")


def test_a_member_is_added_once_and_the_rest_stays(tmp_path):
    (tmp_path / WORKSPACE_FILE).write_text(BRUNO)
    assert not add_member(tmp_path, tmp_path / "collections" / "shop", "Shop")
    assert (tmp_path / WORKSPACE_FILE).read_text() == BRUNO
    assert add_member(tmp_path, tmp_path / "new", "New one")
    assert add_member(tmp_path, tmp_path.parent / "outside", "Out")
    found = read_workspace(tmp_path)
    assert found is not None
    assert found.members[2:] == (
        Member(name="New one", path="new"),
        Member(name="Out", path=str(tmp_path.parent / "outside")),
    )
    after = (tmp_path / WORKSPACE_FILE).read_text()
    assert [line for line in BRUNO.splitlines() if line not in after.splitlines()] == []
    assert not add_member(tmp_path, tmp_path / "new", "again")


@pytest.mark.parametrize("line", ["collections:\n", "collections: []\n", ""])
def test_the_first_member(tmp_path, line):
    (tmp_path / WORKSPACE_FILE).write_text(f"info: {{name: W, type: workspace}}\n{line}docs: ''\n")
    assert add_member(tmp_path, tmp_path / "c", "C")
    assert read_workspace(tmp_path) == WorkspaceFile(name="W", members=(Member(name="C", path="c"),))


def test_a_new_one_is_read_back_and_never_overwritten(tmp_path):
    create_workspace(tmp_path / "w", "Team")
    assert read_workspace(tmp_path / "w") == WorkspaceFile(name="Team")
    with pytest.raises(StorageError, match="already a workspace"):
        create_workspace(tmp_path / "w", "Other")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("info:\n  type: collection\n", 2, "must be workspace"),
        ("collections:\n  - name: a\n", 2, "needs a path"),
        ("collections: x\n", 1, "must be a list"),
    ],
)
def test_a_wrong_shape_is_said_with_its_line(tmp_path, text, line, words):
    (tmp_path / WORKSPACE_FILE).write_text(text)
    with pytest.raises(BrokenFileError, match=words) as caught:
        read_workspace(tmp_path)
    assert caught.value.line == line


def test_a_workspace_is_opened_at_its_first_collection_and_knows_the_others(tmp_path):
    for name in ("collections/shop", "collections/pay", "collections/shop/F"):
        (tmp_path / name).mkdir(parents=True)
    rows = "".join(f"  - {{name: {one}, path: collections/{one}}}\n" for one in ("gone", "shop", "pay"))
    (tmp_path / WORKSPACE_FILE).write_text(f"info: {{name: T, type: workspace}}\ncollections:\n{rows}")
    shop, pay = tmp_path / "collections" / "shop", tmp_path / "collections" / "pay"
    assert collection_in(tmp_path) == shop
    assert collection_in(pay) == pay
    assert beside(shop) == (("pay", pay),)
    assert beside(shop / "F") == beside(tmp_path) == ()
    for path in (shop, pay):
        path.rename(path.with_name(f"old {path.name}"))
    with pytest.raises(StorageError, match=r"None of the collections that .* lists is there"):
        collection_in(tmp_path)


def test_what_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "bruno.json").write_text("{}")
    with pytest.raises(StorageError, match="Bruno's older format"):
        collection_in(tmp_path)
    (tmp_path / "opencollection.yml").write_text("info: {name: C}\n")
    assert collection_in(tmp_path) == tmp_path
    with pytest.raises(StorageError):
        collection_in(tmp_path / ("x" * 300))
