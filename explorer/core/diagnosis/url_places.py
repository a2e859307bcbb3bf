"""Places in the URL as it was typed of what stands in the URL as it was sent, whose variables have their values and
whose texts are percent-encoded. Segments and pairs are told by their position, counted where variables allow it."""

from dataclasses import replace
from urllib.parse import quote, unquote, unquote_plus

from explorer.core.diagnosis import template_text
from explorer.core.diagnosis.template_text import QueryPair, Stretch
from explorer.core.model.diagnosis import Place, PlacePart
from explorer.core.model.request import Request


def of_text(request: Request, sent_url: str, text: str, name: str, note: str = "") -> Place | None:
    """The segment or query value whose sent form holds a text, else the host; narrowed to it where it was typed so."""
    for form in dict.fromkeys((text, quote(text, safe=""), quote(text))):
        at = sent_url.find(form) if form else -1
        if at < 0:
            continue
        found = _at(request, sent_url, at, name, note)
        if found is not None:
            return _narrowed(request.url, found, (form, text))
    return None


def of_segment(request: Request, sent_url: str, value: str, name: str, note: str = "") -> Place | None:
    """The path segment that was sent with this (decoded) value; the last one of several."""
    sent = template_text.path_segments(sent_url)
    for index in range(len(sent) - 1, -1, -1):
        if unquote(sent[index].text) == value:
            typed = _typed_segment(request.url, sent, index)
            return _place(PlacePart.PATH, name, ("URL", name), typed, note) if typed else None
    return None


def of_parameter(request: Request, sent_url: str, name: str, note: str = "", *, element: int = 0) -> Place | None:
    """The value of a query parameter by its name as a server reads it; ``element`` tells several of a name apart."""
    sent = template_text.query_pairs(sent_url)
    found = [index for index, pair in enumerate(sent) if unquote_plus(pair.name) == name]
    if not found:
        return None
    return _query_place(request, sent, found[element] if element < len(found) else found[0], note)


def _at(request: Request, sent_url: str, at: int, name: str, note: str) -> Place | None:
    pairs = template_text.query_pairs(sent_url)
    for index, pair in enumerate(pairs):
        if pair.value.start - len(pair.name) - 1 <= at < max(pair.value.end, pair.value.start + 1):
            return _query_place(request, pairs, index, note)
    segments = template_text.path_segments(sent_url)
    for index, segment in enumerate(segments):
        if segment.start <= at < segment.end:
            typed = _typed_segment(request.url, segments, index)
            return _place(PlacePart.URL, name, ("URL", name), typed, note) if typed else None
    host = template_text.authority(sent_url)
    return _host(request, name, note) if host.start <= at < host.end else None


def _host(request: Request, name: str, note: str) -> Place:
    return _place(PlacePart.URL, name, ("URL", name), template_text.authority(request.url), note)


def _typed_segment(url: str, sent: tuple[Stretch, ...], index: int) -> Stretch | None:
    """Counted from the end, as a leading variable may hold a part of the path; a segment that was typed without
    variables must agree. What such a leading variable holds is placed at it."""
    typed = template_text.path_segments(url)
    before = len(sent) - len(typed)
    if before < 0 or not all(_agrees(one.text, other.text) for one, other in zip(typed, sent[before:], strict=True)):
        return _alike(typed, sent[index].text)
    return typed[index - before] if index >= before else template_text.authority(url)


def _alike(typed: tuple[Stretch, ...], text: str) -> Stretch | None:
    """The only segment that was typed like this one; variables may hold several segments."""
    found = [one for one in typed if unquote(one.text) == unquote(text)]
    return found[0] if len(found) == 1 else None


def _agrees(typed: str, sent: str) -> bool:
    if template_text.names(typed) or typed.startswith(":"):
        return True
    return unquote(typed) in (unquote(sent), unquote(unquote(sent)))


def _query_place(request: Request, sent: tuple[QueryPair, ...], index: int, note: str) -> Place | None:
    typed = _typed_pair(template_text.query_pairs(request.url), sent, index)
    if typed is None:
        return None
    if template_text.names(typed.name) and not typed.value.text:
        name = template_text.names(typed.name)[0]  # a variable that holds whole parameters
        start = typed.value.start - len(typed.name)
        whole = Stretch(text=typed.name, start=start, end=typed.value.start)
        return _place(PlacePart.URL, name, ("URL", name), whole, note)
    return _place(PlacePart.QUERY, typed.name, ("Params", typed.name), typed.value, note)


def _typed_pair(typed: tuple[QueryPair, ...], sent: tuple[QueryPair, ...], index: int) -> QueryPair | None:
    """By position up to the first variable that may hold several parameters, by name behind it."""
    several = next((at for at, one in enumerate(typed) if _may_be_several(one)), len(typed))
    if index < several:
        one = typed[index] if index < len(typed) else None
        return one if one and (template_text.names(one.name) or _same(one.name, sent[index].name)) else None
    later = [one for one in typed[several + 1 :] if _same(one.name, sent[index].name)]
    of_name = sum(_same(one.name, sent[index].name) for one in sent[several:index])
    if later:
        return later[min(of_name, len(later) - 1)]
    return typed[several] if several < len(typed) else None


def _may_be_several(pair: QueryPair) -> bool:
    return bool(template_text.names(pair.name)) and not pair.value.text


def _same(typed: str, sent: str) -> bool:
    return unquote_plus(typed) in (unquote_plus(sent), unquote_plus(unquote_plus(sent)))


def _narrowed(url: str, place: Place, forms: tuple[str, ...]) -> Place:
    for form in (*forms, *(unquote(one) for one in forms)):
        at = url.find(form, place.start, place.end)
        if at >= 0:
            return replace(place, start=at, end=at + len(form))
    return place


def _place(part: PlacePart, name: str, crumbs: tuple[str, ...], where: Stretch, note: str) -> Place:
    return Place(part=part, name=name, crumbs=crumbs, start=where.start, end=where.end, note=note)
