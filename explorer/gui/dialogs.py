"""Questions to the person, awaited: a dialog is opened, never executed, so the event loop keeps running."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLabel, QLineEdit, QMessageBox, QWidget

from explorer.gui.theme import fonts

_WIDTH = 420
"""Of a line for a name, in device-independent pixels."""


async def confirm(parent: QWidget, title: str, text: str, action: str) -> bool:
    """Whether the person chose ``action`` rather than Cancel."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, title, parent=parent)
    box.setInformativeText(text)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)  # what a collection says must not hide parts of itself as markup
    yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    box.setDefaultButton(cancel)
    await closed(box)
    return box.clickedButton() is yes


async def ask_save(parent: QWidget, name: str) -> str:
    """What to do with unsaved changes: "save", "discard" or "cancel"."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Unsaved changes", f"Save the changes of {name}?", parent=parent)
    box.setInformativeText("Without saving they are lost.")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    box.setDefaultButton(save)
    await closed(box)
    clicked = box.clickedButton()
    return "save" if clicked is save else "discard" if clicked is discard else "cancel"


async def ask_text(parent: QWidget, title: str, label: str, text: str = "") -> str | None:
    """A line of text, or None when the person cancelled or left it empty."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
    dialog.resize(fonts.scaled(_WIDTH), dialog.sizeHint().height())
    result = await closed(dialog)
    words = dialog.textValue().strip()
    return words if result == QDialog.DialogCode.Accepted and words else None


async def ask_choice(parent: QWidget, title: str, label: str, rows: tuple[str, ...]) -> str | None:
    """One of some rows, the first one offered; None when the person cancelled."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setComboBoxItems(rows)
    dialog.setOption(QInputDialog.InputDialogOption.UseListViewForComboBoxItems)
    result = await closed(dialog)
    return dialog.textValue() if result == QDialog.DialogCode.Accepted else None


async def ask_secret(parent: QWidget, title: str, label: str) -> str | None:
    """A line of text that nobody may read over the shoulder, as it was typed; None when the person cancelled."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    result = await closed(dialog)
    words = dialog.textValue()
    return words if result == QDialog.DialogCode.Accepted and words else None


async def ask_folder(parent: QWidget, title: str) -> Path | None:
    """An existing folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def ask_open_file(parent: QWidget, title: str, patterns: str) -> Path | None:
    """An existing file."""
    dialog = QFileDialog(parent, title, "", patterns)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def ask_save_file(parent: QWidget, title: str, name: str, suffix: str = "") -> Path | None:
    """A file to write; ``suffix`` (without a dot) is added to a name that has none."""
    dialog = QFileDialog(parent, title)
    dialog.setDefaultSuffix(suffix)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    return await _chosen(dialog)


async def closed(dialog: QDialog) -> int:
    """Open a dialog over its window and wait for its end; its result."""
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(partial(_settle, closed))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    try:
        return await closed
    finally:
        dialog.hide()
        dialog.deleteLater()


async def _chosen(dialog: QFileDialog) -> Path | None:
    result = await closed(dialog)
    files = dialog.selectedFiles()
    return Path(files[0]) if result == QDialog.DialogCode.Accepted and files else None


def _settle(future: asyncio.Future[int], result: int) -> None:
    if not future.done():
        future.set_result(result)
