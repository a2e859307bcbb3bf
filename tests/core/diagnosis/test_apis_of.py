"""Which API an exchange belongs to, which operation it is, and the nearest path to a misspelt one."""

from dataclasses import replace
from typing import Any

import pytest

from explorer.core.diagnosis import apis_of, diagnose
from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.diagnosis.catalogs import apis
from explorer.core.diagnosis.context import Context
from explorer.core.diagnosis.evidence import gather
from explorer.core.diagnosis.formats.recognised import Recognised
from tests.core.diagnosis.exchanges import REQUESTS, answered, request

SMS = apis()[0]
ID = "01KDWFZY80M9S346Q3D25VT4F5"
OPERATIONS = [
    ("POST", "/batches", "send"),
    ("GET", "/batches", "list_batches"),
    ("POST", "/batches/dry_run", "dry_run"),
    ("GET", f"/batches/{ID}", "get_batch"),
    ("POST", f"/batches/{ID}", "update_batch"),
    ("PUT", f"/batches/{ID}", "replace_batch"),
    ("DELETE", f"/batches/{ID}", "cancel"),
    ("POST", f"/batches/{ID}/delivery_feedback", "feedback"),
    ("GET", f"/batches/{ID}/delivery_report", "batch_report"),
    ("GET", f"/batches/{ID}/delivery_report/46701740605", "recipient_report"),
    ("GET", "/delivery_reports?page=1", "list_reports"),
    ("GET", "/inbounds", "list_inbounds"),
    ("GET", f"/inbounds/{ID}", "get_inbound"),
    ("POST", "/groups", "create_group"),
    ("GET", "/groups", "list_groups"),
    ("GET", f"/groups/{ID}", "get_group"),
    ("POST", f"/groups/{ID}", "update_group"),
    ("PUT", f"/groups/{ID}", "replace_group"),
    ("DELETE", f"/groups/{ID}", "delete_group"),
    ("GET", f"/groups/{ID}/members", "list_members"),
]
PLAIN = Recognised(format="plain", is_error=True)


def operation(method: str, path: str) -> str | None:
    evidence = gather(answered(request(method, path, None), 400), Context(), PLAIN)
    return evidence.operation.id if evidence.operation else None


@pytest.mark.parametrize(("method", "path", "id"), OPERATIONS)
def test_every_operation_is_known(method: str, path: str, id: str) -> None:
    assert operation(method, path) == id


def test_all_operations_of_the_catalog_are_tried() -> None:
    assert {row.id for row in SMS.operations} == {id for _, _, id in OPERATIONS}


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", "/batches"), ("GET", "/batchs"), ("GET", "/batches/"), ("GET", "/")]
)
def test_what_is_no_operation(method: str, path: str) -> None:
    assert operation(method, path) is None


@pytest.mark.parametrize(
    ("url", "belongs"),
    [
        ("https://eu.sms.api.sinch.com/nothing", True),
        ("https://sms.api.sinch.com/xms/v1/p/batches", True),
        ("http://localhost:1/xms/v1/p", True),
        ("http://localhost:1/v1/p/batches", False),
        ("https://api.example.com/orders", False),
    ],
)
def test_which_exchanges_belong(url: str, belongs: bool) -> None:
    evidence = gather(answered(request("GET", url, None), 404), Context(), PLAIN)
    assert (evidence.api is not None) is belongs


def test_a_collection_made_for_the_api_counts() -> None:
    written = request("GET", "http://localhost:1/v1/p/batches", None)
    assert gather(answered(written, 404), Context(requests=REQUESTS), PLAIN).api is SMS
    assert gather(answered(written, 404), Context(api="sinch-sms"), PLAIN).api is SMS


def test_a_code_of_the_api_counts_on_any_host() -> None:
    read = Recognised(format="sinch-sms", is_error=True, code="unknown_group")
    written = request("POST", "https://gateway.example.com/send")
    assert gather(answered(written, 403), Context(), read).api is SMS
    other = Recognised(format="sinch-sms", is_error=True, code="unheard_of")
    assert gather(answered(written, 403), Context(), other).api is None


@pytest.mark.parametrize(
    ("below", "nearest"),
    [
        (("batchs",), (0, "batches")),
        (("Batches",), (0, "batches")),
        (("batches", ID, "delivery_reports"), (2, "delivery_report")),
        (("zzzz",), None),
        (("batches", ID), None),
    ],
)
def test_the_nearest_path(below: tuple[str, ...], nearest: tuple[int, str] | None) -> None:
    assert apis_of.nearest_path(SMS, below) == nearest


def added(**rest: Any) -> ApiCatalog:
    row = replace(SMS.codes[0], code="E-17", aliases=(), meaning="The shop is closed.")
    plain = replace(SMS, id="shop", name="Shop", hosts=("*.shop.test",), prefix="/v2", operations=(), codes=(row,))
    return replace(plain, **rest)


@pytest.mark.parametrize(
    ("url", "belongs"),
    [
        ("https://eu.shop.test/v2/orders", True),
        ("https://EU.Shop.test/v2", True),
        ("https://eu.shop.test/v20/orders", False),
        ("https://other.test/v2/orders", False),
    ],
)
def test_an_added_catalog_needs_host_and_path(url: str, belongs: bool) -> None:
    evidence = gather(answered(request("GET", url, None), 404), Context(catalogs=(added(),)), PLAIN)
    assert (evidence.api is not None) is belongs


def test_the_meaning_of_a_code_comes_from_an_added_catalog() -> None:
    exchange = answered(request("GET", "https://eu.shop.test/v2/orders", None), 409, {"error": {"code": "E-17"}})
    found = diagnose(exchange, Context(catalogs=(added(),)))
    assert found.code_meaning is not None
    assert (found.code_meaning.meaning, found.code_meaning.api) == ("The shop is closed.", "Shop")
    assert diagnose(exchange).code_meaning is None


def test_added_rows_win_over_the_built_in_ones_and_the_rest_stays() -> None:
    code = SMS.codes[-1].code
    own = added(hosts=("*.sinch.com",), prefix="", codes=(replace(SMS.codes[-1], meaning="Ask Kim."),), statuses={})
    url = "https://eu.sms.api.sinch.com/xms/v1/p/batches"
    api = gather(answered(request("GET", url, None), 400), Context(catalogs=(own,)), PLAIN).api
    assert api is not None
    assert api.id == SMS.id
    assert api.code(code).meaning == "Ask Kim."
    assert api.code(SMS.codes[0].code) == SMS.codes[0]
    assert dict(api.statuses) == dict(SMS.statuses)
