"""The Sinch SMS REST API: ``{code, text}`` under 400 and 403. Codes inside delivery reports are data, not errors."""

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import scalar


def recognise(body: ReceivedBody) -> Recognised | None:
    """An object of exactly ``code`` and ``text`` under a failing status."""
    members = body.members
    if not body.failed or members.keys() != {"code", "text"}:
        return None
    return Recognised(
        format="sinch-sms",
        is_error=True,
        code=scalar(members["code"]) or None,
        message=scalar(members["text"]) or None,
        specificity=40,
    )
