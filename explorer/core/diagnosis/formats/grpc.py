"""gRPC outcomes that plain HTTP shows: trailers sent as headers, and the trailer frame of gRPC-Web."""

import re
from urllib.parse import unquote

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.google import RPC_NAMES
from explorer.core.diagnosis.formats.recognised import Recognised

_PASSING = frozenset(("8", "14"))
_FINAL = frozenset(("3", "5", "6", "7", "9", "11", "12", "16"))


def recognise(body: ReceivedBody) -> Recognised | None:
    """``grpc-status`` among the headers, or in the trailer frame at the end of a gRPC-Web body."""
    status, message = body.header("grpc-status"), body.header("grpc-message")
    if not status and body.media_type.startswith("application/grpc-web"):
        status = _trailer(body.text, "grpc-status")
        message = _trailer(body.text, "grpc-message")
    if not re.fullmatch(r"\d{1,3}", status):
        return None
    code = str(int(status))
    if code == "0":
        return Recognised(format="success", is_error=body.failed, specificity=90) if not body.failed else None
    return Recognised(
        format="grpc",
        is_error=True,
        code=code,
        message=unquote(message) or (RPC_NAMES[int(code)] if int(code) < len(RPC_NAMES) else None),
        retryable=True if code in _PASSING else False if code in _FINAL else None,
        specificity=90,
    )


def _trailer(text: str, name: str) -> str:
    found = re.search(rf"{name}:\s*([^\r\n]*)", text, re.I)
    return found.group(1).strip() if found else ""
