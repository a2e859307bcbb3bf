"""Reads Link headers (RFC 8288) and picks the one that explains a failure. It resolves no relative
targets."""

import re
from dataclasses import dataclass

from explorer.core.model.exchange import Headers

_LINK = re.compile(
    r"<(?P<target>[^<>]*)>(?P<parameters>(?:\s*;\s*[^\s=;,<]+(?:\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s;,\"]*))?)*)"
)
_PARAMETER = re.compile(r";\s*(?P<name>[^\s=;,]+)(?:\s*=\s*(?P<value>\"(?:[^\"\\]|\\.)*\"|[^\s;,\"]*))?")
_LONGEST = 32_768

HELPFUL = (
    "help",
    "error",
    "about",
    "describedby",
    "type",
    "deprecation",
    "sunset",
    "blocked-by",
    "documentation",
    "service-doc",
    "status",
)
"""Relations that explain, best first: HTML, RFC 6892, RFC 9745 §3, RFC 8594 §6, RFC 7725 §4, RFC 8631."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLink:
    """One target with its relations in lower case."""

    target: str
    relations: tuple[str, ...]
    title: str = ""


def read_links(headers: Headers) -> tuple[HeaderLink, ...]:
    """Every link of every Link field, in order; never fails."""
    values = (value[:_LONGEST] for key, value in headers if key.lower() == "link")
    return tuple(_link(found) for value in values for found in _LINK.finditer(value))


def _link(found: re.Match[str]) -> HeaderLink:
    pairs = [(one["name"].lower(), _unquoted(one["value"] or "")) for one in _PARAMETER.finditer(found["parameters"])]
    relations = next((value for name, value in pairs if name == "rel"), "")
    title = next((value for name, value in pairs if name == "title"), "")
    return HeaderLink(target=found["target"].strip(), relations=tuple(relations.lower().split()), title=title)


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.S) if value.startswith('"') else value


def helpful_link(headers: Headers) -> str | None:
    """Target of the most helpful link; None when none explains anything."""
    links = read_links(headers)
    return next((link.target for relation in HELPFUL for link in links if relation in link.relations), None)
