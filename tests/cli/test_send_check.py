"""``explorer send --check``: what a look at the way finds, in the report and in the JSON object."""

from tests.cli.conftest import Run
from tests.core.transport.servers import closed_port, ok
from tests.journeys.threaded import answering


def test_report_and_json(explorer: Run) -> None:
    port = closed_port()
    url = f"http://ann:hunter2@127.0.0.1:{port}/?token=t0ps3cret"
    ended = explorer("send", "--check", "--private", url)
    assert ended.code == 1
    assert f"Checked 127.0.0.1:{port} on " in ended.err
    assert f"    Connect: 127.0.0.1:{port} refused within" in ended.err
    assert "tried again" in ended.err
    said = explorer("send", "--check", "--private", "--json", url).json
    assert said["checks"]["knocks"][0]["reach"] == "refused"
    assert "tried again" in said["diagnosis"]["causes"][0]["text"]
    for secret in ("hunter2", "t0ps3cret"):
        assert secret not in ended.err + str(said["checks"]) + str(said["diagnosis"])


def test_only_where_it_was_wished_for_and_makes_sense(explorer: Run) -> None:
    assert "Checked" not in explorer("send", "--private", f"http://127.0.0.1:{closed_port()}/").err
    with answering(ok(b"1")) as server:
        said = explorer("send", "--check", "--private", "--json", server.url).json
        assert said["checks"] is None
        assert len(server.requests) == 1
        assert "checks" not in explorer("send", "--private", "--json", server.url).json
