"""Finds codes, messages and fields in an error document of any shape: objects in objects, lists of faults, maps from
fields to texts, envelopes with one key. The structure decides, not the name of the API."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from explorer.core.diagnosis.formats import vocabulary
from explorer.core.diagnosis.formats.finding import ITEM, LOOSE, MOST_PROBLEMS, STATED, Finding, joined
from explorer.core.diagnosis.formats.node import Node, squeezed
from explorer.core.diagnosis.formats.own import own_codes, own_docs, own_fields, own_messages
from explorer.core.diagnosis.formats.words import is_number, is_token, listed, says_failed, scalar
from explorer.core.model.diagnosis import Problem

_DEEPEST = 8
_SELF_DESCRIBING = listed(
    "kod komunikat mesaj felkod felmeddelande 错误码 错误信息 "
    "fehlercode fehlertext meldung mensaje mensagem messaggio melding "
    "message msg messageid code errorcode errormessage errmsg detail reason description text"
)
_FIELD_MAPS = listed("errors fields validationerrors fielderrors modelstate message validation data")
_TEXT_MAPS = listed("issues violations problems failures fieldviolations invalidfields invalidparams invalidparameters")
"""Where single texts, by field, are faults as well."""
_RULE = re.compile(
    r"_|(?:is|not|no|must|has|min|max|matches)[A-Z]\w*$|(?:required|unique|min|max|minLength|maxLength|pattern|format)$"
)
"""The name of a rule, where one for a field might stand: {"title": {"isEmpty": ...}}."""
_HOLDERS = listed(
    "messages value responsedata response result meta head header status responseheader responsemetadata body"
)
_ERROR_OBJECTS = listed(
    "error fault exception errorlist diagnostics "
    "requesterror problem fehler erreur erro errore fout ошибка hata bład fel"
)
_WORDS_OF_BLAME = listed(
    "message msg why reason error description detail mensaje mensagem messaggio meldung melding meddelande razao motivo"
)
_BURIED = listed("fielderrors validationerrors errordetails violations fieldviolations invalidparams")
_CONTAINERS = listed("data details extensions innererror context meta zoderror")
_TOLD = ("error", "errors", "errorcode", "errormessage", "fault", "problem", "messages")
"""What makes a holder one of an error."""
_SKIPPED_LISTS = listed("rootcause stack stacktrace trace links warnings codes arguments items")


def find(value: object, status: int, *, depth: int = 0, item: bool = False) -> Finding:
    """Everything a parsed error document says; never fails. Copies of the HTTP ``status`` are no codes."""
    if depth > _DEEPEST:
        return Finding()
    if isinstance(value, dict):
        return _find_in_object(Node(value), status, depth, item)
    if isinstance(value, list):
        if depth == 0 and len(value) > 1 and says_failed(value[0]):
            return find(_told_in_turn(value[1:]), status, depth=1)
        if depth == 0 and _is_code_and_sentence(value):
            return find({"code": value[0], "message": value[1]}, status, depth=1)
        if depth == 0 and any(isinstance(one, dict) and one and _is_field_map(Node(one)) for one in value[:20]):
            # One map for each part of what was sent, empty where nothing is wrong with it.
            return field_map({str(index): one for index, one in enumerate(value[:MOST_PROBLEMS])})
        return joined(_item(one, status, depth) for one in value[:MOST_PROBLEMS])
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return Finding()
    pointer = re.search(r"json-pointer:([^\]\s]+)", text)
    field = pointer.group(1) if pointer else ""
    return Finding(messages=((STATED, text),), problems=(Problem(field=field, message=text),) if item else ())


def _is_code_and_sentence(values: list[object]) -> bool:
    """An array of two texts, the first of which is a constant's name: ["ERROR_LOGIN", "The login is missing"]."""
    texts = [value for value in values if isinstance(value, str)]
    return len(texts) == len(values) == 2 and re.fullmatch(r"[A-Z]+(?:_[A-Z0-9]+)+", texts[0]) is not None


