"""``explorer send`` explains with the catalog beside the collection, and tells its faults on standard error."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.journeys.threaded import answering
from tests.orders_api import ANSWER, CATALOG


def test_a_saved_request_is_explained_by_the_catalog_beside_it(tmp_path: Path, explorer: Run) -> None:
    root = tmp_path / "shop"
    (root / ".explorer").mkdir(parents=True)
    (root / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Shop\n')
    (root / ".explorer" / "catalog.toml").write_text(CATALOG + 'lnk = "x"\n')
    with answering(ANSWER) as server:
        url = f"{server.url.rstrip('/')}/v2/orders/1"
        (root / "Pay.yml").write_text(f"info:\n  name: Pay\n  type: http\nhttp:\n  method: GET\n  url: {url}\n")
        done = explorer("send", str(root / "Pay.yml"), "--json", "--private")
    diagnosis = json.loads(done.out)["diagnosis"]
    assert diagnosis["code"] == "ORD-17"
    assert "The nightly closing ran before the order was paid" in [cause["text"] for cause in diagnosis["causes"]]
    assert "https://wiki.orders.example/ORD-17" in json.dumps(diagnosis["remedies"])
    assert ".explorer/catalog.toml, API Orders API, code 1: The key 'lnk' is not known" in done.err
