"""The menu behind "More": everything that can be done with an exchange, as wishes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from explorer.gui.widgets.menu import Menu

MENU_WISHES = (
    "save_body_requested",
    "save_example_requested",
    "copy_curl_requested",
    "copy_bundle_requested",
    "compare_requested",
    "compare_previous_requested",
    "compare_other_requested",
    "older_requested",
    "newer_requested",
)


class ExchangeMenu(Menu):
    """Deletes itself when it closes."""

    copy_body_requested = Signal()
    save_body_requested = Signal()
    save_example_requested = Signal()
    open_body_requested = Signal()
    copy_curl_requested = Signal()
    copy_bundle_requested = Signal()
    compare_requested = Signal()
    compare_previous_requested = Signal()
    compare_other_requested = Signal()
    older_requested = Signal()
    newer_requested = Signal()
    pin_toggled = Signal(bool)
    stop_trusting_requested = Signal()

    def __init__(self, parent: QWidget, *, is_pinned: bool, is_trusted: bool = False, is_example: bool = False) -> None:
        super().__init__(parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add(self.tr("Copy body"), "copy").triggered.connect(self.copy_body_requested)
        self.add(self.tr("Save body…"), "download").triggered.connect(self.save_body_requested)
        if not is_example:
            example = self.add(self.tr("Save as example…"), "bookmark", "Ctrl Shift S")
            example.triggered.connect(self.save_example_requested)
        outside = self.add(self.tr("Open body in another program"), "external-link")
        outside.triggered.connect(self.open_body_requested)
        self.add(self.tr("Copy curl"), "terminal", "Ctrl Shift C").triggered.connect(self.copy_curl_requested)
        bundle = self.add(self.tr("Support bundle…"), "clipboard-list", "Ctrl Shift B")
        bundle.triggered.connect(self.copy_bundle_requested)
        self._add_comparisons(is_example=is_example)
        self.addSeparator()
        if not is_example:
            self.add(self.tr("Older response"), "", "Ctrl Alt Left").triggered.connect(self.older_requested)
            self.add(self.tr("Newer response"), "", "Ctrl Alt Right").triggered.connect(self.newer_requested)
            self.addSeparator()
        if is_trusted:
            stop = self.add(self.tr("Stop trusting this certificate"), "shield-check")
            stop.triggered.connect(self.stop_trusting_requested)
        pin = self.add(self.tr("Keep this tab open"))
        pin.setCheckable(True)
        pin.setChecked(is_pinned)
        pin.toggled.connect(self.pin_toggled)

    def _add_comparisons(self, *, is_example: bool) -> None:
        words = self.tr("Compare") if is_example else self.tr("Compare with the last success")
        self.add(words, "git-compare", "Ctrl D").triggered.connect(self.compare_requested)
        if not is_example:
            self.add(self.tr("Compare with the previous result")).triggered.connect(self.compare_previous_requested)
            other = self.add(self.tr("Compare with another result…"), "", "Ctrl Shift D")
            other.triggered.connect(self.compare_other_requested)
