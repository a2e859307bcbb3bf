"""``explorer send`` asks before it sends what a protected environment wants to be asked about."""

import io
from pathlib import Path

import pytest

from explorer.core.model.environment import Environment
from explorer.core.storage import collections
from tests.cli.conftest import Run
from tests.journeys.threaded import answering

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Terminal(io.StringIO):
    """Keys that are typed at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    collections.create_collection(root, "Shop")
    collections.save_environment(
        root, Environment(key="environments/Live.yml", name="Live", confirm_methods=("POST", "delete"))
    )
    return root


@pytest.mark.parametrize("method", ["POST", "post", "DELETE", "PURGE"])
def test_without_a_terminal_nothing_is_sent_unless_it_was_allowed(explorer: Run, folder: Path, method: str) -> None:
    with answering(FINE) as server:
        words = ("send", method, server.url, "--env", "Live", "-C", str(folder))
        refused = explorer(*words)
        assert refused.code == 2
        assert f"Live is protected: it asks before {method} is sent" in refused.err
        assert not server.requests
        assert explorer(*words, "--yes").code == 0
        assert len(server.requests) == 1


def test_what_it_does_not_ask_about_is_sent(explorer: Run, folder: Path) -> None:
    with answering(FINE) as server:
        assert explorer("send", server.url, "--env", "Live", "-C", str(folder)).code == 0
        assert explorer("send", "POST", server.url, "-C", str(folder)).code == 0
        assert len(server.requests) == 2


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 1), ("Yes\n", 1), ("n\n", 0), ("\n", 0), ("", 0)])
def test_at_a_terminal_it_asks(
    explorer: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, sent: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    with answering(FINE) as server:
        ended = explorer("send", "POST", f"{server.url}?api_key=hunter2hunter2", "--env", "Live", "-C", str(folder))
        assert len(server.requests) == sent
    assert ended.code == (0 if sent else 2)
    assert "Send POST to Live?" in ended.err
    assert "hunter2" not in ended.err
