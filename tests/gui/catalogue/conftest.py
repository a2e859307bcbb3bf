"""A shown catalogue page over the real catalogs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from explorer.core.model.history import FailureGroup
from explorer.gui.catalogue.page import CataloguePage
from explorer.gui.tasks import Tasks
from explorer.gui.theme import theme
from explorer.gui.theme.theme import ThemeMode

LAB = {(403, "unknown_group"): "Failure lab/unknown group.yml", (429, ""): "Failure lab/too fast.yml"}
NOW = datetime.now(UTC)


def group(label, title, count, fingerprint, per_day=None, requests=3):
    return FailureGroup(
        fingerprint=fingerprint,
        label=label,
        title=title,
        count=count,
        first=NOW - timedelta(days=9),
        last=NOW,
        per_day=per_day or (0,) * 13 + (count,),
        requests=requests,
    )


GROUPS = (
    group("403", "unknown_group", 6, "a" * 16, (0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 2)),
    group("TLS", "certificate has expired", 3, "b" * 16),
)


@pytest.fixture
async def page(qapp: QApplication) -> AsyncIterator[CataloguePage]:
    """With entries read, two failures seen, and two of them in the lab."""
    current = theme.current()
    current.apply(qapp)
    current.set_mode(ThemeMode.LIGHT)
    errors: list[BaseException] = []
    tasks = Tasks(lambda _name, error: errors.append(error))
    page = CataloguePage(tasks)
    page.set_lab_keys(LAB)
    page.set_groups(GROUPS)
    page.resize(1184, 836)
    page.show()
    while tasks.names():
        QApplication.processEvents()
        await asyncio.sleep(0.005)
    QApplication.processEvents()
    yield page
    await tasks.close()
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop of Qt runs here that would do it
    assert not errors
