"""Widgets of a test are gone when the next one begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """pytest-qt only marks widgets for deletion; those that stay would be dressed anew by every change of theme."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
