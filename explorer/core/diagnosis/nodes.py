"""The path strip: Request, Connection, Server, each with a state and a short caption."""

from explorer.core.diagnosis import failures, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.model.diagnosis import Layer, NodeState, PathNode, PlacePart, Problem
from explorer.core.model.exchange import Failure, FailureKind, Phase

_PHASE_NAMES = {
    Phase.DNS: "DNS",
    Phase.CONNECT: "Connect",
    Phase.TLS: "TLS",
    Phase.REQUEST: "Request",
    Phase.WAIT: "Wait",
    Phase.DOWNLOAD: "Download",
}
_FIELDS = (PlacePart.BODY, PlacePart.QUERY, PlacePart.FORM, PlacePart.VARIABLE)
_NAMED = (*_FIELDS, PlacePart.HEADER, PlacePart.PATH)
"""Parts whose members have names and are counted together."""
_PART_WORDS = {
    PlacePart.METHOD: "Method at fault",
    PlacePart.URL: "URL at fault",
    PlacePart.PATH: "Path at fault",
    PlacePart.HEADER: "Header at fault",
    PlacePart.AUTH: "Credentials refused",
}
_SERVER_WORDS = {
    FailureKind.RESET: "Cut the connection",
    FailureKind.CLOSED_EARLY: "Closed without an answer",
    FailureKind.NOT_HTTP: "Does not speak HTTP",
    FailureKind.TRUNCATED_BODY: "Broke off",
    FailureKind.TOO_MANY_REDIRECTS: "Redirects without end",
    FailureKind.BAD_REDIRECT: "Faulty redirect",
}


def strip(evidence: Evidence, layer: Layer, problems: tuple[Problem, ...]) -> tuple[PathNode, PathNode, PathNode]:
    """The three nodes of an exchange."""
    if evidence.failure is not None:
        return _of_failure(evidence, evidence.failure, layer)
    return (
        _request(layer, problems),
        _node("Connection", f"Reached in {_connecting(evidence)}" if _connecting(evidence) else "Already open"),
        _server(evidence, layer),
    )


def _node(title: str, caption: str, state: NodeState = NodeState.REACHED) -> PathNode:
    return PathNode(title=title, caption=caption, state=state)


def _request(layer: Layer, problems: tuple[Problem, ...]) -> PathNode:
    if layer is not Layer.REQUEST:
        return _node("Request", "Nothing wrong")
    return _node("Request", _blame(problems), NodeState.FAULT)


def _blame(problems: tuple[Problem, ...]) -> str:
    """How many fields are named, wherever they stand; in words where it is one part, or no field at all."""
    parts = [problem.place.part for problem in problems if problem.place]
    if parts and parts[0] not in _NAMED:
        return _PART_WORDS.get(parts[0], "Refused")
    fields = {_name(problem) for problem in problems if _is_named(problem)}
    if parts and len(fields) < 2 and parts[0] in _PART_WORDS:
        return _PART_WORDS[parts[0]]
    if not fields:
        return "Refused"
    if fields == {""}:
        return "Body at fault"
    return "1 field at fault" if len(fields) == 1 else f"{len(fields)} fields at fault"


def _is_named(problem: Problem) -> bool:
    return problem.place.part in _NAMED if problem.place else bool(problem.field)


def _name(problem: Problem) -> str:
    return problem.field or (problem.place.name if problem.place else "")


def _server(evidence: Evidence, layer: Layer) -> PathNode:
    if layer is Layer.SERVER and evidence.status in (429, 420):
        return _node("Server", "Limit reached", NodeState.FAULT)
    if layer in (Layer.SERVER, Layer.APPLICATION):
        words = f"Answered {evidence.status}" if evidence.status >= 400 else "Failure in the body"
        return _node("Server", words, NodeState.FAULT)
    if layer in (Layer.GATEWAY, Layer.PROXY):
        by = evidence.read.answered_by or ("The proxy" if layer is Layer.PROXY else "A gateway")
        return _node("Server", f"{by} answered", NodeState.FAULT)
    return _node("Server", f"Answered in {_answering(evidence)}")


def _of_failure(evidence: Evidence, failure: Failure, layer: Layer) -> tuple[PathNode, PathNode, PathNode]:
    if layer is Layer.REQUEST:
        connection = _node("Connection", "Not reached", NodeState.NOT_REACHED)
        return _node("Request", failures.row_of(failure).title, NodeState.FAULT), connection, _no_server()
    request = _node("Request", "Sent" if failure.request_sent else "Ready, not sent")
    if failures.is_of_disk(failure) and failure.partial is not None:
        kept = _node("Connection", "Body not kept on disk", NodeState.FAULT)
        return request, kept, _node("Server", f"Answered {failure.partial.status}")
    if layer in (Layer.CONNECTION, Layer.PROXY):
        return request, _node("Connection", _broken(evidence, failure), NodeState.FAULT), _no_server()
    if layer is Layer.NONE and _stopped_on_the_way(evidence, failure):
        return request, _node("Connection", "Not reached", NodeState.NOT_REACHED), _no_server()
    reached = _connecting(evidence)
    connection = _node("Connection", f"Reached in {reached}" if reached else "Already open")
    if layer is Layer.NONE:
        return request, connection, _node("Server", "No answer awaited", NodeState.NOT_REACHED)
    return request, connection, _node("Server", _silence(failure), NodeState.FAULT)


def _stopped_on_the_way(evidence: Evidence, failure: Failure) -> bool:
    """Whether it was cancelled before there was a connection."""
    connecting = failure.phase in (Phase.DNS, Phase.CONNECT, Phase.TLS)
    return connecting or not (failure.request_sent or evidence.exchange.timeline.spans)


def _no_server() -> PathNode:
    return _node("Server", "No HTTP exchange", NodeState.NOT_REACHED)


def _broken(evidence: Evidence, failure: Failure) -> str:
    if failure.kind is FailureKind.CONNECTION_REFUSED and failure.port:
        return f"Refused on port {failure.port}"
    if failure.kind is FailureKind.DNS_NOT_FOUND:
        return "Host not found"
    phase = _PHASE_NAMES.get(failure.phase, "") if failure.phase else ""
    took = wording.milliseconds(evidence.exchange.timeline.duration_s)
    return f"Broke at {phase}, {took}" if phase else f"Failed after {took}"


def _silence(failure: Failure) -> str:
    if failure.timeout_s and failure.kind in (FailureKind.READ_TIMEOUT, FailureKind.WRITE_TIMEOUT):
        if failure.partial is not None:
            return f"Silent for {wording.seconds(failure.timeout_s)}"
        return f"No answer in {wording.seconds(failure.timeout_s)}"
    return _SERVER_WORDS.get(failure.kind, "No usable answer")


def _connecting(evidence: Evidence) -> str:
    timeline = evidence.exchange.timeline
    spent = [time for phase in (Phase.DNS, Phase.CONNECT, Phase.TLS) if (time := timeline.of(phase)) is not None]
    return wording.milliseconds(sum(spent)) if spent else ""


def _answering(evidence: Evidence) -> str:
    timeline = evidence.exchange.timeline
    before = sum(timeline.of(phase) or 0.0 for phase in (Phase.DNS, Phase.CONNECT, Phase.TLS))
    return wording.milliseconds(max(timeline.duration_s - before, 0.0))
