"""``explorer``: the window. Says in one sentence why none can be opened, before Qt would abort."""

import argparse
import ctypes
import os
import socket
import sys
from pathlib import Path

from explorer.core.errors import ExplorerError, UsageError

_WAY_OUT = "Use `explorer send` on the command line, or set QT_QPA_PLATFORM=offscreen."


def run(arguments: argparse.Namespace) -> int:
    """Open the window and return its exit code; raises ExplorerError when there is no display or library."""
    folder = Path(arguments.folder).resolve() if arguments.folder else None
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {arguments.folder}.")
    check_display()
    try:
        from explorer.gui.app import run_window  # late: Qt must not load for the other commands
    except ImportError as error:
        raise ExplorerError(f"A system library that Qt needs is missing ({error}). {_WAY_OUT}") from error
    return run_window(folder=folder, sample=arguments.sample)


def check_display() -> None:
    """Raise ExplorerError when Qt would abort: no display, an unreachable one, or no XCB cursor library."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise ExplorerError(f"There is no display to open a window on. {_WAY_OUT}")
    if not _answers(display):
        raise ExplorerError(f"The display {display} does not answer. {_WAY_OUT}")
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError as error:
        raise ExplorerError(
            f"The system library libxcb-cursor0 is missing (Debian, Ubuntu: apt install libxcb-cursor0). {_WAY_OUT}"
        ) from error


def _answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    try:
        if host and host != "unix":
            socket.create_connection((host, 6000 + int(number)), timeout=3).close()
            return True
        return any(_connects(name) for name in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"))
    except OSError:
        return False


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(3)
        try:
            client.connect(address)
        except OSError:
            return False
        return True
