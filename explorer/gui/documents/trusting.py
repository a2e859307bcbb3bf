"""Trusting the certificate of the exchange shown, after the person has read what it is; and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.model.trust import TrustPlace, granted, offered
from explorer.core.storage.secret_forms import SHORTEST
from explorer.core.transport.urls import parse_url
from explorer.gui import dialogs
from explorer.gui.documents.trust_dialog import Choice, TrustDialog
from explorer.gui.result.moments import utc_now

if TYPE_CHECKING:
    from explorer.core.model.exchange import Exchange, Failure
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage

_TASK = "trust a certificate"


def offer(page: RequestPage, bridge: Bridge) -> None:
    """Show the certificate and what it means to trust it; the person decides."""
    failure = page.shown.exchange.failure if page.shown else None
    if page.shown is None or failure is None or not offered(failure):
        page.notice.emit("There is no refused certificate to trust here.")
    elif not bridge.tasks.is_running(_TASK):
        bridge.tasks.start(_TASK, _asked(page, bridge, page.shown.exchange, failure), page)


def stop(page: RequestPage, bridge: Bridge) -> None:
    """Verify the server of what is shown as usual from now on."""
    bridge.tasks.start(f"stop trusting {page.document}", _stopped(page, bridge), page)


async def _asked(page: RequestPage, bridge: Bridge, exchange: Exchange, failure: Failure) -> None:
    place = _place(bridge, exchange)
    if place is None:
        return
    if _is_secret(exchange, place):
        page.notice.emit("The host is a secret value, and a trusted host is written to disk: it is not trusted.")
        return
    is_active = bridge.workspace is not None and bridge.workspace.environment.name == place.environment
    dialog = TrustDialog(failure, place, page.window(), may_send=is_active)
    await dialogs.closed(dialog)
    if dialog.choice is Choice.NEITHER or not await _is_confirmed(page, bridge, place):
        return
    trust = granted(failure, place, utc_now(), dialog.lasting)
    if await bridge.trusts.put(trust) and dialog.choice is Choice.TRUST_AND_SEND:
        page.send()


async def _is_confirmed(page: RequestPage, bridge: Bridge, place: TrustPlace) -> bool:
    """A protected environment asks once more."""
    collection = bridge.workspace.collection if bridge.workspace else None
    environments = collection.environments if collection else ()
    if not any(one.name == place.environment and one.confirm_methods for one in environments):
        return True
    text = (
        f"{place.environment} is a protected environment. What is sent to {place.authority} there, credentials too, "
        "goes to whoever holds this certificate."
    )
    return await dialogs.confirm(page.window(), f"Trust this certificate in {place.environment}?", text, "Trust")


async def _stopped(page: RequestPage, bridge: Bridge) -> None:
    place = _place(bridge, page.shown.exchange) if page.shown else None
    if place is None or not any(one.place == place for one in await bridge.trusts.all()):
        page.notice.emit("No certificate is trusted here: it is verified as usual.")
    else:
        await bridge.trusts.remove(place)


def _is_secret(exchange: Exchange, place: TrustPlace) -> bool:
    secrets = exchange.sent.secrets if exchange.sent else ()
    return any(len(one) >= SHORTEST and one.lower() in place.host for one in secrets)


def _place(bridge: Bridge, exchange: Exchange) -> TrustPlace | None:
    """Where the last request of the exchange went, in its environment."""
    if bridge.workspace is None or exchange.sent is None:
        return None
    url = parse_url(exchange.sent.url)
    return bridge.workspace.trust_place(url.host, url.port, exchange.environment)
