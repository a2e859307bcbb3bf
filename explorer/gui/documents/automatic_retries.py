"""Sends again by itself after a 429 or 503, as often as the environment allows, when the diagnosis calls it safe.

The pause and its countdown are the diagnosis's; Esc and "Stop retrying" end it like a retry planned by hand. A plan
holds for the request and the environment it was made for, and a retry by hand before its time asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from explorer.core.workspace import Performed
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage

_STATUSES = (429, 503)


class AutomaticRetries(QObject):
    """Counts the attempts of one page."""

    def __init__(self, page: RequestPage, bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge
        self._made = 0
        page.composer.edited.connect(self._edited)
        bridge.library.environment_changed.connect(self._environment_changed)

    def question(self) -> str:
        """What to ask before sending again; empty when nothing speaks against it. A question ends the plan."""
        from explorer.core.content.amounts import duration_text  # late: no answer is there yet at the start

        shown = self._page.shown
        if shown is None or not shown.diagnosis.is_error:
            return ""
        left_s = self._page.result.pause_left_s
        reasons = [] if shown.diagnosis.retry.safe else ["The last send may have had an effect."]
        if left_s > 0:
            asked = duration_text(shown.diagnosis.retry.after_s or left_s)
            reasons.append(f"The server asked for a pause of {asked}, of which {left_s} s are left.")
        if reasons:
            self._page.result.stop_retrying()
        return " ".join((*reasons, "Send again?")) if reasons else ""

    def _edited(self) -> None:
        if self._page.shown is not None and self._page.result.stop_retrying():
            self._page.notice.emit("The retry was stopped, because the request has changed.")

    def _environment_changed(self, _name: object = None) -> None:
        workspace, shown = self._bridge.workspace, self._page.shown
        if workspace is None or shown is None or workspace.environment.name == shown.environment:
            return
        if self._page.result.stop_retrying():
            self._page.notice.emit("The retry was stopped, because the environment has changed.")

    def after(self, performed: Performed) -> None:
        """Plan the next attempt, or begin to count anew when there is none to make."""
        workspace, response = self._bridge.workspace, performed.exchange.response
        allowed = workspace.environment.retries if workspace is not None else 0
        refused = response is not None and response.status in _STATUSES
        if refused and performed.diagnosis.retry.safe and self._made < allowed and self._page.result.plan_retry():
            self._made += 1
        else:
            self._made = 0
