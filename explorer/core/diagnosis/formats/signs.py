"""Whether a body under a 2xx status says that the call failed. Believes explicit flags first, and other signs only at
the top level; a resource that happens to describe an error, or a list of failed jobs, is a success."""

import re
from collections.abc import Mapping

from explorer.core.diagnosis.formats import vocabulary
from explorer.core.diagnosis.formats.node import Node, squeezed
from explorer.core.diagnosis.formats.words import is_number, listed, says_failed, says_fine, scalar

_GOOD_FLAGS = listed("ok success issuccess successful issuccessful succeeded status isok")
_BAD_FLAGS = listed("error errors haserror haserrors iserror failed isfailed fault")
_RESULT_CODES = listed(
    "errcode errorcode resultcode retcode returncode responsecode statuscode errno errornumber errorno "
    "apierrorcode cod ret coderetour codigoretorno"
)
_MESSAGES = listed(
    "errormessage errormsg errmsg errordescription faultstring errortext errorsummary error errordetail errortype"
)
_WORDS = listed("status stat state result outcome type object resultstatus responsestatus message ack")
_COMPANIONS = listed("message msg error errors code detail details description reason data info err")
_RESOURCE = listed("status state kind name title created createdat updatedat object type finishedat")
_PAGING = listed("total totalcount page pagesize perpage limit offset next nextcursor hasmore count")
_ENVELOPE = frozenset(
    listed(
        "code msg message data result results requestid traceid success timestamp time status errors error "
        "logid description desc detail details info reason hostid recommend subcode submsg path version sign "
        "cost type display documentationurl moreinfo helpurl errorcode errormessage response payload"
    )
)
_PLACES = listed("response meta status responsestatus responseheader header head baseresp fault result")
_BATCHES = listed("items results responses messages entries records operations errors failed failures")
_SHELLS = listed("json reply envelope root output")
_DEEPEST = 4
_CODE_OF_FAILURE = re.compile(r"(?=.*(?:INVALID|ERROR|FAIL|DENIED|EXCEEDED|MISSING|NOT_|UNKNOWN))[A-Z][A-Z0-9_]+")
_WORDS_OF_FAILURE = re.compile(
    r"^(?:invalid|missing|unauthori|forbidden|bad|not)[A-Za-z]*$|denied|not (?:allowed|valid)", re.I
)
_CALL_IDS = frozenset((*vocabulary.IDS, *vocabulary.CODES, "messageid", "apiid", "hostid", "valid", "invalid"))
_NEVER = (None, False, "", 0)


def says_call_failed(value: object, depth: int = 0) -> bool:
    """Whether a parsed 2xx body is the report of a failed, or partly failed, call."""
    if isinstance(value, list):
        return any(isinstance(one, dict) and one.keys() == {"error"} and _is_failure(one["error"]) for one in value)
    if not isinstance(value, dict) or not value:
        return False
    node = Node(value)
    flag = _flag(node)
    if flag is not None and not _counts_failures(node):
        return not flag
    shell = _shell(value) if depth < _DEEPEST else None
    if shell is not None:
        return says_call_failed(shell, depth + 1)
    if _is_resource(node) or _is_listing(node):
        return False
    if any(_is_only_error(inner) for inner in node.nodes(("data", "responsedata", "payload", "result"))):
        return True
    if any(_has_result_code(inner) and not _is_resource(inner) for inner in node.nodes(("messages", "message"))):
        return True  # texts under that name may be anybody's, a result code is the call's
    return (
        _is_exception(node)
        or _shows_error(node)
        or any(_shows_error(inner, nested=True) for inner in _places(node))
        or _partly(node)
    )


def _is_exception(node: Node) -> bool:
    """Whether an object with a message says that its own class is an exception, as serialisers write it."""
    kinds = (node.members.get(key) for key in ("objectType", "@type", "$type", "@class", "__class__"))
    return node.has("message") and any(re.search(r"(?:Exception|Error)$", scalar(kind)) for kind in kinds)


def _is_only_error(node: Node) -> bool:
    """Whether what should be the data is an error's code and words, and nothing else."""
    code, text = node.get("errorcode"), scalar(node.first(("errormessage", "errormsg")))
    return (
        code is not None
        and not isinstance(code, dict | list)
        and not says_fine(code)
        and bool(text)
        and (node.keys <= _ENVELOPE | {"errormsg"})
    )


