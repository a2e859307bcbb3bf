"""The application in the light theme at 100 %, and put back so afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from explorer.gui.theme import theme
from explorer.gui.theme.theme import Theme, ThemeMode


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    current = theme.current()
    current.apply(qapp)
    current.set_mode(ThemeMode.LIGHT)
    yield current
    current.set_scale(100)
    current.set_families()
    current.set_mode(ThemeMode.LIGHT)
