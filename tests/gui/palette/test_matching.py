"""Fuzzy matching: what is found, in which order, which letters are marked, and how fast."""

import pytest

from explorer.gui.palette.matching import best, candidate
from tests.gui.palette.sample import request
from tests.own_time import own_ms


def found(query, *titles):
    return [
        match.item.title for match in best(query, tuple(candidate(request(title, where="")) for title in titles), 50)
    ]


def marked(query, title):
    matches = best(query, (candidate(request(title, where="")),), 1)
    return "".join(title[at] for at in matches[0].positions) if matches else None


def test_beginnings_of_words_come_before_middles_and_scattered_letters():
    assert found("group", "Regroup all", "Gray soup", "List groups", "Group history") == [
        "Group history",
        "List groups",
        "Regroup all",
        "Gray soup",
    ]


def test_equal_matches_keep_their_order():
    assert found("batch", "Send a batch", "Cancel a batch", "Get the batch") == [
        "Send a batch",
        "Cancel a batch",
        "Get the batch",
    ]


@pytest.mark.parametrize(
    ("query", "title", "letters"),
    [
        ("sab", "Send a batch", "Sab"),
        ("sdb", "Send a batch", "Sdb"),
        ("ug", "unknown_group", "ug"),
        ("send batch", "Send a batch", "Sendbatch"),
        ("GROUP", "List groups", "group"),
        ("4", "Page 42", "4"),
        ("straße", "Zur Straße", "Straße"),
    ],
)
def test_typed_letters_are_marked(query, title, letters):
    assert marked(query, title) == letters


def test_the_last_word_start_wins_over_an_earlier_middle():
    assert best("art", (candidate(request("Smart art")),), 1)[0].positions == (6, 7, 8)


@pytest.mark.parametrize("query", ["xyz", "hctab", "batchh", "send zebra"])
def test_what_is_not_there_is_not_found(query):
    assert found(query, "Send a batch") == []


def test_scattered_letters_must_begin_at_a_word():
    assert found("end", "Send") == ["Send"]
    assert found("nd2", "Send a batch 2") == []


def test_place_and_method_are_searched_after_titles():
    items = (request("Report", where="Delivery"), request("Delivery state", where="Reports"))
    matches = best("delivery", tuple(map(candidate, items)), 5)
    assert [match.item.title for match in matches] == ["Delivery state", "Report"]
    assert matches[1].positions == ()


def test_a_letter_that_grows_when_lowered_does_not_shift_the_marks():
    assert marked("list", "İstanbul list") == "list"


def test_two_thousand_items_in_one_frame():
    words = ("Send", "List", "Update", "Cancel", "Retrieve", "Create", "Replace")
    items = tuple(candidate(request(f"{words[at % 7]} a delivery report for group {at}")) for at in range(2000))
    slowest = 0.0
    for query in ("g", "gr", "group 19", "sdrg", "zzz", "c d r g"):
        times = []
        for _ in range(5):
            begin_ms = own_ms()
            best(query, items, 100)
            times.append(own_ms() - begin_ms)
        slowest = max(slowest, min(times))
    assert slowest < 16


def test_letters_far_apart_are_chance_unless_they_are_initials():
    assert found("group", "Go to the previous problem") == []
    assert marked("gtpp", "Go to the previous problem") == "Gtpp"
