"""Statuses, the method map and the order of checks."""

import pytest

from explorer.core.sandbox import plans, seeds
from tests.core.sandbox.conftest import Api, assert_error

BATCH, GROUP, INBOUND = seeds.SCHEDULED_BATCH_ID, seeds.GROUP_ID, seeds.INBOUND_ID
ALLOWED = {
    "/batches": "GET, POST",
    "/batches/dry_run": "POST",
    f"/batches/{BATCH}": "DELETE, GET, POST, PUT",
    f"/batches/{BATCH}/delivery_feedback": "POST",
    f"/batches/{BATCH}/delivery_report": "GET",
    f"/batches/{BATCH}/delivery_report/447700900123": "GET",
    "/delivery_reports": "GET",
    "/inbounds": "GET",
    f"/inbounds/{INBOUND}": "GET",
    "/groups": "GET, POST",
    f"/groups/{GROUP}": "DELETE, GET, POST, PUT",
    f"/groups/{GROUP}/members": "GET",
}
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PURGE")
REFUSED = [
    (method, path, allow) for path, allow in ALLOWED.items() for method in METHODS if method not in allow.split(", ")
]


@pytest.mark.parametrize(("method", "path", "allow"), REFUSED)
def test_other_methods_are_refused_with_the_allowed_ones(api: Api, method: str, path: str, allow: str) -> None:
    answer = api.call(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
    if method != "HEAD":
        assert answer.json() | {"timestamp": ""} == {
            "timestamp": "",
            "status": 405,
            "error": "Method Not Allowed",
            "path": f"/xms/v1/{plans.SANDBOX_PLAN_ID}{path}",
        }


def test_there_are_twenty_operations() -> None:
    assert sum(len(allow.split(", ")) for allow in ALLOWED.values()) == 20


def test_every_answer_names_its_application(api: Api) -> None:
    for path in ("/groups", "/nothing", "/batches/dry_run"):
        assert api.call("GET", path).headers["x-application-context"] == f"application:sandbox:{api.info.port}"
    health = api.client.get(f"{api.info.base_url}/_sandbox/health")
    assert health.headers["x-application-context"] == f"application:sandbox:{api.info.port}"
    assert "server" not in health.headers


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer wrong",
        f"Basic {plans.SANDBOX_TOKEN}",
        plans.SANDBOX_TOKEN,
        f"Bearer Bearer {plans.SANDBOX_TOKEN}",
        f"Bearer {plans.BLOCKED_TOKEN}",
        "Bearer \xe4",
    ],
)
def test_a_token_that_is_not_the_plans_own_is_401(api: Api, authorization: str) -> None:
    answer = api.call("GET", "/groups", headers={"Authorization": authorization.encode("latin-1")})
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_no_authorization_and_an_unknown_plan_are_401(api: Api) -> None:
    base = f"{api.info.base_url}/xms/v1"
    assert api.client.get(f"{base}/{api.info.service_plan_id}/groups").status_code == 401
    token = {"Authorization": f"bearer {api.info.token}"}
    assert api.client.get(f"{base}/{'0' * 32}/groups", headers=token).status_code == 401
    assert api.client.get(f"{base}/{api.info.service_plan_id}/groups", headers=token).status_code == 200


