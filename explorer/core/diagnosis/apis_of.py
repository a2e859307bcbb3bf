"""Which catalogued API an exchange belongs to, and which operation its method and path name."""

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from types import MappingProxyType
from urllib.parse import SplitResult, unquote

from explorer.core.diagnosis.catalog_reader import apis
from explorer.core.diagnosis.catalog_rows import ApiCatalog, OperationRow
from explorer.core.diagnosis.context import Context
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.model.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An API and how far the path agrees with it."""

    api: ApiCatalog
    below: tuple[str, ...] | None
    """Percent-decoded segments below the API's prefix; None when the prefix is not there."""
    operation: OperationRow | None
    allowed: tuple[str, ...]
    """Methods the path takes; empty when the path is none of the API's."""

    @property
    def plan(self) -> bool:
        """Whether the prefix with its service plan was found."""
        return self.below is not None


def match(exchange: Exchange, context: Context, read: Recognised, url: SplitResult) -> Match | None:
    """The catalogued API of an exchange, by host, path, context or error body."""
    method = exchange.sent.method if exchange.sent else exchange.request.method
    own = _own(context.catalogs, url, method)
    built_in = next((api for api in apis() if _is_of(api, context, read, url)), None)
    if built_in is not None:
        # A description that names no host is no match for an API that is known by more than its path.
        own = [api for api in own if api.host_named]
    if built_in is None and not own:
        return None
    api = _merged([*own, built_in] if built_in else own)
    below = below_prefix(api, url.path)
    fitting = _fitting(api, below) if below is not None else ()
    return Match(
        api=api,
        below=below,
        operation=next((row for row in fitting if row.method == method), None),
        allowed=tuple(dict.fromkeys(row.method for row in fitting)),
    )


def _own(catalogs: tuple[ApiCatalog, ...], url: SplitResult, method: str) -> list[ApiCatalog]:
    """Added catalogs for this address; of those with operations only the best: one that names the host before one that
    does not, then one that has the operation, then the path, then the longest prefix, then the first."""
    found = [api for api in catalogs if _covers(api, url)]
    described = [api for api in found if api.operations]
    best = max(described, key=lambda api: _rank(api, url, method), default=None)
    return [api for api in found if not api.operations or api is best]


def _rank(api: ApiCatalog, url: SplitResult, method: str) -> tuple[bool, bool, bool, int]:
    fitting = _fitting(api, below_prefix(api, url.path) or ())
    return api.host_named, any(row.method == method for row in fitting), bool(fitting), len(api.prefix)


def _covers(api: ApiCatalog, url: SplitResult) -> bool:
    """Whether an added catalog is for this address: both its host and its path must agree. One without a host must have
    a prefix or the very path."""
    host = (url.hostname or "").lower()
    below = below_prefix(api, url.path)
    if below is None or not any(fnmatchcase(host, one.lower()) for one in api.hosts):
        return False
    return api.host_named or bool(api.prefix) or bool(_fitting(api, below))


def _is_of(api: ApiCatalog, context: Context, read: Recognised, url: SplitResult) -> bool:
    return below_prefix(api, url.path) is not None or _belongs(api, context, read, url)


def _merged(found: list[ApiCatalog]) -> ApiCatalog:
    """The last catalog that knows operations, with the rows of the others; an earlier row wins over a later one."""
    base = next((api for api in reversed(found) if api.operations), found[-1])
    if len(found) == 1:
        return base
    statuses = {number: row for api in reversed(found) for number, row in api.statuses.items()}
    codes = tuple(row for api in found for row in api.codes)
    return replace(base, codes=codes, statuses=MappingProxyType(statuses))


def below_prefix(api: ApiCatalog, path: str) -> tuple[str, ...] | None:
    """The decoded segments after the API's prefix, or None."""
    names = re.split(r"\{[^}]*\}", api.prefix)
    found = re.match("[^/]+".join(map(re.escape, names)), path)
    if not found or path[found.end() : found.end() + 1] not in ("", "/"):
        return None
    rest = path[found.end() + 1 :]
    return tuple(unquote(part) for part in rest.split("/")) if rest else ()


def nearest_path(api: ApiCatalog, below: tuple[str, ...]) -> tuple[int, str] | None:
    """For a path that is none of the API's: index and right spelling of the first segment that is misspelt."""
    for index, segment in enumerate(below):
        literals = _literals_at(api, below[:index])
        if segment in literals or (not literals or _takes_anything(api, below[: index + 1])):
            continue
        from difflib import get_close_matches  # late: only a path that is not known needs it

        close = get_close_matches(segment.lower(), literals, n=1, cutoff=0.6)
        return (index, close[0]) if close else None
    return None


def _belongs(api: ApiCatalog, context: Context, read: Recognised, url: SplitResult) -> bool:
    host = url.hostname or ""
    by_host = any(fnmatchcase(host, pattern) for pattern in api.hosts)
    by_body = read.format in api.formats and api.code(read.code) is not None
    return by_host or by_body or context.api == api.id or _by_collection(api, context, url)


def _by_collection(api: ApiCatalog, context: Context, url: SplitResult) -> bool:
    """A path that names things of this API, inside a collection made for it."""
    marker = api.prefix.split("{")[0]
    words = {row.path.split("/")[1] for row in api.operations}
    here = set(url.path.split("/"))
    return bool(words & here) and any(marker in one.url for one in context.requests)


def _fitting(api: ApiCatalog, below: tuple[str, ...]) -> tuple[OperationRow, ...]:
    """Operations of the path; literal segments win over names (``dry_run`` over ``{batch_id}``)."""
    rows = [row for row in api.operations if _fits(row, below)]
    literal = max((_literal_count(row) for row in rows), default=0)
    return tuple(row for row in rows if _literal_count(row) == literal)


def _fits(row: OperationRow, below: tuple[str, ...]) -> bool:
    parts = row.path.strip("/").split("/")
    if len(parts) != len(below):
        return False
    return all(part == here or (part.startswith("{") and here) for part, here in zip(parts, below, strict=True))


def _literal_count(row: OperationRow) -> int:
    return sum(not part.startswith("{") for part in row.path.strip("/").split("/"))


def _literals_at(api: ApiCatalog, before: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(part for part in _parts_at(api, before) if not part.startswith("{")))


def _takes_anything(api: ApiCatalog, upto: tuple[str, ...]) -> bool:
    return any(part.startswith("{") for part in _parts_at(api, upto[:-1]))


def _parts_at(api: ApiCatalog, before: tuple[str, ...]) -> list[str]:
    """What may follow after the segments ``before``."""
    found = []
    for row in api.operations:
        parts = row.path.strip("/").split("/")
        if len(parts) > len(before) and all(
            part == here or part.startswith("{") for part, here in zip(parts, before, strict=False)
        ):
            found.append(parts[len(before)])
    return found
