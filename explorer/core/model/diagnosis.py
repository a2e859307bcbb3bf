"""What an exchange means: data only. The window draws it, the command line prints it, the runner groups by it.

Texts marked *rich* may hold `code` in backticks, which is shown in the code font; nothing else is markup.
"""

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """Where the fault lies."""

    NONE = "none"
    REQUEST = "request"
    CONNECTION = "connection"
    PROXY = "proxy"
    GATEWAY = "gateway"
    SERVER = "server"
    APPLICATION = "application"


class Standing(StrEnum):
    """How sure a cause is after its test over the evidence; shown as Certain, Likely, Possible, Ruled out."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    RULED_OUT = "ruled_out"


class PlacePart(StrEnum):
    """Which part of the request a place is in."""

    METHOD = "method"
    URL = "url"
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    AUTH = "auth"
    BODY = "body"
    FORM = "form"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the request something stands, in terms of the text the person typed (the template)."""

    part: PlacePart
    name: str
    """JSON path in dotted form ("to", "to[0]"), parameter, header or variable name."""
    crumbs: tuple[str, ...]
    """For the eye: ("Body", "to"), ("Params", "page_size"), ("Headers", "Content-Type")."""
    start: int = -1
    """Offset of the value's first character in the template text of the body (or URL); -1 when not in a text."""
    end: int = -1
    line: int = 0
    """From 1; 0 when not in a multi-line text."""
    column: int = 0
    note: str = ""
    """Short words for the end of the line: "1 to 1000 recipients required"."""
    missing: bool = False
    """True when the field is absent; then the place is where it would go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing the server (or we) found wrong."""

    field: str
    """As the API spells it; empty when it names none."""
    message: str
    code: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A candidate cause after its test."""

    id: str
    """Stable, e.g. "sms.to-empty"; remedies and tests refer to it."""
    text: str
    """*rich*, one sentence without a full stop; for a tested one the measured evidence is in it."""
    standing: Standing
    evidence: str = ""
    """*rich*, longer words for a tooltip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A reference on the web."""

    title: str
    url: str


class EditTarget(StrEnum):
    """What an edit changes."""

    BODY = "body"
    URL = "url"
    METHOD = "method"
    HEADER = "header"
    AUTH = "auth"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A reversible change of the request: ``before`` becomes ``after``.

    BODY and URL: the texts at ``start``..``end`` of the template. HEADER: values of the header ``name``; an
    empty ``before`` adds it, an empty ``after`` removes it. METHOD: the method. VARIABLE: value of ``name`` in
    the active environment. AUTH: the token, or for ``name`` "scheme" the scheme's name.
    """

    target: EditTarget
    before: str
    after: str
    name: str = ""
    start: int = -1
    end: int = -1


class RemedyKind(StrEnum):
    """What happens when the person takes a remedy."""

    EDIT = "edit"
    RETRY = "retry"
    WAIT = "wait"
    LINK = "link"
    OPEN_REQUEST = "open_request"
    COPY = "copy"
    USE_ENVIRONMENT = "use_environment"
    OPEN_ENVIRONMENTS = "open_environments"
    START_SANDBOX = "start_sandbox"
    TRUST = "trust"
    """The certificate with the fingerprint ``target``, at the host of the exchange and in its environment."""
    STOP_TRUSTING = "stop_trusting"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One concrete way out. Fields beside ``kind`` and ``title`` are filled as the kind needs them."""

    kind: RemedyKind
    title: str
    """*rich*: "Restore `to` from the last success"."""
    action: str = ""
    """Verb for the button at the right: "Apply fix", "Open List groups", "Copy message"; empty for plain advice."""
    edits: tuple[Edit, ...] = ()
    preview: tuple[str, ...] = ()
    """Lines of a fix preview, each beginning with "-", "+" or " "."""
    target: str = ""
    """Request key or name to open, environment to use, or text to copy."""
    link: Link | None = None
    after_s: float = 0.0
    """Seconds to wait from the end of the exchange (WAIT)."""
    cause_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Retry advice (RFC 9110 §9.2.2, §10.2.3)."""

    retryable: bool | None
    """Would the same bytes, sent later, be expected to pass? None: cannot be known."""
    after_s: float | None = None
    """Stated pause in seconds, from header or body."""
    safe: bool = True
    """False when the request may have been carried out and is not idempotent: Retry asks first."""
    source: str = ""
    """The header that stated the pause, "Retry-After: 20"; empty when the body did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMeaning:
    """An HTTP status decoded."""

    code: int
    reason: str
    meaning: str
    """The registered meaning in our words."""
    api_meaning: str = ""
    """What the API in question means by it; empty when unknown."""
    reference: Link | None = None
    registered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMeaning:
    """An application error code decoded."""

    code: str
    meaning: str
    api: str = ""
    """Name of the API whose catalog has it."""
    reference: Link | None = None


class NodeState(StrEnum):
    """State of a node of the path strip."""

    REACHED = "reached"
    FAULT = "fault"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathNode:
    """Request, Connection or Server in the path strip."""

    title: str
    caption: str
    state: NodeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The whole finding. ``format`` to ``missing`` are the answers of ``explorer diagnose``."""

    headline: str
    """*rich*: one sentence naming the field or the cause."""
    effect: str
    """*rich*: was anything done, does a retry help."""
    layer: Layer
    is_error: bool
    label: str = ""
    """Short sign for rows and pills: "400", "TLS", "DNS", "TCP", "HTTP"; empty for a success."""
    title: str = ""
    """Beside the label in lists: the application code, else the reason or failure words."""
    status: StatusMeaning | None = None
    format: str = ""
    code: str | None = None
    code_meaning: CodeMeaning | None = None
    message: str | None = None
    problems: tuple[Problem, ...] = ()
    docs_url: str | None = None
    request_id: str | None = None
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What was wanted: ("allow", ("GET", "POST")), ("auth_schemes", ("Bearer",)), ..."""
    retry: Retry = Retry(retryable=None)
    causes: tuple[Cause, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    """Best first; the first one with an action is the primary button."""
    nodes: tuple[PathNode, ...] = ()
    answered_by: str = ""
    """Which hop answered when it was not the origin: "nginx gateway", "Cloudflare"."""
    references: tuple[Link, ...] = ()
    fingerprint: str = ""
    """The same failure has the same one; empty for a success."""
    glossary: tuple[tuple[str, str], ...] = ()
    """Codes inside a successful body worth explaining: ("402 Message unroutable", "...")."""
    body_note: str = ""
    """What must be known beside the body, of a success too: a sentence on bytes that are no part of it; else empty."""
