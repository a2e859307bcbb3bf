"""A long text on the clipboard is read when somebody pastes, or when the program ends."""

import subprocess
import sys

from PySide6.QtGui import QGuiApplication

from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.gui.widgets.viewer_copy import LaterText, put_for_good, put_on_clipboard

TEXT = "words\n" * 200_000


def copied(path):
    path.write_text(TEXT)
    put_on_clipboard(TextFile(path, TextIndex(size_bytes=len(TEXT))), 0, len(TEXT))


def test_it_is_there_for_good_when_the_program_ends(qapp, tmp_path):
    copied(tmp_path / "text")
    clipboard = QGuiApplication.clipboard()
    assert isinstance(clipboard.mimeData(), LaterText)
    assert clipboard.text() == TEXT
    put_for_good()
    assert not isinstance(clipboard.mimeData(), LaterText)
    assert clipboard.text() == TEXT


def test_the_program_ends_well_with_it(tmp_path):
    # Qt lets go of its clipboard behind the end of Python: only a process of its own shows what comes of it.
    script = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtWidgets import QApplication\n"
        f"from {__name__} import copied\napp = QApplication(sys.argv)\ncopied(Path({str(tmp_path / 'text')!r}))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0
