"""Words are found wherever they stand in a request, quickly in a large collection, and never in a secret."""

import time
from dataclasses import replace

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.environment import Variable
from explorer.core.model.example import Example, ExampleResponse
from explorer.core.model.request import (
    BearerAuth,
    FormBody,
    FormField,
    Header,
    Param,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.search import Index, Part, names_found


def item(key: str, **fields: object) -> RequestItem:
    return RequestItem(key=f"{key}.yml", request=Request(name=key, **fields))  # type: ignore[arg-type]


SECRET = "s3cret-value"
AMOUNTS = TextBody(kind=TextKind.JSON, text='{\n  "note": "' + "x" * 80 + '",\n  "AmountDue": 5\n}')
COLLECTION = Collection(
    key="/shop",
    name="Shop",
    items=(
        Folder(
            key="Users",
            name="Users",
            docs="Everything about **people**.",
            items=(
                item("Create", url="http://h/users?dry=1", params=(Param(name="dry", value="1"),)),
                item("Amounts", body=AMOUNTS),
                item("Login", headers=(Header(name="X-Trace", value="on"), Header(name="X-Api-Key", value=SECRET))),
                item("Token", auth=BearerAuth(token=SECRET), variables=(Variable(name="pw", secret=True),)),
                item("Form", body=FormBody(fields=(FormField(name="colour", value="red"),)), docs="Sends a colour."),
            ),
        ),
    ),
)  # fmt: skip


def found(words: str) -> list[tuple[str, Part, str]]:
    return [(one.name, one.part, one.row) for one in Index().find(COLLECTION, words)]


def test_every_part_is_searched_and_named() -> None:
    assert found("users") == [("Users", Part.NAME, ""), ("Create", Part.URL, "")]
    assert found("amountdue") == [("Amounts", Part.BODY, "")]
    assert found("x-trace: on") == [("Login", Part.HEADER, "X-Trace")]
    assert found("people") == [("Users", Part.DOCS, "")]
    assert found("colour red") == [("Form", Part.BODY, "colour")]
    assert found("amounts") == [("Amounts", Part.NAME, "")]
    assert found("nowhere") == found("  ") == []


def test_examples_and_descriptions_are_searched() -> None:
    example = Example(name="Too late", description="Seen in May", response=ExampleResponse(body='{"reason": "closed"}'))
    one = item("Pay", headers=(Header(name="X-Api-Key", value=SECRET, description="ask Maja"),))
    shop = Collection(key="/shop", name="Shop", items=(replace(one, examples=(example,)),))
    for words in ("too late", "in may", "closed"):
        assert [(one.part, one.row) for one in Index().find(shop, words)] == [(Part.EXAMPLE, "Too late")]
    (by_description,) = Index().find(shop, "maja")
    assert (by_description.part, by_description.row) == (Part.HEADER, "X-Api-Key")
    assert SECRET not in by_description.excerpt


def test_values_of_secrets_are_not_found_but_their_names_are() -> None:
    assert found("s3cret") == []
    assert found("x-api-key") == [("Login", Part.HEADER, "X-Api-Key")]


def test_the_excerpt_shows_the_match() -> None:
    (one,) = Index().find(COLLECTION, "amountdue")
    assert one.excerpt[slice(*one.marked)] == "AmountDue"
    assert one.excerpt.startswith("…xxx")
    assert "\n" not in one.excerpt
    body = COLLECTION.items[0].items[1].request.body.text  # type: ignore[union-attr]
    assert body[one.start : one.end] == "AmountDue"


def test_the_index_follows_changes() -> None:
    index = Index()
    assert len(index.find(COLLECTION, "create")) == 1
    folder = COLLECTION.items[0]
    assert isinstance(folder, Folder)
    items = (item("Create", docs="fresh words"), *folder.items[2:])
    changed = replace(COLLECTION, items=(replace(folder, items=items),))
    assert [one.name for one in index.find(changed, "fresh")] == ["Create"]
    assert index.find(changed, "amountdue") == ()
    assert index.find(COLLECTION, "fresh") == ()


def test_a_search_that_is_given_up_ends_and_loses_nothing() -> None:
    index = Index()
    assert index.find(COLLECTION, "users", is_over=lambda: True) == ()
    assert len(index.find(COLLECTION, "users")) == 2


def test_names_are_found_at_once() -> None:
    assert names_found(COLLECTION, " FORM ") == {"Form.yml"}
    assert len(names_found(COLLECTION, "e", limit=2)) == 2


def test_ten_thousand_requests_are_searched_in_a_moment() -> None:
    body = TextBody(kind=TextKind.JSON, text='{"name": "value", "list": [1, 2, 3]}' * 20)
    items = tuple(item(f"Request {at}", url=f"http://h/{at}", body=body) for at in range(10_000))
    collection, index = Collection(key="/x", name="x", items=items), Index()
    index.find(collection, "first")
    start = time.perf_counter()
    assert len(index.find(collection, "h/99")) == 111
    assert index.find(collection, "not there at all") == ()
    assert time.perf_counter() - start < 0.4, "two searches; alone on a machine they take 30 ms"


def test_many_names_leave_room_for_what_is_found_elsewhere() -> None:
    named = tuple(item(f"Order {at}") for at in range(20))
    collection = Collection(key="/x", name="x", items=(*named, item("Last", docs="About an order.")))
    finds = Index().find(collection, "order", limit=5)
    assert [one.part for one in finds] == [Part.NAME] * 5 + [Part.DOCS]
