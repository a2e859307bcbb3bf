"""Where a value of a response goes: the name of the variable, how far it reaches, and whether it is secret."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.path_forms import variable_name
from explorer.core.storage.secret_names import is_secret_name
from explorer.gui.bridge.capture_step import COLLECTION, ENVIRONMENT, RUN, Capture
from explorer.gui.documents.dialog_foot import dialog_foot
from explorer.gui.result.section import Page
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments
from explorer.gui.widgets.switch import Switch

_WIDTH = 520
_CAPTION = 60
_SHOWN = 160
_NAME = re.compile(r"\w[\w.-]*\Z")
_TOKEN = re.compile(r"\A(?:Bearer |Basic )|\beyJ[\w-]{8,}\.[\w-]*\.")
_DOTS = "••••••••"


def looks_secret(name: str, value: str) -> bool:
    """Whether a field of this name carries a credential, or the value has the form of one or a token somewhere."""
    return is_secret_name(name) or _TOKEN.search(value) is not None


class CaptureDialog(QDialog):
    """Esc leaves everything as it is. ``environment`` is the active one, empty for none."""

    def __init__(
        self,
        place: JsonPlace,
        environment: str,
        parent: QWidget,
        *,
        has_collection: bool,
        kept: Mapping[str, Mapping[str, bool]],
    ) -> None:
        """``kept`` has the names of each scope, and whether their values are secret."""
        super().__init__(parent)
        self._kept = kept
        self._place, self._environment = place, environment
        self.setWindowTitle(self.tr("Capture to variable"))
        self.setMinimumWidth(fonts.scaled(_WIDTH))
        self.name = QLineEdit(variable_name(place.path))
        self.name.setAccessibleName(self.tr("Name of the variable"))
        options = [Segment(key=RUN, title=self.tr("This run"))]
        if environment:
            options.append(Segment(key=ENVIRONMENT, title=environment))
        if has_collection:
            options.append(Segment(key=COLLECTION, title=self.tr("Collection")))
        self.scopes = Segments(options, self.tr("How far it reaches"))
        self.secret = Switch(self.tr("Keep the value secret"))
        self.secret.setChecked(looks_secret(self.name.text(), place.value))
        self.note = RichLabel("", self, color_token="text.secondary")
        self.cancel = Button(self.tr("Cancel"), key_hint="Esc", parent=self)
        self.keep = Button(self.tr("Capture"), ButtonKind.PRIMARY, parent=self)
        self._lay_out()
        self.name.textChanged.connect(self._name_typed)
        self.scopes.current_changed.connect(self._show)
        self.secret.toggled.connect(self._show)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self.accept)
        self.keep.setDefault(True)
        self._show()
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def capture(self, origin: str) -> Capture:
        """What was chosen."""
        return Capture(
            name=self.name.text().strip(),
            value=self._place.value,
            scope=self.scopes.current,
            secret=self.secret.isChecked(),
            origin=origin,
        )

    def _lay_out(self) -> None:
        page = Page(self)
        body = QVBoxLayout(page)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(fonts.scaled(12))
        self.value_text = RichLabel("", self, code_px=12)
        body.addWidget(RichLabel(self.tr("Capture `{0}` to a variable").format(self._place.path), self, px=15))
        rows = (
            (self.tr("Value"), self.value_text),
            (self.tr("Name"), self.name),
            (self.tr("Reach"), self.scopes),
            (self.tr("Secret"), self.secret),
        )
        for caption, widget in rows:
            body.addLayout(_row(caption, widget))
        body.addWidget(self.note)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(Hairline())
        column.addLayout(dialog_foot(self.cancel, self.keep))

    def _name_typed(self, name: str) -> None:
        if looks_secret(name.strip(), ""):
            self.secret.setChecked(True)
        self._show()

    def _show(self, _changed: object = None) -> None:
        may_be_secret = self.scopes.current != COLLECTION
        value = " ".join(self._place.value[: _SHOWN * 2].split())
        is_secret = self.secret.isChecked()
        shown = _DOTS if is_secret else value[:_SHOWN] + ("…" if len(value) > _SHOWN else "")
        self.value_text.set_text(f"`{shown.replace('`', chr(39))}`" if shown else self.tr("empty"))
        name = self.name.text().strip()
        is_name = _NAME.match(name) is not None
        self.keep.setEnabled(is_name and (may_be_secret or not is_secret))
        more = self._about_others(name) if is_name else ()
        self.note.set_text(" ".join((self._note(name, is_name=is_name), *more)))

    def _note(self, name: str, *, is_name: bool) -> str:
        if not is_name:
            return self.tr("A name has letters, digits, dots, hyphens and underscores.")
        if self.scopes.current == RUN:
            return self.tr("`{{{{{0}}}}}` has this value until Explorer is closed.").format(name)
        if self.scopes.current == COLLECTION:
            if self.secret.isChecked():
                return self.tr("A secret cannot go into the file of the collection, which is shared with others.")
            return self.tr("It is written to the file of the collection.")
        if self.secret.isChecked() or self._kept[ENVIRONMENT].get(name):
            return self.tr("The value goes to the keychain; the file has only its name.")
        return self.tr("It is written to the file of the environment.")

    def _about_others(self, name: str) -> Iterator[str]:
        """What it takes the place of, and what would be used before it."""
        scope = self.scopes.current
        if name in self._kept[scope]:
            yield self.tr("It replaces the value that `{0}` has there.").format(name)
        if scope != RUN and name in self._kept[RUN]:
            yield self.tr("Until Explorer is closed, the value captured for this run goes before it.")
        elif scope == COLLECTION and name in self._kept[ENVIRONMENT]:
            yield self.tr("In {0}, the environment's own value goes before it.").format(self._environment)


def _row(caption: str, widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(fonts.scaled(12))
    head = QLabel(caption)
    head.setProperty("tone", "muted")
    head.setFixedWidth(fonts.scaled(_CAPTION))
    head.setBuddy(widget)
    row.addWidget(head)
    stretches = isinstance(widget, QLineEdit | RichLabel)
    row.addWidget(widget, 1 if stretches else 0)
    if not stretches:
        row.addStretch(1)
    return row
