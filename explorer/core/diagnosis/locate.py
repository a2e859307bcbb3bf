"""Finds a field in the request as the person typed it: body, form, query, path, headers, credentials.

It takes the spellings APIs use: ``to[0]``, ``#/to/0``, ``body.to.0``, ``$.to``, a parameter's or a header's name.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote_plus

from explorer.core.diagnosis import template_text, xml_text
from explorer.core.diagnosis.json_text import Kind, Node, folded, line_column, scan
from explorer.core.model.diagnosis import Place, PlacePart
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FormBody,
    MultipartBody,
    ParamKind,
    Request,
    TextBody,
    TextKind,
)

_SPLIT = re.compile(r"[.\[\]/]+")
_BODY_PREFIXES = ("body", "data", "requestbody", "request", "payload")
_QUERY_PREFIXES = ("query", "params", "querystring")
_COOKIE_PREFIXES = ("cookie", "cookies")
_PREFIXES = {"path": "path", "header": "header", "headers": "header", "form": "form"}


def segments(field: str) -> tuple[str, ...]:
    """``$.to[0]``, ``#/to/0``, ``to.0`` -> ("to", "0")."""
    plain = field.strip().lstrip("$#").replace("'", "").replace('"', "")
    if plain.startswith("/"):
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in plain.split("/") if part)
    return tuple(part for part in _SPLIT.split(plain) if part)


def dotted(path: tuple[str, ...]) -> str:
    """("to", "0") -> ``to[0]``."""
    joined = "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in path)
    return joined.removeprefix(".")


def bracketed(path: tuple[str, ...]) -> str:
    """("filter", "name") -> ``filter[name]``, as forms and queries write it."""
    return path[0] + "".join(f"[{part}]" for part in path[1:])


def body_text(request: Request) -> str | None:
    """The template text of the body, when it is text."""
    return request.body.text if isinstance(request.body, TextBody) else None


def body_tree(request: Request) -> Node | None:
    """The values of a JSON body with their places, as far as it can be read."""
    body = request.body
    return scan(body.text) if isinstance(body, TextBody) and body.kind is TextKind.JSON else None


def find(request: Request, field: str, note: str = "") -> Place | None:
    """The place of a field, or the place where it would go when the body is a JSON object; None when unknown."""
    path = segments(field)
    if not path:
        return None
    prefix = path[0].lower()
    rest = path[1:]
    if rest and prefix in _COOKIE_PREFIXES:
        return in_body(request, path, note) or header(request, "Cookie", note)
    if rest and prefix in _BODY_PREFIXES:
        return (
            in_body(request, path, note)
            or in_body(request, rest, note)
            or in_form(request, dotted(rest), note)
            or in_xml(request, field, note)
            or missing(request, rest, note)
        )
    if rest and prefix in _QUERY_PREFIXES:
        element = rest[1] if len(rest) > 1 else ""
        whole = in_query(request, bracketed(rest), note)
        return (
            whole
            or in_query(request, rest[0], note, element=element)
            or in_body(request, path, note)
            or _absent_query(rest[0], note)
        )
    if rest and prefix in _PREFIXES:
        found = {"path": in_path, "header": in_header, "form": in_form}[_PREFIXES[prefix]](request, rest[0], note)
        if found:
            return found
    inner = in_body(request, rest, note) if rest else None
    found = _anywhere(request, path, note) or inner or in_xml(request, field, note)
    if found is None and rest and _PREFIXES.get(prefix) == "header":
        return header(request, rest[0], note)
    return found or missing(request, path, note)


def _anywhere(request: Request, path: tuple[str, ...], note: str) -> Place | None:
    name = path[0]
    return (
        in_body(request, path, note)
        or in_form(request, dotted(path), note)
        or in_form(request, name, note)
        or in_query(request, bracketed(path), note)
        or in_query(request, name, note, element=path[1] if len(path) > 1 else "")
        or in_path(request, name, note)
        or in_header(request, name, note)
        or in_auth(request, name, note)
    )


def in_body(request: Request, path: tuple[str, ...], note: str = "") -> Place | None:
    """A value of a JSON body."""
    text, node = body_text(request), body_tree(request)
    for part in path:
        node = _child(node, part) if node else None
    return _body_place(text, path, node.start, node.end, note) if node and text is not None else None