def test_an_illegal_plan_id_gets_a_spring_body(api: Api) -> None:
    answer = api.client.get(f"{api.info.base_url}/xms/v1/%25%26%21/batches")
    assert answer.status_code == 400
    assert answer.json() == {
        "timestamp": "2026-01-05T10:00:00.000+00:00",
        "status": 400,
        "error": "Bad Request",
        "path": "/xms/v1/%25%26%21/batches",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/batchs",
        "/batches/",
        "/",
        "",
        "//batches",
        f"/batches/{seeds.UNKNOWN_ID}",
        f"/groups/{seeds.UNKNOWN_ID}",
        f"/groups/{seeds.UNKNOWN_ID}/members",
        f"/inbounds/{seeds.UNKNOWN_ID}",
        f"/batches/{seeds.UNKNOWN_ID}/delivery_report",
        f"/batches/{seeds.DELIVERED_BATCH_ID}/delivery_report/447700900999",
        f"/groups/{seeds.GROUP_ID}/tags",
    ],
)
def test_unknown_paths_and_ids_are_404_without_a_body(api: Api, path: str) -> None:
    answer = api.call("GET", path)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    "path", ["/", "/xms", "/xms/v1", "/xms/v1/plan", "/v1/sms/447700900123", "/xms/v1/v1/x/batches"]
)
def test_paths_outside_the_api_are_404(api: Api, path: str) -> None:
    assert api.client.get(api.info.base_url + path).status_code == 404


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"]
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/batches"), ("PUT", f"/groups/{GROUP}"), ("POST", "/groups")])
def test_another_content_type_is_415(api: Api, method: str, path: str, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = api.call(method, path, content=b'{"members":[]}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["error"] == "Unsupported Media Type"


def test_json_with_a_charset_is_taken(api: Api) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert api.call("POST", "/groups", content=b"{}", headers=headers).status_code == 201


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_fault_header_gives_its_status(api: Api, status: int) -> None:
    plain = api.call("GET", "/groups", headers={"X-Sandbox-Fault": str(status)})
    assert (plain.status_code, plain.json()["status"]) == (status, status)
    assert "retry-after" not in plain.headers
    waiting = api.call("GET", "/groups", headers={"X-Sandbox-Fault": f"{status}; retry-after=20"})
    assert (waiting.status_code, waiting.headers["retry-after"]) == (status, "20")


def test_another_fault_is_explained(api: Api) -> None:
    answer = api.call("GET", "/groups", headers={"X-Sandbox-Fault": "418"})
    assert answer.status_code == 400
    assert "429, 500 or 503" in answer.json()["message"]


def test_the_order_of_checks(api: Api) -> None:
    """Each request is wrong in everything that comes later too."""
    base = f"{api.info.base_url}/xms/v1"
    bad, plan = f"{base}/%25%26%21", f"{base}/{api.info.service_plan_id}"
    good = {"Authorization": f"Bearer {api.info.token}"}
    json = good | {"Content-Type": "application/json"}
    ask = api.client.request
    assert ask("PATCH", f"{bad}/nothing", headers={"X-Sandbox-Fault": "503"}).status_code == 503
    assert ask("PATCH", f"{bad}/nothing").status_code == 404
    assert ask("PATCH", f"{bad}/batches").status_code == 405
    assert ask("POST", f"{bad}/batches").status_code == 400
    assert ask("POST", f"{plan}/batches", content=b"{").status_code == 401
    assert ask("POST", f"{plan}/batches", content=b"{", headers=good).status_code == 415
    unknown = f"{plan}/batches/{seeds.UNKNOWN_ID}"
    assert_error(ask("PUT", unknown, content=b"{", headers=json), 400, "syntax_invalid_json")
    types = b'{"to":"+1","body":"x"}'
    assert_error(ask("PUT", unknown, content=types, headers=json), 400, "syntax_invalid_json")
    limits = b'{"to":["+1"],"body":"x"}'
    assert_error(ask("PUT", unknown, content=limits, headers=json), 400, "syntax_constraint_violation")
    formats = b'{"to":["+1"],"body":"x","from":"12025550143"}'
    assert_error(ask("PUT", unknown, content=formats, headers=json), 400, "syntax_invalid_parameter_format")
    reference = f'{{"to":["{seeds.UNKNOWN_ID}"],"body":"x","from":"12025550143"}}'.encode()
    assert ask("PUT", unknown, content=reference, headers=json).status_code == 404
    dispatched = f"{plan}/batches/{seeds.DELIVERED_BATCH_ID}"
    assert_error(ask("PUT", dispatched, content=reference, headers=json), 403, "batch_already_dispatched")
    pending = f"{plan}/batches/{BATCH}"
    assert_error(ask("PUT", pending, content=reference, headers=json), 403, "unknown_group")


def test_a_body_over_the_bound_is_413(api: Api) -> None:
    content = b" " * (9 * 1024 * 1024)
    answer = api.call("POST", "/batches", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_the_connection_is_kept_after_a_refused_body(api: Api) -> None:
    for _ in range(3):
        content = b"[" * 300_000
        assert api.call("POST", "/batches", content=content, headers={"Content-Type": "text/plain"}).status_code == 415
    assert api.call("GET", "/groups").status_code == 200


def test_the_blocked_plan_reads_but_does_not_send(api: Api) -> None:
    headers = {"Authorization": f"Bearer {plans.BLOCKED_TOKEN}"}
    url = f"{api.info.base_url}/xms/v1/{plans.BLOCKED_PLAN_ID}/batches"
    assert api.client.get(url, headers=headers).json()["count"] == 0
    message = {"from": "12025550143", "to": ["447700900123"], "body": "hi"}
    assert_error(api.client.post(url, headers=headers, json=message), 403, "blocked_account")
