"""Two versions of a request: where they differ, who changed what, and what comes out of a choice."""

from dataclasses import replace

from explorer.core.model.request import Header, Param, Request
from explorer.core.storage.collection_merge import combined, differences, merge
from explorer.core.storage.merge_marks import Side

BASE = Request(name="One", url="http://h", docs="old")
OURS = replace(BASE, url="http://h/?a=1", params=(Param(name="a", value="1"),), docs="ours", method="PUT")
THEIRS = replace(BASE, name="Two", docs="theirs", headers=(Header(name="X", value="1"),), method="PUT")


def test_differences_say_who_changed_what() -> None:
    found = {one.word: (one.is_conflict, one.side) for one in differences(BASE, OURS, THEIRS)}
    assert found == {
        "name": (False, Side.THEIRS),
        "URL": (False, Side.MINE),
        "headers": (False, Side.THEIRS),
        "docs": (True, Side.MINE),
    }


def test_what_is_suggested_is_what_a_merge_gives_and_each_side_can_be_had_whole() -> None:
    found = differences(BASE, OURS, THEIRS)
    assert combined(OURS, THEIRS, {one.word: one.side for one in found}) == merge(BASE, OURS, THEIRS)[0]
    assert combined(OURS, THEIRS, {one.word: Side.MINE for one in found}) == OURS
    assert combined(OURS, THEIRS, {one.word: Side.THEIRS for one in found}) == THEIRS
