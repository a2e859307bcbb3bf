"""Which values the variables of a request had when it was sent: read from what was sent, for the history keeps no list.

A value is what stands in the sent text where its template has a reference. Where that is not clear, none is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from explorer.core.model.exchange import Exchange
from explorer.core.model.request import TextBody
from explorer.core.variables import references

_LONGEST = 256 * 1024
"""Characters of a body in which references are looked for."""


def used_variables(exchange: Exchange) -> dict[str, str]:
    """Values by name, in the order in which the request has them."""
    found: dict[str, str] = {}
    for template, sent in _pairs(exchange):
        if "{{" in template:
            for name, value in _values(template, sent):
                found.setdefault(name, value)
    return found


def _pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Templates with what became of them."""
    request, sent = exchange.request, exchange.sent
    if sent is None:
        return
    first = exchange.hops[0].sent if exchange.hops else sent
    yield request.url, first.url
    values = {name.lower(): value for name, value in first.headers}
    yield from ((one.value, values[one.name.lower()]) for one in request.headers if one.name.lower() in values)
    if isinstance(request.body, TextBody):
        yield request.body.text[:_LONGEST], first.body.data[: 4 * _LONGEST].decode("utf-8", "replace")


def _values(template: str, sent: str) -> Iterator[tuple[str, str]]:
    """Each value ends where the template's next letters stand; ends when the texts part."""
    places = references(template)
    at = places[0].start if places else 0
    if sent[:at] != template[:at]:
        return
    for number, place in enumerate(places):
        until = places[number + 1].start if number + 1 < len(places) else len(template)
        between = template[place.end : until]
        end = sent.find(between, at) if between else len(sent) if until == len(template) else -1
        if end < 0:
            return
        yield place.name, sent[at:end]
        at = end + len(between)
