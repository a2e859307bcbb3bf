"""The API's rules, each both ways: the cause is found where it is, and not where it is not."""

import json
from typing import Any

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.context import Context
from explorer.core.model.diagnosis import Diagnosis, Remedy, RemedyKind, Standing
from explorer.core.model.request import Request, TextBody
from tests.core.diagnosis.exchanges import TOKEN, answered, context, error, request

ID = "01KDWFZY80M9S346Q3D25VT4F5"
CONSTRAINT = "syntax_constraint_violation"
FORMAT = "syntax_invalid_parameter_format"
GOOD: dict[str, Any] = {"from": "12345", "to": ["46701740605"], "body": "hi"}


def of(body: Any, code: str = CONSTRAINT, text: str = "no", path: str = "/batches", method: str = "POST") -> Diagnosis:
    typed = body if isinstance(body, str) else json.dumps(body)
    status = 400 if code.startswith("syntax") else 403
    return diagnose(answered(request(method, path, typed), *error(status, code, text)), context())


def standing(found: Diagnosis, id: str) -> Standing | None:
    return next((cause.standing for cause in found.causes if cause.id == id), None)


def applied(written: Request, fix: Remedy) -> Any:
    edit = fix.edits[0]
    assert isinstance(written.body, TextBody)
    text = written.body.text
    assert text[edit.start : edit.end] == edit.before
    return json.loads(text[: edit.start] + edit.after + text[edit.end :])


LIMITS = [
    ({**GOOD, "to": []}, "/batches", "sms.to-empty", "`to` is empty. A batch needs 1 to 1000 recipients."),
    (
        {**GOOD, "to": ["46701740605"] * 1001},
        "/batches",
        "sms.to-limit",
        "`to` has 1001 elements. A batch needs 1 to 1000 recipients.",
    ),
    (
        {**GOOD, "body": "x" * 2001},
        "/batches",
        "sms.body-limit",
        "`body` has 2001 characters. A text message takes at most 2000 characters.",
    ),
    (
        {"name": "n" * 21},
        "/groups",
        "sms.name-limit",
        "`name` has 21 characters. A group name needs 1 to 20 characters.",
    ),
    (
        {"child_groups": [ID] * 11},
        "/groups",
        "sms.child_groups-limit",
        "`child_groups` has 11 elements. A group takes at most 10 groups.",
    ),
    (
        {"to_add": ["46701740605"] * 101},
        f"/batches/{ID}",
        "sms.to_add-limit",
        "`to_add` has 101 elements. An update needs 1 to 100 recipients.",
    ),
    ({**GOOD, "from_ton": 7}, "/batches", "sms.from_ton-limit", "`from_ton` is 7. The API allows at most 6."),
]


@pytest.mark.parametrize(("body", "path", "id", "headline"), LIMITS, ids=lambda value: str(value)[:20])
def test_limits_that_are_broken(body: Any, path: str, id: str, headline: str) -> None:
    found = of(body, path=path)
    assert standing(found, id) is Standing.CONFIRMED
    assert found.headline == headline


def test_limits_that_are_kept_are_ruled_out_with_the_measure() -> None:
    found = of({**GOOD, "expire_at": "2026-01-01T00:00:00Z", "send_at": "2026-01-02T00:00:00Z"})
    assert found.headline == "`expire_at` is before `send_at`."
    texts = [cause.text for cause in found.causes if cause.standing is Standing.RULED_OUT]
    assert "`to` has too few or too many entries: it has 1, the API allows 1 to 1000" in texts
    assert "`body` is longer than 2000 characters: it has 2" in texts


def test_expiry_both_ways() -> None:
    later = of({**GOOD, "to": [], "send_at": "2027-01-01T00:00:00Z", "expire_at": "2027-01-02T00:00:00Z"})
    assert standing(later, "sms.expire-before-send") is Standing.RULED_OUT
    past = of({**GOOD, "expire_at": "2020-01-01T00:00:00Z"})
    assert past.headline == "`expire_at` is before the time of sending."


