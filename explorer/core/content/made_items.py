"""A sequence whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class MadeItems(Sequence[T]):
    """``_item`` makes one; counting from the end and slices are done here."""

    @abstractmethod
    def _item(self, number: int) -> T:
        """The item of a number that is there."""

    def _run(self, numbers: range) -> list[T]:
        return [self._item(number) for number in numbers]

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return self._run(range(*at.indices(len(self))))
        number = at + len(self) if at < 0 else at
        if not 0 <= number < len(self):
            raise IndexError(at)
        return self._item(number)
