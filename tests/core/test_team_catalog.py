"""``.explorer/catalog.toml``: what it says becomes catalogs, and what is wrong with it costs a sentence."""

from pathlib import Path

import pytest

from explorer import assets
from explorer.core.team_catalog import PLACE, read_catalogs, read_collection_catalogs

API = '[[api]]\nname = "Orders API"\nhosts = ["*.orders.example"]\n'
GOOD = (
    API
    + """prefix = "/v2/"
docs = "https://docs.orders.example"
[[api.code]]
code = "ORD-17"
status = 422
meaning = "The order is closed."
causes = ["The warehouse closed it."]
fixes = ["Make a new order."]
link = "https://wiki.example/ORD-17"
[[api.status]]
status = 409
meaning = "Somebody else is changing the order."
"""
)
CODE = API + '[[api.code]]\ncode = "A"\nmeaning = "B"\n'


def put(folder: Path, text: str | bytes) -> Path:
    path = folder / PLACE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_whole_catalog(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (api,), faults = read_collection_catalogs(tmp_path)
    assert faults == ()
    assert (api.name, api.hosts, api.prefix) == ("Orders API", ("*.orders.example",), "/v2")
    row = api.codes[0]
    assert (row.code, row.status, row.meaning) == ("ORD-17", 422, "The order is closed.")
    assert [cause.text for cause in row.causes] == ["The warehouse closed it"]
    assert [fix.title for fix in row.fixes] == ["Make a new order", "Read about ORD-17"]
    assert row.references[0].url == "https://wiki.example/ORD-17"
    assert api.statuses[409].meaning == "Somebody else is changing the order."
    assert row.source == "The file .explorer/catalog.toml"


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_collection_catalogs(tmp_path) == ((), ())


def test_the_example_has_no_fault() -> None:
    found, faults = read_catalogs(assets.path("help/catalog.toml"))
    assert faults == ()
    assert [row.code for row in found[0].codes] == ["ORD-17", "ORD-18"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[api]\n", ("not valid TOML", "line 1")),
        (b"\xff\xfe", ("not UTF-8",)),
        ("apis = 1\n", ("'apis' is not known", "use one of api")),
        ("api = 3\n", ("'api' has the wrong type",)),
        ("api = [3]\n", ("API 1", "no table")),
        ('[[api]]\nhosts = ["a"]\n', ("API 1", "no name", "add a name")),
        ('[[api]]\nname = "A"\n', ("API 1", "no hosts")),
        (CODE + 'lnk = "x"\n', ("API Orders API, code 1", "'lnk' is not known")),
        (CODE + 'status = "422"\n', ("code 1", "'status'", "a whole number")),
        (CODE + "status = true\n", ("code 1", "'status'", "a whole number")),
        (CODE + "status = 42\n", ("code 1", "The status 42")),
        (CODE + "causes = [1]\n", ("code 1", "'causes'", "in quotes")),
        (CODE + 'link = "javascript:alert(1)"\n', ("code 1", "'link' is no web address")),
        (CODE + '[[api.code]]\ncode = "A"\nmeaning = "C"\n', ("code A", "twice")),
        (API + '[[api.code]]\ncode = "A"\n', ("code 1", "no meaning")),
        (API + '[[api.status]]\nmeaning = "A"\n', ("status 1", "no status")),
        (CODE + CODE, ("API 2", "another API called Orders API")),
    ],
)
def test_a_fault_costs_one_sentence(tmp_path: Path, text: str | bytes, words: tuple[str, ...]) -> None:
    found, faults = read_catalogs(put(tmp_path, text))
    assert len(faults) == 1
    assert faults[0].startswith(".explorer/catalog.toml")
    assert [word for word in words if word not in faults[0]] == []
    if isinstance(text, str) and text.startswith(CODE):
        assert (found[0].codes[0].code, found[0].codes[0].meaning) == ("A", "B")