def test_pages_are_limited() -> None:
    found = diagnose(
        answered(request("GET", "/batches?page_size=101", None), *error(400, CONSTRAINT, "page_size: too big"))
    )
    assert found.headline == "`page_size` is 101. A page needs 1 to 100."
    place = found.problems[0].place
    assert place is not None
    assert place.crumbs == ("Params", "page_size")


def test_required_fields() -> None:
    assert (
        of({"from": "1", "to": ["46701740605"]}).headline
        == "`body` is missing. A text message takes at most 2000 characters."
    )
    replaced = of({}, path=f"/groups/{ID}", method="PUT")
    assert replaced.headline == "`members` is missing. A group takes at most 10000 members."
    both = of({})
    assert [problem.field for problem in both.problems] == ["to", "body"]
    assert both.nodes[0].caption == "2 fields at fault"


def test_binary_messages() -> None:
    found = of({**GOOD, "type": "mt_binary"})
    assert found.headline == "`udh` is missing. A binary message requires it."
    long = of({**GOOD, "type": "mt_binary", "udh": "00" * 70, "body": "QUJD" * 30})
    assert long.headline == "`body` and `udh` have 160 bytes together. A binary message takes 140."
    fits = of({**GOOD, "type": "mt_binary", "udh": "00", "body": "QUJD"})
    assert standing(fits, "sms.body-limit") is None


TYPES = [
    ({**GOOD, "to": "46701740605"}, "sms.to-type", {**GOOD, "to": ["46701740605"]}),
    ({**GOOD, "flash_message": "true"}, "sms.flash_message-type", {**GOOD, "flash_message": True}),
    ({**GOOD, "from_ton": "1"}, "sms.from_ton-type", {**GOOD, "from_ton": 1}),
    ({**GOOD, "from": 12345}, "sms.from-type", {**GOOD, "from": "12345"}),
]


@pytest.mark.parametrize(("body", "id", "mended"), TYPES, ids=lambda value: str(value)[-24:])
def test_wrong_types_are_found_and_mended(body: Any, id: str, mended: Any) -> None:
    found = of(body, "syntax_invalid_json")
    assert standing(found, id) is Standing.CONFIRMED
    assert standing(found, "json.broken") is Standing.RULED_OUT
    written = request(body=json.dumps(body))
    assert applied(written, found.remedies[0]) == mended


def test_a_body_that_is_no_object() -> None:
    assert of([GOOD], "syntax_invalid_json").headline == "The body must be a JSON object, and a list was sent."


NUMBERS = [
    ("+1", "is too short"),
    ("", "is empty"),
    ("0701740605", "begins with a national 0"),
    ("46701740605,46701740606", "holds more than one number"),
    ("46.70.174.06.05", "holds a character that is not ignored"),
    ("Anna Berg", "is a name"),
    ("4670174060512345678", "has 19 digits"),
]


@pytest.mark.parametrize(("value", "words"), NUMBERS)
def test_numbers_and_why_they_are_none(value: str, words: str) -> None:
    text = f"The format of parameter 'to[1]' is invalid; value '{value}' is not a valid MSISDN or group ID."
    found = of({**GOOD, "to": ["46701740605", value]}, FORMAT, text)
    assert words in found.headline
    assert found.problems[0].field == "to[1]"
    assert found.nodes[0].caption == "1 field at fault"


@pytest.mark.parametrize("value", ["46701740605", "+46 70-174 06 05", "0046701740605", "12345", ID, "abc_DEF-123456"])
def test_good_recipients_are_not_blamed(value: str) -> None:
    found = of({**GOOD, "to": [value]}, FORMAT, "something else")
    assert standing(found, "sms.format.to[0]") is None
    assert standing(found, "sms.format.to") is Standing.RULED_OUT


