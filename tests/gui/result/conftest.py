"""The window's looks for every test of the result panel."""

import pytest

from explorer.gui.theme import theme


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.current().apply(qapp)
