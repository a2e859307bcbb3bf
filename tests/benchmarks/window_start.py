"""Starts the real window on a workspace and reports at first paint, when it is usable, and idle after one request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

import explorer.gui.app as app
from explorer.gui.main_window.frame import Frame
from tests.benchmarks.probe import report

if TYPE_CHECKING:
    from explorer.gui.explorer import Explorer


async def use(explorer: Explorer) -> None:
    """Type into the URL of a new request, wait until Send is enabled; send one request; sit idle."""
    import asyncio

    window = explorer.window
    while explorer.bridge.workspace is None or not window.sidebar.tree.model().rowCount():
        await asyncio.sleep(0.005)
    page = window.new_request()
    page.composer.bar.url.setPlainText("http://127.0.0.1:9/")
    while not page.composer.bar.isEnabled():
        await asyncio.sleep(0.005)
    report("usable")
    await explorer.bridge.sandbox.started()
    assert explorer.bridge.sandbox.info is not None
    page.composer.bar.url.setPlainText(explorer.bridge.sandbox.info.base_url + "/_sandbox/large?bytes=20000")
    page.send()
    while page.shown is None:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    report("idle")
    window.desk.close_now(page.document)
    explorer.request_close()


def main() -> None:
    """The start of ``explorer FOLDER``, watched."""
    original = Frame.event

    def painted() -> None:
        report("paint")
        from explorer.gui.explorer import Explorer

        opened = Explorer.open

        async def watched(self: Explorer, *arguments: object, **named: object) -> None:
            self.bridge.tasks.start("bench", use(self))
            await opened(self, *arguments, **named)  # type: ignore[arg-type]

        Explorer.open = watched  # type: ignore[method-assign]

    def event(self: Frame, what: QEvent) -> bool:
        if not hasattr(self, "watched"):
            self.watched = True
            self.first_painted.connect(painted)
        return original(self, what)

    Frame.event = event  # type: ignore[method-assign]
    app.run_window(folder=Path(sys.argv[1]), sample=False)


if __name__ == "__main__":
    main()
