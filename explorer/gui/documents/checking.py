"""Looks at the way to a host when the person asks for it, and explains the failed exchange anew with what was found.

What was found belongs to its exchange: it comes back when that is shown again, and is kept nowhere else.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from explorer.core.model.checks import Checks
    from explorer.core.transport.probes import Step
    from explorer.core.workspace import Checked
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.result.panel import ResultPanel
    from explorer.gui.result.shown import Shown

_MOST_KEPT = 20


class Checking(QObject):
    """The checks of one page, one at a time."""

    def __init__(self, page: RequestPage, bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge
        self._task = f"check {page.document}"
        self._under_way = ""
        """Id of the exchange that is looked into; empty for none."""
        self._running: asyncio.Task[None] | None = None
        """The check under way; one that was stopped may still be on its way out."""
        self._found: dict[str, Checked] = {}
        page.exchange_shown.connect(self._exchange_shown)

    def serve(self, result: ResultPanel) -> None:
        """Follow the wishes of the page's result."""
        result.check_requested.connect(self.check)
        result.check_stop_requested.connect(self.stop)
        result.copy_check_requested.connect(self.copy)

    def check(self) -> None:
        """Begin; says why not when there is nothing to look at."""
        from explorer.core.diagnosis.checked import can_check  # late: nothing has failed at the start

        shown = self._page.shown
        if shown is None or not can_check(shown.exchange.failure):
            self._page.notice.emit("There is no failed connection to check.")
        elif not self._under_way:
            self._under_way = shown.exchange.id
            self._page.result.select_tab("diagnosis")
            self._page.result.diagnosis_page().show_checking(self.tr("Beginning to look"))
            self._running = self._bridge.tasks.start(self._task, self._check(shown), self)

    def stop(self) -> bool:
        """End what is under way; whether anything was."""
        if not self._under_way:
            return False
        self._end()
        self._page.notice.emit("The check was stopped.")
        return True

    def copy(self) -> None:
        """What was found, as text on the clipboard."""
        from explorer.core.diagnosis.checked.lines import plain_text  # late: asked for by hand

        checks = self._page.shown.checks if self._page.shown else None
        if checks is not None:
            QGuiApplication.clipboard().setText(plain_text(checks))
            self._page.notice.emit("Copied what the check found")

    async def _check(self, shown: Shown) -> None:
        workspace = self._bridge.workspace
        try:
            found = await workspace.check(shown.exchange, self._step) if workspace is not None else None
        finally:
            if asyncio.current_task() is self._running:
                self._under_way, self._running = "", None
        if found is None:
            self._page.result.diagnosis_page().show_checking("")
            self._page.notice.emit("The URL of this exchange names no host that can be looked at.")
            return
        self._found[shown.exchange.id] = found
        for oldest in tuple(self._found)[:-_MOST_KEPT]:
            del self._found[oldest]
        self._apply(found)

    def _step(self, step: Step, checks: Checks) -> None:
        self._page.result.diagnosis_page().show_checking(_words(step, checks))

    def _apply(self, found: Checked) -> None:
        from explorer.gui.result.verdict import family_of  # late: it comes with the first result

        page = self._page
        if page.shown is None:
            return
        page.shown = replace(page.shown, diagnosis=found.diagnosis, checks=found.checks)
        page.result.show_checked(page.shown)
        page.composer.show_problems(page.shown.diagnosis.problems, family_of(page.shown.exchange, found.diagnosis))

    def _exchange_shown(self) -> None:
        """Another exchange ends the check of the last one; what is known of it is shown again."""
        shown = self._page.shown
        if shown is None:
            return
        if self._under_way and self._under_way != shown.exchange.id:
            self._end()
        found = self._found.get(shown.exchange.id)
        if found is not None and shown.checks is None:
            self._apply(found)

    def _end(self) -> None:
        self._under_way, self._running = "", None
        self._bridge.tasks.cancel(self._task)
        self._page.result.diagnosis_page().show_checking("")


def _words(step: Step, checks: Checks) -> str:
    """What is looked at now."""
    match step.value:
        case "lookup":
            return f"Looking up `{checks.through or checks.host}`"
        case "connect":
            return f"Connecting to `{checks.through or checks.place}`"
        case "proxy":
            return f"Asking the proxy for `{checks.place}`"
        case "tls":
            return f"TLS handshake with `{checks.place}`"
        case "greeting":
            return f"Greeting port {checks.port} in HTTP"
        case _:
            return "Comparing the clock with recent answers"
