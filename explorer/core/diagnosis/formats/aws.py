"""AWS errors in all protocols: JSON 1.0/1.1 and REST-JSON, query, EC2, REST-XML and S3 (Smithy protocol tests)."""

import re

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import listed, scalar
from explorer.core.diagnosis.formats.xml_tree import below, first, local_name, text_of

RETRYABLE = frozenset(
    listed(
        "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException "
        "TooManyRequestsException ProvisionedThroughputExceededException TransactionInProgressException "
        "RequestLimitExceeded BandwidthLimitExceeded LimitExceededException SlowDown PriorRequestNotComplete "
        "EC2ThrottledException RequestTimeout RequestTimeoutException InternalError InternalFailure "
        "InternalServerError ServiceUnavailable ServiceUnavailableException"
    )
)


def recognise(body: ReceivedBody) -> Recognised | None:
    """By header ``x-amzn-errortype``, member ``__type`` or media type; in XML by the place of <Code> and <Message>."""
    return _xml(body) if body.kind is BodyKind.XML else _json(body)


def short_code(text: str) -> str:
    """Without namespace before "#" and without the URL after ":"."""
    return text.rpartition("#")[2].partition(":")[0].strip()


def _verdict(code: str) -> bool | None:
    return True if code in RETRYABLE else None


def _json(body: ReceivedBody) -> Recognised | None:
    members = body.members
    declared = body.header("x-amzn-errortype")
    kind = scalar(members.get("__type"))
    if not (declared or kind or (body.failed and body.media_type.startswith("application/x-amz-json"))):
        return None
    queried = body.header("x-amzn-query-error").partition(";")[0]
    code = short_code(declared or scalar(members.get("code") or members.get("Code")) or kind) or queried
    texts = (scalar(members.get(key)) for key in ("message", "Message", "errorMessage"))
    message = next((text for text in texts if text), "") or body.header("x-amzn-errormessage")
    return Recognised(
        format="aws-json",
        is_error=body.failed or bool(code),
        code=code or None,
        message=message or None,
        retryable=_verdict(code),
        specificity=65,
    )


def _xml(body: ReceivedBody) -> Recognised | None:
    root = body.root
    if root is None:
        return None
    match local_name(root):
        case "ErrorResponse":
            error, form = first(root, "Error"), "aws-query"
        case "Response":
            error, form = first(root, "Errors", "Error"), "ec2-query"
        case "Error":
            error, form = root, "aws-xml"
        case _:
            return None
    code = text_of(first(error, "Code"))
    if error is None or not code or not re.fullmatch(r"[\w.:\-]+", code):
        return None
    identity = below(root, "RequestId") if below(root, "RequestId") is not None else below(root, "RequestID")
    return Recognised(
        format=form,
        is_error=True,
        code=code,
        message=text_of(first(error, "Message")) or None,
        request_id=text_of(identity) or None,
        retryable=_verdict(code),
        specificity=58,
    )
