"""Finding items, and what a request inherits from folders and collection."""

from dataclasses import replace

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.request import BearerAuth, Header, InheritAuth, NoAuth, Request, RequestSettings
from explorer.core.model.tree import (
    ancestors,
    auth_origin,
    auth_owner,
    find,
    header_origins,
    inherited,
    narrowed,
    requests_of,
    settings_above,
    walk,
)

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


def test_inherited_headers_say_whose_they_are_and_which_are_overruled() -> None:
    found = header_origins(COLLECTION, REQUEST.key)
    assert [(one.header.name, one.owner_key, one.owner_name, one.in_force) for one in found] == [
        ("X-Own", "", "c", True),
        ("X-Shared", "a", "a", False),
        ("X-Outer", "a", "a", True),
        ("x-shared", "a/b", "b", True),
    ]
    assert [one.owner_name for one in header_origins(COLLECTION, "a/b")] == ["c", "a", "a"], (
        "of a folder: what is above"
    )
    assert header_origins(COLLECTION, "") == header_origins(None, "x") == ()


def test_inherited_credentials_have_an_owner() -> None:
    assert auth_owner(COLLECTION, REQUEST.key) == "a/b"
    assert auth_owner(replace(COLLECTION, auth=BearerAuth(token="c")), "a") == ""
    assert auth_owner(COLLECTION, "a") is None


def test_settings_are_those_of_the_nearest_that_has_one() -> None:
    inner = replace(INNER, settings=RequestSettings(timeout_s=2.0))
    outer = replace(OUTER, items=(inner,), settings=RequestSettings(timeout_s=9.0, follow_redirects=False))
    collection = replace(COLLECTION, items=(outer,), settings=RequestSettings(max_redirects=3))
    assert inherited(collection, REQUEST.key, REQUEST.request).settings == RequestSettings(
        timeout_s=2.0, follow_redirects=False, max_redirects=3
    )
    assert [name for name, _ in settings_above(collection, REQUEST.key)] == ["folder b", "folder a", "collection"]


def test_a_narrowed_collection_keeps_the_folders_that_lead_to_items() -> None:
    assert [item.key for item in walk(narrowed(COLLECTION, {"a/b/r.yml"}).items)] == ["a", "a/b", "a/b/r.yml"]
    assert [item.key for item in walk(narrowed(COLLECTION, {"a"}).items)] == ["a"]
    assert narrowed(COLLECTION, {"nothing"}).items == ()
