"""Pages for the layers that must cope with a difficult server."""

import time

import pytest

from tests.core.sandbox.conftest import Api


def get(api: Api, path: str, **options: object):  # type: ignore[no-untyped-def]
    return api.client.get(f"{api.info.base_url}/_sandbox{path}", **options)  # type: ignore[arg-type]


def test_health(api: Api) -> None:
    assert get(api, "/health").json() == {"status": "UP"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects(api: Api, status: int) -> None:
    answer = get(api, f"/redirect/3?status={status}", follow_redirects=True)
    assert answer.status_code == 200
    assert [hop.status_code for hop in answer.history] == [status] * 3
    assert get(api, "/redirect/101").status_code == 400


def test_slow(api: Api) -> None:
    began = time.perf_counter()
    assert get(api, "/slow?seconds=0.3").json() == {"waited_s": 0.3}
    assert time.perf_counter() - began >= 0.3
    for wrong in ("31", "-1", "soon", "nan"):
        assert get(api, f"/slow?seconds={wrong}").status_code == 400


@pytest.mark.parametrize("size", [64, 65, 150, 151, 152, 1_000, 65_536, 1_000_003])
def test_large_is_json_of_exactly_the_size(api: Api, size: int) -> None:
    answer = get(api, f"/large?bytes={size}")
    assert answer.headers["content-length"] == str(size)
    assert len(answer.content) == size
    assert set(answer.json()) == {"rows", "padding"}


def test_large_is_bounded(api: Api) -> None:
    for wrong in ("63", "1000000001", "much", "inf"):
        assert get(api, f"/large?bytes={wrong}").status_code == 400


@pytest.mark.parametrize("code", [200, 204, 304, 404, 418, 499, 502, 599])
def test_any_status(api: Api, code: int) -> None:
    assert get(api, f"/status/{code}").status_code == code


def test_impossible_statuses_are_refused(api: Api) -> None:
    assert get(api, "/status/100").status_code == 400
    assert get(api, "/status/600").status_code == 400


def test_the_gateway_page(api: Api) -> None:
    answer = get(api, "/html/502")
    assert (answer.status_code, answer.headers["server"]) == (502, "nginx/1.24.0")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>502 Bad Gateway</h1>" in answer.text


def test_the_problem(api: Api) -> None:
    answer = get(api, "/problem")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == "#/to/0"


def test_an_unknown_page_is_404(api: Api) -> None:
    assert get(api, "/nothing").status_code == 404
