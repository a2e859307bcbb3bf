"""What the window puts into the palette: scopes, counts of errors, times in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from explorer.gui.main_window.palette_overlay import when_text
from explorer.gui.palette.finder import Heading, Row
from explorer.gui.palette.palette import CommandPalette
from tests.driver import Driver
from tests.gui.test_commands import EMPTY_LIST

NOON = datetime(2025, 11, 24, 12, 2).astimezone()


def shown(driver: Driver) -> CommandPalette:
    """The palette, once it is there."""
    driver.wait_until(lambda: driver.window.findChildren(CommandPalette), "the palette")
    palette = driver.window.findChildren(CommandPalette)[0]
    driver.wait_until(palette.isVisible, "the palette in sight")
    return palette


@pytest.mark.parametrize(
    ("ago_days", "words"),
    [(0, "Today 12:02"), (1, "Yesterday 12:02"), (2, "22 Nov 12:02"), (400, "20 Oct 2024 12:02")],
)
def test_times(ago_days: int, words: str) -> None:
    moment = (NOON.replace(tzinfo=None) - timedelta(days=ago_days)).astimezone()
    assert when_text(moment, date(2025, 11, 24)) == words


def test_it_opens_within_the_requests(driver: Driver) -> None:
    driver.window.palette_overlay.open(scope="requests")
    palette = shown(driver)
    assert [line.title for line in palette.card.rows.lines if isinstance(line, Heading)] == ["Requests"]
    palette.close_palette()


def test_an_error_says_how_often_it_was_seen(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    driver.window.palette_overlay.open("#syntax_constraint_violation")
    palette = shown(driver)
    rows = [line.item for line in palette.card.rows.lines if isinstance(line, Row)]
    assert rows[0].right == "1 in 14 days"
    palette.close_palette()
    driver.window.palette_overlay.open("")
    palette = shown(driver)
    history = [line.item for line in palette.card.rows.lines if isinstance(line, Row) and line.kind == "history"]
    assert history[0].right.split()[0] in ("Today", "Yesterday")
    palette.close_palette()