def test_separators_are_taken_out() -> None:
    body = {**GOOD, "to": ["46.70.174.06.05"]}
    found = of(body, FORMAT)
    assert applied(request(body=json.dumps(body)), found.remedies[0])["to"] == ["46701740605"]


FORMATS = [
    ({**GOOD, "send_at": "tomorrow"}, "send_at"),
    ({**GOOD, "callback_url": "not a url"}, "callback_url"),
    ({**GOOD, "delivery_report": "all"}, "delivery_report"),
    ({**GOOD, "type": "sms"}, "type"),
]


@pytest.mark.parametrize(("body", "field"), FORMATS, ids=lambda value: str(value)[-20:])
def test_other_formats(body: Any, field: str) -> None:
    found = of(body, FORMAT)
    assert [problem.field for problem in found.problems] == [field]
    assert found.headline.startswith(f"`{field}` is not ")


QUERIES = [
    ("POST", "/batches/dry_run?per_recipient=tru", "'tru' is not a valid boolean", "per_recipient", "true"),
    ("GET", f"/batches/{ID}/delivery_report?type=report", "'report' is not a valid report type", "type", "full"),
    ("GET", "/batches?start_date=yesterday", "'yesterday' is not a valid date", "start_date", None),
    ("GET", "/groups?page=first", "'first' is not a valid number", "page", None),
]


@pytest.mark.parametrize(("method", "path", "text", "name", "after"), QUERIES)
def test_queries(method: str, path: str, text: str, name: str, after: str | None) -> None:
    written = request(method, path, None if method == "GET" else json.dumps(GOOD))
    found = diagnose(answered(written, *error(400, FORMAT, text)), context())
    place = found.problems[0].place
    assert place is not None
    assert (found.problems[0].field, place.crumbs) == (name, ("Params", name))
    assert written.url[place.start : place.end] == path.rpartition("=")[2]
    if after:
        assert found.remedies[0].edits[0].after == after


def test_a_good_query_is_not_blamed() -> None:
    found = diagnose(answered(request("GET", "/batches?page=1&start_date=2026-01-05", None), *error(400, FORMAT, "x")))
    assert not [cause for cause in found.causes if cause.id.startswith("sms.query")]


def test_a_raw_plus_is_percent_encoded() -> None:
    written = request("GET", "/batches?from=+46701740605", None)
    found = diagnose(answered(written, *error(400, FORMAT, "from: no")), context())
    assert found.headline == "The plus in `from` is read as a blank."
    assert found.remedies[0].edits[0].after == "%2B46701740605"
    good = request("GET", "/batches?from=%2B46701740605", None)
    assert "plus" not in diagnose(answered(good, *error(400, FORMAT, "from: no"))).headline


def test_an_id_quoted_by_the_server_is_found_in_the_path() -> None:
    written = request("GET", "/batches/{{batch_id}}", None)
    exchange = answered(written, *error(400, FORMAT, "'foo!' is not a valid identifier"), values={"batch_id": "foo!"})
    place = diagnose(exchange, context()).problems[0].place
    assert place is not None
    assert written.url[place.start : place.end] == "{{batch_id}}"


def test_a_group_by_name_is_told_from_an_id() -> None:
    named = of({**GOOD, "to": ["night-shift"]}, "unknown_group", "Group 'night-shift' is unknown or deleted")
    assert standing(named, "sms.group-name") is Standing.LIKELY
    by_id = of({**GOOD, "to": [ID]}, "unknown_group", f"Group '{ID}' is unknown or deleted")
    assert standing(by_id, "sms.group-name") is None


def test_a_group_that_was_accepted_before_was_deleted() -> None:
    body = json.dumps({**GOOD, "to": [ID]})
    last = answered(request(body=body), 201, {"id": "x"})
    refused = answered(request(body=body), *error(403, "unknown_group", f"Group '{ID}' is unknown or deleted"))
    found = diagnose(refused, context(last_success=last))
    assert "the same ID was accepted on 23 Nov" in found.causes[0].text


