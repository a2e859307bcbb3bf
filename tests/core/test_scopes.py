"""Which of equal names wins, and what each value says of where it comes from."""

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import Request
from explorer.core.scopes import GLOBAL_OWNER, Surroundings, lineage, process_scope, scopes_of
from explorer.core.variables import Variables

SCOPES = ("command line", "captured", "request", "inner", "outer", "Staging", "Base", "collection", "global")


def rows(*names: str, value: str) -> tuple[Variable, ...]:
    return tuple(Variable(name=name, value=value) for name in names)


def looked_up(count: int) -> Variables:
    """Variables in which name ``n<i>`` stands in the ``count`` widest scopes from the i-th on."""
    values = {
        scope: rows(*(f"n{at}" for at in range(position + 1)), value=scope) for position, scope in enumerate(SCOPES)
    }
    item = RequestItem(key="outer/inner/r.yml", request=Request(name="r"))
    inner = Folder(key="outer/inner", name="In", items=(item,), variables=values["inner"])
    outer = Folder(key="outer", name="Out", items=(inner,), variables=values["outer"])
    collection = Collection(
        key="/c",
        name="C",
        items=(outer,),
        variables=values["collection"],
        environments=(
            Environment(key="b", name="Base", variables=values["Base"]),
            Environment(key="s", name="Staging", variables=values["Staging"], base="Base"),
        ),
    )
    around = Surroundings(
        collection=collection,
        environment="Staging",
        overrides={row.name: row for row in values["command line"]},
        captured={row.name: row for row in values["captured"]},
        shared=values["global"],
    )
    return Variables(scopes=scopes_of(around, item.key, values["request"], lambda *_: ""), environment="Staging")


def test_the_narrowest_of_all_scopes_wins() -> None:
    variables = looked_up(len(SCOPES))
    for position, scope in enumerate(SCOPES):
        found = variables.lookup(f"n{position}")
        assert found is not None
        assert found.value == scope


def test_each_value_tells_its_origin() -> None:
    variables = looked_up(len(SCOPES))
    origins = [found.origin for at in range(len(SCOPES)) if (found := variables.lookup(f"n{at}"))]
    assert origins == [
        *("command line", "captured", "request", "folder In", "folder Out", "environment Staging"),
        *("environment Base, base of Staging", "collection", "global"),
    ]


def test_a_request_without_a_file_sees_no_folder() -> None:
    folder = Folder(key="f", name="F", variables=rows("a", value="1"))
    around = Surroundings(collection=Collection(key="/c", name="C", items=(folder,)))
    assert Variables(scopes=scopes_of(around, "", (), lambda *_: "")).lookup("a") is None


def test_a_circle_of_bases_ends() -> None:
    one = Environment(key="1", name="One", base="Two")
    two = Environment(key="2", name="Two", base="One")
    assert lineage((one, two), "One") == (one, two)
    assert lineage((one, two), "Three") == ()
    assert lineage((Environment(key="3", name="Lone", base="gone"),), "Lone")[0].name == "Lone"


def test_a_secret_without_a_value_leaves_the_name_to_the_base() -> None:
    base = Environment(key="b", name="Base", variables=rows("token", value="shared"))
    derived = Environment(key="d", name="D", base="Base", variables=(Variable(name="token", secret=True),))
    around = Surroundings(collection=Collection(key="/c", name="C", environments=(base, derived)), environment="D")
    known = {("D", "token"): "mine"}
    for secrets, value in ((known, "mine"), ({}, "shared")):
        scopes = scopes_of(around, "", (), lambda owner, name, s=secrets: s.get((owner, name), ""))
        found = Variables(scopes=scopes).lookup("token")
        assert found is not None
        assert found.value == value


def test_secret_globals_and_the_process_are_secret() -> None:
    around = Surroundings(
        shared=(Variable(name="key", secret=True),),
        process=(
            process_scope(".env file", {"HOME": "/x"}, listed=True),
            process_scope("process", {"A": "b"}, listed=False),
        ),
    )
    variables = Variables(scopes=scopes_of(around, "", (), lambda owner, _: "g" if owner == GLOBAL_OWNER else ""))
    for name, value in (("key", "g"), ("process.env.HOME", "/x"), ("process.env.A", "b")):
        found = variables.lookup(name)
        assert found is not None
        assert (found.value, found.secret) == (value, True)
    assert "process.env.HOME" in variables.names()
    assert "process.env.A" not in variables.names()
