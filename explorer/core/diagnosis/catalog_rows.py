"""The rows of the catalogs as typed values. It knows their shape and nothing of files or exchanges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from explorer.core.model.diagnosis import Cause, Link, Remedy
from explorer.core.model.exchange import FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """An HTTP status code, registered or merely seen."""

    code: int
    name: str
    registered: bool
    meaning: str
    at_fault: str
    effect: str
    retry: str
    reference: Link | None
    source: str
    causes: tuple[Cause, ...] = ()
    fixes: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """A transport failure. ``headline`` is a template with {host}, {port}, {proxy} and {timeout}."""

    kind: FailureKind
    label: str
    title: str
    sign: str
    """The libraries' usual words for it, short: "certificate has expired"."""
    meaning: str
    layer: str
    at_fault: str
    effect: str
    retry: str
    until: str
    """What ends the failure, as the end of "fails until ...": "the certificate is renewed"."""
    headline: str
    causes: tuple[Cause, ...]
    fixes: tuple[Remedy, ...]
    references: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field of a request body or a query parameter, with the limits the API states."""

    name: str
    type: str
    """JSON type: string, array, object, boolean or integer."""
    format: str = ""
    """recipient, msisdn, group, timestamp, url or enum; for a list, of its elements."""
    required: bool = False
    nullable: bool = False
    minimum: int | None = None
    """Least number of elements or characters, or least value of an integer."""
    maximum: int | None = None
    unit: str = ""
    """What is counted: "recipients", "characters"; empty for plain numbers."""
    owner: str = ""
    """What has the limit, as the start of a sentence: "A batch"."""
    values: tuple[str, ...] = ()
    where: str = "body"
    """body, query, path, header or form."""
    path: tuple[str, ...] = ()
    """Member names from the root of the body, ``[]`` for the elements of a list; empty for the body itself."""
    least: float | None = None
    """Least value of a number."""
    most: float | None = None
    above: float | None = None
    """A number must be greater than this."""
    below: float | None = None
    pattern: str = ""
    """For the eye only; it is never run."""
    example: str = ""
    """JSON text of a value the API would take; empty when the description gives none."""
    branch: str = ""
    """Of a body with several variants: how the one with this field was chosen, *rich*."""
    certain: bool = True
    """False when that variant is only the one that fits best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """What a description says of one answer of an operation."""

    code: str
    """"404", "4XX" or "default"."""
    meaning: str
    schema: str = ""
    """Key of its body's fields among the API's answer shapes; empty without a JSON body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One operation of an API; ``path`` is below the API's prefix, with {names}."""

    id: str
    method: str
    path: str
    name: str
    success: int
    codes: tuple[str, ...]
    shape: str
    answers: tuple[AnswerRow, ...] = ()

    def meaning(self, status: int) -> str:
        """What the operation means by a status: by itself, by its range, by default; empty when it does not say."""
        told = {one.code: one.meaning for one in self.answers}
        keys = (str(status), f"{status // 100}XX", *(("default",) if status >= 400 else ()))
        return next((told[key] for key in keys if told.get(key)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiStatusRow:
    """What an API means by an HTTP status."""

    status: int
    meaning: str
    summary: str = ""
    at_fault: str = ""
    effect: str = ""
    retry: str = ""
    is_error: bool = True
    causes: tuple[Cause, ...] = ()
    fixes: tuple[Remedy, ...] = ()
    example: str = ""
    references: tuple[Link, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCodeRow:
    """An application error code."""

    code: str
    status: int = 0
    """0 stands for any."""
    aliases: tuple[str, ...] = ()
    meaning: str
    summary: str = ""
    at_fault: str = ""
    effect: str = ""
    retry: str = ""
    causes: tuple[Cause, ...] = ()
    fixes: tuple[Remedy, ...] = ()
    fields: tuple[str, ...] = ()
    returned_by: tuple[tuple[str, str], ...] = ()
    example: str = ""
    references: tuple[Link, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A code or range of codes inside a delivery report; not an HTTP status."""

    first: int
    last: int
    name: str
    meaning: str
    permanent: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCatalog:
    """Everything known about one API."""

    id: str
    name: str
    hosts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    prefix: str = ""
    """Path prefix with {names}."""
    host_named: bool = True
    """False for a description whose servers have no host: it is used for any host where a path fits."""
    auth: str = ""
    media_type: str = ""
    docs: Link | None = None
    dashboard: Link | None = None
    formats: tuple[str, ...] = ()
    operations: tuple[OperationRow, ...] = ()
    shapes: Mapping[str, tuple[FieldRow, ...]] = field(default_factory=lambda: MappingProxyType({}))
    answer_shapes: Mapping[str, tuple[FieldRow, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The fields of the bodies of answers."""
    statuses: Mapping[int, ApiStatusRow] = field(default_factory=lambda: MappingProxyType({}))
    codes: tuple[ErrorCodeRow, ...] = ()
    delivery_codes: tuple[DeliveryRow, ...] = ()
    smpp_codes: tuple[DeliveryRow, ...] = ()
    delivery_statuses: tuple[tuple[str, str], ...] = ()
    source: str = ""
    """Where it comes from; for an added catalog, the file."""

    def code(self, code: str | None) -> ErrorCodeRow | None:
        """The row of an error code or of one of its aliases."""
        return next((row for row in self.codes if code is not None and code in (row.code, *row.aliases)), None)