def missing(request: Request, path: tuple[str, ...], note: str = "") -> Place | None:
    """Where an absent member of a JSON object would go: after the last member of the deepest object there is; where
    an absent row of a form would go; the array, when it has no such
    element; the variable whose value the member is in."""
    if isinstance(request.body, FormBody | MultipartBody):
        name = dotted(path)
        return Place(part=PlacePart.FORM, name=name, crumbs=("Body", name), note=note, missing=True)
    text, node = body_text(request), body_tree(request)
    if text is None or node is None:
        return None
    for part in path:
        deeper = _child(node, part)
        if deeper is None:
            break
        node = deeper
    inside_variable = node.kind is Kind.WORD and "{{" in text[node.start : node.end]
    if inside_variable or (node.kind is Kind.ARRAY and (node.start > 0 or path[0].isdecimal())):
        return _body_place(text, path, node.start, node.end, note)
    if node.kind is not Kind.OBJECT:
        return None
    offset = node.members[-1].value.end if node.members else node.start + 1
    return _body_place(text, path, offset, offset, note, absent=True)


def in_xml(request: Request, field: str, note: str = "") -> Place | None:
    """An element or attribute of an XML body, or where it would go; ``order/item[2]`` counts from 1, a dotted path
    from 0."""
    body = request.body
    path = tuple(part for part in _SPLIT.split(field.strip().lstrip("$#").removesuffix("text()")) if part)
    if not isinstance(body, TextBody) or body.kind is not TextKind.XML or not path:
        return None
    inner = path[1:] if path[0].lower() in _BODY_PREFIXES else ()
    for one in (path, inner):
        span = xml_text.find(body.text, one, from_one="/" in field) if one else None
        if span:
            return _body_place(body.text, one, *span, note)
    end = xml_text.end_of_parent(body.text, inner or path, from_one="/" in field)
    return None if end is None else _body_place(body.text, inner or path, end, end, note, absent=True)


def at_offset(request: Request, offset: int, note: str = "") -> Place | None:
    """A single place in the body's text, such as the character at which JSON breaks."""
    text = body_text(request)
    if text is None:
        return None
    offset = min(offset, max(len(text) - 1, 0))
    end = min(offset + 1, len(text))
    line, column = line_column(text, offset)
    return Place(
        part=PlacePart.BODY,
        name="",
        crumbs=("Body", f"line {line}"),
        start=offset,
        end=end,
        line=line,
        column=column,
        note=note,
    )


def stretch(request: Request, start: int, end: int, name: str, note: str = "") -> Place | None:
    """A stretch of the body's text."""
    text = body_text(request)
    if text is None:
        return None
    line, column = line_column(text, start)
    return Place(
        part=PlacePart.BODY, name=name, crumbs=("Body", name), start=start, end=end, line=line, column=column, note=note
    )


def whole_body(note: str = "") -> Place:
    """The body as a whole."""
    return Place(part=PlacePart.BODY, name="", crumbs=("Body",), note=note)


def in_query(request: Request, name: str, note: str = "", *, element: str = "") -> Place | None:
    """The value of a query parameter in the URL; its name may be percent-encoded there. A number tells several
    parameters of one name apart."""
    pairs = template_text.query_pairs(request.url)
    own = _spelled((unquote_plus(pair.name) for pair in pairs), name)
    same = [pair for pair in pairs if unquote_plus(pair.name) == own] if own else []
    if not same:
        return None
    pair = same[int(element)] if element.isdecimal() and len(element) < 9 and int(element) < len(same) else same[0]
    return _url_place(PlacePart.QUERY, pair.name, ("Params", pair.name), pair.value, note)


def _absent_query(name: str, note: str) -> Place:
    return Place(part=PlacePart.QUERY, name=name, crumbs=("Params", name), note=note, missing=True)


def in_path(request: Request, name: str, note: str = "") -> Place | None:
    """A path parameter: a segment ``{{name}}`` or ``:name``, or a row of the Params table."""
    typed = {
        own: segment for segment in template_text.path_segments(request.url) for own in _names_of_segment(segment.text)
    }
    own = _spelled(typed, name)
    if own:
        return _url_place(PlacePart.PATH, own, ("URL", own), typed[own], note)
    row = _spelled((param.name for param in request.params if param.kind is ParamKind.PATH), name)
    return Place(part=PlacePart.PATH, name=row, crumbs=("Params", row), note=note) if row else None


