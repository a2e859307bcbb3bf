"""Questions about the tree of a collection: find, walk, inherit. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.request import Auth, Header, InheritAuth, NoAuth, Request, RequestSettings


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item, parents before children."""
    for item in items:
        yield item
        if isinstance(item, Folder):
            yield from walk(item.items)


def find(collection: Collection, key: str) -> Item | None:
    """The item with this key, or None."""
    return _find(collection.items, key)


def requests_of(collection: Collection) -> Iterator[RequestItem]:
    """Every saved request, in tree order."""
    return (item for item in walk(collection.items) if isinstance(item, RequestItem))


def ancestors(collection: Collection, key: str) -> tuple[Folder, ...]:
    """The folders above an item, outermost first; empty for an unknown key."""
    return _path(collection.items, key) or ()


def inherited(collection: Collection | None, key: str, request: Request) -> Request:
    """``request`` with the headers and credentials of its folders and collection; what is nearer wins.

    A request without a file inherits nothing: a collection's token must not go to whatever URL is typed.
    """
    if collection is None or not key:
        return replace(request, auth=NoAuth()) if isinstance(request.auth, InheritAuth) else request
    folders = ancestors(collection, key)
    above = (collection.headers, *(folder.headers for folder in folders))
    headers = (*_missing_headers(above, request.headers), *request.headers)
    encode = (request.settings, *(one for one, _ in inherited_settings(collection, key)))
    encode_url = next((one.encode_url for one in encode if one.encode_url is not None), None)
    return replace(
        request,
        headers=headers,
        auth=_nearest_auth(collection, folders, request.auth),
        settings=replace(request.settings, encode_url=encode_url),
    )


def inherited_settings(collection: Collection | None, key: str) -> tuple[tuple[RequestSettings, str], ...]:
    """What the folders of a request and its collection set for it, nearest first, each with where that is."""
    if collection is None or not key:
        return ()
    folders = reversed(ancestors(collection, key))
    around = [*((one.settings, f"folder {one.name}") for one in folders), (collection.settings, "collection")]
    return tuple(one for one in around if one[0] != RequestSettings())


def auth_origin(collection: Collection | None, key: str) -> tuple[Auth, str]:
    """The credentials a request inherits and the name of the folder or collection they come from."""
    if collection is None or not key:
        return NoAuth(), ""
    for folder in reversed(ancestors(collection, key)):
        if folder.auth is not None and not isinstance(folder.auth, InheritAuth):
            return folder.auth, folder.name
    return collection.auth, collection.name


def _nearest_auth(collection: Collection, folders: tuple[Folder, ...], auth: Auth) -> Auth:
    candidates = (auth, *(folder.auth for folder in reversed(folders)), collection.auth)
    chosen = next((one for one in candidates if one is not None and not isinstance(one, InheritAuth)), None)
    return chosen if chosen is not None else NoAuth()


def _missing_headers(layers: tuple[tuple[Header, ...], ...], own: tuple[Header, ...]) -> tuple[Header, ...]:
    """Inherited headers that no nearer layer names, outermost first."""
    taken = {header.name.lower() for header in own if header.enabled}
    kept: list[Header] = []
    for layer in reversed(layers):
        fresh = [header for header in layer if header.enabled and header.name.lower() not in taken]
        taken |= {header.name.lower() for header in fresh}
        kept[:0] = fresh
    return tuple(kept)


def _find(items: tuple[Item, ...], key: str) -> Item | None:
    for item in items:
        if item.key == key:
            return item
        if isinstance(item, Folder) and key.startswith(f"{item.key}/"):
            found = _find(item.items, key)
            if found is not None:
                return found
    return None


def _path(items: tuple[Item, ...], key: str) -> tuple[Folder, ...] | None:
    for item in items:
        if item.key == key:
            return ()
        if isinstance(item, Folder) and key.startswith(f"{item.key}/"):
            below = _path(item.items, key)
            if below is not None:
                return (item, *below)
    return None