def _told_in_turn(values: list[object]) -> object:
    """What follows a word for failure in an array: ["error", 10020, "symbol: invalid"], ["error", {...}]."""
    told = next((value for value in values if isinstance(value, dict)), None)
    if told is not None:
        return told
    texts = [text for value in values if (text := scalar(value))]
    codes = [text for text in texts if is_number(text) or (is_token(text) and text != texts[-1])]
    return {"code": codes[0] if codes else None, "message": next((text for text in texts if text not in codes), None)}


def _find_in_object(node: Node, status: int, depth: int, item: bool) -> Finding:
    wrapped = _only_object(node)
    if wrapped is not None:
        return find(wrapped, status, depth=depth + 1, item=item)
    error = node.get("error") if item and len(node.members) == 1 else None
    if isinstance(error, dict):
        return find(error, status, depth=depth + 1, item=True)
    inner = joined(_inner(node, status, depth))
    faults = joined(_faults(node, status, depth))
    own = _own(node, status, item, blamed=bool(faults.problems or inner.problems))
    return joined((inner, _blaming(own, faults) if item else own, faults if not item else _blamed_by(own, faults)))


def _blaming(own: Finding, faults: Finding) -> Finding:
    """Without the bare field that its nested faults repeat with their words."""
    told = any(not problem.field for problem in faults.problems)
    return replace(own, problems=tuple(one for one in own.problems if one.message or one.code)) if told else own


def _blamed_by(own: Finding, faults: Finding) -> Finding:
    """Nested faults without a field concern the field of the object around them."""
    field = next((problem.field for problem in own.problems if problem.field), "")
    return replace(faults, problems=tuple(replace(one, field=one.field or field) for one in faults.problems))


def _only_object(node: Node) -> dict[str, object] | None:
    """The content of an envelope with a single, unknown key: {"itemNotFound": {"message": ...}}."""
    if len(node.members) != 1:
        return None
    key, value = next(iter(node.members.items()))
    known = squeezed(str(key)) in vocabulary.NESTED or squeezed(str(key)) in vocabulary.LISTS
    if not isinstance(value, dict) or known:
        return None
    return value if _describes_itself(Node(value)) or _wraps_coded(value) else None


def _wraps_coded(value: dict[str, object], depth: int = 0) -> bool:
    """Whether sole members lead to an object with a code or a reason's code and a message."""
    node = Node(value)
    if node.has(*vocabulary.CODES, "errortype", "reasoncode") and node.has(*vocabulary.MESSAGES):
        return True
    inner = next(iter(value.values())) if len(value) == 1 else None
    return isinstance(inner, dict) and depth < _DEEPEST and _wraps_coded(inner, depth + 1)


def _describes_itself(node: Node) -> bool:
    if any(_is_coded(inner) for inner in node.nodes(("meta", "header"))):
        return True
    return any(scalar(node.get(key)) for key in _SELF_DESCRIBING) or node.has("error", "errors", "fault", "exception")


def _own(node: Node, status: int, item: bool, *, blamed: bool) -> Finding:
    codes = own_codes(node, status)
    code = Finding(codes=codes).code
    messages = own_messages(node, code, status)
    message = Finding(messages=messages).message or ""
    fields = own_fields(node, item=item)
    problems = tuple(Problem(field=field, message=message, code=code or "") for field in fields)
    if item and not problems and not blamed and (message or code):
        problems = (Problem(field="", message=message, code=code or ""),)
    return Finding(codes=codes, messages=messages, problems=problems, docs_url=own_docs(node, item=item))


def _inner(node: Node, status: int, depth: int) -> Iterator[Finding]:
    for key in node.present(vocabulary.NESTED):
        value = node.get(key)
        if isinstance(value, dict) and value and _is_error_object(key, Node(value)):
            yield find(value, status, depth=depth + 1)


def _is_error_object(key: str, node: Node) -> bool:
    """Whether an object under such a key is one error rather than a map from fields to faults."""
    if key in _ERROR_OBJECTS and not _is_field_map(node):
        return True
    if len(node.members) == 1 and _is_shell(node):
        return True
    if key == "errors" and node.has("detail", "message", "title") and any(node.nodes(("fields", "fielderrors"))):
        return True
    if key == "message" and any(isinstance(node.get(inner), list) for inner in ("detail", "details", "errors")):
        return True
    if key in _FIELD_MAPS and not (key == "validation" and node.has("keys")):
        return bool(scalar(node.get("code")) or scalar(node.get("value"))) or bool(scalar(node.get("message")))
    if key in _HOLDERS:
        return node.has(*_TOLD) or _is_coded(node) or any(map(_is_coded, node.nodes(_HOLDERS)))
    return _describes_itself(node) or _is_coded(node) or (key == "validation" and node.has("keys"))


