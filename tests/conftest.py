"""What every test that starts the program needs: a home of its own, a keychain in memory, Qt's event loop, clean ends.

The window's tests are plain functions: they make gestures through a ``Driver``, and the program goes on while they
wait for what must come.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from tests import bytecode

if TYPE_CHECKING:
    from tests.driver import Driver
    from tests.program import MemoryKeychain

Start = Callable[..., "Driver"]

# Every test has a limit already, and on a machine that is shared one example may take long.
settings.register_profile("shared", deadline=None, max_examples=60)
settings.load_profile("shared")


bytecode.keep()


_YOUNG = 10_000
"""So many new objects are worth a round of the garbage collector."""
_WHOLE = 30
"""Every so many rounds look at old objects too."""
_rounds = [0]


def pytest_sessionstart(session: pytest.Session) -> None:
    worker = getattr(session.config, "workerinput", None)
    if worker is not None and [Path(one).name for one in session.config.args] == ["tests"]:
        bytecode.make_a_share(int(worker["workerid"].removeprefix("gw")), worker["workercount"])


def pytest_collection_finish() -> None:
    """From here the collector runs between tests, on this thread: a round that begins in another thread, as in any
    that parses something, may end a Qt object there that has a timer, and Qt crashes a while later."""
    gc.disable()
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Data of ours on the clipboard must not outlive Python: the offscreen platform ends it later,
    and the process would crash after its last test."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.clipboard().clear()


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    if gc.get_count()[0] > _YOUNG:
        _rounds[0] += 1
        gc.collect(1 if _rounds[0] % _WHOLE else 2)


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    """The one application, as the program makes it."""
    qapp.setQuitOnLastWindowClosed(False)
    qapp.setApplicationName("Explorer")
    return qapp


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """EXPLORER_HOME of this test; the machine's own keychain and places are out of reach."""
    from tests.program import surroundings  # late, here and below: tests of the core must not load the window

    with surroundings(tmp_path / "home"):
        yield tmp_path / "home"


@pytest.fixture
def keychain(home: Path) -> MemoryKeychain:
    """The keychain that the program uses in this test."""
    import keyring

    from tests.program import MemoryKeychain

    found = keyring.get_keyring()
    assert isinstance(found, MemoryKeychain)
    return found


@pytest.fixture
def start(application: QApplication, home: Path) -> Iterator[Start]:
    """``start(folder=..., sample=True)`` opens the program and waits until it is ready; a second one ends the first."""
    from tests.program import running_program

    hook = sys.excepthook
    with ExitStack() as stack:

        def begin(**wishes: Any) -> Driver:
            stack.close()
            return stack.enter_context(running_program(**wishes))

        yield begin
    sys.excepthook = hook


@pytest.fixture
def driver(start: Start) -> Driver:
    """The program on the sample workspace with its sandbox."""
    return start(sample=True)


@pytest.fixture(scope="module")
def shared_driver(application: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """One program for all tests of a module that leave it as they found it."""
    from tests.program import running_program, surroundings

    hook = sys.excepthook
    with surroundings(tmp_path_factory.mktemp("program")), running_program(sample=True) as made:
        yield made
    sys.excepthook = hook
