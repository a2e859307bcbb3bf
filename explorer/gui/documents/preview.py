"""What would be sent, shown below the fields while they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.errors import InvalidRequestError, UnresolvedVariableError

if TYPE_CHECKING:
    from explorer.core.model.exchange import SentRequest
    from explorer.core.workspace import Workspace
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage


def show_preview(page: RequestPage, bridge: Bridge) -> None:
    """The URL as it would go on the wire, or why it could not; and the headers that would be added."""
    workspace, composer = bridge.workspace, page.composer
    if workspace is None:
        return
    request = page.request()
    composer.set_automatic_headers(bridge.automatic_headers(request, page.place))
    try:
        url = _shown(workspace.preview(request, page.place)) if request.url else ""
        composer.set_resolved(url)
        if url.startswith("https:"):
            bridge.expect_tls()
    except UnresolvedVariableError as error:
        composer.set_resolved(_masked(workspace.resolved_url(request, page.place), workspace), error.message)
    except InvalidRequestError as error:
        composer.set_resolved("", error.message if request.url else "")


def shown_url(page: RequestPage, bridge: Bridge) -> str:
    """Where it would go, for a question before it goes; as it is written where that cannot be told."""
    workspace, request = bridge.workspace, page.request()
    if workspace is None:
        return request.url
    return _masked(workspace.resolved_url(request, page.place), workspace)


def _shown(sent: SentRequest) -> str:
    """The URL without the values of secret variables."""
    from explorer.core.storage.secret_forms import mask  # late: with the first preview

    return mask(sent.url, sent.secrets)


def _masked(url: str, workspace: Workspace) -> str:
    from explorer.core.storage.secret_forms import mask

    return mask(url, tuple(workspace.secret_names()))
