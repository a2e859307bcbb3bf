"""Groups: which are shown, in which order, and how many rows of each."""

from explorer.gui.palette.finder import GROUP_LIMIT, SCOPE_LIMIT, Finder, Heading
from explorer.gui.palette.sources import PaletteSources, Scope, scope_of
from explorer.gui.theme import measures
from tests.gui.palette.sample import SOURCES, command, error, request


def titles(lines):
    return [line.title.upper() if isinstance(line, Heading) else line.item.title for line in lines]


def test_all_groups_in_their_order():
    lines = titles(Finder(SOURCES).lines("group", Scope.ALL))
    assert [line for line in lines if line.isupper()] == ["REQUESTS", "ERRORS", "HISTORY", "COMMANDS"]
    assert lines[:4] == ["REQUESTS", "Create a group", "List groups", "Send to an unknown group"]


def test_a_much_better_match_brings_its_group_to_the_top():
    sources = PaletteSources(
        requests=(request("Put a report for every name, not checked, even slowly"),),
        commands=(command("preferences.open", "Preferences"),),
    )
    assert titles(Finder(sources).lines("prefere", Scope.ALL))[:2] == ["COMMANDS", "Preferences"]


def test_environments_only_in_their_scope():
    assert "Sandbox" not in titles(Finder(SOURCES).lines("sandbox", Scope.ALL))
    assert titles(Finder(SOURCES).lines("", Scope.ENVIRONMENTS)) == ["ENVIRONMENTS", "Sandbox", "Production"]


def test_long_groups_are_cut_short_beside_others():
    many = tuple(request(f"Request {number}") for number in range(300))
    finder = Finder(PaletteSources(requests=many, commands=(command("a.b", "Request new"),)))
    assert len(finder.lines("request", Scope.ALL)) == 1 + GROUP_LIMIT + 2
    assert len(finder.lines("request", Scope.REQUESTS)) == 1 + SCOPE_LIMIT


def test_prefixes():
    assert scope_of("> pref") == (Scope.COMMANDS, "pref")
    assert scope_of("#unk") == (Scope.ERRORS, "unk")
    assert scope_of("@") == (Scope.ENVIRONMENTS, "")
    assert scope_of("a > b") == (None, "a > b")


def test_every_group_stands_in_the_visible_rows():
    many = {
        "requests": tuple(request(f"Group {number}") for number in range(20)),
        "errors": tuple(error(f"group_{number}") for number in range(20)),
        "history": tuple(request(f"Group {number}, 400") for number in range(20)),
        "commands": tuple(command(f"a.{number}", f"Group {number}") for number in range(20)),
    }
    for query in ("", "group"):
        lines = Finder(PaletteSources(**many)).lines(query, Scope.ALL)
        rows = [line.kind.value for line in lines if not isinstance(line, Heading)]
        assert rows[: measures.PALETTE_MAX_ROWS] == ["request"] * 4 + ["error"] * 2 + ["history"] * 2 + ["command"] * 2
        assert rows[measures.PALETTE_MAX_ROWS :] == ["command"] * (GROUP_LIMIT - 2)


def test_room_that_a_small_group_leaves_goes_to_the_others():
    requests, commands = tuple(request(f"A {n}") for n in range(9)), (command("a.b", "A"),)
    lines = Finder(PaletteSources(requests=requests, commands=commands)).lines("", Scope.ALL)
    assert len(lines) == 1 + GROUP_LIMIT + 2
