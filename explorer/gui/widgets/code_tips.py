"""The tooltip of a text: what a variable stands for, else what the server said about the line under the pointer."""

from collections.abc import Iterable

from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPlainTextEdit, QToolTip

from explorer.gui.widgets.code_chips import Chips, reference_at
from explorer.gui.widgets.code_faults import Fault


def show_tip(editor: QPlainTextEdit, event: QHelpEvent, chips: Chips, faults: Iterable[Fault]) -> None:
    """Show it at the pointer, or take the last one away; ``faults`` count in UTF-16 units."""
    reference = reference_at(editor, event.pos().toPointF())
    text = chips.tip(reference.name) if reference else _of_line(editor, event, faults)
    QToolTip.showText(event.globalPos(), text, editor)


def _of_line(editor: QPlainTextEdit, event: QHelpEvent, faults: Iterable[Fault]) -> str:
    from html import escape  # late: it brings a table of 2,231 entities

    block = editor.cursorForPosition(event.pos()).block()
    start, end = block.position(), block.position() + block.length()
    here = [fault for fault in faults if start <= fault.start < end]
    return "<br>".join(f"<span>{escape(fault.words or fault.note)}</span>" for fault in here)
