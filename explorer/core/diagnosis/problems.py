"""What is wrong, field by field: the server's own list with places, completed by what the tests found."""

import re
from dataclasses import replace

from explorer.core.diagnosis import graphql_places, graphql_sent, locate, url_places
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding
from explorer.core.diagnosis.sms.load import stated_field
from explorer.core.model.diagnosis import Place, Problem, Standing

_NOTE_LENGTH = 60
_SHORT = 24
"""Words of the server up to this length stand at the end of the line; before longer ones ours come, where we tested."""
_VARIABLE = re.compile(r"\$(\w+)")
"""The sign of a variable of a GraphQL document."""


def collect(evidence: Evidence, found: tuple[Finding, ...]) -> tuple[Problem, ...]:
    """Problems the server lists, then those of confirmed findings, else of the best one with a place.

    A problem that only our tests name carries its cause's id as ``code``."""
    stated = tuple(_placed(evidence, problem, found) for problem in evidence.read.problems)
    known = {locate.segments(problem.field) for problem in stated if problem.field}
    prose_path = locate.segments(stated_field(evidence))
    own = [
        problem
        for one in _blamed(found)
        if locate.segments(one.field) not in known or not one.field
        for problem in _of_finding(one, prose_path)
    ]
    if stated:
        own = [problem for problem in own if problem.field]
    return (*stated, *own)


def _placed(evidence: Evidence, problem: Problem, found: tuple[Finding, ...]) -> Problem:
    if problem.place is not None or not (problem.field or evidence.read.locations):
        return problem
    path = locate.segments(problem.field)
    tested = next((one.place for one in found if path and locate.segments(one.field) == path), None)
    note = _note(problem)
    if tested is not None:
        is_short = 0 < len(note) <= _SHORT or not tested.note
        return replace(problem, place=replace(tested, note=note if is_short else tested.note))
    return replace(problem, place=_found(evidence, problem, note))


def _found(evidence: Evidence, problem: Problem, note: str) -> Place | None:
    if evidence.read.format != "graphql":
        found = locate.find(evidence.request, problem.field, note)
        return (_in_sent_query(evidence, problem.field, note) if found is None or found.missing else None) or found
    path = locate.segments(problem.field)
    index = graphql_sent.index_of(evidence, problem)
    named = _VARIABLE.search(problem.message)
    inside = path or ((named[1],) if named else ())
    in_variables = graphql_sent.variable_place(evidence, index, inside, note) if inside else None
    return in_variables or graphql_places.place(evidence, problem, path[-1] if path else "", note)


def _in_sent_query(evidence: Evidence, field: str, note: str) -> Place | None:
    """A parameter whose name stands in a variable of the URL."""
    path = locate.segments(field)
    sent = evidence.exchange.sent
    inner = path[1:] if path and path[0].lower() in ("query", "params", "querystring") else ()
    names = (locate.bracketed(one) for one in (inner, path) if one)
    places = (url_places.of_parameter(evidence.request, sent.url, name, note) for name in names) if sent else ()
    return next((place for place in places if place), None)


def _note(problem: Problem) -> str:
    """The server's words, short enough for the end of a line."""
    words = " ".join((problem.message or problem.code).split())
    return words if len(words) <= _NOTE_LENGTH else words[: _NOTE_LENGTH - 1] + "…"


def _blamed(found: tuple[Finding, ...]) -> list[Finding]:
    with_place = [one for one in found if one.place and one.cause.standing is not Standing.RULED_OUT]
    sure = [one for one in with_place if one.cause.standing is Standing.CONFIRMED]
    blamed = sure or with_place[:1]
    return list({(one.field, _spot(one.place)): one for one in reversed(blamed)}.values())[::-1]


def _spot(place: Place | None) -> tuple[str, str, int]:
    return (place.part, place.name, place.start) if place else ("", "", -1)


def _of_finding(one: Finding, prose_path: tuple[str, ...]) -> list[Problem]:
    is_named = bool(one.field) and locate.segments(one.field) == prose_path
    code = "" if is_named else one.cause.id
    message = one.cause.text.replace("`", "")
    places = [one.place, *([one.also] if one.also else [])]
    return [Problem(field=one.field, message=message, code=code, place=place) for place in places]
