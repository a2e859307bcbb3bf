"""OAuth 2.0 errors: the token endpoint's body (RFC 6749 §5.2) and the challenge at a resource (RFC 6750 §3, RFC 9449
§7.1, RFC 9470 §3)."""

import re
from dataclasses import replace

from explorer.core.diagnosis.challenges import Challenge
from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.missing import challenges_of
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.words import listed

_NAMES = frozenset(
    listed(
        "invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type "
        "invalid_scope access_denied unsupported_response_type server_error temporarily_unavailable "
        "invalid_token insufficient_scope authorization_pending slow_down expired_token invalid_dpop_proof "
        "use_dpop_nonce insufficient_user_authentication unsupported_token_type invalid_redirect_uri "
        "invalid_client_metadata invalid_software_statement unapproved_software_statement invalid_target "
        "invalid_authorization_details login_required consent_required interaction_required "
        "account_selection_required request_not_supported invalid_request_object request_uri_not_supported "
        "registration_not_supported invalid_request_uri unmet_authentication_requirements"
    )
)


def recognise(body: ReceivedBody) -> Recognised | None:
    """The body's ``error`` with ``error_description``, or a known error name; then the challenge."""
    challenge = _telling(challenges_of(body)) if body.failed else None
    return _from_body(body, challenge) or _from_challenge(body, challenge)


def _telling(challenges: tuple[Challenge, ...]) -> Challenge | None:
    return next((one for one in challenges if one.parameter("error") or one.parameter("error_description")), None)


def _from_body(body: ReceivedBody, challenge: Challenge | None) -> Recognised | None:
    error = body.members.get("error")
    if not isinstance(error, str) or not (error in _NAMES or _is_described(body)):
        return None
    if not (body.failed or "error_description" in body.members) or "ok" in body.members:
        return None
    found = recognised(_form(challenge), find(body.members, body.status), 60)
    described = challenge.parameter("error_description") if challenge else None
    token = re.fullmatch(r"[\w.:\-]+", error)
    return replace(found, code=error if token else found.code, message=found.message or described)


def _is_described(body: ReceivedBody) -> bool:
    return isinstance(body.members.get("error_description"), str)


def _from_challenge(body: ReceivedBody, challenge: Challenge | None) -> Recognised | None:
    """Only when the body has no code of its own."""
    if challenge is None or body.kind not in (BodyKind.EMPTY, BodyKind.HTML, BodyKind.PLAIN):
        return None
    return Recognised(
        format=_form(challenge),
        is_error=True,
        code=challenge.parameter("error"),
        message=challenge.parameter("error_description") or _sentence(body),
        docs_url=challenge.parameter("error_uri"),
        specificity=50,
    )


def _sentence(body: ReceivedBody) -> str | None:
    return body.text.strip()[:500] or None if body.kind is BodyKind.PLAIN else None


def _form(challenge: Challenge | None) -> str:
    match challenge.scheme.lower() if challenge else "":
        case "dpop":
            return "oauth2-dpop"
        case "":
            return "oauth2"
        case _:
            return "oauth2-bearer"
