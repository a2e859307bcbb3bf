"""GraphQL answers with errors: the field of the document they speak of, variables that are missing or null, documents
that do not parse, rights (GraphQL specification sections 5 and 7.1)."""

import re
from collections.abc import Iterator
from typing import Any

from explorer.core.diagnosis import graphql_sent, locate, remedies, value_edits, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.graphql_places import place, word_place
from explorer.core.diagnosis.rules import credentials
from explorer.core.diagnosis.rules.sent_values import SentValue
from explorer.core.diagnosis.rules.value_faults import shown
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import PlacePart, Problem, Remedy

_UNKNOWN = re.compile(
    r"(?:cannot query field|there is no field|no such field|unknown field|undefined field)\W+['\"`]?(\w+)"
    r"|field\W+['\"`]?(\w+)['\"`]?\W+(?:doesn't exist|does not exist|is not defined|in type|is undefined)",
    re.I,
)
_SUGGESTION = re.compile(r"did you mean (?:to use )?(?:an inline fragment on )?['\"`]?(\w+)", re.I)
_VARIABLE = re.compile(r"\$(\w+)")
_UNAUTHENTICATED = re.compile(r"unauthenticated|unauthori[sz]ed|not_?logged_?in|invalid_?token", re.I)
_FORBIDDEN = re.compile(r"forbidden|permission|access_?denied|not_?authori[sz]ed", re.I)
_PARSE = re.compile(r"syntax error|parse_failed|unexpected (?:end|<eof>|token|name|char)|expected name", re.I)


