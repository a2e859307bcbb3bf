"""Finding items, and what a request inherits from folders and collection."""

from dataclasses import replace

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.request import BearerAuth, Header, InheritAuth, NoAuth, Request
from explorer.core.model.tree import ancestors, auth_origin, find, inherited, requests_of, walk

REQUEST = RequestItem(key="a/b/r.yml", request=Request(name="r", headers=(Header(name="X-Own", value="1"),)))
INNER = Folder(
    key="a/b", name="b", items=(REQUEST,), headers=(Header(name="x-shared", value="inner"),), auth=BearerAuth(token="t")
)
OUTER = Folder(
    key="a",
    name="a",
    items=(INNER,),
    headers=(Header(name="X-Shared", value="outer"), Header(name="X-Outer", value="1")),
)
COLLECTION = Collection(key="/c", name="c", items=(OUTER,), headers=(Header(name="X-Own", value="0"),))


def test_walking_and_finding() -> None:
    assert [item.key for item in walk(COLLECTION.items)] == ["a", "a/b", "a/b/r.yml"]
    assert find(COLLECTION, "a/b") is INNER
    assert find(COLLECTION, "nothing") is None
    assert [item.key for item in requests_of(COLLECTION)] == ["a/b/r.yml"]
    assert ancestors(COLLECTION, "a/b/r.yml") == (OUTER, INNER)


def test_the_nearest_header_wins_and_order_is_outermost_first() -> None:
    headers = inherited(COLLECTION, REQUEST.key, REQUEST.request).headers
    assert [(header.name, header.value) for header in headers] == [
        ("X-Outer", "1"),
        ("x-shared", "inner"),
        ("X-Own", "1"),
    ]


def test_credentials_come_from_the_nearest_that_has_some() -> None:
    assert inherited(COLLECTION, REQUEST.key, REQUEST.request).auth == BearerAuth(token="t")
    assert auth_origin(COLLECTION, REQUEST.key) == (BearerAuth(token="t"), "b")


def test_a_request_without_a_file_inherits_nothing() -> None:
    guarded = replace(COLLECTION, auth=BearerAuth(token="t"))
    assert inherited(guarded, "", Request()) == Request(auth=NoAuth())
    assert auth_origin(guarded, "") == (NoAuth(), "")


def test_a_request_that_says_none_gets_none() -> None:
    assert inherited(COLLECTION, REQUEST.key, Request(auth=NoAuth())).auth == NoAuth()


def test_without_a_collection_nothing_is_inherited() -> None:
    assert inherited(None, "", Request(auth=InheritAuth())) == Request(auth=NoAuth())
