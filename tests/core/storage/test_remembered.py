"""Pinned and recent requests are kept for each workspace, in a bounded file that may be broken."""

from pathlib import Path

from explorer.core.storage.remembered import MOST_RECENT, NAME, Remembered, load_remembered, save_remembered


def test_each_workspace_has_its_own(tmp_path: Path) -> None:
    one, two = Path("/shop"), Path("/bank")
    first = Remembered().opened("a.yml").opened("b.yml").opened("a.yml").toggled("c.yml")
    save_remembered(tmp_path, one, first)
    save_remembered(tmp_path, two, Remembered(recent=("x.yml",)))
    assert load_remembered(tmp_path, one) == first == Remembered(pinned=("c.yml",), recent=("a.yml", "b.yml"))
    assert load_remembered(tmp_path, Path("/other")) == Remembered()


def test_keys_follow_moves_and_pins_go(tmp_path: Path) -> None:
    known = Remembered(pinned=("F/a.yml", "Fa.yml"), recent=("F/G/b.yml",)).moved("F", "H/F")
    assert known == Remembered(pinned=("H/F/a.yml", "Fa.yml"), recent=("H/F/G/b.yml",))
    assert known.toggled("Fa.yml").pinned == ("H/F/a.yml",)


def test_the_file_stays_small_and_may_be_broken(tmp_path: Path) -> None:
    many = Remembered()
    for number in range(MOST_RECENT + 5):
        many = many.opened(f"{number}.yml")
    assert len(many.recent) == MOST_RECENT
    for number in range(60):
        save_remembered(tmp_path, Path(f"/w{number}"), many)
    assert load_remembered(tmp_path, Path("/w0")) == Remembered()
    assert load_remembered(tmp_path, Path("/w59")) == many
    (tmp_path / NAME).write_text("{ broken")
    assert load_remembered(tmp_path, Path("/w59")) == Remembered()
    save_remembered(tmp_path, Path("/w59"), many)
    assert load_remembered(tmp_path, Path("/w59")) == many
