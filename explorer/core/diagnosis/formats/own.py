"""What one error object says by itself: its code, message, fields and documentation. It does not look inside."""

import re
from http import HTTPStatus

from explorer.core.diagnosis.formats import vocabulary
from explorer.core.diagnosis.formats.finding import (
    EXPLICIT,
    LEFT_OVER,
    LOOSE,
    PHRASE,
    STATED,
    SUBCODE,
    WEAK,
    Candidates,
)
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.words import (
    copies_status,
    is_empty_word,
    is_number,
    is_phrase,
    is_token,
    listed,
    says_failed,
    scalar,
)

_NAME_OF_ERROR = re.compile(
    r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|\w*(?:Error|Exception|Fault|Failure|Violation)$|[a-z]+(?:_[a-z]+)+$"
)
_HELD = listed("details data meta metadata context errordata extensions parameters extra errorextra")
_POINTING = listed("source target location field parameter param property attribute argument")
_POINTERS = ("pointer", "parameter", "header", "path", "field")
_TELLING = ("error", "reason", "cause", "title", "problem", "rule", "kind", "constraint", "keyword", "messages")
_PLAIN_FIELDS = (
    "field",
    "fieldname",
    "param",
    "parameter",
    "pointer",
    "property",
    "attribute",
    "argument",
    "blamefieldspecs",
)
_NAMES_OF_FIELDS = tuple(
    name + end
    for name in ("field", "param", "parameter", "attribute", "property", "argument")
    for end in ("", "name", "path", "key")
)
_STRICT = (*((SUBCODE, key) for key in vocabulary.SUBCODES), *((EXPLICIT, key) for key in vocabulary.CODES))
_LOOSE = tuple((WEAK + index, key) for index, key in enumerate(vocabulary.WEAK_CODES))
_REMARKS = ("info", "errorinfo", "moredetails", "diagnostics", "display", "explanation")
_NAMED_ERROR = WEAK + len(vocabulary.WEAK_CODES)
_SOME_CODE = WEAK - 1
LONE = PHRASE - 2
_NO_MESSAGE = re.compile(
    r"stack|trace|action|resolution|hint|suggest|solution|query|statement|body|request|path|agent|date|time|version"
)
"""Names of sentences that do not say what is wrong."""
_STATUS_LIKE, _TYPE_URI = 90, 95
_CODES_OF_THINGS = re.compile(
    r"(?:country|currency|lang\w*|locale|post|postal|zip|area|dial|phone|product|item|promo|coupon|discount|voucher|bar|qr"
    r"|source|region|state|airport|iata|bic|bank|iso\w*|unit|access|verification|confirmation|auth\w*|grant|device|user"
    r"|http\w*|status|byte|opera\w*|plan|order|tracking|invite|referral|en|de|hash|exit)code$"
)
"""Codes of countries, goods and people, not of faults."""
_SHOUTED = re.compile(r"[A-Z][A-Z0-9_\-]{2,}$")
_EXPLAINS = re.compile(
    r"://[^/]*\b(?:docs?|help|support|developers?|devcenter)\b|/(?:docs?|errors?|articles)/"
    r"|/(?:api-?docs|swagger|troubleshoot\w*|error-?codes?|knowledge-?base)\b",
    re.I,
)
_EXPLAINING = re.compile(r"help|docs|documentation|guide|troubleshoot|learnmore|moreinfo|solution")
_ADDRESSES = ("type", "self", "instance", "path", "uri", "value", "requesturl", "requesturi", "endpoint", "origin")
"""Addresses of the request, the resource or a kind of problem, which are read elsewhere."""
_WORDS_JOINED = re.compile(r"[a-z]+(?:[-_][a-z]+)+$")
_CODED_NAME = re.compile(r"[A-Za-z]+(?:[_\-.][A-Za-z0-9]+)+$|[a-z]{4,}$")


def own_codes(node: Node, status: int) -> Candidates:
    """Codes under names for codes, then under names that may hold one."""
    # Beside listed errors or a code, "errorId" is the identifier of this failure.
    strict = (pair for pair in _STRICT if pair[1] in node and not (pair[1] == "errorid" and node.has("errors")))
    found = [(_rank(rank, code), code) for rank, key in strict if (code := _code(node.get(key), status))]
    # Beside "apiVersion", "kind" is the kind of resource (Kubernetes and its followers).
    weak = (pair for pair in _LOOSE if pair[1] in node and not (pair[1] == "kind" and "apiversion" in node))
    found += [(rank, code) for rank, key in weak if (code := _weak_code(key, node.get(key), status))]
    found += [
        (EXPLICIT, code)
        for key, _, value in node.items()
        if key.endswith("errorcode") and (code := _code(value, status))
    ]
    found += [(_SOME_CODE, code) for key, _, value in node.items() if (code := _code_by_ending(key, value, status))]
    found += [(_NAMED_ERROR, name) for value in node.members.values() if (name := _error_record(value))]
    kind = scalar(node.get("type"))
    if node.has("title", "detail") and re.match(r"https?://\S+$|urn:\S+$", kind):
        found.append((_TYPE_URI, kind))
    return tuple(found)


