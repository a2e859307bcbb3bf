"""Query parameters: their checks, pages and time windows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from explorer.core.sandbox.instants import is_instant, parse_instant
from explorer.core.sandbox.refusals import invalid_value, violation

DEFAULT_PAGE_SIZE = 30
LARGEST_PAGE = 100
DEFAULT_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryField:
    name: str
    expected: str
    matches: Callable[[str], bool]
    several: bool = False
    """Whether commas separate several values."""
    limit: tuple[int, int | None] | None = None
    """Smallest and largest value of an integer."""


def is_boolean(text: str) -> bool:
    return text in ("true", "false")


def is_integer(text: str) -> bool:
    return len(text) <= 18 and text.isascii() and text.removeprefix("-").isdigit()


def is_anything(_text: str) -> bool:
    return True


def paging(smallest_page: int) -> tuple[QueryField, ...]:
    return (
        QueryField(name="page", expected="integer", matches=is_integer, limit=(0, None)),
        QueryField(name="page_size", expected="integer", matches=is_integer, limit=(smallest_page, LARGEST_PAGE)),
    )


DATES = (
    QueryField(name="start_date", expected="date", matches=is_instant),
    QueryField(name="end_date", expected="date", matches=is_instant),
)


def parse_query(raw: str) -> dict[str, str]:
    """Decoded parameters in order; ``+`` is a space, as in forms, and a repeated name is joined with commas."""
    result: dict[str, str] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True, errors="replace"):
        result[name] = f"{result[name]},{value}" if name in result else value
    return result


def check_query_limits(query: Mapping[str, str], fields: tuple[QueryField, ...]) -> None:
    for field in fields:
        text = query.get(field.name)
        if field.limit is None or text is None or not is_integer(text):
            continue
        low, high = field.limit
        if int(text) < low or (high is not None and int(text) > high):
            wanted = f"at least {low}" if high is None else f"{low} to {high}"
            raise violation(field.name, f"must be {wanted}, is {int(text)}")


def check_query_formats(query: Mapping[str, str], fields: tuple[QueryField, ...]) -> None:
    for field in fields:
        if field.name not in query:
            continue
        values = listed(query, field.name) if field.several else (query[field.name],)
        for value in values:
            if not field.matches(value):
                raise invalid_value(value, field.expected)


def listed(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The comma-separated values of a filter; empty when it is absent or blank."""
    return tuple(value for value in query.get(name, "").split(",") if value)


def in_window(query: Mapping[str, str], now: datetime, moment: datetime) -> bool:
    """At or after ``start_date`` (24 hours ago unless given) and before ``end_date``."""
    start = parse_instant(query.get("start_date", "")) or now - DEFAULT_WINDOW
    end = parse_instant(query.get("end_date", ""))
    return start <= moment and (end is None or moment < end)


def page_of(query: Mapping[str, str], name: str, items: Sequence[Any], render: Callable[[Any], Any]) -> dict[str, Any]:
    """The envelope of a list; ``page_size`` says how many items this answer holds, not how many were asked for."""
    page = int(query.get("page", "0"))
    size = int(query.get("page_size", str(DEFAULT_PAGE_SIZE)))
    shown = [render(item) for item in items[page * size : (page + 1) * size]]
    return {"page": page, "page_size": len(shown), "count": len(items), name: shown}
