"""The fields of each operation, told apart only when one asks for them: most operations are never sent."""

from collections.abc import Callable, Iterator, Mapping

from explorer.core.diagnosis.catalog_rows import FieldRow

Shape = tuple[FieldRow, ...]


class Shapes(Mapping[str, Shape]):
    """Operation to fields; each is made at the first look and kept."""

    def __init__(self, makers: Mapping[str, Callable[[], Shape]]) -> None:
        self._makers = makers
        self._made: dict[str, Shape] = {}

    def __getitem__(self, operation: str) -> Shape:
        if operation not in self._made:
            self._made[operation] = self._makers[operation]()
        return self._made[operation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, operation: object) -> bool:
        return operation in self._makers

    def __repr__(self) -> str:
        return f"<Shapes of {len(self)} operations>"
