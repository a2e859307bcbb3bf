"""Every request of the Failure lab is opened in the tree, sent to the real sandbox, and explained on the screen."""

import json
import re
import urllib.request

import pytest

from explorer import assets
from explorer.core.model.diagnosis import Standing
from tests.driver import Driver

ROWS = json.loads(assets.text("examples/failure-lab.json"))
REASONS = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

# What the API's own page says of a status or code, as words that an explanation cannot do without.
MEANINGS = {
    400: "conform to the API",
    401: "token .*service plan",
    403: "syntax is valid.*cannot be performed",
    404: "path is invalid.*no resource",
    405: "path is valid.*not for this method",
    409: "cannot be cancelled",
    415: "Content-Type.*missing.*application/json",
    429: "too many outstanding requests",
    500: "unexpected internal error.*not processed",
    503: "cannot perform the request.*subsystem",
    "syntax_invalid_json": "JSON.*not fit the API",
    "syntax_invalid_parameter_format": "format",
    "syntax_constraint_violation": "constraint.*required field",
    "unknown_group": "group ID.*unknown.*deleted",
    "unknown_campaign": "campaign ID.*sender",
    "missing_callback_url": "no URL",
    "illegal_number_type": "number.*not allowed.*region",
    "blocked_account": "account is blocked",
    "batch_already_dispatched": "already being sent",
    "conflict_group_name": "group already has this name",
    "conflict_send_at": "time of sending",
}
RFC = re.compile(r"RFC \d{4}, [\d.]+")
FAULTY_NODE = dict.fromkeys((400, 401, 403, 404, 405, 409, 415), "Request") | dict.fromkeys((429, 500, 503), "Server")


def fresh(driver: Driver) -> None:
    """Forget what other rows left in the sandbox."""
    info = driver.explorer.bridge.sandbox.info
    assert info is not None
    request = urllib.request.Request(f"{info.base_url}/_sandbox/reset", method="POST")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        assert answer.status == 204


def test_every_documented_status_and_code_has_a_row() -> None:
    assert {row["status"] for row in ROWS} == set(REASONS)
    assert {row["code"] for row in ROWS} - {None} == {name for name in MEANINGS if isinstance(name, str)}
    assert len({row["key"] for row in ROWS}) == len(ROWS) >= 65


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['status']} {row['title']}")
def test_row(shared_driver: Driver, row: dict) -> None:
    driver, status = shared_driver, row["status"]
    fresh(driver)
    driver.open_request(row["key"])
    driver.send()
    assert driver.pill() == f"{status} {REASONS[status]}"
    if status < 400:
        assert_success(driver)
    else:
        assert_explained(driver, status, row["code"])
    driver.press("Ctrl+W")
    assert row["title"] not in " ".join(driver.tab_titles())


def test_no_way_out_is_offered_twice(shared_driver: Driver) -> None:
    driver = shared_driver
    driver.open_request("Failure lab/503 Service Unavailable/Down for the moment.yml")
    driver.send()
    titles = [remedy.title for remedy in driver.page.shown.diagnosis.remedies]
    driver.press("Ctrl+W")
    assert len(set(titles)) == len(titles), titles


def assert_success(driver: Driver) -> None:
    """Nothing is called a failure, also when the body holds codes that look like statuses."""
    page = driver.page
    assert not page.shown.diagnosis.is_error
    assert page.result.tabs.current == "body"
    assert page.result.body.isVisible()
    assert not page.composer.bar.url.faults()
    if "Diagnosis" in driver.result_tabs():
        page.result.select_tab("diagnosis")
        assert re.search(r"\b40\d ", driver.diagnosis()), "a diagnosis of a success explains codes in its body"
        assert not driver.section("Fix")


def assert_explained(driver: Driver, status: int, code: str | None) -> None:
    assert driver.result_tabs()[0] == "Diagnosis"
    assert driver.page.result.diagnosis.isVisible(), "a failure opens its diagnosis by itself"
    assert_what(driver.section("What"), status, code)
    diagnosis = driver.page.shown.diagnosis
    assert diagnosis.is_error
    assert diagnosis.code == code
    headline = driver.headline()
    assert 12 < len(headline) <= 170
    assert headline.endswith(".")
    assert_headline_names_the_matter(headline, diagnosis)
    assert diagnosis.effect
    assert diagnosis.effect.replace("`", "") in driver.diagnosis()
    assert_nodes(driver.nodes(), FAULTY_NODE[status])
    assert diagnosis.causes or diagnosis.remedies, "a failure has a reason or a way out"
    assert driver.section("Seen before")


def assert_what(what: str, status: int, code: str | None) -> None:
    assert f"{status} {REASONS[status]}" in what
    assert re.search(MEANINGS[status], what, re.DOTALL)
    assert RFC.search(what), "the section of the standard is linked"
    if code:
        assert code in what
        assert re.search(MEANINGS[code], what, re.DOTALL)


def assert_headline_names_the_matter(headline: str, diagnosis) -> None:
    """The field at fault, else a cause found by a test, else the status's meaning: never a bare "Bad Request"."""
    assert headline.rstrip(".") not in REASONS.values()
    fields = [problem.field.replace("'", "") for problem in diagnosis.problems if problem.field]
    sure = [cause for cause in diagnosis.causes if cause.standing in (Standing.CONFIRMED, Standing.LIKELY)]
    if fields and sure and diagnosis.code != "illegal_number_type":
        values = [problem.place.name for problem in diagnosis.problems if problem.place]
        assert any(word.split("[")[0] in headline for word in fields + values) or diagnosis.code in _NAMED_BY_CODE


_NAMED_BY_CODE = {"unknown_group", "unknown_campaign", "conflict_group_name", "missing_callback_url"}


def assert_nodes(nodes: str, faulty: str) -> None:
    """The strip names three nodes in order; the faulty one does not claim that nothing is wrong with it."""
    match = re.fullmatch(r"Request: (.+?)\. Connection: (.+?)\. Server: (.+?)\.", nodes)
    assert match, nodes
    request, connection, server = match.groups()
    assert connection.startswith(("Reached in", "Already open"))
    if faulty == "Request":
        assert request != "Nothing wrong"
        assert server.startswith("Answered in")
    else:
        assert request == "Nothing wrong"
        assert not server.startswith("Answered in")
