"""What each kind of remedy does to a request page: an edit in its fields, a send, a link, another page."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from explorer.core.model.diagnosis import Edit, Remedy, RemedyKind
from explorer.gui.documents.variable_edits import with_variables

if TYPE_CHECKING:
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage


def take(page: RequestPage, bridge: Bridge, remedy: Remedy) -> None:
    """Do what the remedy proposes; nothing is sent for an edit."""
    match remedy.kind:
        case RemedyKind.EDIT:
            apply_edits(page, bridge, remedy)
        case RemedyKind.RETRY | RemedyKind.WAIT:
            page.retry()
        case RemedyKind.LINK:
            page.link_requested.emit(remedy.link.url if remedy.link else remedy.target)
        case RemedyKind.OPEN_REQUEST:
            page.open_request_requested.emit(remedy.target)
        case RemedyKind.COPY:
            page.copying.text(remedy.target)
        case RemedyKind.USE_ENVIRONMENT:
            bridge.library.use_environment(remedy.target)
        case RemedyKind.OPEN_ENVIRONMENTS:
            page.open_variable_requested.emit(remedy.target)
        case RemedyKind.START_SANDBOX:
            bridge.sandbox.start()
        case RemedyKind.TRUST | RemedyKind.STOP_TRUSTING:
            from explorer.gui.documents import trusting  # late: seldom needed

            (trusting.offer if remedy.kind is RemedyKind.TRUST else trusting.stop)(page, bridge)
        case RemedyKind.ADVICE:
            page.notice.emit(remedy.title.replace("`", ""))
        case _:
            assert_never(remedy.kind)


def apply_edits(page: RequestPage, bridge: Bridge, remedy: Remedy) -> bool:
    """Write the edits into fields and environment; False when the remedy is of another kind."""
    if remedy.kind is not RemedyKind.EDIT:
        return False
    _save_variables(bridge, page.composer.apply_edits(remedy.edits))
    return True


def _save_variables(bridge: Bridge, edits: tuple[Edit, ...]) -> None:
    workspace = bridge.workspace
    if edits and workspace is not None and workspace.environment.name:
        bridge.library.save_environment(with_variables(workspace.environment, edits))
