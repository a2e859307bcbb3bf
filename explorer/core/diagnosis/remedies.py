"""Ways out as values: edits with their previews, requests to open, waits, links. Each is made here and applied
elsewhere; a function returns None where the edit cannot be made for certain."""

import json
import re

from explorer.core.diagnosis import locate, previews
from explorer.core.diagnosis.context import Context, RequestRef
from explorer.core.diagnosis.json_text import Kind, Node
from explorer.core.diagnosis.template_text import Stretch, query_pairs
from explorer.core.model.diagnosis import Edit, EditTarget, Link, Remedy, RemedyKind
from explorer.core.model.request import GraphQLBody, Header, Request

APPLY = "Apply fix"

_BREAK = re.compile(r'"(?:\\.|[^"\\])*"|(,)?\s*\n\s*')
_ONE_LINE = 80


def kept(*found: Remedy | None) -> tuple[Remedy, ...]:
    """The remedies that could be made."""
    return tuple(one for one in found if one is not None)


def replace_body(request: Request, start: int, end: int, after: str, title: str) -> Remedy | None:
    """Replaces a stretch of the body's text, or of the document of a GraphQL request."""
    text = document(request)
    if text is None or text[start:end] == after:
        return None
    edit = Edit(target=EditTarget.BODY, before=text[start:end], after=after, start=start, end=end)
    return _edit(title, edit, previews.of_text(text, start, end, after))


def document(request: Request) -> str | None:
    """The text that edits of the body count in; None for a body that is none."""
    return request.body.query if isinstance(request.body, GraphQLBody) else locate.body_text(request)


def replace_whole_body(request: Request, after: str, title: str) -> Remedy | None:
    """Replaces the body's text, leaving out of the edit what stays at both ends."""
    text = locate.body_text(request)
    if text is None or text == after:
        return None
    start = _common(text, after)
    tail = _common(text[start:][::-1], after[start:][::-1])
    end, new_end = len(text) - tail, len(after) - tail
    edit = Edit(target=EditTarget.BODY, before=text[start:end], after=after[start:new_end], start=start, end=end)
    return _edit(title, edit, previews.of_texts(text, after))


def set_value(request: Request, path: tuple[str, ...], value: str, title: str) -> Remedy | None:
    """Gives a body field the JSON text ``value``; adds the member when it is absent."""
    place, text = locate.in_body(request, path), locate.body_text(request)
    if place and text is not None:
        if "\n" not in text[place.start : place.end]:
            value = _on_one_line(value)
        return replace_body(request, place.start, place.end, value, title)
    return add_member(request, path[-1], value, title, inside=path[:-1])


def add_member(request: Request, name: str, value: str, title: str, inside: tuple[str, ...] = ()) -> Remedy | None:
    """Adds a member at the end of the body's outermost object, or of the one inside it, laid out like its
    neighbours."""
    text, node = locate.body_text(request), locate.body_tree(request)
    for part in inside:
        node = node.child(part) if node else None
    if text is None or node is None or node.kind is not Kind.OBJECT or text[node.end - 1] != "}":
        return None
    member = f"{json.dumps(name)}: {value}"
    if not node.members:
        return replace_body(request, node.start + 1, node.start + 1, member, title)
    end = node.members[-1].value.end
    return replace_body(request, end, end, "," + _gap(text, node) + member, title)


def restore_field(request: Request, context: Context, field: str) -> Remedy | None:
    """Takes a field from the last success of the same request, as it was typed there."""
    before = context.last_success.request if context.last_success else None
    path = locate.segments(field)
    for length in range(len(path), 0, -1) if before else ():
        place = locate.in_body(before, path[:length]) if before else None
        text = locate.body_text(before) if before else None
        if place and text is not None:
            name = locate.dotted(path[:length])
            value = text[place.start : place.end]
            return set_value(request, path[:length], value, f"Restore `{name}` from the last success")
    return None


def replace_in_url(request: Request, stretch: Stretch, after: str, title: str) -> Remedy | None:
    """Replaces a stretch of the URL."""
    if request.url[stretch.start : stretch.end] == after:
        return None
    edit = Edit(target=EditTarget.URL, before=stretch.text, after=after, start=stretch.start, end=stretch.end)
    return _edit(title, edit, previews.of_text(request.url, stretch.start, stretch.end, after))


def encode_plus(request: Request, name: str) -> Remedy | None:
    """Writes ``%2B`` for a raw plus in a query parameter."""
    for pair in query_pairs(request.url):
        if pair.name == name and "+" in pair.value.text:
            after = pair.value.text.replace("+", "%2B")
            return replace_in_url(request, pair.value, after, f"Write the plus in `{name}` as `%2B`")
    return None