def _places(node: Node) -> list[Node]:
    """Where an envelope keeps its verdict: under known names, and under any that ends with "header"."""
    headers = (Node(one) for key, _, one in node.items() if key.endswith("header") and isinstance(one, dict) and one)
    return [*node.nodes(_PLACES), *headers]


def _shell(value: dict[str, object]) -> dict[str, object] | None:
    """What a sole member holds when it is only the wrapping of an envelope."""
    inner = next(iter(value.values())) if len(value) == 1 else None
    if not isinstance(inner, dict):
        return None
    named = Node(value).has(*_SHELLS) or squeezed(str(next(iter(value)))).endswith("response")
    judged = any(one.has("status") and one.has("statuscode") for one in Node(inner).nodes(("meta", "header")))
    return inner if named or judged else None


def _counts_failures(node: Node) -> bool:
    """Where ``success`` is a count, there is a count of failures beside it."""
    failures = scalar(node.first(("failure", "failures", "failed")))
    return is_number(failures) and int(failures) > 0 and not isinstance(node.get("success"), bool)


def _flag(node: Node) -> bool | None:
    """The explicit flag: True is success. None when there is no flag, or only a word under its name."""
    for key in _GOOD_FLAGS:
        verdict = _boolean(node.get(key), numbers=key != "status")
        if verdict is not None and (key != "status" or isinstance(node.get(key), bool)):
            return verdict
    for key in _BAD_FLAGS:
        value = node.get(key)
        if value is True or (isinstance(value, str) and value.lower() == "true"):
            return False
        if value is False and key in ("error", "haserror", "haserrors", "iserror"):
            return True
    return None


def _boolean(value: object, *, numbers: bool) -> bool | None:
    if isinstance(value, bool):
        return value
    text = scalar(value).lower()
    if text in ("true", "false"):
        return text == "true"
    return text == "1" if numbers and text in ("0", "1") else None


def _is_resource(node: Node) -> bool:
    """Something with an identity of its own, or a verdict on what was handed in: that it failed is its content."""
    if isinstance(node.get("valid"), bool):
        return True
    known = any(node.get(key) is not None for key in ("id", "uid", "uuid", "guid"))
    return known and node.has(*_RESOURCE) and node.get("jsonrpc") is None


def _is_listing(node: Node) -> bool:
    return node.has(*_PAGING) and any(isinstance(value, list) for value in node.members.values())


def _shows_error(node: Node, *, nested: bool = False) -> bool:
    return (
        _has_error_object(node)
        or _has_result_code(node)
        or _has_plain_code(node, nested=nested)
        or _has_error_text(node)
        or (_has_failure_word(node) and (not nested or node.has("code", *_RESULT_CODES)))
    )


def _has_error_object(node: Node) -> bool:
    if any(
        _is_failure(node.get(key)) for key in ("error", "err", "exception", "fault", "errorresponse", "requesterror")
    ):
        return True
    errors = node.get("errors")
    if isinstance(errors, list):
        return any(one not in _NEVER and one != {} and _severe(one) for one in errors)
    return isinstance(errors, dict) and any(value not in (None, "", [], {}, False, 0) for value in errors.values())


def _severe(one: object) -> bool:
    severity = scalar(Node(one).get("severity") or Node(one).get("level")).lower() if isinstance(one, dict) else ""
    return severity not in ("warning", "warn", "info", "information", "notice")


def _is_failure(value: object) -> bool:
    """A non-empty error that does not say "no error"."""
    if isinstance(value, Mapping):
        node = Node(dict(value))
        code = node.first(("code", "errorcode", "errcode", "status", "error"))
        text = node.first(("message", "msg", "errormessage"))
        stated = code is not None and not isinstance(code, dict | list)
        return (
            bool(value) and not (stated and says_fine(code)) and not (code is None and says_fine(text) and text == "ok")
        )
    return not says_fine(value) if not isinstance(value, list) else bool([one for one in value if one not in _NEVER])


def _has_result_code(node: Node) -> bool:
    values = [value for key in _RESULT_CODES if not isinstance(value := node.get(key), dict | list)]
    if node.has("rcdescription", "rcmessage", "rctext", "rcdesc"):
        values.append(node.get("rc"))
    return any(value is not None and not isinstance(value, bool) and not says_fine(value) for value in values)


