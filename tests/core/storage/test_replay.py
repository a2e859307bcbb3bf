"""A recorded exchange as a request again."""

from explorer.core.model.exchange import Content
from explorer.core.model.request import NoAuth, TextBody, TextKind
from explorer.core.storage.masking import MASK, mask_exchange
from explorer.core.storage.replay import as_sent
from tests import factories
from tests.core.storage import recorded


def test_what_went_out_is_what_is_sent_again() -> None:
    headers = (("Content-Type", "application/json"), ("X-Trace", "a"), ("X-Trace", "b"), ("Content-Length", "9"))
    sent = factories.sent(url="http://a.test/x?y=%2F1", method="PUT", headers=headers, body=Content.of(b'{"a": 1}\n'))
    replay = as_sent(recorded.exchange(1, sent=sent))
    request = replay.request
    assert (request.method, request.url, request.auth) == ("PUT", "http://a.test/x?y=%2F1", NoAuth())
    assert request.body == TextBody(kind=TextKind.JSON, text='{"a": 1}\n')
    assert [(header.name, header.value) for header in request.headers] == list(headers[:3])
    assert request.settings.encode_url is False
    assert (replay.missing, replay.sentence) == ((), "")


def test_what_was_masked_is_named() -> None:
    secret = "Tr0ub4dor&3"
    sent = factories.sent(
        url="http://a.test/x?api_key=Tr0ub4dor%263&page=2",
        headers=(("Authorization", f"Bearer {secret}"), ("Accept", "*/*")),
        body=Content.of(b'{"password": "Tr0ub4dor&3", "name": "x"}'),
        secrets=(secret,),
    )
    replay = as_sent(mask_exchange(recorded.exchange(1, sent=sent)))
    assert replay.missing == ("Authorization", "api_key", "password")
    assert replay.sentence == ("Not sent: fill in Authorization, api_key and password, which are masked.")
    assert MASK in replay.request.url or "%E2%80%A2" in replay.request.url


def test_a_body_that_was_cut_is_named_and_nothing_sent_stays_as_written() -> None:
    sent = factories.sent(body=Content(data=b"abc", size_bytes=10))
    assert as_sent(recorded.exchange(1, sent=sent)).sentence == (
        "Not sent: fill in the end of the body, which is masked."
    )
    unsent = recorded.exchange(1, sent=None, outcome=factories.failure())
    assert as_sent(unsent).request == unsent.request
