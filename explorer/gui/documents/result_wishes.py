"""What each wish of the result panel does in its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.core.content.json_place import JsonPlace
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.result.panel import ResultPanel


def connect_result(page: RequestPage, bridge: Bridge, result: ResultPanel) -> None:
    """Listen to a panel that was just made."""
    result.go_to_requested.connect(page.composer.go_to)
    result.remedy_requested.connect(page.take_remedy)
    result.apply_and_send_requested.connect(page.apply_and_send)
    result.retry_requested.connect(page.retry)
    result.cancel_requested.connect(page.cancel)
    result.compare_requested.connect(page.compare)
    result.link_requested.connect(page.link_requested)
    result.copied.connect(page.notice)
    page.copying.serve(result)
    page.checking.serve(result)
    page.past.serve(result)
    result.save_example_requested.connect(page.save_example_requested)
    result.save_body_requested.connect(page.save_body_requested)
    result.compare_previous_requested.connect(partial(_compare, page, bridge, "with_previous"))
    result.compare_other_requested.connect(partial(_compare, page, bridge, "with_chosen"))
    result.capture_requested.connect(partial(capture_value, page, bridge))


def capture_value(page: RequestPage, bridge: Bridge, place: JsonPlace) -> None:
    """Put a value of the answer into a variable."""
    from explorer.gui.documents.capturing import capture  # late: with the first capture

    capture(page, bridge, place)


def _compare(page: RequestPage, bridge: Bridge, function: str) -> None:
    from explorer.gui.documents import comparing_with  # late, too

    getattr(comparing_with, function)(page, bridge)