def test_groups_are_looked_up() -> None:
    body = '{"to": ["{{group_id}}"], "body": "x"}'
    refused = answered(
        request(body=body), *error(403, "unknown_group", f"Group '{ID}' is unknown"), values={"group_id": ID}
    )
    found = diagnose(refused, context())
    assert [fix.action for fix in found.remedies] == ["Open List groups", "Open Create a group", "Open environments"]
    assert found.remedies[0].target == "List groups.yml"
    assert standing(found, "sms.group-variable") is Standing.POSSIBLE
    place = found.problems[0].place
    assert place is not None
    assert body[place.start : place.end] == '"{{group_id}}"'
    assert diagnose(refused, Context()).remedies


def test_403_is_no_question_of_rights() -> None:
    found = of(GOOD, "blocked_account", "blocked")
    assert standing(found, "sms.rights") is Standing.RULED_OUT


def test_the_three_ways_out_of_a_missing_callback_url() -> None:
    body = {**GOOD, "delivery_report": "summary"}
    refused = answered(request(body=json.dumps(body)), *error(403, "missing_callback_url", "Requesting."))
    variables = context().variables
    with_url = (
        *variables,
        type(variables[0])(name="callback_url", value="https://a.example.com/cb", origin="environment Sandbox"),
    )
    found = diagnose(refused, context(variables=with_url))
    written = request(body=json.dumps(body))
    assert applied(written, found.remedies[0])["callback_url"] == "{{callback_url}}"
    assert applied(written, found.remedies[1])["delivery_report"] == "none"
    assert found.remedies[2].kind is RemedyKind.LINK
    sent = of({**body, "callback_url": "https://a.example.com"}, "missing_callback_url", "Requesting.")
    assert standing(sent, "sms.no-callback") is Standing.RULED_OUT


def test_tokens_of_another_kind() -> None:
    jwt = "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.x"
    found = diagnose(answered(request(), 401, values={"token": jwt}), context())
    assert standing(found, "sms.jwt") is Standing.CONFIRMED
    usual = diagnose(answered(request(), 401, values={"token": TOKEN}), context())
    assert standing(usual, "sms.jwt") is None
    assert standing(usual, "sms.token-shape") is Standing.RULED_OUT
    odd = diagnose(answered(request(), 401, values={"token": "abc"}), context())
    assert standing(odd, "sms.token-shape") is Standing.POSSIBLE
    masked = diagnose(answered(request(), 401, values={"token": "••••••••"}), context())
    assert standing(masked, "sms.token-shape") is None, "nobody knows what it looked like"


def test_regions() -> None:
    us = diagnose(answered(request("GET", "https://us.sms.api.sinch.com/xms/v1/p/batches", None), 401))
    assert standing(us, "sms.region") is Standing.POSSIBLE
    bare = diagnose(answered(request("GET", "https://sms.api.sinch.com/xms/v1/p/batches", None), 401))
    assert standing(bare, "sms.region") is Standing.LIKELY
    here = diagnose(answered(request(), 401))
    assert standing(here, "sms.region") is Standing.RULED_OUT


def test_a_project_id_in_place_of_a_plan() -> None:
    project = "6f1b2c3d-0000-4000-8000-1234567890ab"
    found = diagnose(answered(request(), 401, values={"service_plan_id": project}), context())
    assert standing(found, "sms.project-id") is Standing.LIKELY
    assert standing(diagnose(answered(request(), 401), context()), "sms.project-id") is None


PATHS = [
    ("/batchs", "batches"),
    ("/group", "groups"),
    (f"/batches/{ID}/delivery_reports", "delivery_report"),
    (f"/groups/{ID}/member", "members"),
]