def errors(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each error that can be tested against the document that was sent."""
    if evidence.read.format != "graphql":
        return
    for index, problem in enumerate(evidence.read.problems[:6]):
        sent = graphql_sent.operation(evidence, graphql_sent.index_of(evidence, problem))
        found = _tested(evidence, problem, sent.query, sent.variables, index)
        if found:
            yield found


def _tested(evidence: Evidence, problem: Problem, query: str, variables: dict[str, Any], index: int) -> Finding | None:
    said = f"{problem.message} {problem.code}"
    unknown = _UNKNOWN.search(problem.message)
    name = next((one for one in unknown.groups() if one), "") if unknown else ""
    if name and _has(query, name):
        return _unknown_field(evidence, problem, query, name, index)
    variable = _VARIABLE.search(problem.message)
    if variable and f"${variable[1]}" in query:
        return _variable(evidence, problem, variables, variable[1])
    if _UNAUTHENTICATED.search(problem.code):
        return _unauthenticated(evidence, problem)
    if _FORBIDDEN.search(problem.code) and problem.field:
        return _denied(evidence, problem, query)
    if _PARSE.search(said):
        return _unparsed(evidence, problem, query)
    return _resolved(evidence, problem, query)


def _unknown_field(evidence: Evidence, problem: Problem, query: str, name: str, index: int) -> Finding:
    suggested = _SUGGESTION.search(problem.message)
    other = suggested[1] if suggested and suggested[1] != name else ""
    fix = _replaced(evidence, problem, query, name, other) if other else None
    tail = f"; it suggests `{other}`" if other else ""
    return confirmed(
        f"graphql.field.{name}",
        f"The query asks for `{name}`, which the schema does not have{tail}",
        headline=f"The schema has no field `{name}`." + (f" It suggests `{other}`." if other else ""),
        field=problem.field,
        place=place(evidence, problem, name, f"did you mean {other}?" if other else "not in the schema"),
        remedies=remedies.kept(fix, None if fix else remedies.advice("Compare the query with the schema")),
    )


def _variable(evidence: Evidence, problem: Problem, variables: dict[str, Any], name: str) -> Finding | None:
    operation = graphql_sent.index_of(evidence, problem)
    path = (*graphql_sent.operation(evidence, operation).path, "variables", name)
    lacks = name not in variables
    if not lacks and variables[name] is not None:
        sent = SentValue(name=name, part=PlacePart.BODY, path=path, value=variables[name])
        secrets = evidence.exchange.sent.secrets if evidence.exchange.sent else ()
        return likely(
            f"graphql.variable.{name}",
            f"The server objects to the variable `${name}`, which is {shown(sent, secrets)}",
            place=graphql_sent.variable_place(evidence, operation, (name,), "refused"),
            remedies=remedies.kept(value_edits.restore(evidence.request, evidence.context, PlacePart.BODY, path)),
        )
    state = "is not sent" if lacks else "is `null`"
    return confirmed(
        f"graphql.variable.{name}",
        f"The query uses the variable `${name}`, which {state}",
        headline=f"The variable `${name}` {state}.",
        field=problem.field,
        place=graphql_sent.variable_place(evidence, operation, (name,), "no value")
        or locate.missing(evidence.request, path, "no value"),
        remedies=remedies.kept(value_edits.restore(evidence.request, evidence.context, PlacePart.BODY, path))
        or (remedies.advice(f"Give `{name}` a value in `variables`"),),
    )


def _unauthenticated(evidence: Evidence, problem: Problem) -> Finding:
    sent = evidence.header("Authorization")
    if sent is None:
        return confirmed(
            "graphql.no-credentials",
            f"The request has no `Authorization` header, and the server answers {wording.quoted(problem.code)}",
            headline="The request has no credentials.",
            place=locate.credentials("credentials are missing"),
            remedies=(remedies.advice("Choose a scheme in the Auth tab and give a token"),),
        )
    return likely(
        "graphql.unauthenticated",
        f"The token is not accepted: the server answers {wording.quoted(problem.code)}",
        place=credentials.place(evidence, "not accepted"),
        remedies=credentials.mend(evidence, "Get a new token"),
    )


def _denied(evidence: Evidence, problem: Problem, query: str) -> Finding:
    name = _last_name(problem.field)
    make = confirmed if _has(query, name) else likely
    return make(
        f"graphql.denied.{problem.field}",
        f"The query asks for `{problem.field}`, which these credentials may not read",
        headline=f"These credentials may not read `{problem.field}`.",
        field=problem.field,
        place=place(evidence, problem, name, "not allowed"),
        remedies=remedies.kept(
            _without(evidence, problem, query, name),
            *credentials.mend(evidence, "Use credentials with the right to it"),
        ),
    )


def _unparsed(evidence: Evidence, problem: Problem, query: str) -> Finding | None:
    opened, closed = query.count("{"), query.count("}")
    if query and opened != closed:
        lacking = f"{abs(opened - closed)} closing `}}`" if opened > closed else f"{closed - opened} opening `{{`"
        return confirmed(
            "graphql.braces",
            f"The query lacks {lacking}: it has {opened} `{{` and {closed} `}}`",
            headline=f"The query lacks {lacking}.",
            place=place(evidence, problem, "", "brackets do not match"),
            remedies=(remedies.advice("Close the brackets of the query"),),
        )
    where = place(evidence, problem, "", "does not parse")
    return likely("graphql.syntax", f"The query does not parse: {_short(problem.message)}", place=where)


def _resolved(evidence: Evidence, problem: Problem, query: str) -> Finding | None:
    """An error with a path into the data: the document asks for the field, and the server could not give it."""
    name = _last_name(problem.field)
    if not name or not _has(query, name):
        return None
    return confirmed(
        f"graphql.resolver.{problem.field}",
        f"The server could not give `{problem.field}`, which the query asks for: {_short(problem.message)}",
        headline=f"`{problem.field}`: {wording.sentence(_short(problem.message))}",
        field=problem.field,
        place=place(evidence, problem, name, _short(problem.message)),
        remedies=(remedies.advice(f"Check the arguments of `{name}`, or ask without it"),),
    )


def _has(query: str, name: str) -> bool:
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", query) is not None


def _last_name(field: str) -> str:
    parts = [part for part in locate.segments(field) if not part.isdecimal()]
    return parts[-1] if parts else ""


def _short(message: str) -> str:
    line = " ".join(message.replace("`", "'").split()).rstrip(".")
    return line if len(line) <= 100 else line[:99] + "…"


def _replaced(evidence: Evidence, problem: Problem, query: str, name: str, other: str) -> Remedy | None:
    found = word_place(evidence, name, "", graphql_sent.index_of(evidence, problem))
    if found is None or len(re.findall(rf"\b{re.escape(name)}\b", query)) != 1:
        return None
    title = f"Ask for `{other}`"
    if found.part is PlacePart.QUERY:
        stretch = Stretch(text=evidence.request.url[found.start : found.end], start=found.start, end=found.end)
        return remedies.replace_in_url(evidence.request, stretch, other, title)
    return remedies.replace_body(evidence.request, found.start, found.end, other, title)


def _without(evidence: Evidence, problem: Problem, query: str, name: str) -> Remedy | None:
    """Takes a plain field out; one with arguments or a selection of its own is left to the person."""
    found = word_place(evidence, name, "", graphql_sent.index_of(evidence, problem))
    uses = list(re.finditer(rf"\b{re.escape(name)}\b\s*([({{:]?)", query))
    text = remedies.document(evidence.request)
    if found is None or len(uses) != 1 or uses[0][1] or text is None or found.part is PlacePart.QUERY:
        return None
    rest = text[found.end :]
    gap = len(rest) - len(rest.lstrip(" "))
    return remedies.replace_body(evidence.request, found.start, found.end + gap, "", f"Ask without `{name}`")
