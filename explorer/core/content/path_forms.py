"""The same place in other languages: a normalized JSONPath as JMESPath or as a JSON Pointer. Pure."""

import json
import re

_STEP = re.compile(r'\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

Step = str | int


def steps_of(path: str) -> tuple[Step, ...] | None:
    """Names and numbers of a path as the path bar writes it: ``$.to[0]["a b"]``. None when it is no such path."""
    if not path.startswith("$"):
        return None
    steps: list[Step] = []
    at = 1
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            return None
        name, number, quoted = found.groups()
        steps.append(int(number) if number else name if name is not None else str(json.loads(quoted)))
        at = found.end()
    return tuple(steps)


def jmespath(path: str) -> str:
    """``to[0]."a b"``; "@" for the whole. Empty when the path is no JSONPath."""
    steps = steps_of(path)
    if steps is None:
        return ""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            name = step if _PLAIN.match(step) else json.dumps(step)
            text += f".{name}" if text else name
    return text or "@"


def json_pointer(path: str) -> str:
    """``/to/0/a b`` (RFC 6901); empty for the whole, and when the path is no JSONPath."""
    steps = steps_of(path) or ()
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def variable_name(path: str) -> str:
    """A name for a variable that takes the value there: the nearest name on the path, of signs a reference may have."""
    steps = steps_of(path)
    if steps is None:  # an XPath
        names = [re.sub(r"\[\d+\]|^@|^text\(\)$", "", part) for part in path.split("/")]
    else:
        names = [step for step in steps if isinstance(step, str)]
    clean = (re.sub(r"[^\w.-]+", "_", name).strip("_.-") for name in reversed(names))
    return next((name for name in clean if name), "value")
