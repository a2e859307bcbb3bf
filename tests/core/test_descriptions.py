from pathlib import Path

from explorer.core.descriptions import Descriptions

PETS = Path(__file__).parents[1] / "data" / "openapi" / "pets.yaml"


async def test_a_description_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    file = tmp_path / ".explorer" / "openapi.yaml"
    file.parent.mkdir()
    file.write_text(PETS.read_text("utf-8"), "utf-8")
    first = await Descriptions().renewed(tmp_path)
    assert len(first.catalogs) == 1
    assert await first.renewed(tmp_path) is first
    file.write_text("openapi: [", "utf-8")
    broken = await first.renewed(tmp_path)
    assert (broken.catalogs, len(broken.sentences)) == ((), 1)
    file.unlink()
    assert (await broken.renewed(tmp_path)).sentences == ()


async def test_without_a_folder_there_is_none() -> None:
    assert await Descriptions(folder=Path("x")).renewed(None) == Descriptions()
