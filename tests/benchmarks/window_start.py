"""Starts the real window on a workspace and reports at first paint, when it is usable, and idle after one request.

Usable means: a new request is open, the keys of a URL typed into it have arrived, and Send is enabled. The send right
after it must succeed: whatever was not loaded by then is loaded now.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

gc.disable()  # as explorer.cli.window does before it imports the window

from PySide6.QtCore import QCoreApplication, QEvent  # noqa: E402

import explorer.gui.app as app  # noqa: E402
from explorer.gui.main_window.frame import Frame  # noqa: E402
from tests.benchmarks.probe import report  # noqa: E402

if TYPE_CHECKING:
    from types import ModuleType

    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.explorer import Explorer

_PATIENCE_S = 20.0
_RETURN = 0x01000004


def press(page: RequestPage, text: str, key: int = 0) -> None:
    """One key, as Qt hands it to the URL field."""
    from PySide6.QtCore import Qt  # late, as in the window: its first use costs as much as an import
    from PySide6.QtGui import QKeyEvent

    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(page.composer.bar.url, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


async def use(explorer: Explorer, server: str) -> None:
    """Type into the URL of a new request until Send is enabled; send it; sit idle."""
    import asyncio  # late: the window imports it after its first paint

    window, url = explorer.window, f"{server}/_sandbox/large"
    page = window.new_request()
    for letter in url:
        press(page, letter)
    assert page.composer.bar.url.text() == page.request().url == url
    while not page.composer.bar.send.isEnabled():
        await asyncio.sleep(0.005)
    report("usable")
    for letter in "?bytes=20000":
        press(page, letter)
    press(page, "\r", _RETURN)
    async with asyncio.timeout(_PATIENCE_S):
        while page.shown is None or not window.sidebar.tree.model().rowCount():
            await asyncio.sleep(0.01)
    response = page.shown.exchange.response
    assert response is not None
    assert (response.status, response.body.size_bytes >= 20_000) == (200, True)
    report("answered")
    await asyncio.sleep(1.0)
    assert not explorer.bridge.tasks.is_running("open")
    report("idle")
    window.desk.close_now(page.document)
    explorer.request_close()


def main(folder: Path, server: str) -> None:
    """The start of ``explorer FOLDER``, watched."""
    # httpx imports these for its own command line where they are installed: here by tools of the developers, while
    # an installed Explorer comes without them.
    sys.modules |= dict.fromkeys(("click", "rich", "pygments"), cast("ModuleType", None))
    original = Frame.event

    def painted() -> None:
        report("paint")
        from explorer.gui.explorer import Explorer

        opened = Explorer.open

        async def watched(self: Explorer, *arguments: object, **named: object) -> None:
            self.bridge.tasks.start("bench", use(self, server))
            await opened(self, *arguments, **named)  # type: ignore[arg-type]

        Explorer.open = watched  # type: ignore[method-assign]

    def event(self: Frame, what: QEvent) -> bool:
        if not hasattr(self, "watched"):
            self.watched = True
            self.first_painted.connect(painted)
        return original(self, what)

    Frame.event = event  # type: ignore[method-assign]
    app.run_window(folder=folder, sample=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
