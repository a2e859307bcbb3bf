"""Which colours the text of a body gets."""

from __future__ import annotations

from explorer.core.content import ContentKind, View
from explorer.core.content.shape import Shape, shape_of
from explorer.gui.widgets.viewer_highlight import Language

_KINDS = {
    ContentKind.JSON: Language.JSON,
    ContentKind.XML: Language.XML,
    ContentKind.HTML: Language.XML,
    ContentKind.IMAGE: Language.XML,
}
_SHAPES = {Shape.YAML: Language.YAML, Shape.MARKDOWN: Language.MARKDOWN}
_WORDS = {
    "javascript": Language.CODE,
    "ecmascript": Language.CODE,
    "css": Language.CODE,
    "x-www-form-urlencoded": Language.FORM,
    "event-stream": Language.HTTP,
    "message/http": Language.HTTP,
}


def language_of(view: View) -> Language:
    """By what it turned out to be; texts by their label."""
    if view.kind is ContentKind.TEXT:
        if found := _SHAPES.get(shape_of(view)):
            return found
        return next((found for word, found in _WORDS.items() if word in view.media_type), Language.PLAIN)
    return _KINDS.get(view.kind, Language.PLAIN)
