"""Programs of other people, from npm at pinned versions, installed once for each checkout below build/.

Where npm is missing or its registry does not answer, the tests that need them are skipped with the reason.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

BRUNO = "@usebruno/cli@4.1.0"
TYPES = ("@opencollection/types@0.14.0", "typescript@5.9.3")
"""The published shape of the format, and what checks values against it."""
CACHE = Path(__file__).parents[2] / "build" / "interop"
INSTALL_S = 150
"""A registry that needs longer is taken as one that does not answer."""


def packages(*wanted: str) -> Path:
    """The node_modules folder with the packages in it; skips the test when they cannot be had."""
    folder = CACHE / "+".join(one.replace("/", "-").lstrip("@") for one in wanted)
    if not (folder / "node_modules").is_dir():
        _install(wanted, folder)
    return folder / "node_modules"


def _install(wanted: tuple[str, ...], folder: Path) -> None:
    """Installed beside and renamed, so that an install cut short is never taken for a whole one."""
    names = " and ".join(wanted)
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip(f"npm is missing, which installs {names}.")
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    options = (
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=1000",
        "--fetch-timeout=30000",
    )
    command = [npm, "install", *options, "--prefix", str(unfinished), *wanted]
    started_s = time.monotonic()
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S, check=False)
        if ended.returncode:
            codes = [line.split()[-1] for line in ended.stderr.splitlines() if line.startswith("npm error code ")]
            pytest.skip(f"npm could not install {names}: {', '.join(codes) or f'exit code {ended.returncode}'}.")
        if not folder.exists():
            unfinished.rename(folder)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {names} within {time.monotonic() - started_s:.0f} s.")
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