def _code_by_ending(key: str, value: object, status: int) -> str:
    """The code under a name that only ends like one for codes ("infocode", "ECODE"), no country's or parcel's."""
    if not key.endswith("code") or key in vocabulary.CODES or _CODES_OF_THINGS.search(key):
        return ""
    code = _code(value, status)
    return code if re.search(r"\d|_|[a-z][A-Z]", code) and is_token(code) else ""


def _error_record(value: object) -> str:
    """The identity of a system record that calls itself an error: {"type": "Error", "id": "NotFound"}."""
    node = Node(value) if isinstance(value, dict) and len(value) <= 3 else Node({})
    name = scalar(node.get("id"))
    return name if scalar(node.get("type")).lower() == "error" and name.isalpha() else ""


def _rank(rank: int, code: str) -> int:
    """A number that another HTTP status would have is the last choice: it says less than any word."""
    return _STATUS_LIKE if re.fullmatch(r"[45]\d\d", code) else rank


def _code(value: object, status: int) -> str:
    text = scalar(value)
    if not text or len(text) > 200 or copies_status(text, status) or is_empty_word(text) or text == "0":
        return ""
    return "" if " " in text and not is_token(text.replace(" ", "_")) else text


def _weak_code(key: str, value: object, status: int) -> str:
    text = scalar(value)
    if not isinstance(value, str) and key not in ("error", "reason", "status", "type"):
        return ""
    if not text or not is_token(text) or is_empty_word(text) or is_phrase(text) or copies_status(text, status):
        return ""
    if key in ("name", "key") and not _NAME_OF_ERROR.match(text):
        return ""
    if key == "id" and not re.match(r"[a-z]+(?:[._-][a-z]+)*$", text):
        return ""
    if key == "status" and (_WORDS_JOINED.match(text) or re.fullmatch(r"[1-9]\d?|[6-9]\d\d|[1-9]\d{3,5}", text)):
        return text
    if key in ("status", "statustext", "result") and (not _SHOUTED.match(text) or _is_outcome(text, status)):
        return ""
    if key == "title" and not _CODED_NAME.match(text) and not _NAME_OF_ERROR.match(text):
        return ""
    return text


def _is_outcome(text: str, status: int) -> bool:
    """A word for failure, or the name of the HTTP status ("BAD_REQUEST" under 400)."""
    named = next((one.name for one in HTTPStatus if one == status), "")
    return says_failed(text) or text in ("BAD", "FALSE", "NULL", named)


def own_messages(node: Node, code: str | None, status: int) -> Candidates:
    """The stated message; then a sentence elsewhere; then a status phrase; then an unused code-like word."""
    stated = _stated(node)
    values = (node.get(key) for key in node.present(vocabulary.LOOSE_MESSAGES))
    loose = [value for value in values if isinstance(value, str) and value.strip()]
    sentences = [text.strip() for text in loose if not is_token(text.strip())]
    phrases = [text for text in sentences if is_phrase(text) or copies_status(text, status)]
    phrases += [text.strip() for text in loose if is_token(text.strip()) and is_phrase(text.strip())]
    phrases += [text for key in ("message", "msg") if says_failed(text := scalar(node.get(key)))]
    free = next((text for text in sentences if text not in phrases and "://" not in text), "") or _constraint(node)
    rest = (node.get(key) for key in ("reason", "cause", "title"))
    unused = (value.strip() for value in rest if isinstance(value, str))
    left = next((text for text in unused if text and text != code), "")
    lone = "" if stated or free else _lone_sentence(node)
    ranked = ((STATED, stated), (LOOSE, free), (LONE, lone), (PHRASE, phrases[0] if phrases else ""), (LEFT_OVER, left))
    return tuple((rank, text) for rank, text in ranked if text)


def _stated(node: Node) -> str:
    """The text under a name for messages; ``error`` with a sentence goes before names for remarks."""
    if node.has("constraints") and (broken := _constraint(node)):
        return broken  # beside it, "value" is what was sent
    named = next(((key, text) for key in node.present(vocabulary.MESSAGES) if (text := _sentence(node.get(key)))), None)
    if named is None:
        return _unnamed(node)
    error = scalar(node.get("error"))
    remark = named[0] in _REMARKS and " " in error and not is_phrase(error)
    return error if remark else named[1]


