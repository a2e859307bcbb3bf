"""Every error code and status of the API is explained, with the field it points to and a way out."""

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.diagnosis import Diagnosis, RemedyKind, Standing
from explorer.core.model.exchange import Exchange
from tests.core.diagnosis.exchanges import PREFIX, answered, context, error, request

ID = "01KDWGCZ7RE0ZBGJ09TQM83XSS"
BODY = '{"from": "12345", "to": ["46701740605"], "body": "hi", "campaign_id": "C9", "name": "Night shift"}'


def posted(body: str, *answer: object, path: str = "/batches", method: str = "POST") -> Exchange:
    return answered(request(method, path, body), *answer)


CODES = [
    (
        posted('{"from": "1", "to": ["4670"], "body": "hi"', *error(400, "syntax_invalid_json", "Could not read it.")),
        "The JSON breaks in line 1: the `{` of line 1 is not closed.",
        "",
    ),
    (
        posted(
            '{"to": ["+1"], "body": "hi"}',
            *error(
                400,
                "syntax_invalid_parameter_format",
                "The format of parameter 'to[0]' is invalid; value '+1' is not a valid MSISDN or group ID.",
            ),
        ),
        "`to[0]` is not a phone number or group ID: `+1` is too short.",
        "to[0]",
    ),
    (
        posted('{"from": "1", "body": "hi"}', *error(400, "syntax_constraint_violation", "to: is required")),
        "`to` is missing. A batch needs 1 to 1000 recipients.",
        "to",
    ),
    (
        posted(
            '{"to": ["46701740605", "' + ID + '"]}', *error(403, "unknown_group", f"Group '{ID}' is unknown or deleted")
        ),
        f"The group `{ID}` is unknown or deleted.",
        "to[1]",
    ),
    (
        posted(BODY, *error(403, "unknown_campaign", "no")),
        "The campaign `C9` does not belong to the sender `12345`.",
        "campaign_id",
    ),
    (
        posted(
            '{"to": ["46701740605"], "body": "x", "delivery_report": "full"}',
            *error(403, "missing_callback_url", "Requesting delivery report without any callback URL."),
        ),
        "`delivery_report` is `full`, but there is no URL to send the report to.",
        "callback_url",
    ),
    (
        posted(BODY, *error(403, "illegal_number_type", "from: kind of number")),
        "This kind of number is not allowed in the region.",
        "from",
    ),
    (
        posted(BODY, *error(403, "llegal_number_type", "kind of number")),
        "This kind of number is not allowed in the region.",
        "from",
    ),
    (posted(BODY, *error(403, "blocked_account", "blocked")), "The account is blocked.", ""),
    (
        posted(BODY, *error(403, "batch_already_dispatched", "sent"), path=f"/batches/{ID}"),
        "The batch is already being sent, so it cannot be changed.",
        "",
    ),
    (
        posted(BODY, *error(403, "conflict_group_name", "taken"), path="/groups"),
        "Another group already has the name `Night shift`.",
        "name",
    ),
    (
        answered(request("DELETE", f"/batches/{ID}", None), *error(409, "conflict_send_at", "late")),
        "It is too late to cancel this batch.",
        "",
    ),
]


@pytest.mark.parametrize(("exchange", "headline", "field"), CODES, ids=lambda value: str(value)[:30])
def test_every_code_is_explained(exchange: Exchange, headline: str, field: str) -> None:
    found = diagnose(exchange, context())
    assert found.headline == headline
    assert found.code_meaning is not None
    assert found.code_meaning.api == "Sinch SMS API"
    assert [problem.field for problem in found.problems if problem.field] == ([field] if field else [])
    assert all(problem.place is not None for problem in found.problems)
    assert found.causes[0].standing in (Standing.CONFIRMED, Standing.LIKELY)
    assert found.remedies
    assert found.retry.retryable is False
    assert found.retry.safe


STATUSES = [
    (401, "The token is not valid for this service plan."),
    (404, f"No batch has the ID `{ID}`."),
    (405, "This path does not take `GET`. It takes `POST`, `PUT` and `DELETE`."),
    (409, "The request does not fit the present state of the resource."),
    (429, "Too many requests."),
    (500, "The server met a fault it did not expect."),
    (503, "The service is unavailable for now."),
]


