"""Where a problem of a GraphQL answer is in the document sent, which is a JSON string in the body of the request."""

import re

from explorer.core.diagnosis import graphql_text, json_text, locate
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.model.diagnosis import Place, Problem


def place(evidence: Evidence, problem: Problem, name: str, note: str) -> Place | None:
    """By the line and column the server names, else by the path of the field, else by a name; at last the document."""
    document = _typed(evidence)
    if document is None:
        return None
    span = _by_location(evidence, problem, name, document) or graphql_text.of_path(
        document, locate.segments(problem.field)
    )
    if span is None:
        return word_place(evidence, name, note)
    return _in_body(evidence, span, document[slice(*span)], note)


def word_place(evidence: Evidence, name: str, note: str) -> Place | None:
    """The first use of a name in the document, else the document."""
    document = _typed(evidence)
    found = re.search(rf"\b{re.escape(name)}\b", document) if document and name else None
    if found is None:
        return locate.in_body(evidence.request, ("query",), note)
    return _in_body(evidence, found.span(), name, note)


def _by_location(evidence: Evidence, problem: Problem, name: str, document: str) -> graphql_text.Span | None:
    """The server counts in the document as sent, whose variables may be longer than their names in the template."""
    told = zip(evidence.read.problems, evidence.read.locations, strict=False)
    where = next((location for one, location in told if one is problem), None)
    sent = evidence.fields.get("query")
    if where is None or not isinstance(sent, str):
        return None
    span = graphql_text.at(sent, *where)
    if span is None:
        return None
    named = sent.find(name, span[0]) if name else span[0]
    within = named >= 0 and "\n" not in sent[span[0] : named]
    return graphql_text.as_typed(sent, document, (named, named + len(name)) if name and within else span)


def _typed(evidence: Evidence) -> str | None:
    """The document as it stands in the template, without JSON's escapes."""
    text, node = _token(evidence)
    return json_text.unquoted(text[node.start : node.end]) if node else None


def _token(evidence: Evidence) -> tuple[str, json_text.Node | None]:
    tree = locate.body_tree(evidence.request)
    node = tree.child("query") if tree else None
    return locate.body_text(evidence.request) or "", node if node and node.kind is json_text.Kind.STRING else None


def _in_body(evidence: Evidence, span: graphql_text.Span, name: str, note: str) -> Place | None:
    text, node = _token(evidence)
    if node is None:
        return None
    offsets = json_text.offsets(text[node.start : node.end])
    start, end = (node.start + offsets[min(place, len(offsets) - 1)] for place in span)
    return locate.stretch(evidence.request, start, end, name, note)