@pytest.mark.parametrize(("path", "right"), PATHS)
def test_misspelt_paths_are_corrected(path: str, right: str) -> None:
    written = request("GET", path, None)
    found = diagnose(answered(written, 404), context())
    assert standing(found, "sms.path") is Standing.CONFIRMED
    edit = found.remedies[0].edits[0]
    assert edit.after == right
    assert written.url[edit.start : edit.end] == edit.before == path.rpartition("/")[2]


def test_a_right_path_is_not_misspelt() -> None:
    found = diagnose(answered(request("GET", f"/batches/{ID}", None), 404), context())
    assert standing(found, "sms.path") is Standing.RULED_OUT
    assert standing(found, "sms.id-shape") is None
    short = diagnose(answered(request("GET", "/batches/12", None), 404), context())
    assert standing(short, "sms.id-shape") is Standing.LIKELY


def test_a_missing_prefix_is_added() -> None:
    written = request("POST", "{{base_url}}/v1/{{service_plan_id}}/batches")
    found = diagnose(answered(written, 404), context())
    edit = found.remedies[0].edits[0]
    after = written.url[: edit.start] + edit.after + written.url[edit.end :]
    assert after == "{{base_url}}/xms/v1/{{service_plan_id}}/batches"


def test_feedback_without_its_flag() -> None:
    path = f"/batches/{ID}/delivery_feedback"
    found = diagnose(answered(request("POST", path, '{"recipients": []}'), 404), context())
    assert found.headline == "The batch is unknown, or it was sent without `feedback_enabled`."
    other = diagnose(answered(request("GET", f"/batches/{ID}", None), 404), context())
    assert standing(other, "sms.feedback-off") is None


def test_a_recipient_that_is_none() -> None:
    found = diagnose(answered(request("GET", f"/batches/{ID}/delivery_report/46701740605", None), 404), context())
    assert found.headline == "The batch is unknown, or `46701740605` is not one of its recipients."


def test_a_group_name_gets_no_advice_about_dates() -> None:
    body = json.dumps({**GOOD, "to": ["abc"]})
    exchange = answered(request(body=body), *error(400, FORMAT, "parameter 'to[0]' has an invalid format"))
    for given in (Context(), context()):
        titles = [fix.title for fix in diagnose(exchange, given).remedies]
        assert titles
        assert not any("date" in title.lower() or "time" in title.lower() for title in titles)


def test_an_unknown_group_typed_by_hand_is_no_matter_of_variables() -> None:
    body = {**GOOD, "to": ["01KDWFZY80M9S346Q3D25VT4F5"]}
    url = "http://127.0.0.1:8025/xms/v1/4c2f81d0aa3b4e5f90817263544f5e6d/batches"
    refused = error(403, "unknown_group", "Unknown group 01KDWFZY80M9S346Q3D25VT4F5")
    found = diagnose(answered(request("POST", url, json.dumps(body)), *refused), context())
    assert not any("variable" in cause.id for cause in found.causes)
    typed = {**GOOD, "to": ["{{group_id}}"]}
    sent = answered(request("POST", url, json.dumps(typed)), *refused, values={"group_id": body["to"][0]})
    assert standing(diagnose(sent, context()), "sms.group-variable") is Standing.POSSIBLE


def test_503_asks_to_look_first_only_where_something_may_be_done() -> None:
    titles = {
        method: [fix.title for fix in diagnose(answered(written, 503), context()).remedies]
        for method, written in (("GET", request("GET", "/batches", None)), ("POST", request()))
    }
    assert not any(title.startswith("Look whether") for title in titles["GET"])
    assert titles["GET"].count("Send it again") == 1
    assert titles["POST"].count("Look whether the batch exists before sending it again") == 1
    assert all(len(set(found)) == len(found) for found in titles.values())


@pytest.mark.parametrize("size", ["9" * 5001, "--5", "-", "²"])
def test_what_is_no_number_has_no_size(size: str) -> None:
    found = diagnose(answered(request("GET", f"/batches?page_size={size}", None), *error(400, CONSTRAINT, "no")))
    assert not any("A page needs" in cause.text for cause in found.causes)
