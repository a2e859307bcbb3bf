"""The report of a support bundle in Markdown: request, answer, timing and finding. It is given masked values only."""

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange, Failure, Headers, Phase, Response

_BODY_LIMIT_BYTES = 20_000


def report_markdown(masked: Exchange, diagnosis: Diagnosis, version: str) -> str:
    """Markdown; both must have their secrets masked already, which the text says."""
    parts = [
        f"# {diagnosis.headline}",
        f"{diagnosis.effect}\n",
        _facts(masked, diagnosis, version),
        *_findings(diagnosis),
        *_redirects(masked),
        *_request(masked),
        *_answer(masked),
        *_timing(masked),
        "Secrets were removed from this text.",
    ]
    return "\n".join(parts) + "\n"


def _facts(exchange: Exchange, diagnosis: Diagnosis, version: str) -> str:
    rows = (
        ("When", exchange.started.isoformat(timespec="milliseconds")),
        ("Error code", diagnosis.code),
        ("Server text", diagnosis.message),
        ("Request id", diagnosis.request_id),
        ("Exchange id", exchange.id),
        ("Fault lies with", diagnosis.layer.value),
        ("Environment", exchange.environment),
        ("Certificate", _certificate(exchange)),
        ("Client", f"Explorer {version}"),
    )
    return "\n".join(f"- {name}: {value}" for name, value in rows if value) + "\n"


def _certificate(exchange: Exchange) -> str:
    """Said only where no authority vouches for it."""
    tls = exchange.outcome.tls
    until = tls.trusted_until if tls else None
    return f"vouched for by no authority, trusted by hand until {until:%Y-%m-%d %H:%M} UTC" if until else ""


def _findings(diagnosis: Diagnosis) -> list[str]:
    """What was found wrong and which causes were tested; no heading when there is nothing of it."""
    problems = [
        f"- {problem.field}: {problem.message}" if problem.field else f"- {problem.message}"
        for problem in diagnosis.problems
    ]
    causes = [f"- {cause.text} ({cause.standing.value.replace('_', ' ')})" for cause in diagnosis.causes]
    return [
        *(("## Problems", *problems, "") if problems else ()),
        *(("## Causes", *causes, "") if causes else ()),
    ]


def _redirects(exchange: Exchange) -> list[str]:
    rows = [
        f"- {hop.response.status} from {hop.sent.method} {hop.sent.url}{f' ({hop.note})' if hop.note else ''}"
        for hop in exchange.hops
    ]
    return ["## Redirects", *rows, ""] if rows else []


def _request(exchange: Exchange) -> list[str]:
    sent = exchange.sent
    if sent is None:
        return ["## Request", "Nothing was sent.\n"]
    lines = f"{sent.method} {sent.url}\n{_header_lines(sent.headers)}\n\n{_text(sent.body.data)}"
    return ["## Request", _fenced(lines)]


def _answer(exchange: Exchange) -> list[str]:
    match exchange.outcome:
        case Response() as response:
            start = f"{response.http_version} {response.status} {response.reason}".rstrip()
            return [
                "## Response",
                _fenced(f"{start}\n{_header_lines(response.headers)}\n\n{_text(response.body.data)}"),
            ]
        case Failure() as failure:
            return ["## No response", f"{failure.message}\n", _fenced(failure.detail)]


def _timing(exchange: Exchange) -> list[str]:
    rows = [
        f"- {phase.value}: {seconds * 1000:.1f} ms"
        for phase in Phase
        if (seconds := exchange.timeline.of(phase)) is not None
    ]
    return ["## Timing", *rows, f"- all: {exchange.timeline.duration_s * 1000:.1f} ms\n"]


def _header_lines(headers: Headers) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _text(data: bytes) -> str:
    text = data[:_BODY_LIMIT_BYTES].decode("utf-8", "replace")
    return text if len(data) <= _BODY_LIMIT_BYTES else f"{text}\n… {len(data) - _BODY_LIMIT_BYTES} bytes more"


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text.rstrip()}\n{fence}\n"
