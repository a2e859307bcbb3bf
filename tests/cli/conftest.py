"""The command line in this process: arguments in, exit code and both outputs out; and in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest
from keyring.backend import KeyringBackend

from explorer.cli import main
from explorer.core.sandbox.server import Sandbox, SandboxInfo


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class MemoryKeychain(KeyringBackend):
    """A keychain that ends with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password


Run = Callable[..., Ended]
Process = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """EXPLORER_HOME of the test; no proxy, no keychain of this machine."""
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield tmp_path / "home"
    keyring.set_keyring(before)


@pytest.fixture
def keychain(home: Path) -> MemoryKeychain:
    """One that works, in place of the machine's."""
    chain = MemoryKeychain()
    keyring.set_keyring(chain)
    return chain


@pytest.fixture
def explorer(capsys: pytest.CaptureFixture[str]) -> Run:
    """``explorer("send", url)`` in this process."""

    def run(*words: str) -> Ended:
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as ended:  # argparse ends the process itself
            code = int(ended.code or 0)
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run


@pytest.fixture
def process() -> Process:
    """``process("--help", DISPLAY="")`` as a program of its own; a keyword sets or (None) unsets a variable."""

    def run(*words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, **changes}
        kept = {name: value for name, value in variables.items() if value is not None}
        command = [sys.executable, "-m", "explorer", *words]
        return subprocess.run(command, env=kept, capture_output=True, text=True, timeout=30, check=False)

    return run


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxInfo]:
    server = Sandbox(burst_limit=1_000_000)
    yield server.start_blocking()
    server.stop_blocking()
