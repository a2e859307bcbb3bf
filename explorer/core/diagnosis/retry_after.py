"""When a failed request may be sent again, as headers state it: Retry-After, RateLimit and the many *-Reset fields.
It knows no bodies and does not decide whether a retry makes sense."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

from explorer.core.model.exchange import Headers

_EPOCH_S = 1e9
_EPOCH_MS = 1e12
_SAME_S = 0.5
_LONGEST_S = 366 * 86400.0
_LONGEST_TEXT = 100
"""Characters of a wait; more are no wait, and digits without end would be searched for a unit over and over."""
_LONGEST_LIMITS = 2000
"""Characters of a RateLimit field that are read; the search for policies takes time by the square of them."""
_UNIT_S = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "d": 86400.0, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)")
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$", re.I)
_RESET = re.compile(r"(?:rate-?limit|quota|throttl|usage).*reset|^x-reset|reset-after$|retry-(?:in|at)$")
_POLICY = re.compile(
    r'"?(?P<name>[^";,=\s]+)"?\s*(?P<parameters>(?:;\s*[a-z*][\w.*-]*(?:=(?:"[^"]*"|:[^:]*:|[^;,]*))?)+)'
)


def http_date(text: str) -> datetime | None:
    """Any of the three date forms of RFC 9110 §5.6.7, or ISO 8601; aware UTC."""
    text = text.strip().strip('"')
    for read in (parsedate_to_datetime, _asctime, datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return _aware(moment)
    return None


def _asctime(text: str) -> datetime:
    return datetime.strptime(" ".join(text.split()), "%a %b %d %H:%M:%S %Y")


def _aware(moment: datetime) -> datetime | None:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def answered_at(headers: Headers) -> datetime | None:
    """The response's own Date, against which its other dates are measured."""
    return next((http_date(value) for key, value in headers if key.lower() == "date"), None)


