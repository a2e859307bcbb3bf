"""The program as a process that a test can kill: works in it by gesture, says so, and goes on running."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from explorer.gui.app import make_application
from tests.program import running_program, surroundings

DRAFT_URL = "{{base_url}}/_sandbox/status/418?never=saved"
_KEY_S = 0.05
LETTERS = 25
"""After so many the program is killed."""
KEPT = LETTERS - round(1.0 / _KEY_S)
"""A second's typing may be lost."""
SAVED_KEY = "Failure lab/404 Not Found/An unknown batch.yml"


def main(home: str) -> None:
    """Open a saved request and send it, write a draft and send it too, then type on until the kill comes."""
    app = make_application(sys.argv[:1])
    assert isinstance(app, QApplication)
    from pathlib import Path

    with surroundings(Path(home)), running_program(sample=True) as driver:
        driver.open_request(SAVED_KEY)
        driver.send()
        driver.new_request(DRAFT_URL)
        driver.send()
        for number in range(1, 1000):  # without a pause that would be long enough to be taken for one
            driver.type("x", driver.page.composer.bar.url)
            print(number, flush=True)
            driver.pause(_KEY_S)


if __name__ == "__main__":
    main(sys.argv[1])
