"""Where a problem of a GraphQL answer is in the document that was sent, whatever it was sent in."""

import re

from explorer.core.diagnosis import graphql_sent, graphql_text, locate
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.graphql_sent import Typed
from explorer.core.model.diagnosis import Place, Problem


def place(evidence: Evidence, problem: Problem, name: str, note: str) -> Place | None:
    """By the line and column the server names, else by the path of the field, else by a name; at last the document."""
    index = graphql_sent.index_of(evidence, problem)
    document = graphql_sent.typed(evidence, index)
    if document is None:
        return None
    span = _by_location(evidence, problem, name, document, index) or graphql_text.of_path(
        document.text, locate.segments(problem.field)
    )
    if span is None:
        return word_place(evidence, name, note, index)
    return document.place(evidence, span, document.text[slice(*span)], note)


def word_place(evidence: Evidence, name: str, note: str, index: int = 0) -> Place | None:
    """The first use of a name in the document, else the document."""
    document = graphql_sent.typed(evidence, index)
    if document is None:
        return None
    found = re.search(rf"\b{re.escape(name)}\b", document.text) if document.text and name else None
    if found is not None:
        return document.place(evidence, found.span(), name, note)
    path = (*graphql_sent.operation(evidence, index).path, "query")
    whole = locate.in_body(evidence.request, path, note)
    return whole or document.place(evidence, (0, len(document.text)), "query", note)


def _by_location(
    evidence: Evidence, problem: Problem, name: str, document: Typed, index: int
) -> graphql_text.Span | None:
    """The server counts in the document as sent, whose variables may be longer than their names in the template."""
    told = zip(evidence.read.problems, evidence.read.locations, strict=False)
    where = next((location for one, location in told if one is problem), None)
    sent = graphql_sent.operation(evidence, index).query
    if where is None or not sent:
        return None
    span = graphql_text.at(sent, *where)
    if span is None:
        return None
    named = sent.find(name, span[0]) if name else span[0]
    within = named >= 0 and "\n" not in sent[span[0] : named]
    return graphql_text.as_typed(sent, document.text, (named, named + len(name)) if name and within else span)
