"""The question before a method is sent to a protected environment, at the terminal as in the window."""

import sys

from explorer.cli.output import visible
from explorer.core.errors import UsageError
from explorer.core.model.environment import Environment
from explorer.core.model.request import Request
from explorer.core.storage.masking import mask_url


def ask_first(environment: Environment, request: Request, *, is_allowed: bool) -> None:
    """Go on when it may be sent. Raises UsageError when nobody says so, or nobody can be asked."""
    if is_allowed or not environment.asks_before(request.method):
        return
    what = f"{request.method} to {environment.name}"
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None):
        raise UsageError(
            f"{environment.name} is protected: it asks before {request.method} is sent, and nobody can be asked here. "
            "Nothing was sent; --yes sends it."
        )
    print(visible(f"Send {what}? {mask_url(request.url)} [y/N] "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was sent.")
