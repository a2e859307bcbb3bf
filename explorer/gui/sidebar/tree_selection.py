"""Which items of the tree are chosen, in the order in which they stand there, and where they would go."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QTreeView

from explorer.core.model.collection import Folder, RequestItem
from explorer.gui.models.collection_model import Role


def selected_indexes(view: QTreeView) -> list[QModelIndex]:
    """The chosen rows from top to bottom; the row of the cursor when none is chosen."""
    chosen = view.selectionModel().selectedRows() or [view.currentIndex()]
    return sorted((index for index in chosen if index.isValid()), key=_place)


def selected_keys(view: QTreeView) -> tuple[str, ...]:
    """Their keys."""
    return tuple(str(index.data(Role.KEY)) for index in selected_indexes(view))


def select_indexes(view: QTreeView, indexes: Iterable[QModelIndex]) -> None:
    """Choose these rows, with the cursor on the first one."""
    found = [index for index in indexes if index.isValid()]
    if not found:
        return
    selection = QItemSelection()
    for index in found:
        selection.select(index, index)
    model = view.selectionModel()
    model.setCurrentIndex(found[0], QItemSelectionModel.SelectionFlag.NoUpdate)
    model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    view.scrollTo(found[0])


def folder_of(index: QModelIndex) -> str:
    """Key of the folder that a row is, or lies in."""
    while index.isValid() and not isinstance(index.data(Role.ITEM), Folder):
        index = index.parent()
    return str(index.data(Role.KEY) or "")


def place_after(view: QTreeView) -> tuple[str, str | None]:
    """Where pasted items go, as folder and item to stand before: into a chosen folder, or after a chosen request."""
    index = view.currentIndex()
    if not index.isValid() or not view.selectionModel().isSelected(index):
        return "", None
    if isinstance(index.data(Role.ITEM), Folder):
        return str(index.data(Role.KEY)), None
    index = _request_of(index)
    return str(index.parent().data(Role.KEY) or ""), _key_of(index.siblingAtRow(index.row() + 1))


def place_of_step(view: QTreeView, by: int) -> tuple[str, str | None] | None:
    """Where the chosen rows go when they move one row up (-1) or down (1) among their siblings; None for nowhere."""
    chosen = selected_indexes(view)
    if not chosen or any(index.parent() != chosen[0].parent() for index in chosen):
        return None
    if _request_of(chosen[0]) != chosen[0]:
        return None
    edge = chosen[0] if by < 0 else chosen[-1]
    neighbour = edge.siblingAtRow(edge.row() + by)
    if not neighbour.isValid():
        return None
    before = neighbour if by < 0 else neighbour.siblingAtRow(neighbour.row() + 1)
    return str(edge.parent().data(Role.KEY) or ""), _key_of(before)


def _request_of(index: QModelIndex) -> QModelIndex:
    """The request of an example; any other row itself."""
    above = index.parent()
    return above if isinstance(above.data(Role.ITEM), RequestItem) else index


def _key_of(index: QModelIndex) -> str | None:
    return str(index.data(Role.KEY)) if index.isValid() else None


def _place(index: QModelIndex) -> tuple[int, ...]:
    rows: list[int] = []
    while index.isValid():
        rows.append(index.row())
        index = index.parent()
    return tuple(reversed(rows))
