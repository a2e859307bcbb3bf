"""Which result to compare with: those of the same request, newest first, or any of the history."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from explorer.core.content.amounts import size_text
from explorer.core.model.history import HistoryRow
from explorer.gui.documents.dialog_foot import dialog_foot
from explorer.gui.result.moments import clock_text, utc_now, when_text
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel

_WIDTH, _HEIGHT = 680, 420


class CompareDialog(QDialog):
    """``chosen_id`` is empty when the person wants to choose in the history."""

    def __init__(self, rows: tuple[HistoryRow, ...], success_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen_id = ""
        self.setWindowTitle(self.tr("Compare with another result"))
        self.resize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Results to compare with"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("QListWidget::item { padding: 0 8px; }")
        now = utc_now()
        for row in rows:
            item = QListWidgetItem(row_words(row, now, is_last_success=row.id == success_id))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setToolTip(item.text())
            item.setSizeHint(QSize(0, fonts.row_height(measures.MENU_ROW, fonts.ui_font(), 8)))
            if row.is_error:
                item.setForeground(theme.current().color("client.fg"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.history = Button(self.tr("Choose in the history"), icon="history", parent=self)
        self.cancel = Button(self.tr("Cancel"), key_hint="Esc", parent=self)
        self.take = Button(self.tr("Compare"), ButtonKind.PRIMARY, parent=self)
        self.take.setDefault(True)
        self.list.itemActivated.connect(self._take)
        self.take.clicked.connect(self._take)
        self.history.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        title = RichLabel(self.tr("Compare the result shown with another one of this request"), self, px=15)
        head = QHBoxLayout()
        head.setContentsMargins(24, 20, 24, 12)
        head.addWidget(title)
        listed = QHBoxLayout()
        listed.setContentsMargins(16, 0, 16, 8)
        listed.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(listed, 1)
        column.addWidget(Hairline())
        column.addLayout(dialog_foot(self.cancel, self.take, left=self.history))

    def _take(self, _item: object = None) -> None:
        current = self.list.currentItem()
        if current is not None:
            self.chosen_id = str(current.data(Qt.ItemDataRole.UserRole))
            self.accept()


def row_words(row: HistoryRow, now: datetime, *, is_last_success: bool) -> str:
    """ "Today at 10:36:51, 400 unknown_group, 120 ms, 2 KB, Sandbox"."""
    day = when_text(row.started, now).rpartition(" at ")[0]
    outcome = f"{row.label} {row.title}".strip() if row.is_error else f"{row.status} {row.title}".strip()
    parts = [f"{day} at {clock_text(row.started)}", "" if row.request_key else f"{row.method} {row.name}", outcome]
    parts += [f"{row.duration_s * 1000:.0f} ms"]
    parts += [size_text(row.size_bytes), row.environment, "last success" if is_last_success else ""]
    words = ", ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]
