"""A saved example, to be read: the request as it was, the answer in the ordinary viewer, and why it failed if it did.

Nothing is sent from here: what would be sent becomes a draft of its own first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.core.model.tree import example_of, find_example
from explorer.gui.documents import remedies
from explorer.gui.documents.copying import Copying
from explorer.gui.documents.example_request_view import ExampleRequestView
from explorer.gui.documents.result_wishes import capture_value
from explorer.gui.result.panel import ResultPanel
from explorer.gui.result.shown import Shown
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from explorer.core.model.collection import RequestItem
    from explorer.core.model.example import Example
    from explorer.core.model.request import Request
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage

_NARROW_PX = 820


class ExamplePage(QWidget):
    """One document; ``example_key`` follows the example when it or its request gets another name."""

    renamed = Signal()
    gone = Signal()
    """The example is in no file any more."""
    notice = Signal(str)
    link_requested = Signal(str)
    open_request_requested = Signal(str)
    open_variable_requested = Signal(str)
    draft_requested = Signal(object)
    """Make a request of it, then do what the ``Remedy`` or ``Place`` says in that; None for nothing more."""
    send_requested = Signal()
    """Make a request of it and send it."""
    compare_requested = Signal()
    save_body_requested = Signal()
    owner_requested = Signal(str)
    """Key of the request it belongs to."""
    rename_requested = Signal(str)
    duplicate_requested = Signal(str)
    delete_requested = Signal(str)
    yaml_requested = Signal(str)
    """Key of this example, as in those above."""

    def __init__(self, bridge: Bridge, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example_key = key
        self.shown: Shown | None = None
        self.example: Example | None = None
        self.item: RequestItem | None = None
        self._bridge = bridge
        self.copying = Copying(cast("RequestPage", self), bridge)
        self.heading = ElidedLabel("", self, px=15, weight=600)
        self.owner = ElidedLabel("", self, px=12, color_token="text.muted")
        self.description = RichLabel(px=12, color_token="text.secondary")
        self.draft_button = Button("Make a request of it", icon="plus")
        self.draft_button.setToolTip("Open the request of this example in a tab of its own, to be changed and sent")
        self.compare_button = IconButton("git-compare", "Compare with the last response (Ctrl+D)")
        self.rename_button = IconButton("pencil", "Rename this example (F2 in the tree)")
        self.duplicate_button = IconButton("copy", "Duplicate this example")
        self.yaml_button = IconButton("clipboard-list", "Copy this example as YAML")
        self.delete_button = IconButton("trash-2", "Delete this example")
        self.request_view = ExampleRequestView()
        self.result = ResultPanel()
        self.result.is_example = True
        header = self.result.header
        header.leave_out(header.duration, header.amount, header.version, header.time, header.compare)
        self._lay_out()
        self._connect()
        self._follow()

    @property
    def key(self) -> str:
        """Key of the request it belongs to."""
        return self.item.key if self.item is not None else ""

    @property
    def title(self) -> str:
        """Words for its tab and for a file made of it."""
        return self.name

    @property
    def name(self) -> str:
        """The name of the example."""
        return self.example.name if self.example is not None else ""

    def request(self) -> Request:
        """The request of the example, with what it has from the one it belongs to."""
        from explorer.core.examples import request_of  # late: the core is imported after start

        assert self.item is not None
        assert self.example is not None
        return request_of(self.item, self.example)

    # What commands of the window do here

    def main_action(self) -> None:
        """F8: the main button of the diagnosis."""
        self.result.take_main_action()

    def apply_fix(self) -> None:
        """Alt+Enter: the fix in the preview, in a draft."""
        self.result.apply_fix()

    def go_to_problem(self, step: int) -> None:
        """F4: to the first field at fault, in a draft; Shift+F4: to the last."""
        places = self.result.places()
        if places:
            self.draft_requested.emit(places[0 if step > 0 else -1])

    def find_here(self) -> None:
        """Ctrl+F: in the body."""
        self.result.open_find()

    def compare_marked(self) -> None:
        """Ctrl+D."""
        self.compare_requested.emit()

    def retry(self) -> None:
        """Send the request of the example from a draft; what may be done twice by that waits there for a click."""
        if self.shown is not None and self.shown.diagnosis.retry.safe:
            self.send_requested.emit()
        else:
            self.draft_requested.emit(None)

    # -- inside

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(measures.REQUEST_BAR_PADDING_X, 0, measures.REQUEST_BAR_PADDING_X, 0)
        row.setSpacing(fonts.scaled(4))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.heading)
        names.addWidget(self.owner)
        names.addStretch(1)
        row.addLayout(names, 1)
        row.addWidget(self.draft_button)
        row.addSpacing(fonts.scaled(4))
        for button in self._icon_buttons():
            row.addWidget(button)
        head.setFixedHeight(fonts.scaled(measures.REQUEST_BAR))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.request_view)
        self.splitter.addWidget(self.result)
        self.splitter.setSizes([420, 760])
        self.splitter.setStretchFactor(0, measures.COMPOSER_SHARE)
        self.splitter.setStretchFactor(1, measures.RESULT_SHARE)
        said = QHBoxLayout()
        pad = measures.REQUEST_BAR_PADDING_X
        said.setContentsMargins(pad, 0, pad, fonts.scaled(10))
        said.addWidget(self.description)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self._said = QWidget(self)
        self._said.setLayout(said)
        column.addWidget(self._said)
        column.addWidget(Hairline(self))
        column.addWidget(self.splitter, 1)

    def _icon_buttons(self) -> tuple[IconButton, ...]:
        return (
            self.compare_button,
            self.rename_button,
            self.duplicate_button,
            self.yaml_button,
            self.delete_button,
        )

    def _connect(self) -> None:
        wishes = (
            (self.rename_button, self.rename_requested),
            (self.duplicate_button, self.duplicate_requested),
            (self.yaml_button, self.yaml_requested),
            (self.delete_button, self.delete_requested),
        )
        for button, signal in wishes:
            button.clicked.connect(partial(self._wish, signal))
        self.draft_button.clicked.connect(partial(self._draft, None))
        self.compare_button.clicked.connect(self.compare_requested)
        self.request_view.copied.connect(self.notice)
        result = self.result
        result.go_to_requested.connect(self._draft)
        result.remedy_requested.connect(self._take)
        result.apply_and_send_requested.connect(self._take)
        result.retry_requested.connect(self.retry)
        result.compare_requested.connect(self.compare_requested)
        result.link_requested.connect(self.link_requested)
        result.save_body_requested.connect(self.save_body_requested)
        result.capture_requested.connect(partial(capture_value, cast("RequestPage", self), self._bridge))
        self.copying.serve(result)
        result.copied.connect(self.notice)
        library = self._bridge.library
        library.collection_changed.connect(self._follow)
        library.item_moved.connect(self._moved)

    def _wish(self, signal: object, _checked: bool = False) -> None:
        signal.emit(self.example_key)  # type: ignore[attr-defined]

    def _draft(self, then: object, _checked: bool = False) -> None:
        self.draft_requested.emit(then)

    def _take(self, remedy: Remedy) -> None:
        """A change is made in a draft; a link or another page opens as from any answer."""
        if remedy.kind is RemedyKind.EDIT:
            self.draft_requested.emit(remedy)
        else:
            remedies.take(cast("RequestPage", self), self._bridge, remedy)

    def take_key(self, key: str) -> None:
        """The example has another key now."""
        self.example_key = key
        self._follow()

    def _moved(self, old: str, new: str) -> None:
        if self.example_key.startswith(f"{old}/"):
            self.take_key(f"{new}{self.example_key[len(old) :]}")

    def _follow(self, _collection: object = None) -> None:
        """Show what the file says now."""
        found = find_example(self._bridge.library.collection, self.example_key)
        if found is None:
            QTimer.singleShot(0, self, self._look_again)  # another name is told right after
            return
        before, self.item, self.example = self.example, found[0], example_of(found)
        self.heading.set_text(self.name)
        self.owner.set_text(f"Example of {self.item.request.method} {self.item.request.name}")
        self.description.set_text(self.example.description)
        self._said.setVisible(bool(self.example.description))
        self.renamed.emit()
        if before is None or (before.request, before.response) != (self.example.request, self.example.response):
            self.request_view.show_request(self.example.request)
            self._bridge.tasks.start(f"explain example {id(self)}", self._explain(), self)

    def _look_again(self) -> None:
        if find_example(self._bridge.library.collection, self.example_key) is None:
            self.gone.emit()

    async def _explain(self) -> None:
        from dataclasses import replace

        from explorer.core.examples import explained  # late: the core is imported after start

        workspace, item, example = self._bridge.workspace, self.item, self.example
        if workspace is None or item is None or example is None or example.response is None:
            self.result.clear()
            return
        exchange, diagnosis = await explained(workspace, item, example)
        # What went out stands at the left as it was written. There was no connection to be drawn, and no pause is left.
        ways = (replace(one, after_s=0.0) for one in diagnosis.remedies if one.kind is not RemedyKind.WAIT)
        retry = replace(diagnosis.retry, after_s=None)
        self.shown = Shown(exchange=exchange, diagnosis=replace(diagnosis, nodes=(), remedies=tuple(ways), retry=retry))
        self.result.show_exchange(replace(self.shown, exchange=replace(exchange, sent=None)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One above the other where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < fonts.scaled(_NARROW_PX)
        self.splitter.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)
        self.result.set_compact(is_narrow)
