"""Batches from sending to cancelling, and what they may refer to."""

import pytest

from explorer.core.sandbox import plans, seeds
from explorer.core.sandbox.identifiers import is_identifier
from tests.core.sandbox.conftest import Api, assert_error

LATER = "2026-01-06T10:00:00.000Z"


def test_a_sent_text_comes_back_with_its_defaults(api: Api) -> None:
    answer = api.send(**{"from": "+12025550143", "to": ["+44 7700 900123"], "body": "Your parcel is on its way"})
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert is_identifier(body["id"])
    assert body == {
        "id": body["id"],
        "to": ["447700900123"],
        "from": "12025550143",
        "canceled": False,
        "body": "Your parcel is on its way",
        "type": "mt_text",
        "created_at": "2026-01-05T10:00:00.000Z",
        "modified_at": "2026-01-05T10:00:00.000Z",
        "delivery_report": "none",
        "expire_at": "2026-01-08T10:00:00.000Z",
        "flash_message": False,
    }
    assert api.call("GET", f"/batches/{body['id']}").json() == body


def test_a_scheduled_text_keeps_what_was_set(api: Api) -> None:
    given = {
        "send_at": "2026-01-06T11:00:00+01:00",
        "client_reference": "order 7",
        "feedback_enabled": True,
        "flash_message": True,
        "parameters": {"name": {"+447700900123": "Ada", "default": "you"}},
        "max_number_of_message_parts": 2,
    }
    body = api.send(**given).json()
    assert body["send_at"] == LATER
    assert body["expire_at"] == "2026-01-09T10:00:00.000Z"
    assert body["parameters"] == {"name": {"447700900123": "Ada", "default": "you"}}
    assert {name: body[name] for name in given if name not in ("send_at", "parameters")} == {
        name: value for name, value in given.items() if name not in ("send_at", "parameters")
    }


def test_binary_and_media(api: Api) -> None:
    binary = api.send(type="mt_binary", body="SGVsbG8=", udh="050003CC0101").json()
    assert (binary["type"], binary["body"], binary["udh"]) == ("mt_binary", "SGVsbG8=", "050003CC0101")
    assert "flash_message" not in binary
    media_body = {"url": "https://example.com/a.png", "message": "Look"}
    media = api.send(type="mt_media", body=media_body)
    assert (media.status_code, media.json()["body"]) == (201, media_body)


def test_null_and_unknown_fields_are_passed_over(api: Api) -> None:
    message = {"from": "12025550143", "to": ["447700900123"], "body": "hi", "udh": None, "colour": "red"}
    body = api.call("POST", "/batches", message).json()
    assert "colour" not in body
    assert "udh" not in body


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"to": [seeds.UNKNOWN_ID]}, "unknown_group", f"Group '{seeds.UNKNOWN_ID}' is unknown or deleted"),
        (
            {"campaign_id": "CNOBODY"},
            "unknown_campaign",
            "Campaign 'CNOBODY' is not registered for originator '12025550143'.",
        ),
        (
            {"campaign_id": plans.SANDBOX_CAMPAIGN_ID, "from": "12025550199"},
            "unknown_campaign",
            f"Campaign '{plans.SANDBOX_CAMPAIGN_ID}' is not registered for originator '12025550199'.",
        ),
        (
            {"delivery_report": "full"},
            "missing_callback_url",
            "Requesting delivery report without any callback URL.",
        ),
        (
            {"from": "Parcels", "to": ["12025550144"]},
            "illegal_number_type",
            "Alphanumeric sender 'Parcels' is not allowed for number '12025550144' in this region.",
        ),
        (
            {"to": ["19005550144"]},
            "illegal_number_type",
            "Premium-rate number '19005550144' is not allowed in this region.",
        ),
    ],
)
def test_what_a_message_refers_to_must_be_there(api: Api, changes: dict[str, object], code: str, text: str) -> None:
    assert_error(api.send(**changes), 403, code, text)
    put = {"from": "12025550143", "to": ["447700900123"], "body": "hi"} | changes
    assert_error(api.call("PUT", f"/batches/{seeds.SCHEDULED_BATCH_ID}", put), 403, code, text)