def wait_s(value: object, at: datetime | None) -> float | None:
    """Seconds meant by a number, a duration text ("27.5s", "6m0s", "PT5S"), an epoch or a date; clamped at 0.

    Ten digits are epoch seconds, thirteen epoch milliseconds; both and dates need ``at``.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if len(text) > _LONGEST_TEXT:
        return None
    if re.fullmatch(r"[+-]?\d{1,18}(?:\.\d{0,18})?", text):
        return _of_number(float(text), at)
    return _bounded(_of_duration(text) if _of_duration(text) is not None else _until(http_date(text), at))


def _of_number(number: float, at: datetime | None) -> float | None:
    if number < _EPOCH_S:
        return _bounded(number)
    seconds = number / 1000 if number >= _EPOCH_MS else number
    try:
        return _until(datetime.fromtimestamp(seconds, UTC), at)
    except (ValueError, OverflowError, OSError):
        return None


def _of_duration(text: str) -> float | None:
    pieces = _DURATION.findall(text.lower())
    if pieces and "".join(number + unit for number, unit in pieces) == text.lower().replace(" ", ""):
        return sum(float(number) * _UNIT_S[unit] for number, unit in pieces)
    iso = _ISO_DURATION.match(text)
    if iso is None or len(text) < 3:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in iso.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + seconds


def _until(moment: datetime | None, at: datetime | None) -> float | None:
    return _bounded((moment - at).total_seconds()) if moment is not None and at is not None else None


def _bounded(seconds: float | None) -> float | None:
    return None if seconds is None or seconds > _LONGEST_S else max(seconds, 0.0)


def retry_after_s(headers: Headers) -> float | None:
    """Seconds of Retry-After (RFC 9110 §10.2.3), else of its vendor forms in milliseconds."""
    at = answered_at(headers)
    for wanted, factor in (("retry-after", 1.0), ("retry-after-ms", 0.001), ("x-retry-after", 1.0)):
        for seconds in _waits(headers, wanted, at):
            return seconds * factor
    other = (wait_s(value, at) for key, value in headers if key.lower().endswith("-retry-after"))
    milliseconds = (wait_s(value, None) for key, value in headers if key.lower().endswith("-retry-after-ms"))
    stated = next((seconds for seconds in other if seconds is not None), None)
    late = next((seconds / 1000 for seconds in milliseconds if seconds is not None), None)
    return stated if stated is not None else late


def _waits(headers: Headers, name: str, at: datetime | None) -> Iterable[float]:
    found = (wait_s(value, at) for key, value in headers if key.lower() == name)
    return (seconds for seconds in found if seconds is not None)


def limit_reset_s(headers: Headers, *, limited: bool) -> float | None:
    """Seconds until a used-up limit opens again: RateLimit ``t`` first, then the *-Reset fields.

    A window counts when nothing remains of it; one without a stated rest counts when ``limited`` (a 429).
    """
    draft = _draft_reset_s(headers)
    if draft is not None:
        return draft
    at = answered_at(headers)
    windows = [
        wait for name, value in _resets(headers) if (wait := _window(headers, name, value, at, limited)) is not None
    ]
    return max(windows) if windows else None


def stated_in(headers: Headers, pause_s: float) -> tuple[str, str] | None:
    """The field that states this pause, as it came; None when it was said elsewhere."""
    dates = tuple((key, value) for key, value in headers if key.lower() == "date")
    for read in (retry_after_s, partial(limit_reset_s, limited=True)):
        for field in headers:
            seconds = read((field, *dates))
            if seconds is not None and abs(seconds - pause_s) < _SAME_S:
                return field
    return None


def is_used_up(headers: Headers) -> bool:
    """Whether any limit states that nothing remains."""
    if any(parameters.get("r") == "0" or parameters.get("remaining") == "0" for parameters in _draft_limits(headers)):
        return True
    return any("remaining" in key.lower() and _is_zero(value) for key, value in headers)


def _is_zero(value: str) -> bool:
    return re.match(r"\s*0+(?:\.0+)?\s*(?:$|[;,])", value) is not None


def _draft_reset_s(headers: Headers) -> float | None:
    waits = []
    for limit in _draft_limits(headers):
        rest, reset = limit.get("r", limit.get("remaining")), limit.get("t", limit.get("reset"))
        if rest is not None and _is_zero(rest) and reset is not None:
            waits.append(wait_s(reset, None))
    known = [wait for wait in waits if wait is not None]
    return max(known) if known else None


def _draft_limits(headers: Headers) -> list[dict[str, str]]:
    """The policies of ``RateLimit`` fields: lists with parameters (draft 08 on) or one dictionary (draft 07)."""
    limits: list[dict[str, str]] = []
    for key, value in headers:
        if key.lower() != "ratelimit":
            continue
        value = value[:_LONGEST_LIMITS]
        if ";" not in value:
            limits.append(_pairs(value, ","))
        limits.extend(_pairs(found["parameters"], ";") for found in _POLICY.finditer(value))
    return limits


def _pairs(text: str, separator: str) -> dict[str, str]:
    pieces = (piece.partition("=") for piece in text.split(separator))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pieces if name.strip()}


def _resets(headers: Headers) -> list[tuple[str, str]]:
    """Reset fields; where a delta form stands beside an epoch form of the same name, only the delta."""
    found = [(key.lower(), value) for key, value in headers if _RESET.search(key.lower())]
    deltas = {name.removesuffix("-after") for name, _ in found if name.endswith("-after")}
    return [(name, value) for name, value in found if name not in deltas]


def _window(headers: Headers, name: str, value: str, at: datetime | None, limited: bool) -> float | None:
    rest = _rest_of(headers, name)
    if not (limited if rest is None else _is_zero(rest)):
        return None
    return wait_s(value.partition(";")[0], at)


def _rest_of(headers: Headers, reset_name: str) -> str | None:
    """The value of the "remaining" field that belongs to a reset field."""
    wanted = reset_name.removesuffix("-after").replace("reset", "remaining")
    return next((value for key, value in headers if key.lower() == wanted), None)
