"""The C library keeps the memory of all threads in one place."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import ctypes, sys, threading
from explorer.gui import memory
if "together" in sys.argv:
    memory.keep_together()
kept, gate = [], threading.Barrier(5)
def allocate():
    gate.wait()
    kept.append([bytes(9_000) for _ in range(50)])
    gate.wait()
threads = [threading.Thread(target=allocate) for _ in range(4)]
for thread in threads:
    thread.start()
gate.wait()
gate.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]
stream = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, stream)
libc.fclose(stream)
"""


def heaps(*words: str) -> int:
    command = [sys.executable, "-c", SCRIPT, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="Only glibc is told.")
def test_threads_get_no_memory_of_their_own() -> None:
    assert heaps() > 1
    assert heaps("together") == 1
