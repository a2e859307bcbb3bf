"""The keys that matter now, by document: what the status bar shows at its right end."""

Hints = tuple[tuple[str, str], ...]

_HINTS = {
    "request": (("Ctrl Enter", "Send"), ("F6", "Next pane"), ("F1", "Keys")),
    "history": (("Space", "Mark A or B"), ("Ctrl D", "Compare"), ("F1", "Keys")),
    "catalogue": (("Ctrl Enter", "Provoke in sandbox"), ("F1", "Keys")),
    "environments": (("Enter", "Edit"), ("F4", "Next problem"), ("F1", "Keys")),
    "changes": (("Space", "Choose"), ("Ctrl Enter", "Commit"), ("F1", "Keys")),
    "welcome": (("Ctrl K", "Commands"), ("F1", "Keys")),
}
_PAGE_HINTS = (("Ctrl K", "Commands"), ("F1", "Keys"))


def hints_of(document: str) -> Hints:
    """Pairs of keys and words for a page, or for "request"."""
    return _HINTS.get(document, _PAGE_HINTS)
