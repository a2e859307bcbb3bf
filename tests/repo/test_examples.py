"""The shipped collection is valid OpenCollection and opens without a fault; every lab request does what it promises."""

import json
import re
from collections import Counter

import pytest

from explorer import assets
from explorer.core.model.collection import BrokenItem, OtherItem
from explorer.core.model.environment import Variable
from explorer.core.model.tree import find, inherited, requests_of, walk
from explorer.core.sandbox import seeds
from explorer.core.sandbox.plans import SANDBOX_PLAN_ID, SANDBOX_TOKEN
from explorer.core.sandbox.server import Sandbox
from explorer.core.storage import collections
from explorer.core.storage.yaml_read import read_strictly
from explorer.core.transport import SendOptions, Transport
from explorer.core.variables import Variables, resolve, scope_of

FOLDER = assets.path("examples/sinch-sms")
LAB = json.loads(assets.text("examples/failure-lab.json"))
STATUSES = {200, 201, 202, 400, 401, 403, 404, 405, 409, 415, 429, 500, 503}
CODES = {
    "syntax_invalid_json",
    "syntax_invalid_parameter_format",
    "syntax_constraint_violation",
    "unknown_group",
    "unknown_campaign",
    "missing_callback_url",
    "illegal_number_type",
    "blocked_account",
    "batch_already_dispatched",
    "conflict_group_name",
    "conflict_send_at",
}

# The shape of OpenCollection 1.0.0 as far as these files use it: allowed keys and their kinds.
TEXT, FLAG, NUMBER = "text", "flag", "number"
ROW = {"name": TEXT, "value": TEXT, "description": TEXT, "disabled": FLAG}
AUTH = {"type": TEXT, "token": TEXT, "username": TEXT, "password": TEXT}
REQUEST = {
    "info": {"name": TEXT, "type": TEXT, "seq": NUMBER},
    "http": {
        "method": TEXT,
        "url": TEXT,
        "headers": [ROW],
        "params": [{**ROW, "type": TEXT}],
        "body": ({"type": TEXT, "data": TEXT}, {"type": TEXT, "data": [ROW]}),
        "auth": (AUTH, TEXT),
    },
    "docs": TEXT,
}
FOLDER_SHAPE = {"info": {"name": TEXT, "type": TEXT, "seq": NUMBER}, "docs": TEXT}
ROOT_SHAPE = {
    "opencollection": TEXT,
    "info": {"name": TEXT},
    "bundled": FLAG,
    "extensions": {"bruno": {"ignore": [TEXT]}},
    "request": {"auth": AUTH},
    "docs": TEXT,
}
ENVIRONMENT_SHAPE = {"name": TEXT, "variables": [{**ROW, "secret": FLAG}]}


def fits(value, shape):
    match shape:
        case dict():
            return isinstance(value, dict) and all(key in shape and fits(one, shape[key]) for key, one in value.items())
        case [one]:
            return isinstance(value, list) and all(fits(item, one) for item in value)
        case tuple():
            return any(fits(value, one) for one in shape)
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, float)
        case _:
            return isinstance(value, str)


def shape_of(path):
    if path.parent.name == "environments":
        return ENVIRONMENT_SHAPE
    return {"opencollection.yml": ROOT_SHAPE, "folder.yml": FOLDER_SHAPE}.get(path.name, REQUEST)


def test_every_file_has_the_published_shape():
    files = sorted(FOLDER.rglob("*.yml"))
    assert len(files) > 80
    assert [path.name for path in files if not fits(read_strictly(path.read_text("utf-8")), shape_of(path))] == []


def test_a_wrong_file_would_be_noticed():
    assert not fits({"info": {"name": "x", "color": "red"}}, REQUEST)
    assert not fits({"http": {"headers": [{"name": 1.0}]}}, REQUEST)


@pytest.fixture(scope="module")
def collection():
    return collections.load(FOLDER)


