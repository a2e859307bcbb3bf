"""Decodes an HTTP status: registered meaning, unknown codes by their class, and what an API means by it."""

from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.catalog_rows import ApiCatalog, OperationRow
from explorer.core.model.diagnosis import CodeMeaning, Link, StatusMeaning

_CLASSES = {
    1: "an interim answer",
    2: "a success",
    3: "a redirect",
    4: "a fault of the request",
    5: "a fault of the server",
}
_SECTION_15 = Link(title="RFC 9110, 15", url="https://www.rfc-editor.org/rfc/rfc9110#section-15")


def decode(
    code: int, reason: str = "", api: ApiCatalog | None = None, operation: OperationRow | None = None
) -> StatusMeaning:
    """The status with its meaning. An unknown code counts as x00 of its class, one outside 100 to 599 as a server error
    (RFC 9110 section 15); ``reason`` is shown only for those. An operation's own word wins over that of its API."""
    row = statuses().get(code)
    of_api = api.statuses.get(code) if api else None
    return StatusMeaning(
        code=code,
        reason=row.name if row and (row.registered or not reason) else reason or "Unknown status",
        meaning=row.meaning if row else _by_class(code),
        api_meaning=(operation.meaning(code) if operation else "") or (of_api.meaning if of_api else ""),
        reference=(row.reference if row else None) or _SECTION_15,
        registered=bool(row and row.registered),
    )


def effective(code: int) -> int:
    """The code whose general rules apply: itself when known, else x00 of its class; outside 100 to 599 it is 500."""
    if code in statuses():
        return code if 100 <= code <= 599 else 500
    return code // 100 * 100 if 100 <= code <= 599 else 500


def decode_code(code: str | None, api: ApiCatalog | None) -> CodeMeaning | None:
    """An application code by the API's catalog; None when it is not in there."""
    row = api.code(code) if api else None
    if row is None or api is None:
        return None
    reference = next(iter(row.references), api.docs)
    return CodeMeaning(code=code or row.code, meaning=row.meaning, api=api.name, reference=reference)


def _by_class(code: int) -> str:
    if not 100 <= code <= 599:
        return "Not a status that HTTP defines: codes run from 100 to 599. Clients treat it as a server error."
    return f"Not a registered status. By its first digit it is {_CLASSES[code // 100]}, like {code // 100}00."
