"""What can be done: changes of the request with a preview, one at a time, and the other ways out, one a row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.gui.result.drop_button import DropButton
from explorer.gui.result.section import Section, action_button
from explorer.gui.result.shown import Shown
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.diff_view import DiffView
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rich_label import RichLabel

_ICONS = {RemedyKind.LINK: "external-link", RemedyKind.RETRY: None}


class FixSection(Section):
    """``chosen_changed`` tells which change the main button would make now."""

    remedy_requested = Signal(object)
    """A ``Remedy``."""
    chosen_changed = Signal(object)
    """The ``Remedy`` now in the preview."""

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Fix"), parent)
        remedies = shown.diagnosis.remedies
        self.edits = tuple(remedy for remedy in remedies if remedy.kind is RemedyKind.EDIT)
        self.others = tuple(
            remedy for remedy in remedies if remedy.kind not in (RemedyKind.EDIT, RemedyKind.RETRY, RemedyKind.WAIT)
        )
        self.is_empty = not (self.edits or self.others)
        self._chosen = 0
        if self.edits:
            self._build_chooser()
        for remedy in self.others:
            self.add(RichLabel(remedy.title), action=self._action(remedy))

    @property
    def chosen(self) -> Remedy | None:
        """The change in the preview; None when there is no change to make."""
        return self.edits[self._chosen] if self.edits else None

    def choose(self, index: int) -> None:
        """Show another change."""
        self._chosen = index
        remedy = self.edits[index]
        self._title.set_text(remedy.title)
        self._apply.set_text(remedy.action or self.tr("Apply fix"))
        self._chooser.set_text(self.tr("{0} of {1}").format(index + 1, len(self.edits)))
        self._preview.set_preview(remedy.preview)
        if not remedy.preview:
            self._preview.hide()
        elif self._preview.parent() is not None:
            self._preview.show()
        one_line = RichLabel(remedy.title, wrap=False).sizeHint().width()
        self._title.setMaximumWidth(one_line + 2)
        self.chosen_changed.emit(remedy)

    def _build_chooser(self) -> None:
        self._title = RichLabel()
        self._chooser = DropButton(self.tr("Choose another fix"), height_px=20)
        self._chooser.clicked.connect(self._open_chooser)
        self._apply = action_button("", key_hint="Alt Enter")
        self._apply.clicked.connect(self._ask_chosen)
        self._preview = DiffView()
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(fonts.scaled(6))
        line.addWidget(self._title, 100)
        if len(self.edits) > 1:
            line.addWidget(self._chooser, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self.add(head, action=self._apply)
        self.add(self._preview, gap_px=6, padded=False)
        self.choose(0)

    def _action(self, remedy: Remedy) -> Button | None:
        words = remedy.action or (remedy.link.title if remedy.link else "")
        if not words:
            return None
        button = action_button(words, _ICONS.get(remedy.kind))
        button.clicked.connect(partial(self._ask, remedy))
        return button

    def _open_chooser(self) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index, remedy in enumerate(self.edits):
            action: QAction = menu.add(remedy.title.replace("`", ""))
            action.setCheckable(True)
            action.setChecked(index == self._chosen)
            action.triggered.connect(partial(self._choose_from_menu, index))
        menu.popup(self._chooser.mapToGlobal(self._chooser.rect().bottomLeft()))

    def _choose_from_menu(self, index: int, _checked: bool = False) -> None:
        self.choose(index)

    def _ask_chosen(self) -> None:
        if self.chosen is not None:
            self.remedy_requested.emit(self.chosen)

    def _ask(self, remedy: Remedy) -> None:
        self.remedy_requested.emit(remedy)
