"""Sends again by itself after a 429 or 503, as often as the environment allows, when the diagnosis calls it safe.

The pause and its countdown are the diagnosis's; Esc and "Stop retrying" end it like a retry planned by hand.
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

    def after(self, performed: Performed) -> None:
        """Plan the next attempt, or begin to count anew when there is none to make."""
        workspace, response = self._bridge.workspace, performed.exchange.response
        allowed = workspace.environment.retries if workspace is not None else 0
        refused = response is not None and response.status in _STATUSES
        if refused and performed.diagnosis.retry.safe and self._made < allowed and self._page.result.plan_retry():
            self._made += 1
        else:
            self._made = 0
