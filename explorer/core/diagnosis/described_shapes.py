"""The fields of each described operation, told apart only for the body that was sent: most operations are never sent,
and which of several variants a body is meant to be only the body can tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.core.diagnosis.catalog_rows import FieldRow

Shape = tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBody:
    """What is known of a body when its fields are asked for."""

    media_type: str = ""
    """Without parameters, in lower case; empty when unknown."""
    value: Any = None
    """The JSON value, or the rows of a form as an object; None when it is neither."""


class Shapes(Mapping[str, Shape]):
    """Operation to fields; the ones for no particular body are kept."""

    def __init__(self, makers: Mapping[str, Callable[[SentBody], Shape]]) -> None:
        self._makers = makers
        self._made: dict[str, Shape] = {}

    def of(self, operation: str, sent: SentBody) -> Shape:
        """The fields of an operation as they concern this body; none for an unknown operation."""
        maker = self._makers.get(operation)
        return maker(sent) if maker else ()

    def __getitem__(self, operation: str) -> Shape:
        if operation not in self._made:
            self._made[operation] = self._makers[operation](SentBody())
        return self._made[operation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, operation: object) -> bool:
        return operation in self._makers

    def __repr__(self) -> str:
        return f"<Shapes of {len(self)} operations>"
