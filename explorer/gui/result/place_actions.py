"""What can be done with a place in a body, in the tree and from the path under the text: copy and capture.

A value that is not whole in the place is read from the formatted text, on a thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.text_file import TextFile
from explorer.gui.result.quick_turns import take_quick_turns
from explorer.gui.result.relay import Relay
from explorer.gui.widgets.menu import Menu

CAPTURE_KEYS = "Ctrl+Shift+V"
_COPIED_BYTES = 16 * 1024 * 1024
_CAPTURED_BYTES = 2 * 1024 * 1024
"""A variable takes less; what is longer need not be read."""
Source = TextFile | Sequence[str] | None


class PlaceActions(QObject):
    """``place`` tells where the person is, ``source`` the formatted text that ``JsonPlace.at`` counts in."""

    copied = Signal(str)
    capture_requested = Signal(object)
    """A ``JsonPlace`` with its whole value."""

    def __init__(self, parent: QObject, place: Callable[[], JsonPlace], source: Callable[[], Source]) -> None:
        super().__init__(parent)
        self._place, self._source = place, source
        self._relay: Relay | None = None

    def copy_path(self) -> None:
        self._put(self._place().path, self.tr("Path copied"))

    def copy_jmespath(self) -> None:
        from explorer.core.content.path_forms import jmespath  # late, as below: with the first copy

        self._put(jmespath(self._place().path), self.tr("JMESPath copied"))

    def copy_pointer(self) -> None:
        from explorer.core.content.path_forms import json_pointer

        self._put(json_pointer(self._place().path), self.tr("JSON Pointer copied"))

    def copy_value(self) -> None:
        self._with_value(self._copy_plain)

    def copy_json(self) -> None:
        self._with_value(self._copy_written)

    def capture(self) -> None:
        self._with_value(self.capture_requested.emit, _CAPTURED_BYTES)

    def fill(self, menu: Menu) -> None:
        """Add the entries; of an XPath there is one form only."""
        is_json = self._place().path.startswith("$")
        keys = CAPTURE_KEYS.replace("+", " ")
        menu.add(self.tr("Capture to variable…"), "variable", keys).triggered.connect(self.capture)
        menu.addSeparator()
        menu.add(self.tr("Copy value"), "copy").triggered.connect(self.copy_value)
        if is_json:
            menu.add(self.tr("Copy as JSON"), "braces").triggered.connect(self.copy_json)
        menu.add(self.tr("Copy path"), "link").triggered.connect(self.copy_path)
        if is_json:
            menu.add(self.tr("Copy path as JMESPath")).triggered.connect(self.copy_jmespath)
            menu.add(self.tr("Copy path as JSON Pointer")).triggered.connect(self.copy_pointer)

    def _with_value(self, then: Callable[[JsonPlace], object], limit_bytes: int = _COPIED_BYTES) -> None:
        place, source = self._place(), self._source()
        if place.is_whole:
            then(place)
            return
        if source is None or place.at < 0:
            self._say_too_long()
            return
        self._relay = relay = Relay()
        relay.done.connect(partial(self._found, relay, place, then))
        source = source.reopened() if isinstance(source, TextFile) else source
        relay.begin(partial(_written, source, place.at, limit_bytes))

    def _found(self, relay: Relay, place: JsonPlace, then: Callable[[JsonPlace], object], written: object) -> None:
        if relay is not self._relay:
            return  # something else was asked for since
        self._relay = None
        if isinstance(written, str):
            from explorer.core.content.json_value import plain_value

            then(replace(place, value=plain_value(written), written=written, is_whole=True))
        else:
            self._say_too_long()

    def _say_too_long(self) -> None:
        self.copied.emit(self.tr("This value is too long to be taken out as a whole."))

    def _copy_plain(self, place: JsonPlace) -> None:
        self._put(place.value, self.tr("Value copied"))

    def _copy_written(self, place: JsonPlace) -> None:
        is_text = place.kind.startswith("String")
        written = place.written or (json.dumps(place.value, ensure_ascii=False) if is_text else place.value)
        self._put(written, self.tr("JSON copied"))

    def _put(self, text: str, words: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(words)


def _written(source: TextFile | Sequence[str], at: int, limit_bytes: int) -> str | None:
    """The JSON of the value there; None where it is too long."""
    from explorer.core.content.json_value import json_at

    take_quick_turns()
    try:
        return json_at(source, at, limit_bytes)
    except ValueError:
        return None
    finally:
        if isinstance(source, TextFile):
            source.close()