def _sentence(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return "" if is_number(text) or says_failed(text) or text.lower() in ("true", "false") else text


def _unnamed(node: Node) -> str:
    """A text under a name that only ends like one for messages ("retMsg", "subDesc")."""
    ends = ("message", "msg", "desc", "description")
    named = (value for key, _, value in node.items() if key.endswith(ends) and "debug" not in key)
    texts = (text for value in named if (text := _sentence(value)))
    return next((text for text in texts if not is_phrase(text)), "")


def _lone_sentence(node: Node) -> str:
    """The only sentence of an object that has no message under any known name."""
    named = ((key, value.strip()) for key, _, value in node.items() if isinstance(value, str))
    texts = [text for key, text in named if text.count(" ") > 1 and "://" not in text and not _NO_MESSAGE.search(key)]
    return texts[0] if len(texts) == 1 else ""


def _constraint(node: Node) -> str:
    """The first text of class-validator's map from constraints to texts."""
    constraints = node.get("constraints")
    texts = constraints.values() if isinstance(constraints, dict) else ()
    return next((text for value in texts if (text := _sentence(value))), "")


def own_fields(node: Node, *, item: bool) -> tuple[str, ...]:
    """Fields that the object blames. Names with other meanings (path, name, in) count only inside a list of faults."""
    pointed = next((names for one in node.nodes(_POINTING) if (names := _pointed(one))), ())
    if pointed or isinstance(node.get("source"), dict):
        return pointed
    held = list(node.nodes(_HELD))
    plain = (names for one in held for key in _PLAIN_FIELDS if (names := _names(one.get(key))))
    told = next(plain, ())
    keys = vocabulary.FIELDS + (vocabulary.ITEM_FIELDS if item else ())
    for key in node.present(keys):
        if _is_other(key, node) or (told and key in ("name", "key")):
            continue  # where "details" name the field, "key" is that of a text
        names = _names(node.get(key))
        if names:
            return names
    for key in ("fields", "keys", "members", "relatedproperties", "fieldnames", "parameternames", "properties"):
        listed_names = node.get(key)
        if isinstance(listed_names, list) and _many(listed_names):
            return _many(listed_names)
    if names := _field_by_ending(node):
        return names
    return told or next((names for one in held if (names := _field_by_ending(one))), ())


def _pointed(node: Node) -> tuple[str, ...]:
    """The field that an object points at (JSON:API's ``source``; ``target`` with a name and a type)."""
    named = ("name",) if node.has("type", "value", "in", "location") else ()
    return next((_names(node.get(key)) for key in (*_POINTERS, *named) if node.get(key) is not None), ())


def _field_by_ending(node: Node) -> tuple[str, ...]:
    """The field under a name that only ends like one for fields ("error_field", "argument_name", "param_name")."""
    named = (value for key, _, value in node.items() if isinstance(value, str) and key.endswith(_NAMES_OF_FIELDS))
    return next((names for value in named if " " not in value and (names := _names(value))), ())


def _is_other(key: str, node: Node) -> bool:
    """Names that are fields only when nothing else would be left of the object, or never beside certain others."""
    value = node.get(key)
    if key in ("name", "key") and not node.has(*vocabulary.MESSAGES, *vocabulary.CODES, *_TELLING):
        return True  # the record that is meant, not what is wrong with it
    if key in ("name", "key", "input") and isinstance(value, str):
        return _NAME_OF_ERROR.match(value) is not None and not node.has(
            "reason", "message", "messages", "errors", "code", "detail"
        )
    return (
        key == "location"
        and node.has("locationtype")
        and scalar(node.get("locationtype")) not in ("parameter", "header")
    )


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        if all(isinstance(part, int) or (isinstance(part, str) and part) for part in value) and value:
            return (".".join(str(part) for part in value),)
        return ()
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > 300 or text.lower() in vocabulary.PLAIN_PARTS or "://" in text:
        return ()
    return (text,)


def _many(values: list[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str) and value)


def own_docs(node: Node, *, item: bool = True) -> str:
    """The URL that explains the error; absolute http(s) ones only, relative ones under unmistakable names."""
    for key in vocabulary.DOCS:
        value = node.get(key)
        if (
            isinstance(value, str)
            and re.match(r"https?://\S+$", value.strip())
            and (item or key not in ("url", "href") or _EXPLAINS.search(value))
        ):
            return value.strip()
    linked = _linked(node.get("links") or node.get("_links"))
    held = (url for one in node.nodes(("meta", "extensions")) if (url := _page(one)))
    return linked or _page(node) or next(held, "")


def _page(node: Node) -> str:
    """A page that by its own address explains errors, whatever the member is called."""
    texts = ((key, value.strip()) for key, _, value in node.items() if isinstance(value, str) and "://" in value)
    pages = ((key, text) for key, text in texts if key not in _ADDRESSES and re.match(r"https?://\S+$", text))
    return next((text for key, text in pages if _EXPLAINS.search(text) or _EXPLAINING.search(key)), "")


def _linked(links: object) -> str:
    """From HAL, JSON:API or PayPal link collections."""
    if isinstance(links, list):
        pairs = [(scalar(one.get("rel")), one.get("href") or one.get("url")) for one in links if isinstance(one, dict)]
        links = dict(pairs)
    if not isinstance(links, dict):
        return ""
    node = Node(links)
    for relation in vocabulary.LINK_RELATIONS:
        target = node.get(relation)
        target = target.get("href") if isinstance(target, dict) else target
        if isinstance(target, str) and re.match(r"https?://", target):
            return target
    return ""
