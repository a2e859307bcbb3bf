"""Names and keys of saved examples."""

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.example import Example, ExampleRequest, example_keys, free_name
from explorer.core.model.request import BearerAuth, Request
from explorer.core.model.tree import find_example, narrowed

NAMES = ("404 a/b", "same", "same", "100 %")
ITEM = RequestItem(
    key="f/r.yml", request=Request(name="r"), examples=tuple(Example(name=name, fault="x") for name in NAMES)
)
COLLECTION = Collection(key="/c", name="C", items=(Folder(key="f", name="F", items=(ITEM,)),))


def test_every_example_has_a_key_of_its_own_below_its_request() -> None:
    keys = example_keys(ITEM.key, NAMES)
    assert keys == ("f/r.yml/404 a%2Fb", "f/r.yml/same", "f/r.yml/same/2", "f/r.yml/100 %25")
    assert [find_example(COLLECTION, key) for key in keys] == [(ITEM, place) for place in range(4)]


def test_other_keys_lead_to_no_example() -> None:
    for key in ("f/r.yml", "f", "f/r.yml/other", "f/r.yml/same/3", "x.yml/same", ""):
        assert find_example(COLLECTION, key) is None
    assert find_example(None, "f/r.yml/same") is None


def test_a_narrowed_tree_has_requests_only() -> None:
    (folder,) = narrowed(COLLECTION, {ITEM.key}).items
    assert isinstance(folder, Folder)
    assert [(item.key, item.examples) for item in folder.items if isinstance(item, RequestItem)] == [(ITEM.key, ())]


def test_a_name_is_free_or_gets_the_next_number() -> None:
    assert free_name(" a  b\n", ()) == "a b"
    assert free_name("a", ("a", "a 2")) == "a 3"


def test_a_request_takes_the_parts_of_an_example_and_keeps_its_credentials() -> None:
    own = Request(name="n", url="http://h/a", method="POST", auth=BearerAuth(token="{{t}}"))
    made = ExampleRequest(url="http://h/b", method="PUT").on(own)
    assert (made.name, made.url, made.method, made.auth) == ("n", "http://h/b", "PUT", own.auth)
    assert ExampleRequest.of(made).on(own) == made
