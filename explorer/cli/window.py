"""``explorer``: the window. Says in one sentence why none can be opened, before Qt would abort."""

import argparse
import ctypes
import gc
import importlib.util
import os
import socket
import sys
from pathlib import Path

from explorer.core.errors import ExplorerError, UsageError

_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0"
_WAY_OUT = "Use `explorer send` on the command line, or set QT_QPA_PLATFORM=offscreen."


def run(arguments: argparse.Namespace) -> int:
    """Open the window and return its exit code; raises ExplorerError when there is no display or library."""
    folder = Path(arguments.folder).resolve() if arguments.folder else None
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {arguments.folder}.")
    check_display()
    gc.disable()  # gui.app wakes it after the start
    try:
        from explorer.gui.app import run_window  # late: Qt must not load for the other commands
    except ImportError as error:
        raise ExplorerError(f"A system library that Qt needs is missing ({error}). {_WAY_OUT}") from error
    return run_window(folder=folder, sample=arguments.sample)


def check_display() -> None:
    """Raise ExplorerError when Qt would abort: no display, an unreachable one, or a library missing for it."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise ExplorerError(f"There is no display to open a window on. {_WAY_OUT}")
    if not _answers(display):
        raise ExplorerError(f"The display {display} does not answer. {_WAY_OUT}")
    missing = _missing_library()
    if missing:
        raise ExplorerError(
            f"The system library {missing} that Qt needs for a window is missing; on Debian and Ubuntu: "
            f"apt install {_PACKAGES}. {_WAY_OUT}"
        )


def _missing_library() -> str:
    """The name of the first library that Qt's X11 plugin cannot find; empty when it would load.

    Qt itself would abort the process without saying which one.
    """
    spec = importlib.util.find_spec("PySide6")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    for place in places:
        plugin = Path(place) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        if plugin.is_file():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                return str(error).partition(":")[0]
    return ""


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
