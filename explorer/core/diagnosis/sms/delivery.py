"""Explains codes inside delivery reports, which look like HTTP statuses and are none."""

import json
from collections.abc import Iterator
from typing import Any

from explorer.core.diagnosis.catalog_rows import ApiCatalog, DeliveryRow
from explorer.core.model.exchange import Response

_REPORT_TYPES = (
    "delivery_report_sms",
    "delivery_report_mms",
    "recipient_delivery_report_sms",
    "recipient_delivery_report_mms",
)
_MOST = 12
_LONGEST_BYTES = 1_000_000


def glossary(api: ApiCatalog, response: Response) -> tuple[tuple[str, str], ...]:
    """("402 Message unroutable", meaning) for each code of a report in the body, in order of appearance."""
    if response.status != 200 or not response.body.is_complete or response.body.size_bytes > _LONGEST_BYTES:
        return ()
    try:
        document = json.loads(response.body.data)
    except (ValueError, RecursionError):
        return ()
    codes = dict.fromkeys(code for report in _reports(document) for code in _codes(report))
    return tuple(explained(api, code) for code in list(codes)[:_MOST])


def explained(api: ApiCatalog, code: int) -> tuple[str, str]:
    """Name and meaning of one delivery code; unknown ones are said to be unknown."""
    row = _row(api, code)
    if row is None:
        return f"{code}", "Not in the list of delivery codes. It is no HTTP status."
    own = code in {one.first for one in api.delivery_codes}
    if own:
        return f"{code} {row.name}", f"{row.meaning} It is no HTTP status."
    lasting = "Permanent: sending it again fails again." if row.permanent else "Temporary: sending it again can help."
    return f"{code} {row.name}", f"Usually: {row.meaning}. {lasting}"


def _row(api: ApiCatalog, code: int) -> DeliveryRow | None:
    rows = (*api.delivery_codes, *api.smpp_codes)
    return next((row for row in rows if row.first <= code <= row.last), None)


def _reports(document: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(document, dict):
        return
    if document.get("type") in _REPORT_TYPES:
        yield document
    listed = document.get("delivery_reports")
    yield from (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()


def _codes(report: dict[str, Any]) -> Iterator[int]:
    statuses = report.get("statuses")
    rows = [report, *(statuses if isinstance(statuses, list) else ())]
    for row in rows:
        code = row.get("code") if isinstance(row, dict) else None
        if isinstance(code, int) and not isinstance(code, bool):
            yield code
