"""Hosts and path prefix of a description's servers."""

import re
from urllib.parse import urlsplit

from explorer.core.diagnosis.openapi.document import Document, listed, mapping, text

_NAMES = re.compile(r"\{([^{}]*)\}")


def hosts_and_prefix(document: Document) -> tuple[tuple[str, ...], str]:
    """Host patterns and prefix of the first server and of those with the same path; ``{names}`` of a host match
    anything, those of a path stay."""
    found = (_server(one) for one in listed(document.root.get("servers"))[:50])
    servers = [one for one in found if one is not None]
    if not servers:
        document.fault("The API description names no server, so no request can be told to belong to it.")
        return (), ""
    prefix = servers[0][1]
    if any(one[1] != prefix for one in servers):
        document.fault(f"The servers of the API description have different paths; only `{prefix or '/'}` is used.")
    hosts = dict.fromkeys(host for host, path in servers if path == prefix and host)
    if not hosts and prefix:
        # A server without a host is the one the description came from, which is not known here.
        hosts = {"*": None}
    if not hosts:
        document.fault("The API description names no server, so no request can be told to belong to it.")
    return tuple(hosts), prefix


def _server(server: object) -> tuple[str, str] | None:
    node = mapping(server)
    url = text(node.get("url")).strip()
    variables = mapping(node.get("variables"))

    def in_path(name: re.Match[str]) -> str:
        return text(mapping(variables.get(name[1])).get("default")).strip("/") or name[0]

    scheme, mark, rest = url.partition("://")
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
