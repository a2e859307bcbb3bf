"""Two people change one request: what each of them changed is kept, unless both changed the same part. Pure."""

from dataclasses import replace

from explorer.core.model.request import Request

_PARTS = {
    "name": ("name",),
    "method": ("method",),
    "URL": ("url", "params"),
    "headers": ("headers",),
    "authorisation": ("auth",),
    "body": ("body",),
    "body variants": ("variants",),
    "settings": ("settings",),
    "automatic headers": ("automatic_headers_off",),
    "variables": ("variables",),
    "docs": ("docs",),
}
"""What is taken from one side as a whole, by its word; the query rows mirror the URL and go with it."""


def merge(base: Request, ours: Request, theirs: Request) -> tuple[Request, tuple[str, ...]]:
    """``theirs`` with what ``ours`` changed since ``base``, and the words of the parts both changed differently."""
    conflicts: list[str] = []
    result = theirs
    for word, fields in _PARTS.items():
        old, mine, other = (tuple(getattr(one, field) for field in fields) for one in (base, ours, theirs))
        if mine == old:
            continue
        if other not in (old, mine):
            conflicts.append(word)
        result = replace(result, **dict(zip(fields, mine, strict=True)))
    return result, tuple(conflicts)
