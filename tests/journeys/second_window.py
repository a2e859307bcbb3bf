"""Another window on the same folder, as a process of its own: it saves one request and waits for another to change."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from explorer.gui.app import make_application
from tests.program import running_program, surroundings

MINE, THEIRS = "Ping.yml", "Pong.yml"
SAVED_URL = "http://second/saved"


def main(home: str, folder: str) -> None:
    """Save ``MINE``, then show what the first window saves to ``THEIRS``."""
    app = make_application(sys.argv[:1])
    assert isinstance(app, QApplication)
    with surroundings(Path(home)), running_program(folder=Path(folder)) as driver:
        theirs = driver.open_request(THEIRS)
        mine = driver.open_request(MINE)
        driver.type_url(SAVED_URL)
        driver.press("Ctrl+S")
        driver.wait_until(lambda: not mine.is_unsaved, "the save")
        print("saved", flush=True)
        driver.wait_until(lambda: theirs.request().url.startswith("http://first/"), "the other's save", 20)
        print(theirs.request().url, flush=True)
        assert theirs.request().url == theirs.saved.url


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
