"""Takes a value of a response into a variable: asks where it goes, and says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.content.amounts import size_text
from explorer.gui import dialogs
from explorer.gui.bridge.capture_step import ENVIRONMENT, RUN, Capture, capture_step, names_kept
from explorer.gui.documents.capture_dialog import CaptureDialog

if TYPE_CHECKING:
    from explorer.core.content.json_place import JsonPlace
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage

MOST_CHARACTERS = 1_000_000
"""A longer value would be put into every request as a whole, and into every list of variables."""


def capture(page: RequestPage, bridge: Bridge, place: JsonPlace) -> None:
    """Ask for name and scope of a variable, and set it; ``page`` may be that of a saved example as well."""
    if len(place.value) > MOST_CHARACTERS:
        size = size_text(len(place.value))
        page.notice.emit(f"This value has {size}; a variable can take {size_text(MOST_CHARACTERS)}.")
    elif page.shown is not None:
        bridge.tasks.start("capture value", _ask(page, bridge, place), page)


async def _ask(page: RequestPage, bridge: Bridge, place: JsonPlace) -> None:
    library = bridge.library
    assert page.shown is not None
    started = page.shown.exchange.started.astimezone()
    origin = f"from the response of {page.title} at {started:%H:%M}"
    dialog = CaptureDialog(
        place,
        library.environment,
        page.window(),
        has_collection=library.collection is not None,
        kept=names_kept(library),
    )
    if await dialogs.closed(dialog) != CaptureDialog.DialogCode.Accepted:
        return
    chosen = dialog.capture(origin)
    library.run(_keep(bridge, chosen))


async def _keep(bridge: Bridge, chosen: Capture) -> None:
    step = capture_step(bridge.library, chosen)
    await bridge.library.history.do(step)
    where = {RUN: "for this run", ENVIRONMENT: f"in {bridge.library.environment}"}.get(
        chosen.scope, "in the collection"
    )
    bridge.library.history.offer(step, f"{chosen.name} is captured {where}.")
