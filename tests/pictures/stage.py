"""The real window over a fresh home, with the sample workspace, its sandbox, and a fortnight of use behind it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from explorer.core.model.environment import Environment
from explorer.core.model.request import Request, TextBody
from explorer.core.settings import Settings, ThemeChoice
from explorer.core.storage.places import places
from explorer.core.workspace import Workspace
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.documents.variable_edits import with_variable
from explorer.gui.explorer import Explorer
from explorer.gui.main_window.frame import Frame
from tests.pictures.past import Past, days_before, lay_down, past_of
from tests.pictures.tls_server import ExpiredServer

SMS = "Sinch SMS API"
LAB = "Failure lab"
LIMITED = "429 Too Many Requests/Too fast, without a pause named.yml"
WAIT_S = 20.0


class Stage:
    """One Explorer for one theme; pictures are taken of its frame."""

    def __init__(self, app: QApplication, home: Path, theme: ThemeChoice) -> None:
        self.home = home
        # Trusted from the start, so that nothing but the date is wrong with its certificate.
        self.expired = ExpiredServer(home)
        os.environ["SSL_CERT_FILE"] = str(self.expired.authority_file)
        self.explorer = Explorer(app, Frame(theme), places(home), Settings(theme=theme), {})
        self.frame, self.window = self.explorer.frame, self.explorer.window
        self.life: asyncio.Task[None] | None = None

    @property
    def workspace(self) -> Workspace:
        """The core's workspace."""
        assert self.explorer.bridge.workspace is not None
        return self.explorer.bridge.workspace

    async def begin(self, *, sample: bool = True) -> None:
        """Open the sample and wait until its first request is shown."""
        # The pointer rests where nothing shows a hover.
        QCursor.setPos(700, 890)
        self.frame.show()
        self.life = asyncio.get_running_loop().create_task(self.explorer.run(None, sample=sample))
        await self.until(lambda: bool(self.window.desk.ids()))

    async def end(self) -> None:
        """Close the window and wait until everything is over."""
        assert self.life is not None
        self.explorer.request_close()
        await self.life

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait for something to be true; raises TimeoutError."""
        async with asyncio.timeout(WAIT_S):
            while not happened():
                await asyncio.sleep(0.02)

    async def settle(self, seconds: float = 0.5) -> None:
        """Let timers, threads and repaints come to rest."""
        await asyncio.sleep(seconds)

    async def send(self, page: RequestPage) -> None:
        """Send what a page shows and wait for the answer."""
        before = page.shown
        page.send_now()
        await self.until(lambda: page.shown is not before and page.shown is not None)
        await self.settle()

    def request(self, key: str) -> Request:
        """A saved request."""
        page = self.window.open_key(key)
        assert page is not None, key
        return page.request()

    async def use_for_a_fortnight(self) -> None:
        """Exchanges of the last two weeks: each is sent once for real, then recorded at earlier times too."""
        now = datetime.now(UTC)
        good = self.request(f"{SMS}/Batches/Send a batch.yml")
        sent: list[tuple[str, Request, tuple[float, ...]]] = [
            ("Batches/Send a batch.yml", good, (5.1, 5.05, 5.0, 4.2, 4.1, 3.3, 3.1, 3.0, 0.05, 0.04, 0.02, 0.015)),
            ("Batches/Send a batch.yml", with_text(good, '"to": []'), (11.9, 9.9, 6.0, 5.9, 3.2, 3.15, 0.03)),
            ("Batches/Send a batch.yml", with_text(good, '"to": ["+1"]'), (13.2, 11.1, 6.2, 4.15, 3.9)),
            ("Groups/Create a group.yml", self.request(f"{LAB}/400 Bad Request/A name among the members.yml"), (0.06,)),
            ("Batches/Update a batch.yml", self.request(f"{LAB}/403 Forbidden/Change a batch too late.yml"), (0.025,)),
            ("Batches/Send to a group.yml", self.request(f"{LAB}/403 Forbidden/Send to an unknown group.yml"),
             (11.2, 8.1, 8.05, 2.2, 0.2)),
            ("Batches/Send a batch.yml", self.request(f"{LAB}/{LIMITED}"), (6.3, 0.9)),
            ("Groups/List groups.yml", self.request(f"{LAB}/401 Unauthorized/A wrong token.yml"), (4.5,)),
            ("Batches/List batches.yml", self.request(f"{SMS}/Batches/List batches.yml"), (12.1, 12.0, 11.1, 11.0)),
            ("Batches/List batches.yml", self.request(f"{LAB}/503 Service Unavailable/Down for the moment.yml"),
             (9.4,)),
        ]  # fmt: skip
        number = 1
        past: Past = []
        history = self.workspace.history
        assert history is not None
        for key, request, days in sent:
            performed = await self.workspace.perform(request, request_key=f"{SMS}/{key}")
            await history.delete(performed.exchange.id)
            past += past_of(performed, days_before(now, *days), number)
            number += len(days)
        await lay_down(history, past)
        self.explorer.bridge.ledger.refresh()
        for document in self.window.desk.ids():
            self.window.desk.close_now(document)
        tree = self.window.sidebar.tree
        tree.expand_keys((SMS, f"{SMS}/Batches", f"{SMS}/Delivery reports", f"{SMS}/Groups"))
        tree.scrollToTop()

    async def point_staging_at(self, port: int) -> None:
        """The Staging environment on a server of ours."""
        staging = next(one for one in self.collection_environments() if one.name == "Staging")
        staging = with_variable(staging, "base_url", f"https://localhost:{port}")
        self.workspace.secret_values[("Staging", "token")] = "not-a-real-token"
        self.explorer.bridge.library.save_environment(staging)
        await self.settle()

    def collection_environments(self) -> tuple[Environment, ...]:
        """Environments of the open collection."""
        assert self.workspace.collection is not None
        return self.workspace.collection.environments

    def open_three(self) -> RequestPage:
        """The tabs of the drawings: Send a batch in front, a changed Create a group behind."""
        pages = [
            self.window.open_key(f"{SMS}/{key}.yml")
            for key in ("Batches/Send a batch", "Batches/List batches", "Groups/Create a group")
        ]
        assert all(pages)
        group = pages[2]
        assert group is not None
        request = group.request()
        assert isinstance(request.body, TextBody)
        group.composer.set_request(replace(request, body=replace(request.body, text=request.body.text + "\n")))
        group.changed.emit()
        first = pages[0]
        assert first is not None
        self.window.desk.show_document(first.document)
        return first


def with_text(request: Request, to: str, words: str = "19:00") -> Request:
    """The request with other recipients and another time in its text."""
    assert isinstance(request.body, TextBody)
    lines = request.body.text.splitlines()
    start = next(index for index, line in enumerate(lines) if '"to"' in line)
    end = next(index for index in range(start, len(lines)) if "]" in lines[index])
    lines[start : end + 1] = [f"  {to},"]
    text = "\n".join(lines).replace("19:00", words)
    return replace(request, body=replace(request.body, text=text))
