"""What a request inherits from its folders and the collection, for its fields: words, origins, variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.model.collection import Collection
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, OtherAuth, Request, RequestSettings
from explorer.core.model.tree import auth_origin, auth_owner, header_origins, inherited, settings_above
from explorer.core.settings_in_force import settings_in_force
from explorer.core.variables import references, texts_of

if TYPE_CHECKING:
    from explorer.core.workspace import Workspace
    from explorer.gui.documents.request_page import RequestPage


def show_inherited(page: RequestPage, workspace: Workspace) -> None:
    """Tell the fields of a request what holds there without being written there."""
    request, key, collection = page.request(), page.place, workspace.collection
    captured = frozenset(workspace.captured.get(workspace.environment.name, ()))
    page.composer.set_inherited_auth(words_for_auth(collection, key))
    _auth, name = auth_origin(collection, key)
    headers = header_origins(collection, key)
    page.composer.set_origins(headers, auth_owner(collection, key), name)
    page.composer.set_also_used(inherited_names(collection, key, request) | captured)
    page.composer.set_inherited_settings(inherited_settings(workspace, key))


def inherited_settings(workspace: Workspace, key: str) -> dict[str, tuple[str, str]]:
    """By name: the value of each setting that a request leaves open, and where that is set."""
    above = settings_above(workspace.collection, key)
    found = settings_in_force(RequestSettings(), workspace.environment, workspace.settings, above)
    values = {one.name: (one.value, one.origin) for one in found}
    follows, origin = values["follow_redirects"]
    encode = next(((one.encode_url, name) for name, one in above if one.encode_url is not None), (False, ""))
    return {
        "timeout_s": (f"{float(values['timeout_s'][0]):g}", values["timeout_s"][1]),
        "max_redirects": values["max_redirects"],
        "follow_redirects": ("follow" if follows == "True" else "do not follow", origin),
        "encode_url": ("encode anew" if encode[0] else "leave as written", encode[1]),
    }


def words_for_auth(collection: Collection | None, key: str) -> str:
    """ "Bearer {{token}} from Sinch SMS"; empty when there is nothing to inherit. Literal secrets are not shown."""
    auth, origin = auth_origin(collection, key)
    words = _words(auth)
    return f"{words} from {origin}" if words else ""


def inherited_names(collection: Collection | None, key: str, request: Request) -> frozenset[str]:
    """Names of the variables in the headers and credentials of its folders and collection."""
    return _names(inherited(collection, key, Request(auth=request.auth))) - _names(Request(auth=request.auth))


def _names(request: Request) -> frozenset[str]:
    texts = (text for text in texts_of(request) if "{{" in text)
    return frozenset(found.name for text in texts for found in references(text))


def _words(auth: Auth) -> str:
    match auth:
        case BearerAuth():
            return f"Bearer {_reference(auth.token)}"
        case BasicAuth():
            return f"Basic as {auth.username}"
        case ApiKeyAuth():
            return f"API key {auth.name}"
        case OtherAuth():
            return f"{auth.kind} (kept, not sent yet)"
        case _:
            return ""


def _reference(token: str) -> str:
    return token if token.startswith("{{") else "token"