def change_method(request: Request, method: str, title: str = "") -> Remedy:
    """Another method."""
    edit = Edit(target=EditTarget.METHOD, before=request.method, after=method)
    return _edit(title or f"Change the method to `{method}`", edit, (f"-{request.method}", f"+{method}"))


def set_header(request: Request, name: str, value: str, title: str = "") -> Remedy:
    """Adds a header, or gives it another value."""
    row = _row(request, name)
    before = row.value if row else ""
    edit = Edit(target=EditTarget.HEADER, before=before, after=value, name=row.name if row else name)
    removed = (f"-{row.name}: {before}",) if row else ()
    words = title or (f"Set `{name}` to `{value}`" if row else f"Add `{name}: {value}`")
    return _edit(words, edit, (*removed, f"+{name}: {value}"))


def remove_header(request: Request, name: str, title: str) -> Remedy | None:
    """Takes a header out."""
    row = _row(request, name)
    if row is None:
        return None
    edit = Edit(target=EditTarget.HEADER, before=row.value, after="", name=row.name)
    return _edit(title, edit, (f"-{row.name}: {row.value}",))


def set_token(before: str, after: str, title: str) -> Remedy:
    """Another token template; only for tokens that stand in the request as variables."""
    edit = Edit(target=EditTarget.AUTH, before=before, after=after)
    return _edit(title, edit, (f"-{before}", f"+{after}"))


def set_scheme(before: str, after: str, title: str) -> Remedy:
    """Another authentication scheme."""
    edit = Edit(target=EditTarget.AUTH, before=before, after=after, name="scheme")
    return _edit(title, edit, (f"-Auth: {before}", f"+Auth: {after}"))


def open_request(context: Context, name: str, title: str) -> Remedy | None:
    """Opens a request of the open collection, looked up by name."""
    row = _named(context.requests, name)
    if row is None:
        return None
    return Remedy(kind=RemedyKind.OPEN_REQUEST, title=title, action=f"Open {row.name}", target=row.key)


def in_context(remedy: Remedy, context: Context) -> Remedy | None:
    """A catalog's remedy for this exchange: requests are looked up by name, and left out when there are none."""
    if remedy.kind is RemedyKind.OPEN_REQUEST:
        return open_request(context, remedy.target, remedy.title)
    return remedy


def use_environment(name: str, title: str = "Send to another environment") -> Remedy:
    """Switches the environment."""
    return Remedy(kind=RemedyKind.USE_ENVIRONMENT, title=title, action=f"Use {name}", target=name)


def open_environments(title: str) -> Remedy:
    """Opens the table of variables."""
    return Remedy(kind=RemedyKind.OPEN_ENVIRONMENTS, title=title, action="Open environments")


def retry(title: str) -> Remedy:
    """Sends the same request again."""
    return Remedy(kind=RemedyKind.RETRY, title=title, action="Retry")


def wait(seconds: float, title: str) -> Remedy:
    """Sends the same request again after a pause."""
    return Remedy(kind=RemedyKind.WAIT, title=title, action=f"Retry in {seconds:g} s", after_s=seconds)


def copy(title: str, text: str) -> Remedy:
    """Puts a text on the clipboard."""
    return Remedy(kind=RemedyKind.COPY, title=title, action="Copy message", target=text)


def link(title: str, action: str, where: Link) -> Remedy:
    """Opens a page."""
    return Remedy(kind=RemedyKind.LINK, title=title, action=action, link=where)


def advice(title: str) -> Remedy:
    """Plain words."""
    return Remedy(kind=RemedyKind.ADVICE, title=title)


def start_sandbox() -> Remedy:
    """Starts the embedded server."""
    return Remedy(kind=RemedyKind.START_SANDBOX, title="The sandbox is not running", action="Start sandbox")


def _on_one_line(value: str) -> str:
    """JSON text with its line breaks taken out, where that makes a line to read; strings are left alone."""
    flat = _BREAK.sub(lambda found: found[0] if found[0][0] == '"' else ", " if found[1] else "", value)
    return flat if len(flat) <= _ONE_LINE else value


def _edit(title: str, edit: Edit, preview: tuple[str, ...]) -> Remedy:
    return Remedy(kind=RemedyKind.EDIT, title=title, action=APPLY, edits=(edit,), preview=preview)


def _row(request: Request, name: str) -> Header | None:
    return next((row for row in request.headers if row.enabled and row.name.lower() == name.lower()), None)


def _named(requests: tuple[RequestRef, ...], name: str) -> RequestRef | None:
    return next((row for row in requests if row.name.lower() == name.lower()), None)


def _gap(text: str, node: Node) -> str:
    """What stands before the last member: a blank, or a line break with its indent."""
    start = node.members[-1].key_start
    before = text[node.start + 1 : start]
    kept_end = before.rstrip()
    return before[len(kept_end) :] or " "


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
