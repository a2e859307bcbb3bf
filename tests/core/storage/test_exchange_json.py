"""The readable JSON of an exchange."""

import json
from dataclasses import replace
from pathlib import Path

from explorer.core.model.exchange import Content
from explorer.core.storage.exchange_json import exchange_json
from explorer.core.storage.masking import MASK
from tests import factories, stories


def test_a_response_is_readable_and_masked() -> None:
    exchange, _, _ = stories.empty_recipients_story()
    found = json.loads(json.dumps(exchange_json(exchange)))
    assert found["request"]["method"] == "POST"
    assert ["Authorization", f"Bearer {MASK}"] in found["request"]["headers"]
    assert json.loads(found["request"]["body"]) == {"from": "12345", "to": []}
    assert found["response"]["status"] == 400
    assert found["response"]["reason"] == "Bad Request"
    assert json.loads(found["response"]["body"])["code"] == "syntax_constraint_violation"
    assert found["response"]["size_bytes"] == exchange.response.body.size_bytes  # type: ignore[union-attr]
    assert found["failure"] is None
    assert found["timeline"]["spans"][0] == {
        "phase": "dns",
        "start_s": 0.0,
        "end_s": 0.0005,
        "hop": 0,
        "broken": False,
        "note": "",
    }
    assert "very-secret-token" not in json.dumps(found)


def test_a_failure_has_no_response() -> None:
    exchange, _, _ = stories.expired_certificate_story()
    found = exchange_json(exchange)
    assert found["response"] is None
    assert found["failure"]["kind"] == "tls_expired"
    assert found["failure"]["phase"] == "tls"
    assert found["failure"]["tls"]["chain"][0]["subject"] == "CN=sms.staging.example.com"
    json.dumps(found)


def test_bytes_are_base64_and_a_charset_is_obeyed() -> None:
    found = exchange_json(factories.exchange(factories.response(body=b"\x00\xff")))
    assert found["response"]["body_base64"] == "AP8="
    assert "body" not in found["response"]
    headers = (("Content-Type", 'text/plain; charset="iso-8859-1"'),)
    assert (
        exchange_json(factories.exchange(factories.response(body=b"\xe4", headers=headers)))["response"]["body"] == "ä"
    )
    headers = (("Content-Type", "text/plain; charset=no-such"),)
    found = exchange_json(factories.exchange(factories.response(body="ä".encode(), headers=headers)))
    assert found["response"]["body"] == "ä"


def test_a_large_body_shows_its_head_and_where_the_rest_is() -> None:
    content = Content(data="aä".encode()[:-1], size_bytes=9_000_000, path=Path("/tmp/body"))
    exchange = factories.exchange(replace(factories.response(), body=content))
    found = exchange_json(exchange)["response"]
    assert found["body"] == "a"
    assert (found["size_bytes"], found["body_file"]) == (9_000_000, "/tmp/body")


def test_what_was_never_sent_shows_as_written() -> None:
    found = exchange_json(factories.exchange(factories.failure(), sent=None))
    assert found["request"]["url"] == "{{base_url}}/xms/v1/{{service_plan_id}}/batches"
    assert found["request"]["headers"] == [["Accept", "application/json"]]


def test_redirects_are_listed() -> None:
    found = exchange_json(factories.exchange(hops=(factories.redirect_hop(),)))
    assert found["hops"][0]["response"]["status"] == 301
    assert found["hops"][0]["note"] == "method became GET"