@pytest.mark.parametrize("status", [401, 403, 404, 405, 409, 415, 429, 500, 503, 400])
def test_every_status_without_a_body_is_explained(status: int) -> None:
    found = diagnose(answered(request("POST", f"/batches/{ID}"), status), context())
    assert found.status is not None
    assert found.status.api_meaning
    assert found.headline.endswith(".")
    assert found.causes
    assert found.remedies
    assert found.label == str(status)


def of(status: int, method: str = "POST", path: str = "/batches", **rest: object) -> Diagnosis:
    body = None if method in ("GET", "DELETE") else '{"to": ["46701740605"], "body": "x"}'
    return diagnose(answered(request(method, path, body), status, **rest), context())  # type: ignore[arg-type]


def test_500_was_not_processed() -> None:
    found = of(500)
    assert found.effect == "The API states that nothing was processed, so a retry is safe."
    assert (found.retry.retryable, found.retry.safe) == (None, True)
    assert found.remedies[0].kind is RemedyKind.RETRY
    assert found.remedies[0].title == "Send it again: nothing was processed"
    assert [fix.kind for fix in found.remedies].count(RemedyKind.RETRY) == 1


def test_503_leaves_the_outcome_open() -> None:
    found = of(503)
    assert found.retry.retryable is True
    assert found.retry.safe is False
    assert "a message may have been sent" in found.effect
    assert found.remedies[0].action == "Open List batches"
    assert of(503, "GET").retry.safe


def test_429_without_a_pause_offers_a_growing_one() -> None:
    found = of(429)
    assert (found.headline, found.retry.after_s) == ("Too many requests.", None)
    assert found.remedies[0].kind is RemedyKind.WAIT


def test_405_names_what_the_path_takes() -> None:
    found = of(405, "DELETE", "/batches", headers={"Allow": "GET, POST"})
    assert found.headline == "This path does not take `DELETE`. It takes `GET` and `POST`."
    assert [fix.edits[0].after for fix in found.remedies] == ["POST", "GET"]
    by_catalog = of(405, "DELETE", "/batches")
    assert by_catalog.headline == "This path does not take `DELETE`. It takes `POST` and `GET`."


def test_405_for_patch_says_that_post_updates() -> None:
    found = of(405, "PATCH", f"/batches/{ID}", headers={"Allow": "GET, POST, PUT, DELETE"})
    assert found.headline == "The API has no `PATCH`. An update is a `POST` on the ID."
    assert (found.remedies[0].edits[0].before, found.remedies[0].edits[0].after) == ("PATCH", "POST")


def test_400_for_a_malformed_plan() -> None:
    written = request("POST", "{{base_url}}/xms/v1/{{service_plan_id}}/batches")
    body = {"timestamp": "2026-01-01T10:07:07.000+00:00", "status": 400, "error": "Bad Request", "path": "/xms/v1/%25"}
    found = diagnose(answered(written, 400, body, values={"service_plan_id": "%25%26%21"}), context())
    assert found.headline == "The service plan ID holds characters that are not allowed."
    place = found.problems[0].place
    assert place is not None
    assert written.url[place.start : place.end] == "{{service_plan_id}}"
    assert PREFIX in written.url


def test_statuses_are_explained_as_the_reference_does() -> None:
    meanings = {status: of(status).status for status in (400, 401, 403, 404, 405, 415, 429, 500, 503)}
    for status, words in {
        400: "does not conform to the API",
        401: "not valid for this service plan",
        403: "cannot be performed",
        404: "no resource has this ID",
        405: "not for this method",
        415: "`Content-Type` header is missing",
        429: "too many outstanding requests",
        500: "was not processed",
        503: "subsystem",
    }.items():
        meaning = meanings[status]
        assert meaning is not None
        assert words in meaning.api_meaning


@pytest.mark.parametrize(("status", "headline"), STATUSES)
def test_headlines_of_bare_statuses(status: int, headline: str) -> None:
    path = f"/batches/{ID}" if status == 404 else f"/batches/{ID}/delivery_feedback"
    if status == 405:
        found = diagnose(answered(request("GET", f"/batches/{ID}", None), 405, headers={"Allow": "POST, PUT, DELETE"}))
    elif status in (409, 500):
        found = diagnose(answered(request("POST", "https://api.example.com/x"), status))
    else:
        found = diagnose(answered(request("GET" if status == 404 else "POST", path), status), context())
    assert found.headline == headline
