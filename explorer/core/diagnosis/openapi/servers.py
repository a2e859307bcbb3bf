"""Hosts and path prefixes of a description's servers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from explorer.core.diagnosis.openapi.document import Document, listed, mapping, text

_MOST = 50
_NAMES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where an API is served below one path prefix."""

    hosts: tuple[str, ...]
    """Patterns; ``{names}`` match anything."""
    prefix: str
    """``{names}`` without a default stay."""
    host_named: bool = True
    """False when no server of this prefix has a host: it is the one the description came from, which is not known."""


def served(document: Document) -> tuple[Served, ...]:
    """The servers by prefix, in order. Without servers it is ``/`` (OpenAPI 3.1, section 4.8.1); those of single paths
    and operations count for all."""
    found = [one for one in (_server(one) for one in islice(_nodes(document), _MOST)) if one is not None]
    by_prefix: dict[str, dict[str, None]] = {}
    for host, prefix in found or [("", "")]:
        by_prefix.setdefault(prefix, {}).update({host: None} if host else {})
    return tuple(
        Served(hosts=tuple(hosts) or ("*",), prefix=prefix, host_named=bool(hosts))
        for prefix, hosts in by_prefix.items()
    )


def _nodes(document: Document) -> Iterator[object]:
    yield from listed(document.root.get("servers"))
    for item in mapping(document.root.get("paths")).values():
        yield from listed(mapping(item).get("servers"))
        for operation in mapping(item).values():
            yield from listed(mapping(operation).get("servers"))


def _server(server: object) -> tuple[str, str] | None:
    node = mapping(server)
    url = text(node.get("url")).strip()
    variables = mapping(node.get("variables"))

    def in_path(name: re.Match[str]) -> str:
        return text(mapping(variables.get(name[1])).get("default")).strip("/") or name[0]

    scheme, mark, rest = (f"https:{url}" if url.startswith("//") else url).partition("://")
    host, _, path = rest.partition("/") if mark else ("", "/", scheme.lstrip("/"))
    if not url:
        return None
    patterned = _NAMES.sub("*", host)
    if patterned.strip("*.:") == "":
        patterned = _NAMES.sub(in_path, host)
    try:
        name = urlsplit(f"//{patterned}").hostname or ""
    except ValueError:
        return None
    prefix = _NAMES.sub(in_path, path.split("?")[0]).strip("/")
    return ("" if "{" in name else name), f"/{prefix}" if prefix else ""
