"""Columns beside the environments: the values of the collection and of all collections; and what was captured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.core.model.environment import Variable

CAPTURED = "Captured"
"""Where a value comes from that a response of this run gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeColumn:
    """One scope that serves every environment; an environment's own value goes before it."""

    kind: str
    """As ``Library.set_variable`` has it."""
    title: str
    rows: tuple[Variable, ...] = ()

    def row(self, name: str) -> Variable | None:
        """The row that counts."""
        rows = [row for row in self.rows if row.name == name]
        return next((row for row in reversed(rows) if row.enabled), rows[-1] if rows else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the environments."""

    scopes: tuple[ScopeColumn, ...] = ()
    """Narrowest first; only those that have variables."""
    captured: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    """Environment's name to what responses gave, by variable name."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once, in the order of the columns."""
        listed = (row.name for one in self.scopes for row in one.rows)
        caught = (name for values in self.captured.values() for name in values)
        return tuple(dict.fromkeys((*listed, *caught)))

    def giver(self, name: str) -> tuple[ScopeColumn, Variable] | None:
        """The scope whose value serves an environment that has none."""
        for one in self.scopes:
            row = one.row(name)
            if row is not None and row.enabled and row.value:
                return one, row
        return None


def beside(
    collection: tuple[Variable, ...], shared: tuple[Variable, ...], captured: Mapping[str, Mapping[str, Variable]]
) -> Beside:
    """The columns of a collection's own variables and of the global ones, and what was captured."""
    columns = (
        ScopeColumn(kind="collection", title="Collection", rows=collection),
        ScopeColumn(kind="global", title="Global", rows=shared),
    )
    copied = {environment: dict(values) for environment, values in captured.items()}
    return Beside(scopes=tuple(one for one in columns if one.rows), captured=copied)
