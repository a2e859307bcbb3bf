"""A folder with a workspace.yml opens a collection of it, and the others stand in the menu of the workspace."""

from __future__ import annotations

from pathlib import Path

from explorer.core.storage import collections
from tests.conftest import Start


def test_a_workspace_opens_its_first_collection_and_offers_the_others(start: Start, tmp_path: Path) -> None:
    team, old = tmp_path / "team", tmp_path / "old"
    for name in ("Shop", "Pay"):
        collections.create_collection(team / "collections" / name, name)
    rows = "".join(f"  - {{name: {one}, path: collections/{one}}}\n" for one in ("Gone", "Shop", "Pay"))
    (team / "workspace.yml").write_text(f"info: {{name: T, type: workspace}}\ncollections:\n{rows}")
    old.mkdir()
    (old / "bruno.json").write_text("{}")
    driver = start(folder=team)
    button = driver.window.sidebar.workspace
    assert button.text() == "Shop"
    driver.window.opening.open_files((old,))
    driver.wait_until(lambda: any("Bruno's older format" in one for one in driver.notices()), "the reason")
    assert button.text() == "Shop", "what was open stays"
    driver.click(button)
    driver.pick("Pay")
    driver.wait_until(lambda: button.text() == "Pay", "the other collection")
    assert driver.explorer.bridge.library.folder == team / "collections" / "Pay"
