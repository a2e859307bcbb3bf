from datetime import timedelta

from explorer.core.hosts import MOST_CLOCKS, Hosts
from explorer.core.model.exchange import Content, Exchange, Response, SentRequest
from explorer.core.model.request import Request
from tests.core.diagnosis.exchanges import NOW


def answered(host: str, date: str = "Fri, 01 Jan 2100 00:00:00 GMT") -> Exchange:
    return Exchange(
        id="0" * 32,
        started=NOW,
        request=Request(url=f"https://{host}/"),
        sent=SentRequest(method="GET", url=f"https://{host}/", headers=()),
        outcome=Response(
            status=200, reason="", http_version="HTTP/1.1", headers=(("Date", date),), body=Content.of(b"")
        ),
    )


def test_the_clocks_of_other_servers_are_remembered() -> None:
    hosts = Hosts()
    assert hosts.compared_clocks(answered("one.example")) == ()
    ((host, ahead_s),) = hosts.compared_clocks(answered("two.example"))
    assert host == "one.example"
    assert ahead_s > timedelta(days=365).total_seconds()


def test_only_the_newest_clocks_are_kept() -> None:
    hosts = Hosts()
    for number in range(MOST_CLOCKS + 5):
        hosts.compared_clocks(answered(f"h{number}.example"))
    assert len(hosts.clock_offsets) == MOST_CLOCKS
    assert "h0.example" not in hosts.clock_offsets


def test_an_answer_without_a_date_tells_nothing() -> None:
    hosts = Hosts()
    hosts.compared_clocks(answered("one.example", date="yesterday"))
    assert hosts.clock_offsets == {}
    assert hosts.accepted_token(answered("one.example")) is None