def _is_shell(node: Node) -> bool:
    """Whether an object with one member is only there for it: a list of faults, a sentence, a described error."""
    value = next(iter(node.members.values()))
    if any(isinstance(node.get(inner), list | dict) for inner in ("error", "errors", "issue")):
        return True
    if isinstance(value, list):
        return node.has("fields", "violations", "fieldviolations") and all(isinstance(one, dict) for one in value)
    return (isinstance(value, str) and node.has("detail", "details", "tag")) or (
        isinstance(value, dict) and Node(value).has("error", "fault")
    )


def _is_coded(node: Node) -> bool:
    return node.has(*vocabulary.CODES, "errortype") and node.has(*vocabulary.MESSAGES)


def _is_field_map(node: Node) -> bool:
    values = list(node.members.values())
    texts = [
        value for value in values if isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    ]
    return bool(texts) and len(texts) == len(values)


def _faults(node: Node, status: int, depth: int) -> Iterator[Finding]:
    """Listed and mapped faults; also those in a list with an unknown name whose members blame fields."""
    for key, spelt, value in node.items():
        if isinstance(value, list):
            if _lists_faults(key):
                yield joined(_item(one, status, depth) for one in _faulty(value[:MOST_PROBLEMS]))
            elif key not in _SKIPPED_LISTS:
                yield joined(
                    _item(one, status, depth) for one in value[:MOST_PROBLEMS] if _blames(one) or _holds_error(one)
                )
        elif isinstance(value, dict) and value and _lists_faults(key) and not _is_error_object(key, Node(value)):
            yield _map_under(key, spelt, value)
    yield from _buried(node, status, depth)


def _buried(node: Node, status: int, depth: int) -> Iterator[Finding]:
    """Faults under unmistakable names inside the containers of an error."""
    if depth > _DEEPEST:
        return
    embedded = node.get("embedded")
    if isinstance(embedded, dict) and isinstance(listed_errors := Node(embedded).get("errors"), list):
        # HAL puts the parts of a resource there, also those of an error.
        yield joined(_item(one, status, depth) for one in _faulty(listed_errors[:MOST_PROBLEMS]))
    for inner in node.nodes(_CONTAINERS):
        for key in _BURIED:
            value = inner.get(key)
            if isinstance(value, list):
                yield joined(_item(one, status, depth) for one in _faulty(value[:MOST_PROBLEMS]))
            elif isinstance(value, dict):
                yield field_map(value, loose=True)
        yield from _buried(inner, status, depth + 1)


def _lists_faults(key: str) -> bool:
    if key.endswith("list") and key[:-4].rstrip("s") in ("error", "message", "fault", "issue", "problem", "failure"):
        return True
    return key in vocabulary.LISTS or (
        key.endswith(("errors", "violations", "failures")) and key not in vocabulary.WHOLE_FIELDS
    )


def _map_under(key: str, spelt: str, value: dict[str, object]) -> Finding:
    if key == "data" and not any(_is_told(one) for one in value.values()):
        return Finding()  # values that were met, not what is wrong with them
    if key in _FIELD_MAPS or key.endswith("errors") or key in _TEXT_MAPS:
        return field_map(value, loose=True)
    return field_map(value) if any(isinstance(one, list | dict) for one in value.values()) else Finding()


def _is_told(value: object) -> bool:
    return bool(value) and (isinstance(value, list | dict) or (isinstance(value, str) and " " in value.strip()))


def _faulty(values: Iterable[object]) -> Iterator[object]:
    """Without list members that are no faults: numbers, context objects without words."""
    for value in values:
        if isinstance(value, list) and 2 <= len(value) <= 3 and all(isinstance(one, str) for one in value):
            yield dict(zip(("code", "message", "field"), value, strict=False))
        elif isinstance(value, str) or (isinstance(value, dict) and value):
            yield value


