"""What can be done. Is there a change to make, it and the other named steps share one place with a chooser, one at a
time and with a preview; otherwise every way out has a row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.gui.result.drop_button import DropButton
from explorer.gui.result.fix_preview import FixPreview
from explorer.gui.result.section import Section, action_button
from explorer.gui.result.shown import Shown
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rich_label import RichLabel

_ICONS = {RemedyKind.LINK: "external-link", RemedyKind.RETRY: None}


class FixSection(Section):
    """``chosen_changed`` tells which change the main button would make now."""

    remedy_requested = Signal(object)
    """A ``Remedy``."""
    chosen_changed = Signal(object)
    """The ``Remedy`` now shown."""

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Fix"), parent)
        remedies = shown.diagnosis.remedies
        ways = tuple(remedy for remedy in remedies if remedy.kind not in (RemedyKind.RETRY, RemedyKind.WAIT))
        has_edit = any(remedy.kind is RemedyKind.EDIT for remedy in ways)
        self.choices = tuple(remedy for remedy in ways if _is_named(remedy)) if has_edit else ()
        self.rows = () if has_edit else ways
        self.is_empty = not (self.choices or self.rows)
        self._chosen = 0
        if self.choices:
            self._build_chooser()
        for remedy in self.rows:
            self.add(RichLabel(remedy.title), action=self._action(remedy))

    @property
    def chosen(self) -> Remedy | None:
        """The step in the chooser's place; None when there is no change to make."""
        return self.choices[self._chosen] if self.choices else None

    def choose(self, index: int) -> None:
        """Show another step."""
        self._chosen = index
        remedy = self.choices[index]
        self._title.set_text(remedy.title)
        named = remedy.link.title if remedy.link else self.tr("Apply fix")
        self._apply.set_text(remedy.action or named)
        self._apply.set_icon(_ICONS.get(remedy.kind))
        self._apply.updateGeometry()
        self._chooser.set_text(self.tr("{0} of {1}").format(index + 1, len(self.choices)))
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
        self._preview = FixPreview()
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(fonts.scaled(6))
        line.addWidget(self._title, 100)
        if len(self.choices) > 1:
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
        for index, remedy in enumerate(self.choices):
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


def _is_named(remedy: Remedy) -> bool:
    """Whether a step can be taken here; plain advice cannot."""
    return remedy.kind is RemedyKind.EDIT or bool(remedy.action) or remedy.link is not None
