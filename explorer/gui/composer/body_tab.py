"""The body of a request: its kind, its page, and what can be said about it while it is typed."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer

from explorer.core.model.diagnosis import Edit
from explorer.core.model.request import Body, BodyVariant, GraphQLBody
from explorer.core.variables import Variables
from explorer.gui.composer import json_text
from explorer.gui.composer.body_kinds import TEXT_KINDS, BodyKind
from explorer.gui.composer.body_pages import BodyPages
from explorer.gui.composer.body_variants import BodyVariants
from explorer.gui.composer.choice import ChoiceButton
from explorer.gui.composer.long_verdict import LongVerdict
from explorer.gui.composer.marks import row_number
from explorer.gui.composer.opened import LONG_TEXT
from explorer.gui.composer.tab import ComposerTab, Tools, filled
from explorer.gui.composer.variant_choice import VariantPlace
from explorer.gui.composer.verdict_sign import VerdictSign
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_faults import Fault
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.key_value_rows import Row

_KINDS = (
    (BodyKind.NONE, "No body"),
    (BodyKind.JSON, "JSON"),
    (BodyKind.TEXT, "Text"),
    (BodyKind.XML, "XML"),
    (BodyKind.SPARQL, "SPARQL"),
    (BodyKind.GRAPHQL, "GraphQL"),
    (BodyKind.FORM, "Form"),
    (BodyKind.MULTIPART, "Multipart"),
    (BodyKind.FILE, "File"),
)
_CHECK_MS = 300
"""How long after the last key the text is checked."""
_CHECK_LONG_MS = 800
"""The same for a long text."""


class BodyTab(ComposerTab):
    """``load`` takes a Body, ``body`` gives one."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceButton("Body type", tuple((key.value, title) for key, title in _KINDS))
        self.sign = VerdictSign()
        self.format = IconButton("braces", "Lay out JSON")
        self.wrap = IconButton("text-wrap", "Wrap long lines")
        self.wrap.setCheckable(True)
        self.variants = BodyVariants()
        self.place = VariantPlace(self.kind)
        self._family = Family.CLIENT
        self._names_anew = True
        self._check = QTimer(self, singleShot=True, interval=_CHECK_MS)
        self._long = LongVerdict(self)
        self.tools = Tools(self.place, self.sign, self.format, self.wrap)
        filled(self, self.variants)
        self._connect()

    @property
    def pages(self) -> BodyPages:
        """The pages of the body that is sent."""
        return self.variants.pages

    def _connect(self) -> None:
        self.kind.chosen.connect(self._kind_chosen)
        self._connect_variants()
        self.format.clicked.connect(self.lay_out)
        self.wrap.toggled.connect(self.variants.set_wrap)
        self._check.timeout.connect(self.check_now)
        self._long.told.connect(self._show_verdict)
        self.variants.edited.connect(self._page_edited)
        self.variants.faults_changed.connect(self._faults_moved)
        self.variants.definition_requested.connect(self.definition_requested)
        self.variants.page_made.connect(self.parts_made)
        self.variants.json_requested.connect(self._write_json)

    def _connect_variants(self) -> None:
        button, variants = self.place.button, self.variants
        self.kind.set_extra("Save as variant…")
        self.kind.undo_further = variants.undo
        self.kind.extra_chosen.connect(self.name_variant)
        variants.changed.connect(self._variants_changed)
        button.chosen.connect(self._variant_chosen)
        button.save_requested.connect(self.name_variant)
        button.rename_requested.connect(self._rename_variant)
        button.remove_requested.connect(self._remove_variant)
        button.undo_requested.connect(variants.undo)
        self.place.named.connect(self._variant_named)

    def load(self, body: Body, variants: tuple[BodyVariant, ...] = ()) -> None:
        """Show the body of a request that was opened."""
        self.variants.load(body, variants)

    def body(self) -> Body:
        return self.pages.body()

    def has_content(self) -> bool:
        return self.pages.kind is not BodyKind.NONE

    def is_long(self) -> bool:
        """Whether the body is a text of such length that reading it as a whole can be felt."""
        editor = self.pages.present_editor()
        return editor is not None and editor.document().characterCount() > LONG_TEXT

    def choose_kind(self, kind: BodyKind) -> None:
        """Take a kind as the person would."""
        self.kind.choose(kind.value)

    def change_rows(self, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Change values of form rows by name; can be undone. Gives back edits whose row is not there."""
        table = self.pages.present_table()
        rows = list(table.rows()) if table is not None else []
        left = list[Edit]()
        for edit in group:
            number = row_number(tuple(rows), edit.name)
            if number >= 0:
                rows[number] = replace(rows[number], value=edit.after)
            elif edit.name and not edit.before:
                rows.append(Row(name=edit.name, value=edit.after))
            else:
                left.append(edit)
        if table is not None:
            table.replace_rows(tuple(rows))
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        return tuple(left)

    def lay_out(self) -> None:
        """Write the JSON with one value a line; can be undone. Says so when it cannot."""
        editor = self.pages.present_editor()
        if editor is None:
            return
        try:
            text = json_text.laid_out(editor.text())
        except json_text.JsonFlawError as flaw:
            self.sign.show_flaw(str(flaw))
            if flaw.line:
                editor.go_to_line(flaw.line - 1)
            return
        if text != editor.text():
            editor.replace_text(text)
        self.check_now()

    def check_now(self) -> None:
        """Say whether the text is JSON, unless a diagnosis has marks in it."""
        self._check.stop()
        self._long.forget()
        count = self._fault_count()
        editor = self.pages.present_editor()
        if count:
            self.sign.show_problems(count, self._family)
        elif editor is None or self.pages.kind is not BodyKind.JSON:
            self.sign.show_nothing()
        elif self.is_long():
            self._long.ask(editor.text())
        else:
            self._show_verdict(*json_text.verdict(editor.text()))

    # -- variants

    def name_variant(self) -> None:
        """Ask for the title under which the body is kept beside the others."""
        self._names_anew = True
        self.place.ask_name("")

    def next_variant(self) -> None:
        """Select the variant after this one; the first after the last."""
        usable = [at for at in range(len(self.variants.titles)) if str(at) not in self.variants.unreadable]
        if usable:
            self.variants.choose(next((at for at in usable if at > self.variants.current), usable[0]))

    def _rename_variant(self) -> None:
        self._names_anew = False
        self.place.ask_name(self.variants.titles[self.variants.current])

    def _variant_named(self, title: str) -> None:
        if self._names_anew:
            self.variants.add(title)
        else:
            self.variants.rename(title)

    def _variant_chosen(self, key: str) -> None:
        self.variants.choose(int(key))

    def _remove_variant(self) -> None:
        self.variants.remove()
        self.place.button.setFocus(Qt.FocusReason.OtherFocusReason)  # where it can be taken back

    def _variants_changed(self) -> None:
        variants = self.variants
        self.place.button.show_variants(variants.titles, variants.current, variants.unreadable)
        self.place.set_shown(bool(variants.titles) or variants.can_undo)
        self.kind.set_key(self.pages.kind.value)
        bodies = (self.body(), *(one.body for one in variants.variants()))
        is_graphql = any(isinstance(one, GraphQLBody) for one in bodies)
        other = [one for one, _ in _KINDS if (one is BodyKind.GRAPHQL) is not is_graphql and one is not BodyKind.NONE]
        why = "All variants of a body are GraphQL, or none is."
        self.kind.set_disabled(dict.fromkeys(other, why) if len(variants.titles) > 1 else {})
        self._show_kind()
        self.faults_changed.emit()

    def _show_verdict(self, valid: bool, words: str) -> None:
        if not words:
            self.sign.show_nothing()
        elif valid:
            self.sign.show_valid(words)
        else:
            self.sign.show_flaw(words)

    def set_faults(
        self,
        faults: tuple[Fault, ...],
        rows: Mapping[int, str],
        family: Family,
        variables: tuple[Fault, ...] = (),
    ) -> None:
        """Mark spans of the text (and of GraphQL's variables) or rows of the table, whichever the body has."""
        self._family = family
        table = self.pages.present_table()
        for editor, some in zip(self.pages.shown_editors(), (faults, variables), strict=False):
            editor.set_faults(some, family)
        if table is not None:
            table.set_faults(rows, family)
        self.check_now()

    def has_faults(self) -> bool:
        return self._fault_count() > 0

    def clear_faults(self) -> None:
        self.variants.clear_faults()
        self.check_now()

    def set_variables(self, variables: Variables) -> None:
        self.variants.set_variables(variables)

    def _fault_count(self) -> int:
        table = self.pages.present_table()
        if table is not None:
            return len(table.faults())
        return sum(editor.fault_count for editor in self.pages.shown_editors())

    def _faults_moved(self) -> None:
        self.check_now()
        self.faults_changed.emit()

    def _page_edited(self) -> None:
        self._long.forget()
        self._check.start(_CHECK_LONG_MS if self.is_long() else _CHECK_MS)
        self.edited.emit()

    def _kind_chosen(self, key: str) -> None:
        kind = BodyKind(key)
        if kind is BodyKind.NONE and self.variants.current >= 0:
            self.variants.put_off()
            return
        if self.variants.titles and self.variants.current < 0:
            self.variants.take_up()
            self.kind.set_key(key)
        self.pages.show_kind(kind)
        self._show_kind()
        self.edited.emit()
        self.faults_changed.emit()

    def _write_json(self) -> None:
        self.choose_kind(BodyKind.JSON)
        self.pages.editor(BodyKind.JSON).setFocus()

    def _show_kind(self) -> None:
        is_text = self.pages.kind in TEXT_KINDS
        self.format.setEnabled(self.pages.kind is BodyKind.JSON)
        self.format.setVisible(is_text)
        self.wrap.setVisible(is_text or self.pages.kind is BodyKind.GRAPHQL)
        self.check_now()
