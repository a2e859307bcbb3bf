"""Writes a new value of a variable to wherever its value comes from now, and follows a new name in a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.core.model.environment import Environment, Variable

if TYPE_CHECKING:
    from explorer.core.workspace import Workspace
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage


def set_value(page: RequestPage, bridge: Bridge, name: str, value: str) -> None:
    """In the order in which scopes are looked through, without the request's own."""
    workspace = bridge.workspace
    if workspace is None:
        return
    captured = workspace.captured.get(workspace.environment.name, {})
    if name in captured:
        captured[name] = replace(captured[name], value=value, description="")
        page.refresh_variables()
    elif not _in_folder(page, bridge, name, value) and not _in_environment(workspace, bridge, name, value):
        _elsewhere(page, workspace, bridge, name, value)


def set_in_scope(bridge: Bridge, name: str, scope: str, value: str) -> None:
    """Give a name a value in the active environment, the collection or for all collections ("global")."""
    workspace = bridge.workspace
    if workspace is None:
        return
    collection = workspace.collection
    if scope == "global":
        bridge.library.set_variable("global", "", name, value)
    elif scope == "collection" and collection is not None:
        bridge.library.set_variable("collection", "", name, value)
    elif scope == "environment" and workspace.environment.name:
        _write(bridge, workspace.environment, name, value)


def follow_renaming(page: RequestPage, old: str, new: str) -> None:
    """A variable was renamed in all files: the draft follows."""
    from explorer.core.variable_uses import renamed

    page.saved, page.base = renamed(page.saved, old, new), renamed(page.base, old, new)
    request = renamed(page.request(), old, new)
    if request != page.request():
        page.take_request(request)


def _in_folder(page: RequestPage, bridge: Bridge, name: str, value: str) -> bool:
    from explorer.core.model.tree import ancestors  # late, here and below: with the first edit only

    collection = bridge.library.collection
    for folder in reversed(ancestors(collection, page.key)) if collection and page.key else ():
        if _has(folder.variables, name):
            bridge.library.set_variable("folder", folder.key, name, value)
            return True
    return False


def _in_environment(workspace: Workspace, bridge: Bridge, name: str, value: str) -> bool:
    from explorer.core.scopes import lineage

    environments = workspace.collection.environments if workspace.collection else ()
    for one in lineage(environments, workspace.environment_name):
        if _has(one.variables, name):
            _write(bridge, one, name, value)
            return True
    return False


def _elsewhere(page: RequestPage, workspace: Workspace, bridge: Bridge, name: str, value: str) -> None:
    collection = workspace.collection
    if collection is not None and _has(collection.variables, name):
        if any(row.secret for row in collection.variables if row.name == name):
            bridge.library.set_secret("", name, value)
        else:
            bridge.library.set_variable("collection", "", name, value)
    elif _has(workspace.shared, name):
        _write_global(workspace, bridge, name, value)
    elif workspace.environment.name:
        _write(bridge, workspace.environment, name, value)
    else:
        request = page.request()
        page.take_request(replace(request, variables=(*request.variables, Variable(name=name, value=value))))


def _write_global(workspace: Workspace, bridge: Bridge, name: str, value: str) -> None:
    from explorer.core.scopes import GLOBAL_OWNER

    if any(row.secret for row in workspace.shared if row.name == name):
        bridge.library.set_secret(GLOBAL_OWNER, name, value)
    else:
        bridge.library.set_variable("global", "", name, value)


def _write(bridge: Bridge, environment: Environment, name: str, value: str) -> None:
    if any(row.secret for row in environment.variables if row.name == name):
        bridge.library.set_secret(environment.name, name, value)
    else:
        bridge.library.set_variable("environment", environment.key, name, value)


def _has(rows: tuple[Variable, ...], name: str) -> bool:
    return any(row.name == name and row.enabled for row in rows)
