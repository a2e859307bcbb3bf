"""The documented limits and formats of bodies."""

import base64

import pytest

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api, assert_error

MANY = [f"4477009{index:05d}" for index in range(10_001)]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"to": None}, "to: is required"),
        ({"from": None}, "from: is required"),
        ({"body": None}, "body: is required"),
        ({"to": []}, "to: must have 1 to 1000 elements, has 0"),
        ({"to": MANY[:1001]}, "to: must have 1 to 1000 elements, has 1001"),
        ({"body": "x" * 2001}, "body: must have at most 2000 characters, has 2001"),
        ({"from_ton": 7}, "from_ton: must be 0 to 6, is 7"),
        ({"from_npi": 19}, "from_npi: must be 0 to 18, is 19"),
        ({"max_number_of_message_parts": 0}, "max_number_of_message_parts: must be at least 1, is 0"),
        ({"client_reference": "x" * 2049}, "client_reference: must have at most 2048 characters, has 2049"),
        (
            {"callback_url": "http://example.com/" + "x" * 2048},
            "callback_url: must have at most 2048 characters, has 2067",
        ),
        (
            {"send_at": "2026-01-06T10:00:00Z", "expire_at": "2026-01-06T09:00:00Z"},
            "expire_at: must be after send_at, is 2026-01-06T09:00:00Z",
        ),
        ({"expire_at": "2026-01-01"}, "expire_at: must be after send_at, is 2026-01-01"),
        ({"expire_at": "2026-01-09"}, "expire_at: must be at most 3 days after send_at, is 2026-01-09"),
        (
            {"parameters": {"n" * 17: {"default": "x"}}},
            f"parameters: key '{'n' * 17}' must have 1 to 16 characters, has 17",
        ),
        (
            {"parameters": {"n": {"default": "x" * 161}}},
            "parameters.n.default: must have at most 160 characters, has 161",
        ),
        ({"type": "mt_binary", "body": "SGk="}, "udh: is required"),
        (
            {"type": "mt_binary", "body": base64.b64encode(b"x" * 135).decode(), "udh": "050003cc0101"},
            "body: must have at most 140 bytes together with udh, has 141",
        ),
        ({"type": "mt_media", "body": {"message": "x"}}, "body.url: is required"),
        (
            {"type": "mt_media", "body": {"url": "https://example.com/a.png", "subject": "x" * 81}},
            "body.subject: must have at most 80 characters, has 81",
        ),
        (
            {"type": "mt_media", "body": {"url": "https://example.com/a.exe"}, "strict_validation": True},
            "body.url: must name a file of a supported kind (.jpg, .jpeg, .png, .mp4, .gif, .mov, .vcf, .pdf)",
        ),
    ],
)
def test_a_broken_limit_names_field_limit_and_value(api: Api, changes: dict[str, object], text: str) -> None:
    assert_error(api.send(**changes), 400, "syntax_constraint_violation", text)


@pytest.mark.parametrize(
    "changes",
    [
        {"to": MANY[:1000]},
        {"body": "x" * 2000},
        {"body": ""},
        {"expire_at": "2026-01-08T10:00:00Z"},
        {"send_at": "2020-01-01"},
        {"to": ["+44 (7700) 900-123", "00447700900124", seeds.GROUP_ID]},
        {"from": "Parcels"},
        {"from": "12345"},
        {"from_ton": 6, "from_npi": 18},
        {"type": "mt_binary", "body": base64.b64encode(b"x" * 134).decode(), "udh": "050003cc0101"},
        {"type": "mt_media", "body": {"url": "https://example.com/a.PNG"}, "strict_validation": True},
        {"delivery_report": "full", "callback_url": "http://127.0.0.1:1/_callbacks/sms"},
    ],
)
def test_values_at_the_limit_are_taken(api: Api, changes: dict[str, object]) -> None:
    assert api.send(**changes).status_code == 201