def _has_plain_code(node: Node, *, nested: bool) -> bool:
    """``code`` is an error code only in an envelope: beside a message, and beside nothing a resource would have."""
    code, text = node.get("code"), node.first(("message", "msg", "desc", "description"))
    if code is None or isinstance(code, bool | dict | list) or says_fine(code) or text is None or says_fine(text):
        return _has_bad_status_number(node)
    if is_number(scalar(code)):
        return nested or node.keys <= _ENVELOPE
    bare = node.has("data", "result") and node.first(("data", "result")) is None
    return node.keys <= _ENVELOPE and (bare or node.has("requestid", "traceid"))


def _has_bad_status_number(node: Node) -> bool:
    text = scalar(node.get("status"))
    return (
        is_number(text)
        and 400 <= int(text) < 600
        and node.has("message", "msg", "error", "title", "detail", "description")
    )


def _has_error_text(node: Node) -> bool:
    texts = (node.get(key) for key in _MESSAGES)
    return any(isinstance(text, str) and text.strip() and not says_fine(text) for text in texts)


def _has_failure_word(node: Node) -> bool:
    if _is_refused_result(node) or _is_zero_with_words(node):
        return True
    if _is_status_with_words(node) and not _names_a_thing(node):
        return True
    return any(says_failed(node.get(key)) for key in _WORDS) and node.has(*_COMPANIONS) and not _names_a_thing(node)


def _is_refused_result(node: Node) -> bool:
    """The opposite of OK ("no good") under the name that is no country, with a code and words beside it."""
    is_refused = scalar(node.get("result")).upper() in ("NG", "NOK", "KO")
    return is_refused and node.has(*vocabulary.CODES) and node.has(*vocabulary.MESSAGES)


def _is_zero_with_words(node: Node) -> bool:
    """``status`` 0 is a failure here and success there: only words in the tone of a code decide."""
    said = scalar(node.first(("info", "msg", "message")))
    return scalar(node.get("status")) == "0" and _CODE_OF_FAILURE.fullmatch(said) is not None


def _is_status_with_words(node: Node) -> bool:
    """``status`` as a small number, explained by ``statusmessage`` in words of failure."""
    number, said = scalar(node.get("status")), scalar(node.first(("statusmessage", "statusmsg")))
    return is_number(number) and 0 < abs(int(number)) < 100 and _WORDS_OF_FAILURE.search(said) is not None


def _names_a_thing(node: Node) -> bool:
    """Whether a member says which job, order or file this is about, and is no identifier of the call."""
    return any(key.endswith("id") and key not in _CALL_IDS and isinstance(value, str) for key, _, value in node.items())


def _partly(node: Node) -> bool:
    """A batch of which a part failed: a member with its own error, a list of the failed, a count beside a list."""
    if any(isinstance(value, list) and any(_failed_member(one) for one in value) for value in map(node.get, _BATCHES)):
        return True
    counted = [value for key, _, value in node.items() if key.startswith("fail") or key.endswith("failed")]
    counts = [value for value in counted if isinstance(value, int) and not isinstance(value, bool)]
    lists = [value for value in node.members.values() if isinstance(value, list)]
    members = [Node(one) for values in lists for one in values[:1000] if isinstance(one, dict)]
    return any(count > 0 for count in counts) and any(one.has("error", "errorcode", "errormessage") for one in members)


def failed_members(value: object) -> tuple[object, ...]:
    """The members of a batch that failed, in order."""
    if not isinstance(value, dict):
        return ()
    node = Node(value)
    lists = [
        one for key, _, one in node.items() if isinstance(one, list) and (key in _BATCHES or key.startswith("fail"))
    ]
    found = tuple(one for values in lists for one in values if _failed_member(one))
    if found or not _counts_failures(node):
        return found
    return tuple(one for values in lists for one in values if isinstance(one, dict) and Node(one).get("error"))


def _failed_member(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    node = Node(value)
    if len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
        node = Node(inner)
    status = scalar(node.first(("status", "statuscode", "httpstatus", "httpstatuscode")))
    body = node.get("body")
    told = node.has("error", "errors", "errortext", "errorcode", "senderfault") or (
        isinstance(body, dict) and Node(body).has("error", "errors", "message", "code")
    )
    if is_number(status) and 400 <= int(status) < 600:
        return told
    stated = node.first(("errortext", "errorcode", "senderfault"))
    return stated is not None and (stated is False or not says_fine(stated)) and not says_fine(status or "x")
