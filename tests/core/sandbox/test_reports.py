"""Delivery reports and the simulated fates behind them."""

from datetime import timedelta

import pytest

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api, assert_error


def code_of(api: Api, batch_id: str, recipient: str) -> tuple[int, str]:
    report = api.call("GET", f"/batches/{batch_id}/delivery_report/{recipient}").json()
    return report["code"], report["status"]


def test_a_message_is_queued_then_dispatched_then_delivered(api: Api) -> None:
    batch_id = api.sent_id()
    seen = []
    for step in (0, 0.4, 0.2, 1.3, 0.1, 3600):
        api.clock.advance(step)
        seen.append(code_of(api, batch_id, "447700900123"))
    queued, dispatched, delivered = (400, "Queued"), (401, "Dispatched"), (0, "Delivered")
    assert seen == [queued, queued, dispatched, dispatched, delivered, delivered]


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (310, "Failed"),
        (311, "Failed"),
        (64, "Failed"),
        *[(code, "Aborted") for code in (402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414)],
        (407, "Cancelled"),
        (415, "Rejected"),
        (416, "Failed"),
        (417, "Failed"),
        (418, "Failed"),
        (400, "Queued"),
        (401, "Dispatched"),
    ],
)
def test_the_last_digits_decide_the_end(api: Api, ending: int, status: str) -> None:
    recipient = f"44770090{ending:04d}"
    batch_id = api.sent_id(to=[recipient])
    api.clock.advance(2)
    assert code_of(api, batch_id, recipient) == (ending, status)


def test_other_endings_are_delivered(api: Api) -> None:
    batch_id = api.sent_id(to=["12025550143", "46701741310", "447700900419"])
    api.clock.advance(2)
    report = api.call("GET", f"/batches/{batch_id}/delivery_report").json()
    assert report["statuses"] == [{"code": 0, "count": 3, "status": "Delivered"}]


def test_the_message_itself_can_be_the_reason(api: Api) -> None:
    def end(**changes: object) -> int:
        batch_id = api.sent_id(**changes)
        api.clock.advance(3)
        recipient = str(changes.get("to", ["447700900123"])[0])  # type: ignore[index]
        return code_of(api, batch_id, recipient)[0]

    assert end(body="Hi ${name}", parameters={"name": {"46701740605": "Åsa"}}) == 405
    assert end(body="Hi ${name}", parameters={"name": {"default": "you"}}) == 0
    assert end(body="Hi ${name}") == 0
    assert end(body="x" * 161, max_number_of_message_parts=1) == 411
    assert end(body="x" * 160, max_number_of_message_parts=1) == 0
    assert end(body="x" * 161, max_number_of_message_parts=1, truncate_concat=True) == 0
    media = {"url": "https://example.com/a.png"}
    assert end(type="mt_media", body=media) == 412
    assert end(type="mt_media", body=media, to=["12025550144"]) == 0
    soon = (api.clock.now + timedelta(seconds=1)).isoformat()
    assert end(expire_at=soon) == 406


def test_summary_and_full_reports(api: Api) -> None:
    batch_id = api.sent_id(to=["447700900123", "447700900405", "46701740605"], client_reference="order 7")
    api.clock.advance(2)
    path = f"/batches/{batch_id}/delivery_report"
    assert api.call("GET", path).json() == {
        "batch_id": batch_id,
        "client_reference": "order 7",
        "statuses": [
            {"code": 0, "count": 2, "status": "Delivered"},
            {"code": 405, "count": 1, "status": "Aborted"},
        ],
        "total_message_count": 3,
        "type": "delivery_report_sms",
    }
    full = api.call("GET", f"{path}?type=full").json()["statuses"]
    assert [status["recipients"] for status in full] == [["447700900123", "46701740605"], ["447700900405"]]
    assert [s["code"] for s in api.call("GET", f"{path}?code=405,310").json()["statuses"]] == [405]
    assert [s["code"] for s in api.call("GET", f"{path}?status=Delivered").json()["statuses"]] == [0]


def test_a_recipients_report(api: Api) -> None:
    batch_id = api.sent_id(to=["447700900310"], body="x" * 161, max_number_of_message_parts=2)
    api.clock.advance(2)
    body = api.call("GET", f"/batches/{batch_id}/delivery_report/%2B447700900310").json()
    assert body == {
        "type": "recipient_delivery_report_sms",
        "batch_id": batch_id,
        "recipient": "447700900310",
        "code": 310,
        "status": "Failed",
        "at": "2026-01-05T10:00:02.000Z",
        "operator_status_at": "2026-01-05T10:00:02.000Z",
        "number_of_message_parts": 2,
    }


def test_the_list_holds_final_reports_only(api: Api) -> None:
    api.sent_id(to=["447700900310", "447700900401"], client_reference="mine")
    path = "/delivery_reports?client_reference=mine"
    assert api.call("GET", path).json() == {"page": 0, "page_size": 0, "count": 0, "delivery_reports": []}
    api.clock.advance(2)
    reports = api.call("GET", path).json()["delivery_reports"]
    assert [report["code"] for report in reports] == [310]
    failed = api.call("GET", "/delivery_reports?status=Failed,Aborted&code=310,402").json()
    assert {report["code"] for report in failed["delivery_reports"]} == {310, 402}
    newest_first = [report["at"] for report in api.call("GET", "/delivery_reports").json()["delivery_reports"]]
    assert newest_first == sorted(newest_first, reverse=True)


def test_the_sample_batch_shows_every_ending(api: Api) -> None:
    report = api.call("GET", f"/batches/{seeds.FAILED_BATCH_ID}/delivery_report").json()
    assert [status["code"] for status in report["statuses"]] == sorted((0, *seeds.FAILING_CODES))


def test_media_reports_say_so(api: Api) -> None:
    batch_id = api.sent_id(type="mt_media", body={"url": "https://example.com/a.png"}, to=["12025550144"])
    assert api.call("GET", f"/batches/{batch_id}/delivery_report").json()["type"] == "delivery_report_mms"


def test_groups_are_resolved_when_sending_begins(api: Api) -> None:
    group_id = api.call("POST", "/groups", {"members": ["447700900123"]}).json()["id"]
    batch_id = api.sent_id(to=[group_id], send_at="2026-01-05T11:00:00Z")
    path = f"/batches/{batch_id}/delivery_report?type=full"
    api.call("POST", f"/groups/{group_id}", {"add": ["46701740605"]})
    assert api.call("GET", path).json()["total_message_count"] == 2
    api.clock.advance(3600)
    api.call("POST", f"/groups/{group_id}", {"add": ["46701740606"]})
    assert api.call("GET", path).json()["total_message_count"] == 2
    assert api.call("DELETE", f"/groups/{group_id}").content == b""
    assert api.call("GET", path).json()["total_message_count"] == 2
    assert_error(api.send(to=[group_id]), 403, "unknown_group")


def test_a_scheduled_batch_treats_a_deleted_group_as_empty(api: Api) -> None:
    api.call("DELETE", f"/groups/{seeds.GROUP_ID}")
    report = api.call("GET", f"/batches/{seeds.CANCELLABLE_BATCH_ID}/delivery_report").json()
    assert (report["statuses"], report["total_message_count"]) == ([], 0)