@pytest.mark.parametrize("report", ["summary", "full", "per_recipient", "per_recipient_final"])
def test_every_report_needs_a_url(api: Api, report: str) -> None:
    assert_error(api.send(delivery_report=report), 403, "missing_callback_url")
    url = f"{api.info.base_url}/_callbacks/sms"
    assert api.client.post(url, json={}).status_code == 200
    assert api.send(delivery_report=report, callback_url=url).status_code == 201


def test_the_campaigns_own_sender_may_use_it(api: Api) -> None:
    assert api.send(campaign_id=plans.SANDBOX_CAMPAIGN_ID).status_code == 201


def test_update_changes_what_is_given(api: Api) -> None:
    batch_id = api.sent_id(send_at=LATER, client_reference="keep")
    api.clock.advance(60)
    changes = {"to_add": ["46701740605", "447700900123"], "to_remove": ["447700900199"], "body": "new"}
    body = api.call("POST", f"/batches/{batch_id}", changes).json()
    assert (body["id"], body["to"], body["body"]) == (batch_id, ["447700900123", "46701740605"], "new")
    assert (body["client_reference"], body["send_at"]) == ("keep", LATER)
    assert (body["created_at"], body["modified_at"]) == ("2026-01-05T10:00:00.000Z", "2026-01-05T10:01:00.000Z")
    assert_error(api.call("POST", f"/batches/{batch_id}", {"to_add": [seeds.UNKNOWN_ID]}), 403, "unknown_group")
    assert_error(api.call("POST", f"/batches/{batch_id}", {"delivery_report": "full"}), 403, "missing_callback_url")


def test_updating_a_binary_batch_needs_its_udh(api: Api) -> None:
    batch_id = api.sent_id(type="mt_binary", body="SGk=", udh="00", send_at=LATER)
    path = f"/batches/{batch_id}"
    assert_error(api.call("POST", path, {"body": "SGV5"}), 400, "syntax_constraint_violation", "udh: is required")
    assert api.call("POST", path, {"body": "SGV5", "udh": "01"}).json()["udh"] == "01"


def test_replace_drops_what_is_not_given(api: Api) -> None:
    batch_id = api.sent_id(send_at=LATER, client_reference="gone")
    api.clock.advance(60)
    message = {"from": "12025550143", "to": ["46701740605"], "body": "anew", "send_at": LATER}
    body = api.call("PUT", f"/batches/{batch_id}", message).json()
    assert (body["id"], body["to"], body["body"]) == (batch_id, ["46701740605"], "anew")
    assert "client_reference" not in body
    assert (body["created_at"], body["modified_at"]) == ("2026-01-05T10:00:00.000Z", "2026-01-05T10:01:00.000Z")


def test_after_sending_began_nothing_can_be_changed(api: Api) -> None:
    batch_id = api.sent_id(send_at=LATER)
    path = f"/batches/{batch_id}"
    assert api.call("POST", path, {"body": "still possible"}).status_code == 200
    api.clock.advance(24 * 3600)
    assert_error(api.call("POST", path, {"body": "too late"}), 403, "batch_already_dispatched")
    message = {"from": "12025550143", "to": ["447700900123"], "body": "hi"}
    assert_error(api.call("PUT", path, message), 403, "batch_already_dispatched")


