"""The credentials of a request: which scheme, and its fields.

What was typed for one scheme stays while another shows.
"""

from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    InheritAuth,
    KeyPlacement,
    NoAuth,
    OtherAuth,
)
from explorer.core.variables import Variables
from explorer.gui.composer.auth_fields import PlainField, SecretField
from explorer.gui.composer.choice import ChoiceButton
from explorer.gui.composer.tab import ComposerTab, Tools, filled, scrolled
from explorer.gui.theme import fonts
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments

_KINDS = (
    ("inherit", "Inherit"),
    ("none", "No auth"),
    ("basic", "Basic"),
    ("bearer", "Bearer token"),
    ("apikey", "API key"),
)
_SCHEME_NAMES = {"basic": "basic", "bearer": "bearer", "apikey": "apikey", "none": "none", "inherit": "inherit"}


class AuthTab(ComposerTab):
    """``load`` takes an Auth, ``auth`` gives one; ``whose`` are the words for what the credentials are of."""

    origin_requested = Signal(str)
    """Key of the folder (empty: the collection) that the inherited credentials come from."""

    def __init__(self, kinds: tuple[str, ...] = tuple(_SCHEME_NAMES), whose: str = "this request") -> None:
        super().__init__()
        self._whose = whose
        self._owner: str | None = None
        self.chips = Chips()
        self.chips.go_to = self.definition_requested.emit
        self.kind = ChoiceButton("Authorization", tuple(one for one in _KINDS if one[0] in kinds))
        self.username = PlainField("User name", self.chips)
        self.password = SecretField("Password", self.chips)
        self.token = SecretField("Token", self.chips)
        self.key_name = PlainField("Key name", self.chips)
        self.key_value = SecretField("Key value", self.chips)
        self.placement = Segments(
            (Segment(key="header", title="Header"), Segment(key="query", title="Query")), "Where the key goes"
        )
        self._inherited = ""
        self._sentence = RichLabel("", color_token="text.secondary")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._note = RichLabel("", color_token="client.fg", px=12)
        self._note.hide()
        self.origin = Button("", ButtonKind.LINK, px=12, weight=400)
        self.origin.clicked.connect(self._ask_origin)
        self._pages = QStackedWidget()
        self._forms: dict[str, QWidget] = {}
        self.tools = Tools(self.kind)
        self._build()
        self._connect()
        self._show_kind()

    def _build(self) -> None:
        self._forms = {
            "basic": _form(("User name", self.username), ("Password", self.password)),
            "bearer": _form(("Token", self.token)),
            "apikey": _form(("Name", self.key_name), ("Value", self.key_value), ("Add to", self.placement)),
        }
        self._pages.addWidget(self._sentence)
        for form in self._forms.values():
            self._pages.addWidget(form)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(REQUEST_BAR_PADDING_X, 12, REQUEST_BAR_PADDING_X, 12)
        column.addWidget(self._pages)
        column.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._note)
        filled(self, scrolled(inner))

    def _connect(self) -> None:
        for field in self._fields():
            field.edited.connect(self._edited)
        self.kind.chosen.connect(self._kind_chosen)
        self.placement.current_changed.connect(self._edited)

    def _fields(self) -> tuple[PlainField, ...]:
        return self.username, self.password, self.token, self.key_name, self.key_value

    def load(self, auth: Auth) -> None:
        """Show the credentials of a request that was opened."""
        for field in self._fields():
            field.set_text("")
        self.placement.blockSignals(True)
        self._fill(auth)
        self.placement.blockSignals(False)
        self.clear_faults()
        self._show_kind()

    def _fill(self, auth: Auth) -> None:
        match auth:
            case NoAuth():
                self.kind.set_key("none")
            case InheritAuth():
                self.kind.set_key("inherit")
            case BasicAuth():
                self.kind.set_key("basic")
                self.username.set_text(auth.username)
                self.password.set_text(auth.password)
            case BearerAuth():
                self.kind.set_key("bearer")
                self.token.set_text(auth.token)
            case ApiKeyAuth():
                self.kind.set_key("apikey")
                self.key_name.set_text(auth.name)
                self.key_value.set_text(auth.value)
                self.placement.set_current(auth.placement.value)
            case OtherAuth():
                self.kind.set_key(f"other:{auth.kind}", auth.kind)
            case _:
                assert_never(auth)

    def auth(self) -> Auth:
        match self.kind.key:
            case "none":
                return NoAuth()
            case "inherit":
                return InheritAuth()
            case "basic":
                return BasicAuth(username=self.username.text(), password=self.password.text())
            case "bearer":
                return BearerAuth(token=self.token.text())
            case "apikey":
                placement = KeyPlacement(self.placement.current)
                return ApiKeyAuth(name=self.key_name.text(), value=self.key_value.text(), placement=placement)
            case other:
                return OtherAuth(kind=other.removeprefix("other:"))

    def set_inherited(self, text: str) -> None:
        """What Inherit stands for now, in words: "Bearer token from the collection"."""
        self._inherited = text
        self._show_kind()

    def set_owner(self, key: str | None, name: str) -> None:
        """The folder (the empty key: the collection) that inherited credentials come from; None for nobody."""
        self._owner = key
        self.origin.setText(f"Open {name}")
        self._show_kind()

    def has_content(self) -> bool:
        """True when credentials will be added, as far as is known here."""
        return self.kind.key != "none" and (self.kind.key != "inherit" or bool(self._inherited))

    def change_token(self, text: str) -> None:
        """Put another token, password or key value; can be undone in its field."""
        field = {"basic": self.password, "apikey": self.key_value}.get(self.kind.key, self.token)
        if field is self.token and self.kind.key != "bearer":
            self.kind.choose("bearer")
        field.write(text)

    def change_scheme(self, name: str) -> None:
        """Take another scheme by its name; can be undone on its button. Unknown names change nothing."""
        key = name.lower().replace(" ", "").replace("_", "").replace("-", "")
        if key in _SCHEME_NAMES:
            self.kind.choose(_SCHEME_NAMES[key])

    def main_field(self) -> QWidget:
        """Where the cursor goes when something is wrong with the credentials."""
        return {"basic": self.password, "bearer": self.token, "apikey": self.key_value}.get(self.kind.key, self.kind)

    def set_fault(self, note: str) -> None:
        """Say what is wrong below the fields; an empty note takes it away."""
        self._note.set_text(note)
        self._note.setVisible(bool(note))
        field = self.main_field()
        for other in self._fields():
            other.set_fault(note if other is field else "")
        self.faults_changed.emit()

    def has_faults(self) -> bool:
        return not self._note.isHidden()

    def clear_faults(self) -> None:
        if self.has_faults():
            self.set_fault("")

    def set_variables(self, variables: Variables) -> None:
        self.chips.set_variables(variables)
        for field in self._fields():
            field.line.update()

    def _kind_chosen(self, _key: str) -> None:
        self._show_kind()
        self._edited()

    def _edited(self, *_values: object) -> None:
        self.clear_faults()
        self.edited.emit()

    def _ask_origin(self) -> None:
        if self._owner is not None:
            self.origin_requested.emit(self._owner)

    def _show_kind(self) -> None:
        key = self.kind.key
        self.origin.setVisible(key == "inherit" and self._owner is not None)
        if key == "none":
            self._sentence.set_text(f"No credentials are added to {self._whose}.")
        elif key == "inherit":
            self._sentence.set_text(self._inherited or "Folder and collection add no credentials.")
        elif key.startswith("other:"):
            scheme = key.removeprefix("other:")
            whose = f"{self._whose[:1].upper()}{self._whose[1:]}"
            self._sentence.set_text(
                f"{whose} uses `{scheme}`, which Explorer keeps in the file but cannot perform yet."
                " It is not sent until another kind is chosen."
            )
        self._pages.setCurrentWidget(self._forms.get(key, self._sentence))


def _form(*rows: tuple[str, QWidget]) -> QWidget:
    form = QWidget()
    layout = QFormLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(fonts.scaled(16))
    layout.setVerticalSpacing(fonts.scaled(8))
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for title, field in rows:
        label = ElidedLabel(title, color_token="text.secondary")
        label.setMinimumWidth(fonts.scaled(80))
        label.setFixedHeight(fonts.scaled(28))
        layout.addRow(label, field)
    return form