def _blames(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    node = Node(value)
    return any(isinstance(node.get(key), str) for key in node.present(vocabulary.FIELDS)) and node.has(
        *vocabulary.CODES, *_WORDS_OF_BLAME
    )


def _holds_error(value: object) -> bool:
    """Whether a member of an unnamed list is there for the error in it: {"imdata": [{"error": {...}}]}."""
    return isinstance(value, dict) and any(Node(value).nodes(("error", "fault", "exception")))


def _item(value: object, status: int, depth: int) -> Finding:
    return find(value, status, depth=depth + 1, item=True).as_item()


def field_map(members: dict[str, object] | object, *, loose: bool = False) -> Finding:
    """A map from fields to texts, to objects with message and code, or to further maps (nested forms, lists of forms).

    ``loose`` also takes single texts as faults; otherwise only lists and objects count.
    """
    problems = tuple(islice(_mapped(members, "", 0, loose), MOST_PROBLEMS))
    messages = [problem.message for problem in problems if problem.message]
    codes = [problem.code for problem in problems if problem.code]
    return Finding(
        messages=((ITEM, messages[0]),) if messages else (),
        codes=((ITEM + LOOSE, codes[0]),) if codes else (),
        problems=problems,
    )


def _mapped(value: object, path: str, depth: int, loose: bool) -> Iterator[Problem]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if (loose or depth > 1) and value.strip():
            yield Problem(field=path, message=value.strip())
    elif isinstance(value, list):
        for index, one in enumerate(value[:MOST_PROBLEMS]):
            yield from _listed(one, path, index, depth)
    elif isinstance(value, dict):
        yield from _leaf_or_deeper(value, path, depth, loose)


def _listed(value: object, path: str, index: int, depth: int) -> Iterator[Problem]:
    if isinstance(value, str):
        if value.strip():
            yield Problem(field=path, message=value.strip())
    elif isinstance(value, list):
        yield from _mapped(value, f"{path}.{index}", depth + 1, True)
    elif isinstance(value, dict):
        node = Node(value)
        if _is_leaf(node):
            yield _leaf(node, path)
        else:
            yield from _mapped(value, f"{path}.{index}" if path else str(index), depth + 1, True)


def _leaf_or_deeper(value: dict[str, object], path: str, depth: int, loose: bool) -> Iterator[Problem]:
    if depth and _is_leaf(Node(value)):
        yield _leaf(Node(value), path)
        return
    for key, one in value.items():
        if str(key).startswith(("__", "@")):
            continue  # tells the type of the object ("__type", "@odata.type") and is no field of it
        # Below a field, the name of a rule says which one was broken ("title": {"_empty": ...}).
        broken = bool(path) and _RULE.match(str(key)) is not None and (key[:1] == "_" or isinstance(one, str))
        rule = broken or key in ("_errors", "errors", "error")
        whole = rule or squeezed(str(key)) in vocabulary.WHOLE_FIELDS
        name = path if whole else f"{path}.{key}" if path else str(key)
        yield from _mapped(one, name, depth + 1, loose)


def _is_leaf(node: Node) -> bool:
    """An object that tells what is wrong with its field: a text under a name for messages, or a code."""
    named = (node.get(key) for key in ("message", "msg", "description", "errormessage", "detail", "error", "reason"))
    texts = node.get("msg"), node.get("message"), node.get("messages")
    several = any(isinstance(one, list) and one and isinstance(one[0], str) for one in texts)
    told = several or any(isinstance(value, str) and value for value in named)
    return told or is_token(scalar(node.get("code")) or " ")


def _leaf(node: Node, path: str) -> Problem:
    codes = own_codes(node, 0)
    code = Finding(codes=codes).code or ""
    message = Finding(messages=own_messages(node, code, 0)).message or _first_text(node)
    named = next(iter(own_fields(node, item=False)), "")
    field = f"{path}.{named}" if named and path.rpartition(".")[2] != named.rpartition(".")[2] else path
    return Problem(field=field, message=message, code=code)


def _first_text(node: Node) -> str:
    """The first of several messages of a leaf."""
    lists = (value for key in ("msg", "message", "messages") if isinstance(value := node.get(key), list))
    return next((one for texts in lists for one in texts if isinstance(one, str) and one), "")
