"""The request header that asks for a fault: ``X-Sandbox-Fault: 503``, or ``429; retry-after=20`` (seconds)."""

import re
from datetime import datetime

from explorer.core.sandbox.refusals import spring_reply
from explorer.core.sandbox.replies import Reply

FAULT_HEADER = "x-sandbox-fault"
_FORM = re.compile(r"\s*(429|500|503)\s*(?:;\s*retry-after\s*=\s*([0-9]{1,9})\s*)?", re.IGNORECASE)
_USE = "X-Sandbox-Fault takes 429, 500 or 503, and may add the wait in seconds: 429; retry-after=20"


def fault(asked: str, path: str, now: datetime) -> Reply:
    """The fault asked for; anything else than the documented forms is answered with 400 and how to ask."""
    match = _FORM.fullmatch(asked)
    if match is None:
        return spring_reply(400, path, now, message=_USE)
    headers = () if match[2] is None else (("Retry-After", match[2]),)
    return spring_reply(int(match[1]), path, now, headers=headers)
