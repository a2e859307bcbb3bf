"""Search in the text of a body: at once where it is short, beside the window where it is long."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from explorer.core.content.find import Wanted, fault
from explorer.core.content.hex_lines import HexLines
from explorer.gui.result.body_file_view import BodyFileView
from explorer.gui.result.find_bar import FindBar
from explorer.gui.widgets.text_viewer import TextViewer

_MOMENT_BYTES = 100_000


class BodyFinding(QObject):
    """Between the line one types in, the text in view, and the search in its file. ``size_bytes`` is the body's."""

    def __init__(self, bar: FindBar, viewer: TextViewer, of_file: BodyFileView, parent: QObject) -> None:
        super().__init__(parent)
        self.size_bytes = 0
        self._bar, self._viewer, self._of_file = bar, viewer, of_file
        bar.find_requested.connect(self.find)
        bar.closed.connect(self._closed)
        of_file.counted.connect(bar.show_count)
        of_file.doubted.connect(bar.set_doubt)
        of_file.failed.connect(bar.show_fault)

    def find(self, wanted: Wanted, step: int, *, is_known: bool = False) -> None:
        """Go to the next (1), previous (-1) or nearest (0) hit; ``is_known`` where only the text is another."""
        if reason := fault(wanted, is_for_bytes=isinstance(self._viewer.lines, HexLines)):
            self._of_file.stop_finding()
            self._bar.show_fault(self.tr("Not a regular expression: {0}").format(reason))
        elif wanted.is_plain and not wanted.is_case_sensitive and self._is_short():
            self._of_file.leave()
            self._bar.set_doubt("")
            self._bar.show_count(*self._viewer.find_text(wanted.term, step))
        else:
            self._of_file.find(wanted, step, is_known=is_known)

    def again(self) -> None:
        """The same in another text, at the place in view."""
        if self._bar.isVisible():
            top = self._viewer.verticalScrollBar().value()
            self.find(self._bar.wanted(), 0, is_known=True)
            self._viewer.verticalScrollBar().setValue(top)

    def _is_short(self) -> bool:
        """Whether the text in view can be searched in a moment."""
        is_text = self._viewer.file is None and not isinstance(self._viewer.lines, HexLines)
        return is_text and self.size_bytes <= _MOMENT_BYTES

    def _closed(self) -> None:
        self._of_file.stop_finding()
        self._viewer.find_text("", 0)
        self._viewer.setFocus(Qt.FocusReason.OtherFocusReason)
