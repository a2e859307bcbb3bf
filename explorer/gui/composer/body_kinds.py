"""The kinds of body a request can have; known to the composer before any of their pages is made."""

from enum import StrEnum


class BodyKind(StrEnum):
    """Kinds of body, in the order of the menu."""

    NONE = "none"
    JSON = "json"
    TEXT = "text"
    XML = "xml"
    SPARQL = "sparql"
    GRAPHQL = "graphql"
    FORM = "form"
    MULTIPART = "multipart"
    FILE = "file"


TEXT_KINDS = (BodyKind.JSON, BodyKind.TEXT, BodyKind.XML, BodyKind.SPARQL)
