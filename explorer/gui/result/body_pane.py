"""The Body tab: formatted, as a tree, or as it came; search, wrapping, and the path at the caret."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.content.json_place import JsonPlace, place_at
from explorer.core.content.text_file import TextFile
from explorer.core.content.view import ContentKind, View
from explorer.core.model.exchange import Content, Headers
from explorer.gui.result.body_arrival import BodyArrival
from explorer.gui.result.body_file_view import BodyFileView
from explorer.gui.result.body_filter import BodyFilter, found_lines
from explorer.gui.result.body_finding import BodyFinding
from explorer.gui.result.body_forms import BodyForms
from explorer.gui.result.body_notice import BodyNotice
from explorer.gui.result.body_places import BodyPlaces
from explorer.gui.result.body_tools import BodyTools
from explorer.gui.result.body_work import BodyWork, Prepared, arriving, hex_lines
from explorer.gui.result.find_bar import FindBar
from explorer.gui.result.flaw_place import flaw_position
from explorer.gui.result.forms import forms_of
from explorer.gui.result.languages import language_of
from explorer.gui.result.path_bar import PathBar
from explorer.gui.result.tab_order import BodyTabOrder
from explorer.gui.widgets.text_viewer import TextViewer

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow
    from explorer.gui.result.filter_bar import FilterBar

_QUERIES: dict[ContentKind, tuple[str, ...]] = {
    ContentKind.JSON: ("jsonpath", "jmespath", "jq"),
    ContentKind.XML: ("xpath",),
}


class BodyPane(QWidget):
    """``tools`` (form, search, wrap) stands in the row of the tabs; the panel puts it there."""

    save_requested = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = BodyTools()
        self.viewer = TextViewer()
        self.viewer.setAccessibleName(self.tr("Response body"))
        self.notice = BodyNotice()
        self.find_bar = FindBar()
        self._filter = BodyFilter(self.viewer.copier, self)
        self.path_bar = PathBar(self.formatted)
        self._stack = QStackedWidget()
        self.forms = BodyForms(self._stack, self)
        self._work = BodyWork(self)
        self._of_file = BodyFileView(self.viewer, self)
        self._arrival = BodyArrival(self.viewer, self)
        self._finding = BodyFinding(self.find_bar, self.viewer, self._of_file, self)
        self._prepared: Prepared | None = None
        self._form = "pretty"
        self._arriving: Headers | None = None
        self._complete: Content | None = None
        self._build()
        self._connect()
        self.places = BodyPlaces(self)
        self.tab_order = BodyTabOrder(self)

    def _build(self) -> None:
        self._stack.addWidget(self.viewer)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tool_row = QHBoxLayout()
        self._tool_row.setContentsMargins(0, 0, 0, 0)
        self._tool_row.addStretch(1)
        column.addLayout(self._tool_row)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.find_bar)
        column.addWidget(self.path_bar)

    def _connect(self) -> None:
        self._work.prepared.connect(self._show_prepared)
        self._arrival.changed.connect(self._more_arrived)
        self._arrival.ready.connect(self._form_again)
        self._arrival.grew.connect(self._of_file.more)
        self.tools.form_changed.connect(self.show_form)
        self.tools.find_requested.connect(self.open_find)
        self.tools.hex_toggled.connect(self._form_again)
        self.tools.filter_requested.connect(self.open_filter)
        self._filter.changed.connect(self._filter_changed)
        self._filter.rewrapped.connect(self._form_again)
        self.tools.wrap_changed.connect(self.viewer.set_wrap)
        self.viewer.caret_moved.connect(self._show_path)
        self.viewer.columns_changed.connect(self._wrap)
        self._of_file.placed.connect(self._show_place)
        self.viewer.copied.connect(self._text_copied)
        self.viewer.copier.told.connect(self.copied)
        self.forms.placed.connect(self.path_bar.show_place)
        self.forms.copied.connect(self.copied)
        self.forms.line_requested.connect(self.show_line)
        self.forms.byte_requested.connect(self._show_byte)
        self.forms.raw_byte_requested.connect(partial(self._show_byte, form="raw"))
        self.path_bar.copied.connect(self.copied)
        self.notice.save_requested.connect(self.save_requested)
        self.notice.go_requested.connect(self.go_to_flaw)
        self.notice.open_requested.connect(self.open_outside)
        self.notice.cancel_requested.connect(self._work.stop_formatting)
        self._work.progressed.connect(self.notice.show_progress)

    def show_body(self, content: Content, headers: Headers) -> None:
        """Show another body; a large one appears when its work is done."""
        if content is self._complete:
            # It is shown since its last byte came; meanwhile it was explained and recorded.
            return
        self._complete = None
        was_arriving, self._arriving = self._arriving is headers, None
        self.end_arriving()
        self._close(keep_find=True)
        if not was_arriving:
            self._arrival.drop()
        self.viewer.set_muted(content.size_bytes > 0 and not was_arriving)
        self._work.start(content, headers, self._arrival.take_ahead())

    def show_arriving(
        self, content: Content, headers: Headers, *, is_complete: bool, inflow: Inflow | None = None
    ) -> None:
        """The beginning of a body that still comes in; called again and again while it does, at last with all of it.
        What else comes is taken from ``inflow``."""
        if is_complete:
            self.show_body(content, headers)
            self._complete = content
        if self._arriving is headers or is_complete:
            return
        self._arriving = headers
        self._close(keep_find=True)
        self.find_bar.is_so_far = True
        self._show_prepared(self._arrival.begin(arriving(content, headers), inflow))

    def end_arriving(self) -> None:
        """Nothing more comes of it; what came stays in view until the whole body is shown."""
        self._arrival.end()

    def _more_arrived(self) -> None:
        prepared = self._arrival.prepared()
        if prepared is not None:
            self._prepared = prepared
            self.notice.show_note(prepared.view.note, has_place=False, is_cut=False, is_late=True)
            self._show_form(prepared, keep=True)

    def is_arriving(self) -> bool:
        """Whether the beginning of a body is shown that still comes in."""
        return self._arriving is not None

    def is_busy(self) -> bool:
        """Whether more of the body will be shown than is shown now."""
        return self._work.is_busy()

    def clear(self) -> None:
        """Let the body go."""
        self.end_arriving()
        self._arrival.drop()
        self._close()
        self._prepared = self._complete = self._arriving = None
        self.viewer.set_lines(())

    def _close(self, *, keep_find: bool = False) -> None:
        self.find_bar.is_so_far = False
        self.find_bar.setVisible(keep_find and self.find_bar.isVisible())
        self._filter.close()
        self._of_file.close()
        self.forms.close()
        self.notice.show_wire_note("")
        self._work.cancel()

    def take_tools(self) -> None:
        """Stand the tools over the body, for when the row of the tabs has no room for them."""
        self._tool_row.addWidget(self.tools)

    def set_muted(self, muted: bool) -> None:
        """Grey while the next response is on its way."""
        self.viewer.set_muted(muted)

    def open_find(self) -> None:
        """Open the search line, with the selected text in it; a table has one of its own."""
        if self.forms.is_table_shown():
            self.forms.table.needle.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.forms.table.needle.selectAll()
            return
        if self.forms.is_picture_shown():
            return
        self.places.leave_tree()
        if self._stack.currentWidget() is not self.viewer:
            self.tools.set_form("pretty")
        self.find_bar.open_bar(self.viewer.selected_text())

    @cached_property
    def filter_bar(self) -> FilterBar:
        """Made when it is first opened."""
        from explorer.gui.result.filter_bar import FilterBar

        bar = FilterBar()
        bar.filter_requested.connect(self._filter.ask)
        bar.closed.connect(self._filter_closed)
        bar.copy_requested.connect(self._filter.copy)
        self._filter.answered.connect(bar.show_outcome)
        self._filter.copied.connect(self.copied)
        self._column.insertWidget(self._column.indexOf(self._stack), bar)
        QTimer.singleShot(0, self.tab_order, self.tab_order.update)
        return bar

    def open_filter(self) -> bool:
        """Open the line for a query, where there is a language for this body; whether there is one."""
        languages = _QUERIES.get(self._prepared.view.kind, ()) if self._prepared else ()
        if languages:
            self.filter_bar.offer(languages)
            self.filter_bar.open_bar()
        return bool(languages)

    def view(self) -> View | None:
        """What is shown; None while a large body is being prepared."""
        return self._prepared.view if self._prepared else None

    def text(self) -> str:
        """The text in view."""
        return "\n".join(self.viewer.lines)

    def copy_all(self) -> bool:
        """Put the body as it came on the clipboard; whether it is there already, as a long one is told of later."""
        large = self._prepared.large if self._prepared else None
        whole = large.whole() if large is not None else None
        if whole is not None:
            return self.viewer.copier.copy_stretch(whole, 0, whole.size_bytes) is not None
        if self._prepared is not None:
            QGuiApplication.clipboard().setText(self._prepared.view.raw)
        return True

    def open_outside(self) -> None:
        """Open a copy of the body in the program that the system has for its kind."""
        from explorer.gui.result.opening import Opening

        if self._prepared is not None and self._prepared.content is not None:
            opening = Opening(self)
            opening.told.connect(self.copied)
            opening.start(self._prepared.content, self._prepared.view)

    def show_form(self, form: str) -> None:
        """ "pretty", "tree" or "raw"."""
        self._form = form
        if self._prepared is not None:
            self._show_form(self._prepared)

    def _form_again(self) -> None:
        self.show_form(self._form)

    def _show_prepared(self, prepared: Prepared) -> None:
        before, self._prepared = self._prepared, prepared
        keep = before is not None and prepared.large is not None and before.large is prepared.large
        view = prepared.view
        self._finding.size_bytes = view.size_bytes
        self.tools.set_filterable(view.kind in _QUERIES)
        self._filter.set_body(prepared)
        if "filter_bar" in self.__dict__ and not prepared.is_arriving:
            self._filter.take_up(self.filter_bar, _QUERIES.get(view.kind, ()))
        self.notice.show_view(view, is_late=prepared.is_arriving)
        self.tools.set_available(forms := forms_of(prepared))
        self._form = self.tools.form
        self.forms.get_ready_for(forms)
        self._show_form(prepared, keep=keep)
        if not keep:
            self._finding.again()

    def _show_form(self, prepared: Prepared, *, keep: bool = False) -> None:
        view = prepared.view
        if self.tools.hex.isChecked() and prepared.content is not None:
            self._show_bytes(prepared.content)
        elif self._filter.result is None and self.forms.show(self._form, prepared):
            pass
        else:
            self._show_lines(prepared, keep=keep)
        self.path_bar.setVisible(self._has_path(view))
        self.tools.set_has_text(not self.forms.is_picture_shown())
        self.tab_order.update()
        self.path_bar.set_has_tree(self.tools.offers("tree") and not self.forms.is_tree_shown())
        self._show_path(self.viewer.selection.caret[0])

    def _show_lines(self, prepared: Prepared, *, keep: bool) -> None:
        view = prepared.view
        formatted = view.is_formatted and self._form != "raw"
        if not formatted and prepared.large is not None and (self._form == "raw" or not prepared.large.is_busy):
            prepared.large.want_raw()
        if not formatted:
            self._arrival.want_raw()
        lines = prepared.lines if formatted else prepared.raw_lines
        language = language_of(view)
        folds = prepared.folds if formatted else None
        if self._filter.result is not None:
            lines, folds = found_lines(self._filter.result)
            keep = self.viewer.file is not None and self.viewer.file.path == self._filter.result.path
        elif not self._arrival.may_show(prepared, lines, formatted=formatted):
            return
        self.viewer.set_muted(False)
        if isinstance(lines, TextFile) and lines is not self.viewer.file:
            self.viewer.set_file(lines, language, folds, keep=keep)
            self._of_file.again()
        elif lines is not self.viewer.lines:
            self.viewer.set_lines(lines, language, folds)
        if view.flaw is not None and self._filter.result is None:
            self.viewer.set_flaw(*flaw_position(prepared, self.viewer.lines))
        if self._arrival.is_settled_by(prepared, lines):
            self._arrival.settle(prepared, lines)
            self._finding.again()
        self._stack.setCurrentWidget(self.viewer)

    def _has_path(self, view: View) -> bool:
        if not view.is_formatted or self._filter.result is not None:
            return False
        if self.forms.is_tree_shown():
            return True
        if view.flaw is not None:
            return False
        is_pretty = self._form != "raw" and not self.tools.hex.isChecked()
        return self._stack.currentWidget() is self.viewer and view.kind is ContentKind.JSON and is_pretty

    def _show_bytes(self, content: Content) -> None:
        self.viewer.set_muted(False)
        self.viewer.set_lines(hex_lines(content))
        self._stack.setCurrentWidget(self.viewer)

    def _wrap(self, piece_bytes: int) -> None:
        large, file = self._work.large, self.viewer.file
        if self._filter.result is not None:
            self._filter.wrap(piece_bytes)
        elif self._arrival.body is not None:
            self._arrival.cut_after(piece_bytes)
        elif large is not None and file is not None:
            large.wrap(file, piece_bytes)

    def _show_path(self, line: int) -> None:
        if self._prepared is None or self.path_bar.isHidden() or not self.viewer.lines:
            return
        if self.viewer.file is not None:
            self._of_file.ask_path()
        elif self._stack.currentWidget() is self.viewer:
            self.path_bar.show_place(place_at(self._prepared.lines, line))

    def _show_place(self, place: JsonPlace) -> None:
        if self._stack.currentWidget() is self.viewer:
            self.path_bar.show_place(place)

    def formatted(self) -> Sequence[str] | None:
        """The formatted text, which places count in."""
        return self._prepared.lines if self._prepared is not None else None

    def show_line(self, line: int, form: str = "pretty") -> None:
        self.tools.set_form(form)
        self.viewer.mark_line(line)
        self.viewer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_byte(self, offset: int, form: str = "pretty") -> None:
        self.tools.set_form(form)
        file = self.viewer.file if self.viewer.file is not None else self.forms.written
        if file is not None:
            self.show_line(file.position_of(offset)[0], form)

    def go_to_flaw(self) -> None:
        """Show the first error of the body in the text that is shown."""
        if self._prepared and self._prepared.view.flaw:
            self.viewer.go_to(*flaw_position(self._prepared, self.viewer.lines))
            self.viewer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter_changed(self) -> None:
        if self._prepared is not None:
            self._of_file.close()
            self._show_form(self._prepared)

    def _filter_closed(self) -> None:
        self._filter.ask("", "")
        self.viewer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _text_copied(self, _text: str) -> None:
        self.copied.emit(self.tr("Copied"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.open_find()
        elif event.key() == Qt.Key.Key_F3:
            self.places.find_on(event)
        else:
            super().keyPressEvent(event)
