"""The window's looks for every test of the result panel, and a body pane in them."""

import pytest

from explorer.gui.result.body_pane import BodyPane
from explorer.gui.theme import theme


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.current().apply(qapp)


@pytest.fixture
def pane(qtbot):
    """Empty; a file of tests that wants something in it has a fixture of this name around it."""
    made = BodyPane()
    qtbot.addWidget(made)
    qtbot.addWidget(made.tools)
    made.resize(683, 500)
    made.show()
    yield made
    made.clear()
