"""What the history can tell about exchanges, in rows small enough for lists."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One recorded exchange as a list shows it."""

    id: str
    started: datetime
    method: str
    url: str
    name: str
    """Name of the request, or its path when it had none."""
    request_key: str
    environment: str
    status: int
    """0 when there was no response."""
    label: str
    """"400", "TLS"; empty for a success."""
    title: str
    """Error code or reason."""
    is_error: bool
    fingerprint: str
    duration_s: float
    size_bytes: int
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRows:
    """Some rows of a question, the newest first."""

    rows: tuple[HistoryRow, ...]
    goes_on: str = ""
    """When the time was over before there were enough: the exchange before which the search is to go on."""
    searched_to: datetime | None = None
    """When that one was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """The same failure, counted."""

    fingerprint: str
    label: str
    title: str
    count: int
    first: datetime
    last: datetime
    per_day: tuple[int, ...]
    """Counts of the last 14 days, oldest first, local days."""
    requests: int
    """How many different requests had it."""
    is_cut: bool = False
    """Whether only the newest were counted, because the filter found too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePlace:
    """A request and an environment in which a failure was seen."""

    request: str
    """Key of the saved request, else method and URL."""
    environment: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureFacts:
    """Everything the ledger keeps about one failure, whatever a list is filtered by."""

    label: str
    title: str
    count: int
    first: datetime
    last: datetime
    last_id: str
    """The latest exchange that failed so."""
    per_day: tuple[int, ...]
    """Counts of the last 14 days, oldest first, local days."""
    places: tuple[FailurePlace, ...]
    """Most frequent first."""
    last_success: datetime | None = None
    """Of the request that failed last."""
    last_success_id: str = ""
    changes: tuple["Change", ...] = ()
    """What differs between them."""


class RunKind(StrEnum):
    """How a past run of a request relates to the failure at hand."""

    SUCCESS = "success"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One past run of the same request."""

    id: str
    started: datetime
    kind: RunKind
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that differs from the last success: rich-text-free, shortened values."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBefore:
    """The ledger's answer for one exchange."""

    count_here: int
    """Same failure in this request, this one included."""
    count_all: int
    """Same failure in all requests, this one included."""
    first: datetime | None
    last_success: datetime | None
    last_success_id: str
    runs: tuple[Run, ...]
    """Last runs of this request, oldest first, at most 20."""
    changes: tuple[Change, ...]
    """Against the last success; empty also when there was none."""
    requests: int = 0
    """How many different requests had this failure, this one included; 0 when that is not known."""
    environments: int = 0
    first_anywhere: datetime | None = None
    """When the failure was first seen in any request."""
    days: tuple[date, ...] = ()
