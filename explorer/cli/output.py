"""The two outputs: what was asked for goes to standard output, sentences about it to standard error.

It makes text safe for a terminal and for the encoding of the stream; what the text says it does not know.
"""

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from explorer.core.errors import ExplorerError

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
"""Controls a terminal would obey (tab and line feed are harmless) and marks that turn the order of what is read."""


class OutputError(ExplorerError):
    """Standard output takes nothing (disk full, closed)."""


def visible(text: str) -> str:
    """The text with its control characters written as escapes, so that none reaches the terminal."""
    return _INVISIBLE.sub(lambda found: _escape(found[0], r"\x{:02x}"), text)


def write_line(text: str) -> None:
    """One line to standard output; what its encoding cannot say is escaped. Raises OutputError, BrokenPipeError."""
    out = _standard_output()
    with _told():
        out.write(_sayable(f"{text}\n", out))


def write_json(value: Any) -> None:
    """One line of JSON to standard output, in ASCII where the encoding needs it. Raises like ``write_line``."""
    text = json.dumps(value, ensure_ascii=False)
    if _sayable(text, _standard_output()) != text:
        text = json.dumps(value)
    # JSON may hold these characters as they are, but terminals obey them and some readers of lines break there.
    write_line(_INVISIBLE.sub(lambda found: _escape(found[0], r"\u{:04x}"), text))


def write_bytes(chunks: Iterable[bytes]) -> None:
    """Bytes as they are to standard output, after the text before them. Raises like ``write_line``."""
    out = _standard_output()
    flush()
    for chunk in chunks:
        with _told():
            out.buffer.write(chunk)
    flush()


def flush() -> None:
    """Hand over what is buffered, so that a full disk is known now. Raises like ``write_line``."""
    if sys.stdout is not None:
        with _told():
            sys.stdout.flush()


def say(text: str) -> None:
    """Sentences to standard error; nobody can be told when that fails."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(_sayable(visible(text), sys.stderr), file=sys.stderr, flush=True)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise OutputError("Standard output is closed.")
    return sys.stdout


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"Standard output cannot be written: {error.strerror or error}.") from error


def _sayable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _escape(character: str, form: str) -> str:
    code = ord(character)
    return form.format(code) if code < 0x100 else f"\\u{code:04x}"
