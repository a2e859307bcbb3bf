"""Which rows of the tree are unfolded."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QTreeView

from explorer.core.model.collection import Folder
from explorer.gui.models.collection_model import Role

_FIRST_FOLDERS = 3


def expanded_keys(view: QTreeView) -> tuple[str, ...]:
    """Keys of all rows that are open, parents before children."""
    return tuple(_expanded(view, QModelIndex()))


def first_keys(model: QAbstractItemModel) -> tuple[str, ...]:
    """At the first sight of a collection: its first folder and the first few in it, about a screenful."""
    first = model.index(0, 0)
    rows = min(model.rowCount(first), _FIRST_FOLDERS)
    indexes = (first, *(model.index(row, 0, first) for row in range(rows)))
    return tuple(str(index.data(Role.KEY)) for index in indexes if isinstance(index.data(Role.ITEM), Folder))


def unfold_above(view: QTreeView, index: QModelIndex) -> None:
    """Open everything a row lies in."""
    above = index.parent()
    while above.isValid():
        view.setExpanded(above, True)
        above = above.parent()


def _expanded(view: QTreeView, parent: QModelIndex) -> list[str]:
    model = view.model()
    found: list[str] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if view.isExpanded(index):
            found += [str(index.data(Role.KEY)), *_expanded(view, index)]
    return found