@pytest.mark.parametrize(
    ("changes", "parameter", "value", "expected"),
    [
        ({"to": ["+1"]}, "to[0]", "+1", "MSISDN or group ID"),
        ({"to": ["447700900123", "07700900123"]}, "to[1]", "07700900123", "MSISDN or group ID"),
        ({"to": ["447700.900.123"]}, "to[0]", "447700.900.123", "MSISDN or group ID"),
        ({"to": ["4477009001234567"]}, "to[0]", "4477009001234567", "MSISDN or group ID"),
        ({"to": ["Ada"]}, "to[0]", "Ada", "MSISDN or group ID"),
        ({"from": "TwelveLetter"}, "from", "TwelveLetter", "originator"),
        ({"from": ""}, "from", "", "originator"),
        ({"type": "mt_voice"}, "type", "mt_voice", "message type"),
        ({"delivery_report": "all"}, "delivery_report", "all", "delivery report"),
        ({"send_at": "tomorrow"}, "send_at", "tomorrow", "timestamp"),
        ({"expire_at": "9999-12-31T23:59:59-12:00"}, "expire_at", "9999-12-31T23:59:59-12:00", "timestamp"),
        ({"callback_url": "not a url"}, "callback_url", "not a url", "URL"),
        ({"callback_url": "http://[bad"}, "callback_url", "http://[bad", "URL"),
        ({"parameters": {"na me": {"default": "x"}}}, "parameters", "na me", "parameter key"),
        ({"parameters": {"name": {"Ada": "x"}}}, "parameters.name", "Ada", "MSISDN"),
        ({"type": "mt_binary", "body": "***", "udh": "05"}, "body", "***", "Base64 value"),
        ({"type": "mt_binary", "body": "SGk=", "udh": "0x"}, "udh", "0x", "hexadecimal value"),
        ({"type": "mt_media", "body": {"url": "a.png"}}, "body.url", "a.png", "URL"),
    ],
)
def test_a_malformed_value_is_quoted(
    api: Api, changes: dict[str, object], parameter: str, value: str, expected: str
) -> None:
    text = f"The format of parameter '{parameter}' is invalid; value '{value}' is not a valid {expected}."
    assert_error(api.send(**changes), 400, "syntax_invalid_parameter_format", text)


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("POST", "/groups", {"name": "x" * 21}, "syntax_constraint_violation"),
        ("POST", "/groups", {"name": ""}, "syntax_constraint_violation"),
        ("POST", "/groups", {"members": MANY}, "syntax_constraint_violation"),
        ("POST", "/groups", {"child_groups": [seeds.GROUP_ID] * 2}, "syntax_constraint_violation"),
        ("POST", "/groups", {"child_groups": [seeds.GROUP_ID] * 11}, "syntax_constraint_violation"),
        ("POST", "/groups", {"auto_update": {}}, "syntax_constraint_violation"),
        ("POST", "/groups", {"auto_update": {"to": "12345", "add": {}}}, "syntax_constraint_violation"),
        (
            "POST",
            "/groups",
            {"auto_update": {"to": "12345", "add": {"first_word": "x" * 16}}},
            "syntax_constraint_violation",
        ),
        (
            "POST",
            "/groups",
            {"auto_update": {"to": "12345", "add": {"first_word": "two words"}}},
            "syntax_invalid_parameter_format",
        ),
        ("POST", "/groups", {"members": ["abc"]}, "syntax_invalid_parameter_format"),
        ("POST", "/groups", {"child_groups": ["abc"]}, "syntax_invalid_parameter_format"),
        ("PUT", f"/groups/{seeds.GROUP_ID}", {}, "syntax_constraint_violation"),
        ("POST", f"/groups/{seeds.GROUP_ID}", {"add": MANY}, "syntax_constraint_violation"),
        ("POST", f"/groups/{seeds.GROUP_ID}", {"add_from_group": "x"}, "syntax_invalid_parameter_format"),
        ("POST", f"/batches/{seeds.SCHEDULED_BATCH_ID}", {"to_add": MANY[:101]}, "syntax_constraint_violation"),
        ("POST", f"/batches/{seeds.SCHEDULED_BATCH_ID}", {"to_add": []}, "syntax_constraint_violation"),
        (
            "POST",
            f"/batches/{seeds.SCHEDULED_BATCH_ID}",
            {"to_remove": [seeds.ADA]},
            "syntax_constraint_violation",
        ),
        (
            "POST",
            f"/batches/{seeds.SCHEDULED_BATCH_ID}",
            {"expire_at": "2026-01-05T11:00:00Z"},
            "syntax_constraint_violation",
        ),
        ("POST", f"/batches/{seeds.SCHEDULED_BATCH_ID}", {"type": "mt_media"}, "syntax_constraint_violation"),
        ("POST", f"/batches/{seeds.SCHEDULED_BATCH_ID}", {"to_add": ["+1"]}, "syntax_invalid_parameter_format"),
        ("POST", f"/batches/{seeds.DELIVERED_BATCH_ID}/delivery_feedback", {}, "syntax_constraint_violation"),
        (
            "POST",
            f"/batches/{seeds.DELIVERED_BATCH_ID}/delivery_feedback",
            {"recipients": ["Ada"]},
            "syntax_invalid_parameter_format",
        ),
    ],
)
def test_other_bodies(api: Api, method: str, path: str, body: dict[str, object], code: str) -> None:
    assert_error(api.call(method, path, body), 400, code)


def test_the_vendors_text_for_members(api: Api) -> None:
    text = "The format of parameter 'members[0]' is invalid; value 'abc' is not a valid MSISDN or group ID."
    assert_error(api.call("POST", "/groups", {"members": ["abc"]}), 400, "syntax_invalid_parameter_format", text)
