"""What makes two failures the same: the sign, the code or the server's words without their particulars, and the API."""

import hashlib
import re

from explorer.core.diagnosis.evidence import Evidence

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_PARTICULAR = re.compile(r"\b(?=\w*\d)[\w-]+\b|https?://\S+")
_MESSAGE_LENGTH = 120


def fingerprint(evidence: Evidence, label: str, layer: str) -> str:
    """16 hexadecimal characters; failures with the same ones count as the same."""
    failure = evidence.failure
    what = failure.kind.value if failure else evidence.read.code or _plain(evidence.read.message or "")
    where = evidence.api.id if evidence.api and failure is None else evidence.url.hostname or ""
    text = "\x1f".join((label, layer, what, where))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(message: str) -> str:
    """A message without quoted values, numbers and ids, which differ from one failure to the next."""
    plain = _PARTICULAR.sub("", _QUOTED.sub("", message))
    return " ".join(plain.lower().split())[:_MESSAGE_LENGTH]
