"""Explains an exchange: what failed, where, why, and the ways out. Pure; it reads the catalogs once and nothing else.

The path: ``formats`` reads what the server says, ``evidence`` draws the facts together, ``causes`` tests what may be
the matter, and the small modules beside them make headline, effect, problems, remedies and the path strip of it.
"""

from explorer.core.diagnosis import failures, framing, nodes, problems, retries, status, ways_out
from explorer.core.diagnosis.context import Context, RequestRef, VariableInfo
from explorer.core.diagnosis.effects import effect
from explorer.core.diagnosis.evidence import Evidence, gather
from explorer.core.diagnosis.findings import Finding
from explorer.core.diagnosis.fingerprint import fingerprint
from explorer.core.diagnosis.formats import read
from explorer.core.diagnosis.headline import headline
from explorer.core.diagnosis.sms import delivery
from explorer.core.model.diagnosis import CodeMeaning, Diagnosis, Layer, Link, StatusMeaning
from explorer.core.model.exchange import Exchange

__all__ = ["Context", "RequestRef", "VariableInfo", "diagnose"]


def diagnose(exchange: Exchange, context: Context = Context()) -> Diagnosis:
    """The finding for an exchange of any outcome; never raises for what the world does."""
    evidence = gather(exchange, context, read(exchange))
    is_error = evidence.failure is not None or evidence.read.is_error or evidence.status >= 400
    found = _causes(evidence) if is_error else ()
    decoded = _status(evidence)
    retry = retries.advice(evidence, is_error=is_error)
    layer = _layer(evidence, is_error=is_error)
    blamed = problems.collect(evidence, found)
    label = _label(evidence) if is_error else ""
    return Diagnosis(
        headline=headline(evidence, found, blamed, decoded, retry, is_error=is_error),
        effect=effect(evidence, retry, is_error=is_error),
        layer=layer,
        is_error=is_error,
        label=label,
        title=_title(evidence, decoded),
        status=decoded,
        format=evidence.read.format,
        code=evidence.read.code,
        code_meaning=_code_meaning(evidence),
        message=evidence.read.message,
        problems=blamed,
        docs_url=evidence.read.docs_url,
        request_id=evidence.read.request_id,
        missing=evidence.read.missing,
        retry=retry,
        causes=tuple(one.cause for one in found),
        remedies=ways_out.collect(evidence, found, retry, is_error=is_error),
        nodes=nodes.strip(evidence, layer, blamed),
        answered_by=evidence.read.answered_by,
        references=_references(evidence, decoded),
        fingerprint=fingerprint(evidence, label, layer) if is_error else "",
        glossary=_glossary(evidence),
        body_note=framing.body_note(evidence),
    )


def _causes(evidence: Evidence) -> tuple[Finding, ...]:
    from explorer.core.diagnosis import causes  # late: the rules take 5 MB, and a success needs none of them

    return causes.examine(evidence, is_error=True)


def _status(evidence: Evidence) -> StatusMeaning | None:
    response = evidence.response
    if response is None:
        return None
    return status.decode(response.status, response.reason, evidence.api, evidence.operation)


def _code_meaning(evidence: Evidence) -> CodeMeaning | None:
    if evidence.failure is not None:
        return failures.sign(evidence.failure)
    return status.decode_code(evidence.read.code, evidence.api)


def _label(evidence: Evidence) -> str:
    return failures.row_of(evidence.failure).label if evidence.failure else str(evidence.status)


def _title(evidence: Evidence, decoded: StatusMeaning | None) -> str:
    if evidence.failure is not None:
        return failures.row_of(evidence.failure).title
    return evidence.read.code or (decoded.reason if decoded else "")


def _layer(evidence: Evidence, *, is_error: bool) -> Layer:
    """Where the fault lies; 429 counts as the server's, which is where the limit is."""
    if evidence.failure is not None:
        return Layer(failures.row_of(evidence.failure).layer)
    if not is_error:
        return Layer.NONE
    code = evidence.status
    if code < 400:
        return Layer.REQUEST if evidence.read.refused_unread else Layer.APPLICATION
    if code in (407, 511):
        return Layer.PROXY
    if evidence.read.answered_by and (code >= 500 or evidence.read.format == "html-page"):
        return Layer.GATEWAY
    return Layer.REQUEST if code < 500 and code not in (420, 429) else Layer.SERVER


def _references(evidence: Evidence, decoded: StatusMeaning | None) -> tuple[Link, ...]:
    if evidence.failure is not None:
        return failures.row_of(evidence.failure).references
    of_status = (decoded.reference,) if decoded and decoded.reference else ()
    of_api = (evidence.api.docs,) if evidence.api and evidence.api.docs and evidence.status >= 400 else ()
    of_code = evidence.code_row.references if evidence.code_row else ()
    own = evidence.read.docs_url
    of_error = (Link(title="Documentation of the error", url=own),) if own else ()
    return tuple(dict.fromkeys((*of_status, *of_api, *of_code, *of_error)))


def _glossary(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    if evidence.api is None or evidence.response is None:
        return ()
    return delivery.glossary(evidence.api, evidence.response)
