"""Questions about the tree of a collection: find, walk, inherit. Pure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.example import Example, example_keys
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


def find_example(collection: Collection | None, key: str) -> tuple[RequestItem, int] | None:
    """The request and the place among its examples of an example's key; None for any other key."""
    if collection is None or (".yml/" not in key and ".yaml/" not in key):
        return None  # most keys are those of requests and folders
    above = key
    while above := above.rpartition("/")[0]:
        item = find(collection, above)
        if isinstance(item, RequestItem):
            keys = example_keys(item.key, (one.name for one in item.examples))
            return (item, keys.index(key)) if key in keys else None
    return None


def example_of(found: tuple[RequestItem, int]) -> Example:
    """The example that ``find_example`` found."""
    item, place = found
    return item.examples[place]


def narrowed(collection: Collection, keys: Container[str]) -> Collection:
    """The collection with only these items without their examples, and the folders that lead to them."""
    return replace(collection, items=_only(collection.items, keys))


def _only(items: tuple[Item, ...], keys: Container[str]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in items:
        below = _only(item.items, keys) if isinstance(item, Folder) else ()
        if isinstance(item, Folder) and (below or item.key in keys):
            kept.append(replace(item, items=below))
        elif item.key in keys:
            kept.append(replace(item, examples=()) if isinstance(item, RequestItem) and item.examples else item)
    return tuple(kept)


def ancestors(collection: Collection, key: str) -> tuple[Folder, ...]:
    """The folders above an item, outermost first; empty for an unknown key."""
    return _path(collection.items, key) or ()


def inherited(collection: Collection | None, key: str, request: Request) -> Request:
    """``request`` with headers, credentials and settings of its folders and collection; what is nearer wins.

    A request without a file inherits nothing: a collection's token must not go to whatever URL is typed.
    """
    if collection is None or not key:
        return replace(request, auth=NoAuth()) if isinstance(request.auth, InheritAuth) else request
    folders = ancestors(collection, key)
    above = (collection.headers, *(folder.headers for folder in folders))
    headers = (*_missing_headers(above, request.headers), *request.headers)
    settings = request.settings
    for _owner, above_it in settings_above(collection, key):
        settings = _filled(settings, above_it)
    auth = _nearest_auth(collection, folders, request.auth)
    return replace(request, headers=headers, auth=auth, settings=settings)


def settings_above(collection: Collection | None, key: str) -> tuple[tuple[str, RequestSettings], ...]:
    """Settings of the folders and the collection around a request, nearest first, each with whose it is."""
    if collection is None or not key:
        return ()
    folders = tuple((f"folder {one.name}", one.settings) for one in reversed(ancestors(collection, key)))
    return (*folders, ("collection", collection.settings))


def _filled(own: RequestSettings, above: RequestSettings) -> RequestSettings:
    """What is not set here as it is set above; a timeout of 0 is one that is not set."""
    return RequestSettings(
        timeout_s=own.timeout_s or above.timeout_s,
        follow_redirects=own.follow_redirects if own.follow_redirects is not None else above.follow_redirects,
        max_redirects=own.max_redirects if own.max_redirects is not None else above.max_redirects,
        encode_url=own.encode_url if own.encode_url is not None else above.encode_url,
    )


def auth_origin(collection: Collection | None, key: str) -> tuple[Auth, str]:
    """The credentials a request inherits and the name of the folder or collection they come from."""
    if collection is None or not key:
        return NoAuth(), ""
    for folder in reversed(ancestors(collection, key)):
        if folder.auth is not None and not isinstance(folder.auth, InheritAuth):
            return folder.auth, folder.name
    return collection.auth, collection.name


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedHeader:
    """A header row of a folder or the collection, as a request below it sees it."""

    header: Header
    owner_key: str
    """Key of the folder; empty for the collection."""
    owner_name: str
    in_force: bool
    """False when a folder nearer to the request names the same header."""


def header_origins(collection: Collection | None, key: str) -> tuple[InheritedHeader, ...]:
    """The headers that a request or folder inherits, outermost first, those that are overruled among them."""
    if collection is None or not key:
        return ()
    layers = [("", collection.name, collection.headers)]
    layers += [(folder.key, folder.name, folder.headers) for folder in ancestors(collection, key)]
    taken: set[str] = set()
    found: list[InheritedHeader] = []
    for owner_key, owner_name, headers in reversed(layers):
        rows = [header for header in headers if header.enabled]
        found[:0] = (
            InheritedHeader(
                header=one, owner_key=owner_key, owner_name=owner_name, in_force=one.name.lower() not in taken
            )
            for one in rows
        )
        taken |= {header.name.lower() for header in rows}
    return tuple(found)


def auth_owner(collection: Collection | None, key: str) -> str | None:
    """Key of the folder (empty: the collection) whose credentials a request inherits; None when there are none."""
    auth, _name = auth_origin(collection, key)
    if collection is None or isinstance(auth, NoAuth):
        return None
    folders = (one for one in reversed(ancestors(collection, key)) if one.auth == auth)
    return next((one.key for one in folders), "")


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
