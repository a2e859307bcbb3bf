"""The GraphQL operation a problem speaks of, as it was sent and as it was typed: in a JSON body, in a list of them
(a batch), as the raw text of the body (``application/graphql``), in the query of a GET, in an editor of its own."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from explorer.core.diagnosis import json_text, locate, template_text
from explorer.core.diagnosis.evidence import UNREADABLE, Evidence
from explorer.core.diagnosis.json_numbers import loads
from explorer.core.model.diagnosis import Place, PlacePart, Problem
from explorer.core.model.request import GraphQLBody, TextBody

_RAW_TYPE = "application/graphql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What was sent: the document and its variables."""

    query: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    """Of the operation in a JSON body: ("1",) for the second one of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The document in the template, and where each of its characters stands in the text it was typed in."""

    text: str
    offsets: tuple[int, ...]
    """One more than the document has characters."""
    part: PlacePart

    def place(self, evidence: Evidence, span: tuple[int, int], name: str, note: str) -> Place | None:
        """The place of a stretch of the document."""
        start, end = (self.offsets[min(one, len(self.offsets) - 1)] for one in span)
        if self.part is PlacePart.QUERY:
            return Place(
                part=self.part, name="query", crumbs=("Params", "query", name), start=start, end=end, note=note
            )
        body = evidence.request.body
        if isinstance(body, GraphQLBody):
            return _in_editor(body.query, "query", start, end, name, note)
        return locate.stretch(evidence.request, start, end, name, note)


def index_of(evidence: Evidence, problem: Problem) -> int:
    """Which operation of a batch a problem belongs to; 0 without a batch."""
    told = zip(evidence.read.problems, evidence.read.operations, strict=False)
    return next((index for one, index in told if one is problem), 0)


def operation(evidence: Evidence, index: int = 0) -> Operation:
    """The operation as it was sent."""
    sent = evidence.sent_json
    if isinstance(sent, list):
        one = sent[index] if index < len(sent) else None
        return _of_members(one if isinstance(one, dict) else {}, (str(index),))
    if isinstance(sent, dict) and "query" in sent:
        return _of_members(sent, ())
    if _is_raw(evidence):
        return Operation(query=evidence.sent_text)
    query = dict(evidence.query)
    try:
        variables = loads(query.get("variables", "{}"))
    except (ValueError, RecursionError):
        variables = {}
    return Operation(query=query.get("query", ""), variables=variables if isinstance(variables, dict) else {})


def typed(evidence: Evidence, index: int = 0) -> Typed | None:
    """The document as it stands in the template, without escapes and percent signs."""
    body = evidence.request.body
    if isinstance(body, GraphQLBody):
        return _whole(body.query)
    if isinstance(body, TextBody) and (_is_raw(evidence) or evidence.header("Content-Type") == _RAW_TYPE):
        return _whole(body.text)
    node = _token(evidence, index)
    if node is not None and isinstance(body, TextBody):
        token = body.text[node.start : node.end]
        offsets = tuple(node.start + one for one in json_text.offsets(token))
        return Typed(text=json_text.unquoted(token), offsets=offsets, part=PlacePart.BODY)
    pair = next((one for one in template_text.query_pairs(evidence.request.url) if one.name == "query"), None)
    return _of_query(pair.value) if pair else None


def variable_place(evidence: Evidence, index: int, path: tuple[str, ...], note: str) -> Place | None:
    """A variable's value where it was typed, or where it would go."""
    body = evidence.request.body
    if isinstance(body, GraphQLBody):
        node = json_text.scan(body.variables)
        for part in path:
            node = node.child(part) if node else None
        return _in_editor(body.variables, "variables", node.start, node.end, path[-1], note) if node else None
    inside = (*operation(evidence, index).path, "variables", *path)
    found = locate.in_body(evidence.request, inside, note)
    if found is None and evidence.sent_json is UNREADABLE:
        return locate.in_query(evidence.request, "variables", note)
    return found


def _of_members(members: dict[str, Any], path: tuple[str, ...]) -> Operation:
    query, variables = members.get("query"), members.get("variables")
    return Operation(
        query=query if isinstance(query, str) else "",
        variables=variables if isinstance(variables, dict) else {},
        path=path,
    )


def _is_raw(evidence: Evidence) -> bool:
    kind = (evidence.header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind == _RAW_TYPE and not isinstance(evidence.sent_json, dict | list)


def _token(evidence: Evidence, index: int) -> json_text.Node | None:
    tree = locate.body_tree(evidence.request)
    if tree is not None and tree.kind is json_text.Kind.ARRAY:
        tree = tree.child(str(index))
    node = tree.child("query") if tree else None
    return node if node and node.kind is json_text.Kind.STRING else None


def _whole(text: str) -> Typed:
    return Typed(text=text, offsets=tuple(range(len(text) + 1)), part=PlacePart.BODY)


def _of_query(value: template_text.Stretch) -> Typed:
    """Percent-decoded; a sequence of several bytes stands where its first one does."""
    characters: list[str] = []
    offsets: list[int] = []
    at, text = 0, value.text
    while at < len(text):
        end = at + 1
        while text[at] == "%" and text[end + 2 : end + 3] == "%" and not _is_whole(text[at : end + 2]):
            end += 3
        piece = text[at : end + 2] if text[at] == "%" else text[at]
        for one in unquote_to_bytes(piece).decode("utf-8", "replace") if text[at] == "%" else piece.replace("+", " "):
            characters.append(one)
            offsets.append(value.start + at)
        at += len(piece)
    return Typed(text="".join(characters), offsets=(*offsets, value.end), part=PlacePart.QUERY)


def _is_whole(encoded: str) -> bool:
    try:
        unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError:
        return len(encoded) >= 12  # longer than any character of UTF-8
    return True


def _in_editor(text: str, editor: str, start: int, end: int, name: str, note: str) -> Place:
    line, column = json_text.line_column(text, start)
    return Place(
        part=PlacePart.BODY,
        name=name if editor == "query" else f"{editor}.{name}",
        crumbs=("Body", editor, name),
        start=start,
        end=end,
        line=line,
        column=column,
        note=note,
    )
