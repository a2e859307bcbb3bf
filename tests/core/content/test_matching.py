"""Matches of expressions over the ends of portions are those that the text has as a whole."""

import re

import pytest

from explorer.core.content.find import Wanted, fault
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.matching import AHEAD_BYTES, LONGEST_BYTES, PORTION_BYTES, Matches, ReadingText
from explorer.core.content.worker.searching import found, found_bytes, found_in_text


@pytest.fixture
def ask(tmp_path, capsys):
    def ask(operation, data, **wanted):
        path = tmp_path / "text"
        path.write_bytes(data)
        message = {"path": str(path), "wanted": {"is_regex": True, **wanted}, "text": data.decode("utf-8", "replace")}
        return operation(Job(1, message))

    return ask


@pytest.fixture
def hits(tmp_path, capsys):
    def hits(data, **wanted):
        path = tmp_path / "text"
        path.write_bytes(data)
        asked = Wanted(**{"is_regex": True, **wanted})
        matches = Matches(Job(1, {"path": str(path)}), asked, ReadingText(asked))
        found = [
            data[start:end].decode("utf-8", "surrogateescape") for part in matches.portions() for start, end in part
        ]
        return (found, matches.doubt) if matches.doubt else found

    return hits


@pytest.mark.parametrize("lead", [0, 1, 3])
@pytest.mark.parametrize(
    ("term", "piece", "expected"),
    [
        ("X[^Y]*?Y", "éXäöüY", ["XäöüY"]),  # lazy, and letters cut in the middle
        ("(?<=é)ß\\b", "éßé ß éß", ["ß"]),
        ("^bb$", "b\r\nbb\r\nb", ["bb"]),
        ("b\\nb", "b\r\nb", ["b\r\nb"]),
        ("\\AX|X\\Z", "éXé", []),
        ("q*", "éqqqq😀qq", ["qqqq", "qq"]),
    ],
)
def test_a_match_lies_over_the_end_of_a_portion(hits, term, piece, expected, lead):
    before = "é" * ((PORTION_BYTES - lead) // 2) + "e" * (lead % 2)
    data = (before + piece + "\n" + "é" * 1000).encode()
    assert hits(data, term=term) == expected


def test_long_matches_are_whole_and_very_long_ones_are_told_to_be_cut(hits):
    text = b"-" * (PORTION_BYTES - 5) + b"<" + b"a" * (AHEAD_BYTES - 10) + b">" + b"-\n" * PORTION_BYTES
    assert [len(hit) for hit in hits(text, term="<[^>]*?>")] == [AHEAD_BYTES - 8]
    data = b"." + b"b" * (3 * PORTION_BYTES) + b".\nbb"
    assert [len(hit) for hit in hits(data, term="b+")] == [3 * PORTION_BYTES, 2]
    found, doubt = hits(b"c" * (LONGEST_BYTES + 2 * PORTION_BYTES), term="c+")
    assert (doubt, len(found[0])) == ("cut", LONGEST_BYTES)


def test_a_long_match_that_is_not_seen_is_doubted(hits):
    text = b"<" + b"a" * (2 * PORTION_BYTES) + b">"
    assert hits(text, term="<.*>") == ([], "missed")
    assert hits(text, term="<a*") == [text[:-1].decode()]
    assert hits(text.replace(b"a" * 1000, b"a" * 999 + b"\n"), term="<.*>") == []


def test_every_byte_of_a_run_is_counted_once(ask):
    assert ask(found_bytes, b"\xff" * (3 * PORTION_BYTES), term="\\xff{97}")["count"] == 3 * PORTION_BYTES // 97


def test_letters_whose_other_case_is_not_ascii(ask):
    assert ask(found, "İstanbul ıſtanbul istanbul \u212a".encode(), term="istanbul", is_regex=False)["count"] == 3
    assert ask(found, "stra\u00dfe STRASSE".encode(), term="straße", is_regex=False)["count"] == 1
    assert ask(found, "über überall".encode(), term="ÜBER", is_regex=False, is_whole_word=True)["count"] == 1


def test_a_short_text_has_matches_over_its_lines(ask):
    answer = ask(found_in_text, b"one\ntwo\nthree", term="e\\nt.*\\nt|^thre")
    assert answer == {"hits": [(0, 2, 2, 1)], "count": 1}
    assert ask(found_in_text, b"ab\ncd", term="$|c")["hits"] == [(1, 0, 1, 1)]


def test_flags_stay_first_beside_whole_words(ask):
    assert ask(found, b"ONE oneone", term="(?i)one", is_case_sensitive=True, is_whole_word=True)["count"] == 1
    assert ask(found_bytes, b"ONE oneone", term="(?i)one", is_whole_word=True)["count"] == 1


def test_what_only_bytes_cannot_have_is_no_fault_in_a_text(hits):
    wanted = Wanted(term="\\u00e9+", is_regex=True)
    assert fault(wanted) == ""
    assert re.fullmatch(r"bad escape \\u at position 1", fault(wanted, is_for_bytes=True))
    assert hits("éé".encode(), term="\\u00e9+") == ["éé"]
