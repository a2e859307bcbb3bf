"""Above the list: the branch, how it stands to its upstream, what git is in the middle of, and the choice of all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.model.versions import Operation, RepositoryState
from explorer.gui.changes.list_model import ChangesModel
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.rich_label import RichLabel

_OPERATIONS = {
    Operation.MERGE: "A merge is under way. Solve the conflicts and finish it with git, or abort it.",
    Operation.REBASE: "A rebase is under way. Continue or abort it with git.",
    Operation.CHERRY_PICK: "A cherry-pick is under way. Continue or abort it with git.",
    Operation.REVERT: "A revert is under way. Continue or abort it with git.",
}


class ListHead(QWidget):
    """``show_state`` fills it; the checkbox follows the model."""

    refresh_requested = Signal()

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.all = QCheckBox()
        self.all.setAccessibleName("Choose all files")
        self.all.setToolTip("Choose all or none")
        self.branch = ElidedLabel(weight=600)
        self.standing = ElidedLabel(px=12, color_token="text.secondary")
        self.operation = RichLabel("", px=12, color_token="client.fg")
        self.refresh = IconButton("rotate-cw", "Look again")
        self._lay_out()
        self.all.clicked.connect(self._choose_all)
        self.refresh.clicked.connect(self.refresh_requested)
        model.chosen_changed.connect(self._follow)
        self.operation.hide()

    def show_state(self, state: RepositoryState) -> None:
        """Another state of the repository."""
        self.branch.set_text(state.branch or f"No branch, at {state.commit[:7]}")
        self.standing.set_text(standing_words(state))
        self.operation.set_text(_OPERATIONS.get(state.operation, ""))
        self.operation.setVisible(state.operation is not Operation.NONE)

    def _follow(self) -> None:
        chosen, of = len(self._model.chosen), len(self._model.choosable)
        states = {0: Qt.CheckState.Unchecked, of: Qt.CheckState.Checked}
        self.all.setCheckState(states.get(chosen, Qt.CheckState.PartiallyChecked) if of else Qt.CheckState.Unchecked)
        self.all.setEnabled(bool(of))

    def _choose_all(self) -> None:
        self._model.choose_all(len(self._model.chosen) < len(self._model.choosable))
        self._follow()

    def _lay_out(self) -> None:
        side = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        row = QHBoxLayout()
        row.setSpacing(fonts.scaled(10))
        row.addWidget(self.all)
        row.addWidget(self.branch)
        row.addWidget(self.standing, 1)
        row.addWidget(self.refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, fonts.scaled(8), side, fonts.scaled(8))
        column.setSpacing(fonts.scaled(4))
        column.addLayout(row)
        column.addWidget(self.operation)


def standing_words(state: RepositoryState) -> str:
    """How the branch stands to the one it follows."""
    if not state.commit:
        return "No commit yet"
    if not state.upstream:
        return "No upstream branch" if state.branch else ""
    if not state.ahead and not state.behind:
        return f"Same as {state.upstream}"
    parts = [f"{count} {word}" for count, word in ((state.ahead, "ahead"), (state.behind, "behind")) if count]
    return (
        f"{' and '.join(parts)} of {state.upstream}" if state.behind == 0 else f"{', '.join(parts)} ({state.upstream})"
    )