def _names_of_segment(text: str) -> tuple[str, ...]:
    return (text[1:],) if text.startswith(":") else template_text.names(text)


def path_segment(request: Request, from_end: int, name: str, note: str = "") -> Place | None:
    """The segment that stands ``from_end`` places before the last one (0: the last)."""
    found = template_text.path_segments(request.url)
    if from_end >= len(found):
        return None
    return _url_place(PlacePart.PATH, name, ("URL", name), found[-1 - from_end], note)


def authority(request: Request, note: str = "") -> Place:
    """Host and port in the URL."""
    host = template_text.authority(request.url)
    return _url_place(PlacePart.URL, "host", ("URL", "host"), host, note)


def in_url(request: Request, text: str, name: str, note: str = "") -> Place | None:
    """The first occurrence of a text in the URL."""
    start = request.url.find(text)
    if start < 0 or not text:
        return None
    found = template_text.Stretch(text=text, start=start, end=start + len(text))
    return _url_place(PlacePart.URL, name, ("URL", name), found, note)


def in_header(request: Request, name: str, note: str = "") -> Place | None:
    """An enabled header row."""
    own = _spelled((row.name for row in request.headers if row.enabled), name)
    return Place(part=PlacePart.HEADER, name=own, crumbs=("Headers", own), note=note) if own else None


def header(request: Request, name: str, note: str = "") -> Place:
    """A header row, or the place of a missing one."""
    absent = Place(part=PlacePart.HEADER, name=name, crumbs=("Headers", name), note=note, missing=True)
    return in_header(request, name, note) or absent


def in_form(request: Request, name: str, note: str = "") -> Place | None:
    """An enabled row of a form."""
    rows: tuple[str, ...] = ()
    if isinstance(request.body, FormBody):
        rows = tuple(row.name for row in request.body.fields if row.enabled)
    elif isinstance(request.body, MultipartBody):
        rows = tuple(row.name for row in request.body.parts if row.enabled)
    own = _spelled(rows, name)
    return Place(part=PlacePart.FORM, name=own, crumbs=("Body", own), note=note) if own else None


def in_auth(request: Request, name: str, note: str = "") -> Place | None:
    """The credentials, when the name means a part of them."""
    auth, wanted = request.auth, name.lower()
    known: tuple[str, ...] = ()
    if isinstance(auth, BearerAuth):
        known = ("authorization", "token", "access_token")
    elif isinstance(auth, BasicAuth):
        known = ("authorization", "username", "password")
    elif isinstance(auth, ApiKeyAuth):
        known = (auth.name.lower(), "api_key", "apikey", "key")
    return credentials(note) if wanted in known else None


def credentials(note: str = "") -> Place:
    """The Auth tab."""
    return Place(part=PlacePart.AUTH, name="Authorization", crumbs=("Auth",), note=note)


def method(request: Request, note: str = "") -> Place:
    """The method."""
    return Place(part=PlacePart.METHOD, name=request.method, crumbs=("Method", request.method), note=note)


def _child(node: Node, part: str) -> Node | None:
    """The child of this name, else the only one whose name differs in case and separators alone."""
    exact = node.child(part)
    return node.alike(part) if exact is None and node.kind is Kind.OBJECT else exact


def _spelled(names: Iterable[str], name: str) -> str:
    """The name as the request spells it: exactly so, else in another case, else in another style; empty for none."""
    known = [one for one in names if one]
    for same in (str, str.lower, folded):
        found = next((one for one in known if same(one) == same(name)), "")
        if found:
            return found
    return ""


def _body_place(text: str, path: tuple[str, ...], start: int, end: int, note: str, *, absent: bool = False) -> Place:
    line, column = line_column(text, start)
    return Place(
        part=PlacePart.BODY,
        name=dotted(path),
        crumbs=("Body", dotted(path)),
        start=start,
        end=end,
        line=line,
        column=column,
        note=note,
        missing=absent,
    )


def _url_place(part: PlacePart, name: str, crumbs: tuple[str, ...], where: template_text.Stretch, note: str) -> Place:
    return Place(part=part, name=name, crumbs=crumbs, start=where.start, end=where.end, note=note)
