"""Units as the window writes them."""

import pytest

from explorer.core.content.amounts import duration_text, size_text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1234, "1.2 KB"), (34_000, "34 KB"), (999_600, "1.0 MB"), (5_200_000_000, "5.2 GB")],
)
def test_sizes(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("duration_s", "text"),
    [
        (0, "0 ms"),
        (0.0004, "0.4 ms"),
        (0.0384, "38 ms"),
        (1.24, "1.2 s"),
        (40, "40 s"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
    ],
)
def test_durations(duration_s, text):
    assert duration_text(duration_s) == text
