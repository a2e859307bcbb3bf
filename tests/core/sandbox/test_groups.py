"""Groups and their members."""

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api, assert_error

GROUP = f"/groups/{seeds.GROUP_ID}"


def test_create_and_get(api: Api) -> None:
    auto = {"to": "12345", "add": {"first_word": "JOIN"}, "remove": {"first_word": "LEAVE", "second_word": "now"}}
    given = {
        "name": "Day shift",
        "members": ["+447700900123", "447700900123"],
        "child_groups": [seeds.GROUP_ID],
        "auto_update": auto,
    }
    answer = api.call("POST", "/groups", given)
    assert answer.status_code == 201
    body = answer.json()
    assert body == {
        "id": body["id"],
        "name": "Day shift",
        "size": 1,
        "created_at": "2026-01-05T10:00:00.000Z",
        "modified_at": "2026-01-05T10:00:00.000Z",
        "child_groups": [seeds.GROUP_ID],
        "auto_update": auto,
    }
    assert api.call("GET", f"/groups/{body['id']}").json() == body
    assert api.call("GET", f"/groups/{body['id']}/members").json() == ["447700900123"]
    assert api.call("GET", "/groups").json()["groups"][0] == body


def test_an_empty_body_is_a_group(api: Api) -> None:
    body = api.call("POST", "/groups", {}).json()
    assert set(body) == {"id", "size", "created_at", "modified_at"}


def test_update_adds_before_it_removes(api: Api) -> None:
    api.clock.advance(60)
    changes = {"add": ["447700900199", seeds.ADA], "remove": ["447700900199", "447700900198"]}
    body = api.call("POST", GROUP, changes).json()
    assert (body["size"], body["name"], body["modified_at"]) == (2, "Night shift", "2026-01-05T10:01:00.000Z")
    assert "name" not in api.call("POST", GROUP, {"name": None}).json()
    assert api.call("POST", GROUP, {"name": "Renamed"}).json()["name"] == "Renamed"
    emptied = api.call("POST", GROUP, {"remove_from_group": seeds.SPARE_GROUP_ID}).json()
    assert emptied["size"] == 1
    assert api.call("POST", GROUP, {"add_from_group": seeds.SPARE_GROUP_ID}).json()["size"] == 2
    api.call("POST", GROUP, {"auto_update": {"to": "12345"}})
    assert "auto_update" not in api.call("POST", GROUP, {"auto_update": None}).json()


def test_replace_keeps_only_what_is_given(api: Api) -> None:
    body = api.call("PUT", GROUP, {"members": ["447700900124"]}).json()
    assert (body["id"], body["size"]) == (seeds.GROUP_ID, 1)
    assert "name" not in body


def test_delete(api: Api) -> None:
    answer = api.call("DELETE", GROUP)
    assert (answer.status_code, answer.content) == (200, b"")
    assert api.call("GET", GROUP).status_code == 404
    assert api.call("DELETE", GROUP).status_code == 404


def test_names_are_unique(api: Api) -> None:
    text = "Another group is already named 'Night shift'."
    assert_error(api.call("POST", "/groups", {"name": "Night shift"}), 403, "conflict_group_name", text)
    spare = f"/groups/{seeds.SPARE_GROUP_ID}"
    assert_error(api.call("PUT", spare, {"name": "Night shift", "members": []}), 403, "conflict_group_name", text)
    assert api.call("PUT", GROUP, {"name": "Night shift", "members": []}).status_code == 200


def test_unknown_groups_are_references_here_and_resources_there(api: Api) -> None:
    for body in ({"add_from_group": seeds.UNKNOWN_ID}, {"remove_from_group": seeds.UNKNOWN_ID}):
        assert_error(api.call("POST", GROUP, body), 403, "unknown_group")
    assert_error(api.call("POST", "/groups", {"child_groups": [seeds.UNKNOWN_ID]}), 403, "unknown_group")
    assert api.call("POST", f"/groups/{seeds.UNKNOWN_ID}", {}).status_code == 404
    assert api.call("PUT", f"/groups/{seeds.UNKNOWN_ID}", {"members": []}).status_code == 404


def test_a_message_to_a_group_reaches_the_members_of_its_children(api: Api) -> None:
    parent = api.call("POST", "/groups", {"members": ["447700900124"], "child_groups": [seeds.GROUP_ID]}).json()["id"]
    api.call("PUT", GROUP, {"members": [seeds.ADA], "child_groups": [parent]})
    batch_id = api.sent_id(to=[parent])
    report = api.call("GET", f"/batches/{batch_id}/delivery_report?type=full").json()
    assert report["statuses"][0]["recipients"] == ["447700900124", seeds.ADA]
