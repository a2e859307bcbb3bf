"""Certificates trusted in the window count for ``explorer send`` too: same place, same store, and it says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.model.trust import Trust, TrustPlace
from explorer.core.storage.trusted_certificates import TrustedCertificates
from tests.cli.conftest import Run
from tests.core.transport.servers import ok
from tests.core.transport.test_tls import self_signed
from tests.journeys.threaded import answering

YAML = """opencollection: 1.0.0
info: {name: Shop}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "environments").mkdir(parents=True)
    (folder / "opencollection.yml").write_text(YAML)
    for name in ("Staging", "Live"):
        (folder / "environments" / f"{name}.yml").write_text(f"name: {name}\nvariables: []\n")
    return folder


def test_a_trusted_certificate(explorer: Run, shop: Path, home: Path, tmp_path: Path) -> None:
    with answering(ok(b"{}"), tls=self_signed(tmp_path)) as server:
        (shop / "List.yml").write_text(
            f"info: {{name: List, type: http}}\nhttp: {{method: GET, url: '{server.secure_url}/'}}\n"
        )
        send = ("send", str(shop / "List.yml"), "--env")
        refused = explorer(*send, "Staging", "--json").json["exchange"]["failure"]
        assert refused["kind"] == "tls_self_signed"
        now = datetime.now(UTC)
        until = now + timedelta(hours=1)
        place = TrustPlace(host="localhost", port=server.port, environment="Staging", collection=str(shop))
        sha256 = refused["tls"]["chain"][0]["sha256"]
        store = TrustedCertificates(home / "data")
        store.put(Trust(place=place, sha256=sha256, granted=now, until=until))

        trusted = explorer(*send, "Staging")
        assert (trusted.code, trusted.out) == (0, "{}")
        assert f"localhost:{server.port} is trusted by you until {until.astimezone():%Y-%m-%d %H:%M}" in trusted.err
        tls = explorer(*send, "Staging", "--json").json["exchange"]["response"]["tls"]
        assert (tls["verified"], tls["trusted_until"]) == (False, until.isoformat())
        assert explorer(*send, "Live", "--json").json["exchange"]["failure"]["kind"] == "tls_self_signed"

        (home / "data" / "trusted-certificates.json").write_text("{")
        broken = explorer(*send, "Staging")
        assert broken.code == 1
        assert "The file of trusted certificates was damaged" in broken.err
