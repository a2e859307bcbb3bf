"""``explorer ls``: the tree of a collection or a workspace, for people and for programs."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Inside").mkdir(parents=True)
    (root / "environments").mkdir()
    (root / "opencollection.yml").write_text("info: {name: Shop}\n")
    (root / "a.yml").write_text("info: {name: First, type: http, seq: 1}\nhttp: {method: DELETE, url: http://u:p@h/}\n")
    (root / "g.yml").write_text("info: {name: Stream, type: grpc, seq: 2}\n")
    (root / "Inside" / "q.yml").write_text("info: {name: Ask, type: graphql}\ngraphql: {url: http://h/}\n")
    (root / "Inside" / "bad.yml").write_text("info:\n  type: http\nhttp:\n  headers: x\n")
    (root / "environments" / "Test.yml").write_text("name: Test\n")
    return root


def test_the_tree(explorer: Run, folder: Path) -> None:
    ended = explorer("ls", str(folder))
    assert ended.out.splitlines() == [
        f"Shop  {folder}",
        "  DELETE  First  (a.yml)",
        "  grpc    Stream  (g.yml; kept, not sent yet)",
        "  Inside/",
        "    POST    Ask  (Inside/q.yml)",
        "    !       Inside/bad.yml:4:12: “headers” must be a list.",
        "  Environments: Test",
    ]
    assert ended.code == 1, "a file cannot be read"
    (folder / "Inside" / "bad.yml").unlink()
    assert explorer("ls", str(folder)).code == 0


def test_json_says_the_same(explorer: Run, folder: Path) -> None:
    found = explorer("ls", str(folder), "--json").json
    assert (found["workspace"], found["missing"]) == (None, [])
    (collection,) = found["collections"]
    assert (collection["name"], collection["environments"]) == ("Shop", ["Test"])
    first, stream, inside = collection["items"]
    assert (first["kind"], first["method"], first["key"]) == ("request", "DELETE", "a.yml")
    assert ":p@" not in first["url"]
    assert stream == {"kind": "grpc", "key": "g.yml", "name": "Stream"}
    assert [(one["kind"], one.get("line")) for one in inside["items"]] == [("request", None), ("broken", 4)]


def test_a_workspace(explorer: Run, folder: Path) -> None:
    (folder / "Inside" / "bad.yml").unlink()
    members = "collections:\n  - {name: Shop, path: shop}\n"
    file = folder.parent / "workspace.yml"
    file.write_text(f"opencollection: 1.0.0\ninfo: {{name: Team, type: workspace}}\n{members}")
    ended = explorer("ls", str(folder.parent))
    assert ended.code == 0
    assert ended.out.startswith(f"Workspace Team\nShop  {folder}\n")
    file.write_text(file.read_text() + "  - {name: Gone, path: gone}\n")
    ended = explorer("ls", str(folder.parent))
    assert ended.code == 1
    assert "gone, which is not there" in ended.err
    assert explorer("ls", str(folder.parent), "--json").json["missing"] == [str(folder.parent / "gone")]


def test_a_folder_in_a_collection_stands_for_it(explorer: Run, folder: Path) -> None:
    assert explorer("ls", str(folder / "Inside")).out.startswith("Shop  ")


def test_no_collection_is_said(explorer: Run, tmp_path: Path) -> None:
    ended = explorer("ls", str(tmp_path))
    assert ended.code == 2
    assert "There is no collection in" in ended.err
