"""The controls of the Body tab that stand in the row of the tabs: form, search, wrapping."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.segments import Segment, Segments
from explorer.gui.widgets.text_toggle import TextToggle


class BodyTools(QWidget):
    """Pretty, Preview, Tree, Table and Raw as far as the body has them."""

    form_changed = Signal(str)
    """"pretty", "preview", "tree", "table" or "raw"."""
    find_requested = Signal()
    filter_requested = Signal()
    hex_toggled = Signal(bool)
    wrap_changed = Signal(bool)
    room_changed = Signal()
    """They may need more room or less."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = "pretty"
        self._offered: tuple[str, ...] = ("pretty", "tree")
        self.segments = Segments(self._options(self._offered), self.tr("Form of the body"))
        self._find = IconButton("search", self.tr("Find in the body (Ctrl+F)"))
        self._filter = IconButton("list-filter", self.tr("Filter the body by a query (Ctrl+Shift+F)"))
        self._filter.clicked.connect(self.filter_requested)
        self._wrap = IconButton("text-wrap", self.tr("Wrap long lines"))
        self._wrap.setCheckable(True)
        self.hex = TextToggle("0x", self.tr("Show the bytes"))
        self.hex.toggled.connect(self.hex_toggled)
        self.segments.current_changed.connect(self._choose)
        self._find.clicked.connect(self.find_requested)
        self._wrap.toggled.connect(self.wrap_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 1)
        row.setSpacing(4)
        row.addWidget(self.segments)
        row.addSpacing(4)
        row.addWidget(self.hex)
        row.addWidget(self._wrap)
        row.addWidget(self._filter)
        row.addWidget(self._find)

    def set_available(self, forms: tuple[str, ...]) -> None:
        """Offer only the forms this body has beside Raw, which alone needs no choice. ``form`` may be another then;
        who offers them shows the body in it, so nothing is told."""
        if forms == self._offered:
            return
        self._offered = forms
        wish = self._wish
        self.segments.blockSignals(True)
        self.segments.set_options(self._options(forms))
        # What was chosen comes back with the next body that has it.
        self.segments.set_current(wish if wish in forms else (*forms, "raw")[0] if wish != "raw" else "raw")
        self.segments.blockSignals(False)
        self.segments.setVisible(bool(forms))

    def offers(self, form: str) -> bool:
        return form in self._offered

    @property
    def form(self) -> str:
        """The chosen one."""
        return self.segments.current

    def _choose(self, form: str) -> None:
        self._wish = form
        self.form_changed.emit(form)

    def set_filterable(self, filterable: bool) -> None:
        """Whether there is a query language for this body."""
        self._filter.setVisible(filterable)

    def step_form(self) -> bool:
        """The next form, after the last one the first again; False when there is only one."""
        forms = (*self._offered, "raw")
        if self._offered:
            self.set_form(forms[(forms.index(self.segments.current) + 1) % len(forms)])
        return bool(self._offered)

    def set_has_text(self, has_text: bool) -> None:
        """Whether there is something to be searched and wrapped."""
        self._find.setVisible(has_text)
        self._wrap.setVisible(has_text)

    def set_form(self, form: str) -> None:
        self.segments.set_current(form)

    def set_wrap(self, wraps: bool) -> None:
        self._wrap.setChecked(wraps)

    def _options(self, forms: tuple[str, ...]) -> tuple[Segment, ...]:
        titles = {
            "pretty": self.tr("Pretty"),
            "preview": self.tr("Preview"),
            "tree": self.tr("Tree"),
            "table": self.tr("Table"),
            "raw": self.tr("Raw"),
        }
        return tuple(Segment(key=form, title=titles[form]) for form in (*forms, "raw"))

    # Qt

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.room_changed.emit()
        return handled