def test_nothing_is_broken_and_everything_is_explained(collection):
    items = list(walk(collection.items))
    assert [item for item in items if isinstance(item, (BrokenItem, OtherItem))] == []
    assert [item.key for item in requests_of(collection) if not item.request.docs.strip()] == []
    assert collection.name == "Sinch SMS"
    assert [item.name for item in collection.items] == ["Sinch SMS API", "Failure lab"]
    operations = [item.name for item in collection.items[0].items]
    assert operations == ["Batches", "Delivery reports", "Groups", "Inbounds"]


def test_opening_and_saving_changes_no_file(collection, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(FOLDER, copy)
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in copy.rglob("*") if path.is_file()}
    for item in requests_of(collection):
        collections.save_request(copy, item.key, item.request)
    for environment in collection.environments:
        collections.save_environment(copy, environment)
    collections.save_collection_settings(copy, collection)
    assert {path: (path.stat().st_ino, path.read_bytes()) for path in copy.rglob("*") if path.is_file()} == before


def test_environments_come_in_order_and_name_the_sandbox(collection):
    sandbox, staging, production = collection.environments
    assert [one.name for one in collection.environments] == ["Sandbox", "Staging", "Production"]
    values = {variable.name: variable.value for variable in sandbox.variables}
    assert (values["service_plan_id"], values["token"]) == (SANDBOX_PLAN_ID, SANDBOX_TOKEN)
    assert (values["batch_id"], values["group_id"]) == (seeds.DELIVERED_BATCH_ID, seeds.GROUP_ID)
    for environment in (staging, production):
        assert [variable.name for variable in environment.variables if variable.secret] == ["token"]
    assert production.confirm_methods == ("POST", "PUT", "DELETE")


def test_every_reference_has_a_value_in_the_sandbox(collection):
    known = {variable.name for variable in collection.environments[0].variables}
    text = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*.yml"))
    assert set(re.findall(r"\{\{([^}]+)\}\}", text)) <= known


def test_the_lab_has_a_request_for_every_status_and_code(collection):
    keys = [item.key for item in requests_of(collection) if item.key.startswith("Failure lab/")]
    assert [row["key"] for row in LAB] == keys
    assert {row["status"] for row in LAB} == STATUSES
    assert {row["code"] for row in LAB} - {None} == CODES
    names = {item.key: item.request.name for item in requests_of(collection)}
    assert all(names[row["key"]] == row["title"] for row in LAB)
    assert max(Counter(row["title"] for row in LAB).values()) == 1


@pytest.fixture
async def answer(collection):
    """Sends a request of the collection to a fresh sandbox and gives its status and error code."""
    sandbox, transport = Sandbox(burst_limit=1000), Transport()
    info = await sandbox.start()
    running = scope_of("running sandbox", (Variable(name="base_url", value=info.base_url),))
    environment = scope_of("environment Sandbox", collection.environments[0].variables)
    variables = Variables(scopes=(running, environment), environment="Sandbox")

    async def send(key):
        request = find(collection, key).request
        concrete = resolve(inherited(collection, key, request), variables).request
        exchange = await transport.send(written=request, concrete=concrete, options=SendOptions(timeout_s=10.0))
        assert exchange.response is not None, (key, exchange.failure)
        return exchange.response.status, code_in(exchange.response.body.data)

    yield send
    await transport.aclose()
    await sandbox.stop()


def code_in(data):
    try:
        body = json.loads(data)
    except ValueError:
        return None
    return body.get("code") if isinstance(body, dict) else None


async def test_each_lab_request_is_answered_as_promised(answer):
    """Twice in a row, so that none depends on being the first."""
    for row in LAB * 2:
        assert (row["key"], await answer(row["key"])) == (row["key"], (row["status"], row["code"]))


async def test_each_operation_works_on_a_fresh_sandbox(collection, answer):
    keys = [item.key for item in requests_of(collection) if not item.key.startswith("Failure lab/")]
    statuses = {key: (await answer(key))[0] for key in keys}
    assert len(statuses) == 20
    assert {key: status for key, status in statuses.items() if status not in (200, 201, 202)} == {}
