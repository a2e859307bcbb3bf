"""Recognisers and catalogs of third parties, found through the entry points of installed packages.

``explorer.recognisers``
    A function ``ReceivedBody -> Recognised | None`` (both from ``explorer.core.diagnosis.formats``). It is asked for
    every response, must be pure and quick, and answers None for what it does not know. ``Recognised.specificity``
    decides against the other readings: 10 and 15 are the general shapes, 40 to 90 the families.
``explorer.catalogs``
    A file in the format of ``resources/catalogs/sinch-sms.json``: a ``pathlib.Path`` or what
    ``importlib.resources.files("package") / "file.json"`` gives.

This is the one place where the diagnosis reads more than its own files, because what is installed can only be asked
for. It does so once, when the first response is explained. A plug-in that cannot be imported, takes too long for it,
raises, or gives something else is left out from then on and named in one sentence (``news``); it is never fatal.
"""

from __future__ import annotations

import contextlib
import json
import math
import sys
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.model.diagnosis import Problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from explorer.core.diagnosis.formats.body import ReceivedBody

RECOGNISERS, CATALOGS = "explorer.recognisers", "explorer.catalogs"
LONGEST_IMPORT_S = 1.0
"""A plug-in that is still being imported after this time is left out."""
_LONGEST_WORDS = 200

_Catalog = TypeVar("_Catalog")
_left_out: dict[str, str] = {}
"""Sentences by plug-in."""
_told: set[str] = set()


def news() -> tuple[str, ...]:
    """Sentences about plug-ins that were left out since this was last asked."""
    fresh = tuple(sentence for title, sentence in tuple(_left_out.items()) if title not in _told)
    _told.update(_left_out)
    return fresh


def forget() -> None:
    """Look for plug-ins again at the next diagnosis."""
    _installed.cache_clear()
    _any_declared.cache_clear()
    _left_out.clear()
    _told.clear()


def readings(body: ReceivedBody) -> Iterator[Recognised]:
    """What the plug-ins make of a response."""
    for title, recognise in _installed(RECOGNISERS):
        if title in _left_out:
            continue
        try:
            reading = recognise(body)
            sound = reading is None or (isinstance(reading, Recognised) and _is_sound(reading))
        except Exception as error:  # noqa: BLE001 - foreign code; its words may repeat what the server said
            _leave_out(title, f"it raised {type(error).__name__}")
            continue
        if not sound:
            _leave_out(title, "it gave something that is no reading")
        elif reading is not None:
            yield reading


def catalogs(parse: Callable[[Any], _Catalog]) -> Iterator[_Catalog]:
    """The catalogs of plug-ins, parsed."""
    for title, file in _installed(CATALOGS):
        try:
            yield parse(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            _leave_out(title, f"its catalog cannot be read ({_words(error)})")


@lru_cache(maxsize=2)
def _installed(group: str) -> tuple[tuple[str, Any], ...]:
    """Title and object of every plug-in of a group that could be imported, in the order of their names."""
    if not _any_declared():
        return ()
    from importlib.metadata import entry_points  # late: 3 MB and some milliseconds, and hardly anybody has a plug-in

    found = sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value))
    loaded = ((_title(entry), _imported(entry)) for entry in found)
    return tuple((title, thing) for title, thing in loaded if thing is not None)


@lru_cache(maxsize=1)
def _any_declared() -> bool:
    """Whether an installed package names one of our groups; told from the small files alone.

    Packages inside zip files are asked the long way.
    """
    for place in {Path(one or ".") for one in sys.path}:
        if place.is_file():
            return True
        for file in place.glob("*-info/entry_points.txt"):
            with contextlib.suppress(OSError):
                if b"[explorer." in file.read_bytes():
                    return True
    return False


def _imported(entry: EntryPoint) -> object | None:
    """The object of an entry point, imported on a thread because an import that hangs cannot be stopped."""
    things: list[object] = []
    errors: list[BaseException] = []

    def load() -> None:
        try:
            things.append(entry.load())
        except BaseException as error:  # noqa: BLE001 - foreign code, which may even ask the process to end
            errors.append(error)

    thread = threading.Thread(target=load, name=f"import {entry.value}", daemon=True)
    thread.start()
    thread.join(LONGEST_IMPORT_S)
    if errors:
        _leave_out(_title(entry), f"it cannot be imported ({_words(errors[0])})")
    elif not things:
        _leave_out(_title(entry), f"its import takes longer than {LONGEST_IMPORT_S:g} s")
    return things[0] if things and not errors else None


def _title(entry: EntryPoint) -> str:
    owner = f" of {entry.dist.name}" if entry.dist else ""
    return f"The plug-in {entry.name}{owner} ({entry.group})"


def _leave_out(title: str, reason: str) -> None:
    _left_out[title] = f"{title} is left out: {reason}."


def _words(error: BaseException) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"


def _is_sound(reading: Recognised) -> bool:
    """Whether the members have the types that everything else relies on; a type checker may never have seen them."""
    texts = [reading.code, reading.message, reading.docs_url, reading.request_id]
    texts += [text for one in reading.problems for text in (one.field, one.message, one.code)]
    texts += [text for kind, values in reading.missing for text in (kind, *values)]
    wait = reading.retry_after_s
    return (
        all(isinstance(text, str) for text in (reading.format, reading.answered_by))
        and isinstance(reading.specificity, int)
        and all(text is None or isinstance(text, str) for text in texts)
        and (wait is None or (isinstance(wait, int | float) and 0 <= wait < math.inf))
        and (reading.retryable is None or isinstance(reading.retryable, bool))
        and isinstance(reading.is_error, bool)
        and all(isinstance(one, Problem) for one in reading.problems)
    )
