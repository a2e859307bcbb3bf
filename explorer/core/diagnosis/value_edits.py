"""Edits of one value wherever it stands: in the JSON body, a form, the query, a path segment or a header; and the
same taken from the last success. Each returns None where the edit cannot be made for certain."""

import json
from typing import Any
from urllib.parse import unquote_plus

from explorer.core.diagnosis import locate, remedies, template_text
from explorer.core.diagnosis.context import Context
from explorer.core.diagnosis.masked import is_masked
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import Edit, EditTarget, PlacePart, Remedy, RemedyKind
from explorer.core.model.request import BearerAuth, FormBody, Request


def give(request: Request, part: PlacePart, path: tuple[str, ...], value: Any, title: str) -> Remedy | None:
    """Gives a value: a JSON value in a body, its text anywhere else."""
    if part is PlacePart.BODY:
        return remedies.set_value(request, path, json.dumps(value, ensure_ascii=False), title)
    return give_text(request, part, path[-1], value if isinstance(value, str) else json.dumps(value), title)


def give_text(request: Request, part: PlacePart, name: str, text: str, title: str) -> Remedy | None:
    """Gives a text, as it is to be typed, to a value outside a JSON body."""
    if part is PlacePart.QUERY:
        pair = next((one for one in template_text.query_pairs(request.url) if unquote_plus(one.name) == name), None)
        return remedies.replace_in_url(request, pair.value, text, title) if pair else None
    if part is PlacePart.HEADER:
        return remedies.set_header(request, name, text, title)
    return _give_form(request, name, text, title) if part is PlacePart.FORM else None


def _give_form(request: Request, name: str, text: str, title: str) -> Remedy | None:
    rows = request.body.fields if isinstance(request.body, FormBody) else ()
    row = next((one for one in rows if one.enabled and one.name == name), None)
    if row is None or row.value == text:
        return None
    edit = Edit(target=EditTarget.BODY, before=row.value, after=text, name=name)
    preview = (f"-{name}={row.value}", f"+{name}={text}")
    return Remedy(kind=RemedyKind.EDIT, title=title, action=remedies.APPLY, edits=(edit,), preview=preview)


def rename_member(request: Request, path: tuple[str, ...], name: str) -> Remedy | None:
    """Another name for a member of the JSON body."""
    node = locate.body_tree(request)
    for part in path[:-1]:
        node = node.child(part) if node else None
    places = node.places(path[-1]) if node else ()
    if node is None or not places:
        return None
    member = node.members[places[0]]
    title = f"Rename `{path[-1]}` to `{name}`"
    return remedies.replace_body(request, member.key_start, member.key_end, json.dumps(name), title)


def remove_member(request: Request, path: tuple[str, ...]) -> Remedy | None:
    """Takes a member out of the JSON body, with its comma."""
    node, text = locate.body_tree(request), locate.body_text(request)
    for part in path[:-1]:
        node = node.child(part) if node else None
    places = node.places(path[-1]) if node else ()
    if node is None or text is None or len(places) != 1:
        return None
    index, members = places[0], node.members
    if index:
        start, end = members[index - 1].value.end, members[index].value.end
    else:
        start = members[0].key_start
        end = members[1].key_start if len(members) > 1 else members[0].value.end
    return remedies.replace_body(request, start, end, "", f"Take `{locate.dotted(path)}` out")


def remove_query(request: Request, name: str) -> Remedy | None:
    """Takes a parameter out of the query, with its ``&``."""
    pair = next((one for one in template_text.query_pairs(request.url) if one.name == name), None)
    if pair is None:
        return None
    url, end = request.url, pair.value.end
    sign = url[pair.value.start - 1 : pair.value.start] == "="
    start = pair.value.start - len(pair.name) - sign
    if url[end : end + 1] == "&":
        end += 1
    else:
        start -= 1
    stretch = Stretch(text=url[start:end], start=start, end=end)
    return remedies.replace_in_url(request, stretch, "", f"Take `{name}` out of the query")


def restore(request: Request, context: Context, part: PlacePart, path: tuple[str, ...]) -> Remedy | None:
    """The value as it was typed in the last success, wherever it stands; never a masked one."""
    found = _restore(request, context, part, path)
    return None if found and any(is_masked(edit.after) for edit in found.edits) else found


def _restore(request: Request, context: Context, part: PlacePart, path: tuple[str, ...]) -> Remedy | None:
    before = context.last_success.request if context.last_success else None
    if before is None or not path:
        return None
    title = f"Restore `{locate.dotted(path)}` from the last success"
    if part is PlacePart.BODY:
        return remedies.restore_field(request, context, locate.dotted(path))
    if part is PlacePart.QUERY:
        return _restore_query(request, before, path[-1], title)
    if part is PlacePart.HEADER:
        row = next((one for one in before.headers if one.enabled and one.name.lower() == path[-1].lower()), None)
        return _changed(remedies.set_header(request, row.name, row.value, title)) if row else None
    if part is PlacePart.FORM and isinstance(before.body, FormBody):
        typed = next((one.value for one in before.body.fields if one.enabled and one.name == path[-1]), None)
        return _give_form(request, path[-1], typed, title) if typed is not None else None
    return _restore_segment(request, before, path[-1], title) if part is PlacePart.PATH else None


def restore_token(request: Request, before: Request) -> Remedy | None:
    """The token as it was typed in the last success; only where it stands there as a variable, never a value."""
    now, then = request.auth, before.auth
    if not isinstance(now, BearerAuth) or not isinstance(then, BearerAuth) or now.token == then.token:
        return None
    names = template_text.names(then.token)
    if len(names) != 1 or then.token.strip() != f"{{{{{names[0]}}}}}":
        return None
    shown = now.token if template_text.names(now.token) else ""
    return remedies.set_token(shown, then.token, f"Use `{then.token}` for the token, as in the last success")


def restore_method(request: Request, before: Request) -> Remedy | None:
    """The method of the last success."""
    if before.method == request.method:
        return None
    return remedies.change_method(request, before.method, f"Use `{before.method}`, as in the last success")


def _restore_query(request: Request, before: Request, name: str, title: str) -> Remedy | None:
    old = next((one for one in template_text.query_pairs(before.url) if one.name == name), None)
    if old is None:
        return None
    if any(one.name == name for one in template_text.query_pairs(request.url)):
        return give_text(request, PlacePart.QUERY, name, old.value.text, title)
    return add_query(request, name, old.value.text, title)


def add_query(request: Request, name: str, text: str, title: str) -> Remedy | None:
    """Adds a parameter at the end of the query."""
    place = request.url.find("#")
    end = place if place >= 0 else len(request.url)
    pairs = template_text.query_pairs(request.url)
    sign = "&" if pairs else "" if request.url[:end].endswith("?") else "?"
    stretch = Stretch(text="", start=end, end=end)
    return remedies.replace_in_url(request, stretch, f"{sign}{name}={text}", title)


def _restore_segment(request: Request, before: Request, name: str, title: str) -> Remedy | None:
    """The segment at the same place of the path, where both paths have the same length."""
    now, then = template_text.path_segments(request.url), template_text.path_segments(before.url)
    if len(now) != len(then):
        return None
    for one, old in zip(now, then, strict=True):
        if one.text != old.text and (name in one.text or name in old.text):
            return remedies.replace_in_url(request, one, old.text, title)
    return None


def _changed(fix: Remedy) -> Remedy | None:
    return fix if fix.edits[0].before != fix.edits[0].after else None
