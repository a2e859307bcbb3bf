"""Puts data of several kinds on the clipboard, and takes care of it when the program ends."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_last: list[QMimeData] = []


def put_data(data: QMimeData) -> None:
    """Make it what is pasted next."""
    _last[:] = [data]
    QGuiApplication.clipboard().setMimeData(data)


def leave_clipboard() -> None:
    """At the end of the program: what we put there stays, as text that is Qt's own. Data that was made in Python would
    be deleted after Python ended, and the program would crash as its last act."""
    if _last and shiboken6.isValid(_last[0]):  # else something else was copied since
        QGuiApplication.clipboard().setText(_last[0].text())
    _last.clear()
