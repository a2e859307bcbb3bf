"""The body of a request, or its titled variants, of which one shows. Each has pages and an undo of its own, so that
what was typed in one is not touched by looking at another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.core.model.request import Body, BodyVariant, NoBody
from explorer.core.variables import Variables
from explorer.gui.composer.body_pages import BodyPages


@dataclass(eq=False, slots=True, kw_only=True)
class _Held:
    """A body: as it was read until its pages are made, then what they say."""

    body: Body = field(default_factory=NoBody)
    fault: str = ""
    pages: BodyPages | None = None

    def now(self) -> Body:
        return self.body if self.pages is None else self.pages.body()


class _Titled(NamedTuple):
    title: str
    held: _Held


class _State(NamedTuple):
    titled: tuple[_Titled, ...]
    held: _Held


class BodyVariants(QStackedWidget):
    """Without variants it is one body. Signals are those of the pages that show."""

    edited = Signal()
    faults_changed = Signal()
    definition_requested = Signal(str)
    json_requested = Signal()
    page_made = Signal()
    changed = Signal()
    """Another variant shows, or their titles changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = _State((), _Held())
        self._past: list[_State] = []
        self._last: _Held | None = None
        self._variables: Variables | None = None
        self._wrap = False

    def load(self, body: Body, variants: tuple[BodyVariant, ...]) -> None:
        """Show what was opened, and forget what could be undone."""
        kept = self._state.held.pages
        for pages in tuple(self._made()):
            if pages is not kept:
                self.removeWidget(pages)
                pages.deleteLater()
        shown = _Held(body=body, pages=kept)
        held = [shown if one.body is None else _Held(body=one.body, fault=one.fault) for one in variants]
        self._past, self._last = [], None
        self._state = _State(tuple(map(_Titled, (one.title for one in variants), held)), shown)
        if kept is not None:
            kept.load(body)
        self._show()

    @property
    def pages(self) -> BodyPages:
        """The pages that show."""
        return self._pages_of(self._state.held)

    @property
    def titles(self) -> tuple[str, ...]:
        """What each variant is called; those without a title have their number."""
        return tuple(one.title or f"Variant {at}" for at, one in enumerate(self._state.titled, 1))

    @property
    def current(self) -> int:
        """The number of the selected variant, -1 when none is."""
        held = [one.held for one in self._state.titled]
        return held.index(self._state.held) if self._state.held in held else -1

    @property
    def unreadable(self) -> dict[str, str]:
        """By number, why a variant cannot be shown."""
        return {str(at): one.held.fault for at, one in enumerate(self._state.titled) if one.held.fault}

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def variants(self) -> tuple[BodyVariant, ...]:
        """The variants as they stand; the selected one without its body."""
        return tuple(
            BodyVariant(
                title=one.title, body=None if one.held is self._state.held else one.held.now(), fault=one.held.fault
            )
            for one in self._state.titled
        )

    # -- what the person does; each can be undone

    def choose(self, number: int) -> None:
        """Select a variant."""
        titled = self._state.titled[number]
        if titled.held is not self._state.held and not titled.held.fault:
            self._go(self._state._replace(held=titled.held))

    def put_off(self) -> None:
        """Select none: there is no body, and all variants stay."""
        if self.current >= 0:
            self._last = self._state.held
            self._go(self._state._replace(held=_Held()))

    def take_up(self) -> None:
        """Select the variant again that was put off, or the first."""
        readable = [one.held for one in self._state.titled if not one.held.fault]
        if self.current < 0 and readable:
            self._go(self._state._replace(held=self._last if self._last in readable else readable[0]))

    def add(self, title: str) -> None:
        """Give the body a title; when it has one, a copy of it becomes the selected variant."""
        held = _Held(body=self._state.held.now()) if self._state.titled else self._state.held
        self._go(_State((*self._state.titled, _Titled(title, held)), held))

    def rename(self, title: str) -> None:
        """Call the selected variant something else."""
        number = self.current
        if number >= 0 and title != self._state.titled[number].title:
            titled = list(self._state.titled)
            titled[number] = titled[number]._replace(title=title)
            self._go(self._state._replace(titled=tuple(titled)))

    def remove(self) -> None:
        """Take the selected variant away and select its neighbour; the last one only loses its title."""
        number = self.current
        left = (*self._state.titled[:number], *self._state.titled[number + 1 :])
        if number >= 0:
            readable = [one.held for one in (*left[number:], *reversed(left[:number])) if not one.held.fault]
            self._go(_State(left, readable[0] if readable else self._state.held if not left else _Held()))

    def undo(self) -> bool:
        """Take the last of these back; False when there is none."""
        if not self._past:
            return False
        self._state = self._past.pop()
        self._show()
        self.edited.emit()
        return True

    # -- all that were made

    def set_wrap(self, wrap: bool) -> None:
        self._wrap = wrap
        for pages in self._made():
            pages.set_wrap(wrap)

    def set_variables(self, variables: Variables) -> None:
        self._variables = variables
        for pages in self._made():
            pages.set_variables(variables)

    def clear_faults(self) -> None:
        for pages in self._made():
            pages.clear_faults()

    # -- inside

    def _go(self, state: _State) -> None:
        self._past.append(self._state)
        self._state = state
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        self.setCurrentWidget(self._pages_of(self._state.held))
        self.changed.emit()

    def _made(self) -> Iterator[BodyPages]:
        for at in range(self.count()):
            pages = self.widget(at)
            assert isinstance(pages, BodyPages)
            yield pages

    def _pages_of(self, held: _Held) -> BodyPages:
        if held.pages is None:
            pages = held.pages = BodyPages()
            pages.set_wrap(self._wrap)
            if self._variables is not None:
                pages.set_variables(self._variables)
            pages.edited.connect(self.edited)
            pages.faults_changed.connect(self.faults_changed)
            pages.definition_requested.connect(self.definition_requested)
            pages.json_requested.connect(self.json_requested)
            pages.page_made.connect(self.page_made)
            self.addWidget(pages)
            pages.load(held.body)
        return held.pages
