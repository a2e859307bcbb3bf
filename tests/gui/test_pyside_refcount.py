"""Calls from Python into Qt must not take references to None away: some versions of PySide6 did, and then crashed."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 1000
SLACK = 50
"""References that come and go for other reasons."""


def test_painter_calls_keep_none(qapp: QApplication) -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    colour = QColor(Qt.GlobalColor.black)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.setPen(colour)
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < SLACK


def test_widget_calls_keep_none(qapp: QApplication) -> None:
    widget = QWidget()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_slots_keep_none(qapp: QApplication) -> None:
    widget = QWidget()
    widget.windowTitleChanged.connect(lambda _title: None)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        widget.setWindowTitle(str(number))
    assert abs(sys.getrefcount(None) - before) < SLACK