def test_cancel_before_sending(api: Api) -> None:
    batch_id = api.sent_id(send_at=LATER)
    api.clock.advance(60)
    body = api.call("DELETE", f"/batches/{batch_id}").json()
    assert (body["canceled"], body["send_at"], body["modified_at"]) == (True, LATER, "2026-01-05T10:01:00.000Z")
    again = api.call("DELETE", f"/batches/{batch_id}")
    assert (again.status_code, again.json()) == (200, body)
    report = api.call("GET", f"/batches/{batch_id}/delivery_report").json()
    assert report["statuses"] == [{"code": 407, "count": 1, "status": "Cancelled"}]
    assert_error(api.call("POST", f"/batches/{batch_id}", {"body": "x"}), 403, "batch_already_dispatched")


def test_cancel_while_sending_and_after(api: Api) -> None:
    batch_id = api.sent_id()
    api.clock.advance(1)
    assert api.call("DELETE", f"/batches/{batch_id}").json()["canceled"] is True
    api.clock.advance(5)
    report = api.call("GET", f"/batches/{batch_id}/delivery_report").json()
    assert report["statuses"][0]["status"] == "Delivered"
    done = api.sent_id()
    api.clock.advance(2)
    assert_error(api.call("DELETE", f"/batches/{done}"), 409, "conflict_send_at")
    assert_error(api.call("DELETE", f"/batches/{seeds.DELIVERED_BATCH_ID}"), 409, "conflict_send_at")
    assert api.call("DELETE", f"/batches/{seeds.UNKNOWN_ID}").status_code == 404


def test_feedback_is_taken_only_where_it_was_enabled(api: Api) -> None:
    path = "/batches/{}/delivery_feedback"
    taken = api.call("POST", path.format(seeds.DELIVERED_BATCH_ID), {"recipients": []})
    assert (taken.status_code, taken.content) == (202, b"")
    some = api.call("POST", path.format(seeds.DELIVERED_BATCH_ID), {"recipients": [seeds.ADA]})
    assert some.status_code == 202
    assert api.call("POST", path.format(seeds.FAILED_BATCH_ID), {"recipients": []}).status_code == 404
    assert api.call("POST", path.format(seeds.UNKNOWN_ID), {"recipients": []}).status_code == 404
    grouped = api.sent_id(to=[seeds.GROUP_ID], feedback_enabled=True)
    assert_error(api.call("POST", path.format(grouped), {"recipients": []}), 400, "syntax_constraint_violation")


def test_dry_run_measures_after_substitution(api: Api) -> None:
    message = {
        "from": "12025550143",
        "to": ["447700900123", "46701740605"],
        "body": "Hi ${name}!",
        "parameters": {"name": {"447700900123": "Ada", "default": "✨" * 80}},
    }
    before = api.call("GET", "/batches").json()["count"]
    answer = api.call("POST", "/batches/dry_run?per_recipient=true", message)
    assert answer.json() == {
        "number_of_recipients": 2,
        "number_of_messages": 3,
        "per_recipient": [
            {"recipient": "447700900123", "number_of_parts": 1, "body": "Hi Ada!", "encoding": "text"},
            {
                "recipient": "46701740605",
                "number_of_parts": 2,
                "body": f"Hi {'✨' * 80}!",
                "encoding": "unicode",
            },
        ],
    }
    assert api.call("GET", "/batches").json()["count"] == before
    one = api.call("POST", "/batches/dry_run?per_recipient=true&number_of_recipients=1", message).json()
    assert len(one["per_recipient"]) == 1
    assert set(api.call("POST", "/batches/dry_run", message).json()) == {"number_of_recipients", "number_of_messages"}
    cut = api.call("POST", "/batches/dry_run", message | {"truncate_concat": True}).json()
    assert cut["number_of_messages"] == 2


def test_dry_run_resolves_groups_and_knows_their_absence(api: Api) -> None:
    message = {"from": "12025550143", "to": [seeds.GROUP_ID, seeds.ADA], "body": "hi"}
    assert api.call("POST", "/batches/dry_run", message).json()["number_of_recipients"] == 2
    assert_error(api.call("POST", "/batches/dry_run", message | {"to": [seeds.UNKNOWN_ID]}), 403, "unknown_group")
