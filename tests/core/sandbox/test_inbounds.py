"""Received messages."""

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api


def test_one_inbound(api: Api) -> None:
    assert api.call("GET", f"/inbounds/{seeds.INBOUND_ID}").json() == {
        "body": "STOP",
        "from": "447700900123",
        "id": seeds.INBOUND_ID,
        "operator_id": "23410",
        "received_at": "2026-01-05T09:55:00.000Z",
        "to": "12025550143",
        "type": "mo_text",
    }


def test_every_kind_is_there(api: Api) -> None:
    inbounds = api.call("GET", "/inbounds").json()["inbounds"]
    assert {inbound["type"] for inbound in inbounds} == {"mo_text", "mo_binary", "mo_media"}
    times = [inbound["received_at"] for inbound in inbounds]
    assert times == sorted(times, reverse=True)


def test_filters(api: Api) -> None:
    assert api.call("GET", "/inbounds?to=12345,12025550143").json()["count"] == 4
    assert api.call("GET", "/inbounds?to=12345").json()["count"] == 0
    assert api.call("GET", "/inbounds?client_reference=x").json()["count"] == 0
