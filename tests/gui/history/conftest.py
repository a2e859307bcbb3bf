"""A real history on disk with failures of several kinds, and a shown page over it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.core.model.diagnosis import Diagnosis, Layer
from explorer.core.model.exchange import Exchange, Failure, FailureKind, Outcome, Phase
from explorer.core.model.request import TextBody, TextKind
from explorer.core.storage.history import History
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history.page import HistoryPage
from explorer.gui.tasks import Tasks
from explorer.gui.theme import theme
from explorer.gui.theme.theme import ThemeMode
from tests import factories

GOOD_BODY = """{
  "from": "12345",
  "to": [
    "{{test_msisdn}}",
    "46701740617"
  ],
  "body": "Hi ${name}, see you at 19:00!",
  "parameters": {
    "name": {
      "46701740617": "Maja",
      "default": "there"
    }
  },
  "delivery_report": "summary",
  "callback_url": "{{callback_url}}",
  "client_reference": "booking-1042"
}"""
BAD_BODY = (
    GOOD_BODY.replace('[\n    "{{test_msisdn}}",\n    "46701740617"\n  ]', "[]")
    .replace("19:00", "19:30")
    .replace('      "46701740617": "Maja",\n', "")
)
CONSTRAINT, LIMIT, GROUP, TLS = "f" * 16, "e" * 16, "d" * 16, "c" * 16


class Recorder:
    """Writes exchanges with rising ids."""

    def __init__(self, history: History, first_number: int = 0) -> None:
        self.history = history
        self._number = first_number
        self._held: list[tuple[Exchange, Diagnosis, bool]] | None = None
        self.now = datetime.now(UTC)

    async def write(
        self,
        outcome: Outcome,
        ago_s: float,
        *,
        title: str = "",
        label: str = "",
        fingerprint: str = "",
        body: str = BAD_BODY,
        duration_s: float = 0.012,
        pinned: bool = False,
        **changes: object,
    ) -> str:
        self._number += 1
        started = self.now - timedelta(seconds=ago_s)
        written = factories.request(body=TextBody(kind=TextKind.JSON, text=body))
        exchange = factories.exchange(
            outcome=outcome,
            id=f"{int(started.timestamp() * 1000):012x}{self._number:020x}",
            started=started,
            request=written,
            timeline=factories.timeline(0.0, 0.001, 0.0, 0.001, duration_s - 0.003, 0.001),
        )
        exchange = replace(exchange, **changes)  # type: ignore[arg-type]
        finding = _finding(exchange, label, title, fingerprint)
        if self._held is None:
            await self.history.record(exchange, finding, pinned=pinned)
        else:
            self._held.append((exchange, finding, pinned))
        return exchange.id

    def hold(self) -> None:
        """What is written from now on waits, ..."""
        self._held = []

    async def release(self) -> None:
        """... until it is recorded in the order in which it happened."""
        held, self._held = self._held or [], None
        for exchange, finding, pinned in sorted(held, key=lambda one: one[0].started):
            await self.history.record(exchange, finding, pinned=pinned)

    async def success(self, ago_s: float, **changes: object) -> str:
        answer = factories.response(201, "Created", {"id": "01KAQX", "canceled": False})
        return await self.write(answer, ago_s, body=GOOD_BODY, duration_s=0.038, **changes)  # type: ignore[arg-type]

    async def failure(
        self, status: int, reason: str, ago_s: float, code: str, fingerprint: str, **changes: object
    ) -> str:
        answer = factories.response(status, reason, {"code": code, "text": "`to` must have 1 to 1000 elements"})
        return await self.write(
            answer,
            ago_s,
            title=code or reason,
            label=str(status),
            fingerprint=fingerprint,
            **changes,  # type: ignore[arg-type]
        )


def _finding(exchange: Exchange, label: str, title: str, fingerprint: str) -> Diagnosis:
    return factories.diagnosis(
        is_error=bool(fingerprint),
        label=label,
        title=title,
        code=title if "_" in title else None,
        fingerprint=fingerprint,
        layer=Layer.REQUEST if fingerprint else Layer.NONE,
        headline="`to` is empty. A batch needs 1 to 1000 recipients." if fingerprint else "201 Created.",
    )


def expired() -> Failure:
    return factories.failure(
        kind=FailureKind.TLS_EXPIRED, phase=Phase.TLS, message="The certificate has expired.", errno_name=""
    )


HOUR_S, DAY_S = 3600.0, 86400.0


async def story(recorder: Recorder) -> dict[str, str]:
    """Eleven constraint violations, some other failures, and successes between them. Ids by name."""
    ids: dict[str, str] = {}
    recorder.hold()
    for number in range(6):
        await recorder.failure(
            400, "Bad Request", (2 + number) * DAY_S, "syntax_constraint_violation", CONSTRAINT, duration_s=0.014
        )
    for number in range(4):
        ago_s = 3000 + number * 600
        ids[f"run {number}"] = await recorder.failure(
            400, "Bad Request", ago_s, "syntax_constraint_violation", CONSTRAINT
        )
    ids["success"] = await recorder.success(400)
    ids["failure"] = await recorder.failure(400, "Bad Request", 60, "syntax_constraint_violation", CONSTRAINT)
    for number in range(3):
        await recorder.failure(429, "Too Many Requests", 4000 + number * DAY_S, "", LIMIT, environment="Staging")
    for number in range(2):
        ids[f"group {number}"] = await recorder.failure(
            403, "Forbidden", 5000 + number, "unknown_group", GROUP, pinned=number == 0, request_key="Groups/x.yml"
        )
    await recorder.write(
        expired(),
        6000,
        label="TLS",
        title="certificate has expired",
        fingerprint=TLS,
        sent=factories.sent(method="GET", url="https://sms.staging.example.com/xms/v1/4c2f81d0/batches"),
        request_key="Batches/List batches.yml",
    )
    for number in range(8):
        await recorder.success(7000 + number * HOUR_S)
    await recorder.release()
    return ids


class Shown:
    """The page and what it said, for tests by gesture."""

    def __init__(
        self, page: HistoryPage, tasks: Tasks, ledger: Ledger, ids: dict[str, str], recorder: Recorder
    ) -> None:
        self.page, self.tasks, self.ledger, self.ids, self.recorder = page, tasks, ledger, ids, recorder
        self.opened: list[str] = []
        self.sent_again: list[str] = []
        page.open_requested.connect(self.opened.append)
        page.send_again_requested.connect(self.sent_again.append)

    @property
    def view(self):
        return self.page.list.view

    async def settle(self) -> None:
        """Until nothing is under way and everything is painted."""
        for _ in range(400):
            QApplication.processEvents()
            await asyncio.sleep(0.002)
            if not self.tasks.names():
                QApplication.processEvents()
                if not self.tasks.names():
                    return
        raise AssertionError(f"still under way: {self.tasks.names()}")

    def words(self) -> list[str]:
        """The lines in the list, top to bottom, without those of closed groups."""
        model, found = self.page.model, []
        for number in range(model.rowCount()):
            index = model.index(number, 0)
            found.append(model.data(index))
            if self.view.isExpanded(index):
                found += [model.data(model.index(child, 0, index)) for child in range(model.rowCount(index))]
        return found

    def select(self, exchange_id: str) -> None:
        assert self.view.show_exchange(exchange_id)

    def click(self, index) -> None:
        where = self.view.visualRect(index).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


@pytest.fixture
def dressed(qapp: QApplication):
    current = theme.current()
    current.apply(qapp)
    current.set_mode(ThemeMode.LIGHT)
    yield current
    current.set_mode(ThemeMode.LIGHT)


async def _write(folder: Path) -> dict[str, str]:
    history = History(folder)
    ids = await story(Recorder(history))
    await history.aclose()
    return ids


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The story on disk, written once; each test works on a copy. Every record waits for the disk."""
    folder = tmp_path_factory.mktemp("history")
    with ThreadPoolExecutor(max_workers=1) as thread:  # a loop of its own, whoever asks first
        return folder, thread.submit(asyncio.run, _write(folder)).result()


@pytest.fixture
async def shown(dressed, tmp_path: Path, written: tuple[Path, dict[str, str]]) -> AsyncIterator[Shown]:
    """The page over the story, by time."""
    errors: list[tuple[str, BaseException]] = []
    tasks = Tasks(lambda name, error: errors.append((name, error)))
    folder, ids = written
    history = History(shutil.copytree(folder, tmp_path / "history"))
    ledger = Ledger(tasks)
    ledger.set_history(history)
    page = HistoryPage(ledger, tasks)
    page.resize(1184, 836)
    page.show()
    found = Shown(page, tasks, ledger, ids, Recorder(history, len(ids) + 100))
    await found.settle()
    yield found
    await found.settle()
    ledger.end()
    await tasks.close()
    await history.aclose()
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop of Qt runs here that would do it
    assert not errors, errors
