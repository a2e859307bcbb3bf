"""Compares the result shown with another one: the one before it, or one that the person chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage

_NONE = "There is no other result of this request to compare with."
_OFFERED = 200


def with_previous(page: RequestPage, bridge: Bridge) -> None:
    """The result of this request before the one shown."""
    if page.shown is not None:
        bridge.tasks.start(f"compare {page.document}", _previous(page, bridge), page)


def with_chosen(page: RequestPage, bridge: Bridge) -> None:
    """Ask which one."""
    if page.shown is not None:
        bridge.tasks.start(f"compare {page.document}", _chosen(page, bridge), page)


async def _previous(page: RequestPage, bridge: Bridge) -> None:
    assert page.shown is not None
    exchange = page.shown.exchange
    try:
        found = await bridge.ledger.neighbour(exchange, older=True)
    except ExplorerError as error:
        page.notice.emit(error.message)
        return
    if found:
        page.compare_requested.emit(found, exchange.id)
    else:
        page.notice.emit("There is no earlier result of this request to compare with.")


async def _chosen(page: RequestPage, bridge: Bridge) -> None:
    from explorer.core.storage.history import HistoryQuery  # late, as below: asked for by hand
    from explorer.gui import dialogs
    from explorer.gui.documents.compare_dialog import CompareDialog

    assert page.shown is not None
    shown = page.shown
    key = shown.exchange.request_key or None
    try:
        rows = await bridge.ledger.history.rows(HistoryQuery(request_key=key, limit=_OFFERED))
    except ExplorerError as error:
        page.notice.emit(error.message)
        return
    others = tuple(row for row in rows if row.id != shown.exchange.id)
    if not others:
        page.notice.emit(_NONE)
        return
    success_id = shown.seen.last_success_id if shown.seen else ""
    dialog = CompareDialog(others, success_id, page.window())
    if await dialogs.closed(dialog) != CompareDialog.DialogCode.Accepted:
        return
    if dialog.chosen_id:
        page.compare_requested.emit(*sorted((dialog.chosen_id, shown.exchange.id)))
    else:
        page.compare_requested.emit(shown.exchange.id, "")
        page.notice.emit("The result shown is A. Select another one in the history and press Ctrl D.")
