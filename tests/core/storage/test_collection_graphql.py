"""GraphQL items are requests: read, changed in place, and turned into http items and back by their body."""

from dataclasses import replace

import pytest

from explorer.core.model.collection import RequestItem
from explorer.core.model.request import (
    GraphQLBody,
    Header,
    NoAuth,
    NoBody,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.core.storage import collections
from explorer.core.storage.collection_request import new_item
from explorer.core.storage.yaml_read import read

FILE = """\
info:
  name: Who am I   # asked first
  type: graphql
  seq: 1
graphql:
  method: POST
  url: "{{host}}/graphql"
  headers:
    - name: X-One
      value: on
  body:
    query: |
      query Me { me { id } }
    variables: '{"id": 012}'
runtime:
  scripts:
    - type: tests
      code: check()
settings:
  timeout: 0
  encodeUrl: true
"""
VARIANTS = """\
info: {name: V, type: graphql}
graphql:
  url: http://h/
  body:
    - title: One
      body:
        query: "{ a }"
    - title: Two
      selected: true
      body:
        query: "{ b }"   # the second
        variables: "{}"
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\n')
    file = tmp_path / "Me.yml"
    file.write_text(FILE)
    return file


def saved(path, **changes):
    request = replace(collections.read_request(path), **changes)
    collections.save_request(path.parent, path.name, request)
    assert collections.read_request(path) == request
    return path.read_text()


def test_it_is_read_as_a_request(path):
    (item,) = collections.load(path.parent).items
    assert item == RequestItem(
        key="Me.yml",
        seq=1,
        request=Request(
            name="Who am I",
            method="POST",
            url="{{host}}/graphql",
            headers=(Header(name="X-One", value="on"),),
            auth=NoAuth(),
            body=GraphQLBody(query="query Me { me { id } }\n", variables='{"id": 012}'),
            settings=RequestSettings(timeout_s=0.0, encode_url=True),
        ),
    )


def test_a_file_that_says_nothing_else_is_a_post(path):
    path.write_text("graphql: {url: http://h/}\n")
    request = collections.read_request(path)
    assert (request.method, request.body) == ("POST", GraphQLBody())
    assert saved(path, url="http://h/2") == "graphql: {url: http://h/}\n".replace("http://h/", "http://h/2")


def test_only_the_changed_lines_differ(path):
    body = GraphQLBody(query="query Me { me { id } }\n", variables='{"id": 13}')
    assert saved(path, body=body) == FILE.replace("012", "13")
    assert saved(path, method="PUT") == FILE.replace("012", "13").replace("POST", "PUT")
    assert saved(path, settings=RequestSettings(timeout_s=0.0)) == (
        FILE.replace("012", "13").replace("POST", "PUT").replace("  encodeUrl: true\n", "")
    )


def test_the_selected_variant_is_read_and_changed(path):
    path.write_text(VARIANTS)
    assert collections.read_request(path).body == GraphQLBody(query="{ b }", variables="{}")
    assert saved(path, body=GraphQLBody(query="{ c }", variables="{}")) == VARIANTS.replace("{ b }", "{ c }")


def test_another_kind_of_body_makes_it_an_http_item_and_back(path):
    text = saved(path, body=TextBody(kind=TextKind.JSON, text="{}"))
    data = read(text)
    assert data["info"]["type"] == "http"
    assert list(data) == ["info", "http", "runtime", "settings"]
    assert data["http"]["headers"] == [{"name": "X-One", "value": "on"}]
    assert "# asked first" in text
    data = read(saved(path, body=GraphQLBody(query="{ a }")))
    assert data["info"]["type"] == "graphql"
    assert data["graphql"]["body"] == {"query": "{ a }"}
    assert "http" not in data


def test_a_method_that_is_not_written_keeps_its_meaning(path):
    path.write_text("info: {type: graphql}\ngraphql:\n  url: http://h/\n")
    assert collections.read_request(path).method == "POST"
    assert read(saved(path, body=NoBody()))["http"]["method"] == "POST"


def test_a_new_item_has_its_kind():
    request = Request(name="Q", method="POST", url="http://h/", body=GraphQLBody(query="{ a }", variables="{}"))
    item = new_item(request, 1000)
    assert item["info"]["type"] == "graphql"
    assert item["graphql"]["body"] == {"query": "{ a }", "variables": "{}"}
    assert "http" not in item
