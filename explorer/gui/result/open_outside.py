"""Opens a body in the program that the system has for its kind. The kind is what the bytes are, never what the server
calls them; a program is never opened."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from explorer.core.content.file_kind import suffix
from explorer.core.content.view import ContentKind, View
from explorer.core.model.exchange import Content
from explorer.core.storage.body_export import body_pieces

_ENDINGS = {ContentKind.JSON: ".json", ContentKind.XML: ".xml", ContentKind.HTML: ".html", ContentKind.TEXT: ".txt"}
_PICTURES = {
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"RIFF": ".webp",
    b"BM": ".bmp",
    b"<": ".svg",
}
_PROGRAMS = (b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")


def ending(content: Content, view: View) -> str:
    """The suffix for the copy; empty for what must not be opened."""
    head = content.data[:512]
    if head.startswith(_PROGRAMS):
        return ""
    if view.kind is ContentKind.IMAGE:
        return next((found for sign, found in _PICTURES.items() if head.lstrip().startswith(sign)), ".bin")
    return _ENDINGS.get(view.kind) or suffix(head) or ".bin"


def copy_for_others(content: Content, view: View) -> Path:
    """A copy with a name that tells its kind; raises OSError and StorageError, and leaves nothing half then. It stays
    until the system clears its temporary files."""
    handle, name = tempfile.mkstemp(prefix="response-", suffix=ending(content, view))
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(body_pieces(content))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def open_file(path: Path) -> bool:
    """Whether the system has a program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
