"""Memory is bounded."""

import pytest

from explorer.core.sandbox import state
from explorer.core.sandbox.plans import PLANS
from explorer.core.sandbox.seeds import plant
from explorer.core.sandbox.state import PlanState
from tests.core.sandbox.conftest import START, Api


def test_the_oldest_batches_make_room(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "BATCH_BOUND", 30)
    first = api.sent_id()
    for _ in range(state.BATCH_BOUND - 1):
        api.send()
    assert api.call("GET", f"/batches/{first}").status_code == 200
    newest = api.sent_id()
    assert api.call("GET", f"/batches/{first}").status_code == 404
    assert api.call("GET", f"/batches/{newest}").status_code == 200
    assert api.call("GET", "/batches").json()["count"] == state.BATCH_BOUND


def test_many_recipients_make_room_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "RECIPIENT_BOUND", 3)
    plan = PlanState(plan=PLANS[0])
    plant(plan, START)
    assert sum(len(batch.recipients or batch.to) for batch in plan.batches.values()) <= 3


def test_groups_are_bounded(api: Api) -> None:
    for _ in range(state.GROUP_BOUND):
        assert api.call("POST", "/groups", {}).status_code == 201
    assert api.call("GET", "/groups").json()["count"] == state.GROUP_BOUND
