"""The program as a process that a test can kill: works in it by gesture, says so, and goes on running."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from explorer.gui.app import make_application
from tests.program import running_program, surroundings

DRAFT_URL = "{{base_url}}/_sandbox/status/418?never=saved"
SAVED_KEY = "Failure lab/404 Not Found/An unknown batch.yml"


def main(home: str) -> None:
    """Open a saved request and send it, write a draft and send it too, then wait to be killed."""
    app = make_application(sys.argv[:1])
    assert isinstance(app, QApplication)
    from pathlib import Path

    with surroundings(Path(home)), running_program(sample=True) as driver:
        driver.open_request(SAVED_KEY)
        driver.send()
        driver.new_request(DRAFT_URL)
        driver.send()
        driver.type(" typed last", driver.page.composer.bar.url)
        driver.pause(1.0)
        print("ready", flush=True)
        driver.pause(60)


if __name__ == "__main__":
    main(sys.argv[1])
