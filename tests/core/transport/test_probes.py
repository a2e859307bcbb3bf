"""The parts of a look at the way, each alone: settings of proxies, names of alerts, and the ways to a host."""

import socket

import pytest

from explorer.core.model.checks import ProxyFound, Reach
from explorer.core.transport.alerts import alert_of
from explorer.core.transport.probes.knocks import knocked
from explorer.core.transport.probes.lookups import is_routed, looked_up
from explorer.core.transport.probes.pings import speech_of
from explorer.core.transport.probes.proxying import settings_found
from explorer.core.transport.urls import parse_url
from tests.core.transport.servers import closed_port
from tests.journeys.threaded import full_backlog

SET = {"HTTPS_PROXY": "http://ann:hunter2@proxy.example:3128"}


@pytest.mark.parametrize(
    ("url", "setting", "environ", "found"),
    [
        ("https://api.example/", "", SET, ProxyFound(origin="o")),
        (
            "https://api.example/",
            "system",
            SET,
            ProxyFound(
                place="proxy.example:3128",
                scheme="http",
                setting="system",
                origin="o",
                variable="HTTPS_PROXY",
                has_credentials=True,
            ),
        ),
        (
            "https://api.example/",
            "system",
            {**SET, "NO_PROXY": "api.example"},
            ProxyFound(setting="system", origin="o", variable="HTTPS_PROXY", bypass="NO_PROXY"),
        ),
        (
            "https://localhost/",
            "system",
            SET,
            ProxyFound(setting="system", origin="o", variable="HTTPS_PROXY", bypass="loopback"),
        ),
        ("http://api.example/", "system", SET, ProxyFound(setting="system", origin="o")),
        (
            "http://api.example/",
            "socks5://u:p@s.example",
            {},
            ProxyFound(
                place="s.example:1080",
                scheme="socks5",
                setting="socks5://s.example:1080",
                origin="o",
                has_credentials=True,
            ),
        ),
        ("http://api.example/", "http://u:p@:::", {}, ProxyFound(setting=":::", origin="o")),
    ],
)
def test_proxy_settings(monkeypatch: pytest.MonkeyPatch, url, setting, environ, found) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    told = settings_found(parse_url(url), setting, "o", environ)
    assert told == found
    assert "hunter2" not in repr(told)


@pytest.mark.parametrize(
    ("reason", "head", "name"),
    [
        ("SSLV3_ALERT_CERTIFICATE_REVOKED", b"", "certificate_revoked"),
        ("TLSV1_UNRECOGNIZED_NAME", b"", "unrecognized_name"),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", b"", "certificate_required"),
        ("", b"\x15\x03\x03\x00\x02\x02\x78", "no_application_protocol"),
        ("", b"\x15\x03\x03\x00\x02\x02\xee", "alert 238"),
        ("", b"\x15\x03\x03\x00\x02", ""),
        ("WRONG_VERSION_NUMBER", b"HTTP/1.1 400 Bad Request", ""),
    ],
)
def test_alerts(reason: str, head: bytes, name: str) -> None:
    assert alert_of(reason, head) == name


async def test_every_address_is_tried_at_once_and_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, full_backlog() as full:
        ports = (full, closed_port(), listener.getsockname()[1])
        addresses = [(socket.AF_INET, ("127.0.0.1", port)) for port in ports]
        knocks, first = await knocked(addresses, 0.2)
    assert [one.reach for one in knocks] == [Reach.SILENT, Reach.REFUSED, Reach.OPEN]
    assert knocks[1].errno_name == "ECONNREFUSED"
    assert first == addresses[2]


async def test_lookups() -> None:
    lookup, addresses = await looked_up("localhost", 80, 2)
    assert lookup.addresses
    assert addresses
    lookup, addresses = await looked_up("127.0.0.1", 80, 2)
    assert lookup is None
    assert addresses
    lookup, addresses = await looked_up(f"{'a' * 70}.example", 80, 2)
    assert (lookup.error != "", addresses) == (True, [])


def test_a_computer_with_a_default_way_is_routed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_routed() in (True, False)

    def nowhere(*_: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", nowhere)
    assert is_routed() is False


def test_the_first_bytes_tell_the_language() -> None:
    told = [speech_of(data).value for data in (b"HTTP/1.1 200", b"\x15\x03\x01", b"SSH-2.0", b"\x15")]
    assert told == ["http", "tls", "other", "other"]
