"""Turns the template resources/style/app.qss into one sheet. It knows the placeholders, not the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

from explorer import assets
from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import unknown

_PLACEHOLDER = re.compile(r"@([a-z]+(?:[.-][a-z0-9-]+)*)")

TEMPLATE = "style/app.qss"


def build(colours: Mapping[str, str], template: str | None = None) -> str:
    """The sheet with ``@bg.app`` (a colour), ``@size.28`` (px at the present zoom), ``@font.ui`` and
    ``@image.check`` (an SVG in resources/style) filled in. Raises KeyError for a name that is none of these.
    """
    source = assets.text(TEMPLATE) if template is None else template

    def fill(match: re.Match[str]) -> str:
        return _value(match[1], colours)

    return _PLACEHOLDER.sub(fill, source)


def placeholders(template: str) -> frozenset[str]:
    """All names that a template asks for, without the at sign."""
    return frozenset(_PLACEHOLDER.findall(template))


def _value(name: str, colours: Mapping[str, str]) -> str:
    kind, _, rest = name.partition(".")
    match kind:
        case "size":
            return f"{fonts.scaled(int(rest))}px"
        case "font":
            return f'"{fonts.chosen_families()[1 if rest == "code" else 0]}"'
        case "image":
            return f'url("{assets.path(f"style/{rest}.svg").as_posix()}")'
    if name not in colours:
        raise unknown(name)
    return colours[name]
