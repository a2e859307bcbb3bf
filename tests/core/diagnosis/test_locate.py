"""Fields found in the template the person typed."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import locate
from explorer.core.model.diagnosis import PlacePart
from explorer.core.model.request import (
    ApiKeyAuth,
    BearerAuth,
    FormBody,
    FormField,
    Header,
    Param,
    ParamKind,
    Request,
    TextBody,
    TextKind,
)

TEXT = '{\n  "from": "{{sender}}",\n  "to": ["{{test_msisdn}}", {{other}}],\n  "auto_update": {"to": "1"}\n}'
REQUEST = Request(
    method="POST",
    url="{{base_url}}/xms/v1/{{plan}}/groups/{{group_id}}?page_size={{size}}&page=2#top",
    headers=(Header(name="X-Trace", value="1"), Header(name="X-Off", value="1", enabled=False)),
    params=(Param(name="region", value="eu", kind=ParamKind.PATH),),
    auth=BearerAuth(token="{{token}}"),
    body=TextBody(kind=TextKind.JSON, text=TEXT),
)
KEYS = st.text(alphabet="abcdefgh_", min_size=1, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("spelling", ["to[0]", "#/to/0", "/to/0", "to.0", "$.to[0]", "body.to.0", "['to'][0]"])
def test_spellings_of_a_body_field(spelling: str) -> None:
    place = locate.find(REQUEST, spelling, "a number")
    assert place is not None
    assert TEXT[place.start : place.end] == '"{{test_msisdn}}"'
    assert (place.part, place.name, place.line, place.column) == (PlacePart.BODY, "to[0]", 3, 10)
    assert place.crumbs == ("Body", "to[0]")
    assert place.note == "a number"


def test_a_bare_template_is_a_value() -> None:
    place = locate.find(REQUEST, "to[1]")
    assert place is not None
    assert TEXT[place.start : place.end] == "{{other}}"


def test_escaped_pointers() -> None:
    assert locate.segments("#/a~1b/c~0d") == ("a/b", "c~d")


@pytest.mark.parametrize(
    ("name", "part", "typed"),
    [
        ("page_size", PlacePart.QUERY, "{{size}}"),
        ("query.page", PlacePart.QUERY, "2"),
        ("group_id", PlacePart.PATH, "{{group_id}}"),
        ("path.group_id", PlacePart.PATH, "{{group_id}}"),
    ],
)
def test_places_in_the_url(name: str, part: PlacePart, typed: str) -> None:
    place = locate.find(REQUEST, name)
    assert place is not None
    assert place.part is part
    assert REQUEST.url[place.start : place.end] == typed


@pytest.mark.parametrize(
    ("name", "part", "crumbs"),
    [
        ("x-trace", PlacePart.HEADER, ("Headers", "X-Trace")),
        ("header.X-Trace", PlacePart.HEADER, ("Headers", "X-Trace")),
        ("Authorization", PlacePart.AUTH, ("Auth",)),
        ("region", PlacePart.PATH, ("Params", "region")),
    ],
)
def test_places_outside_texts(name: str, part: PlacePart, crumbs: tuple[str, ...]) -> None:
    place = locate.find(REQUEST, name)
    assert place is not None
    assert (place.part, place.crumbs, place.start) == (part, crumbs, -1)


def test_a_header_that_is_off_is_not_there() -> None:
    assert locate.in_header(REQUEST, "X-Off") is None
    assert locate.header(REQUEST, "X-Off").missing


def test_form_fields_and_api_keys() -> None:
    form = Request(
        body=FormBody(fields=(FormField(name="grant_type", value="x"), FormField(name="off", value="", enabled=False)))
    )
    place = locate.find(form, "grant_type")
    assert place is not None
    assert (place.part, place.crumbs) == (PlacePart.FORM, ("Body", "grant_type"))
    absent = locate.find(form, "off")
    assert absent is not None
    assert (absent.part, absent.crumbs, absent.missing) == (PlacePart.FORM, ("Body", "off"), True)
    key = Request(auth=ApiKeyAuth(name="X-Key", value="v"))
    found = locate.find(key, "x-key")
    assert found is not None
    assert found.part is PlacePart.AUTH


def test_a_form_field_behind_the_name_of_the_body() -> None:
    form = Request(body=FormBody(fields=(FormField(name="email", value="x"),)))
    place = locate.find(form, "body.email")
    assert place is not None
    assert (place.part, place.name, place.missing) == (PlacePart.FORM, "email", False)


def test_a_missing_field_has_the_place_where_it_would_go() -> None:
    place = locate.find(REQUEST, "body")
    assert place is not None
    assert place.missing
    assert place.start == place.end == TEXT.index("}\n}") + 1
    assert place.line == 4
    inner = locate.find(REQUEST, "auto_update.add")
    assert inner is not None
    assert inner.missing
    assert TEXT[: inner.end].endswith('"to": "1"')


def test_a_missing_field_of_an_empty_object_goes_behind_the_brace() -> None:
    empty = Request(method="POST", body=TextBody(kind=TextKind.JSON, text="{}"))
    place = locate.find(empty, "to")
    assert place is not None
    assert (place.start, place.missing) == (1, True)


@pytest.mark.parametrize(
    ("field", "part", "crumbs"),
    [
        ("query.limit", PlacePart.QUERY, ("Params", "limit")),
        ("header.x-token", PlacePart.HEADER, ("Headers", "x-token")),
    ],
)
def test_a_missing_parameter_or_header_is_not_put_into_the_body(
    field: str, part: PlacePart, crumbs: tuple[str, ...]
) -> None:
    place = locate.find(REQUEST, field)
    assert place is not None
    assert (place.part, place.crumbs, place.missing) == (part, crumbs, True)


def test_a_body_member_called_params_is_found() -> None:
    text = '{"params": {"limit": 7}}'
    place = locate.find(Request(method="POST", body=TextBody(kind=TextKind.JSON, text=text)), "params.limit")
    assert place is not None
    assert text[place.start : place.end] == "7"


@pytest.mark.parametrize("field", ["Items[0].UnitPrice", "items.0.unit_price", "#/items/0/unitPrice"])
def test_a_name_in_another_spelling_style_is_found(field: str) -> None:
    text = '{"items": [{"unitPrice": 7}]}'
    place = locate.find(Request(method="POST", body=TextBody(kind=TextKind.JSON, text=text)), field)
    assert place is not None
    assert (text[place.start : place.end], place.missing) == ("7", False)


def test_a_query_parameter_in_another_spelling_style_is_found() -> None:
    place = locate.find(REQUEST, "query.pageSize")
    assert place is not None
    assert (place.name, REQUEST.url[place.start : place.end]) == ("page_size", "{{size}}")


def test_an_element_an_array_does_not_have_is_placed_at_the_array() -> None:
    for field in ("to[7]", "body.to.7.number"):
        place = locate.find(REQUEST, field)
        assert place is not None
        assert TEXT[place.start : place.end] == '["{{test_msisdn}}", {{other}}]'
        assert not place.missing


def test_a_body_that_is_an_array_is_not_marked_for_any_name() -> None:
    request = Request(method="POST", body=TextBody(kind=TextKind.JSON, text="[1, 2]"))
    assert locate.find(request, "name") is None
    place = locate.find(request, "[5].name")
    assert place is not None
    assert (place.start, place.end) == (0, 6)


def test_a_cookie_is_placed_at_the_cookie_header() -> None:
    absent = locate.find(REQUEST, "cookie.session")
    assert absent is not None
    assert (absent.part, absent.name, absent.missing) == (PlacePart.HEADER, "Cookie", True)
    place = locate.find(Request(headers=(Header(name="cookie", value="session=1"),)), "cookie.session")
    assert place is not None
    assert (place.name, place.missing) == ("cookie", False)


@pytest.mark.parametrize("field", ["item_id", "itemId", "path.item-id", "ITEM_ID"])
@pytest.mark.parametrize("segment", [":itemId", "{{itemId}}", "{{item_id}}"])
def test_a_path_parameter_in_another_spelling_style_is_found(field: str, segment: str) -> None:
    request = Request(url=f"{{{{base_url}}}}/items/{segment}/parts")
    place = locate.find(request, field)
    assert place is not None
    assert place.part is PlacePart.PATH
    assert place.name == segment.strip(":{}"), "the name of its row in the table"
    assert request.url[place.start : place.end] == segment


def test_the_exact_path_parameter_comes_first() -> None:
    request = Request(url="http://h/:itemId/:item_id")
    place = locate.find(request, "item_id")
    assert place is not None
    assert request.url[place.start : place.end] == ":item_id"


@pytest.mark.parametrize(
    ("field", "value"), [("page_size", "1"), ("pageSize", "2"), ("PageSize", "2"), ("page-size", "1")]
)
def test_the_exact_query_parameter_comes_first(field: str, value: str) -> None:
    request = Request(url="http://h/?page_size=1&pageSize=2")
    place = locate.find(request, field)
    assert place is not None
    assert request.url[place.start : place.end] == value


def test_headers_and_form_fields_in_another_spelling_style_are_found() -> None:
    place = locate.find(REQUEST, "header.x_trace")
    assert place is not None
    assert (place.part, place.name) == (PlacePart.HEADER, "X-Trace")
    form = Request(body=FormBody(fields=(FormField(name="grantType", value="x"),)))
    place = locate.find(form, "grant_type")
    assert place is not None
    assert (place.part, place.name, place.missing) == (PlacePart.FORM, "grantType", False)


XML = """<order>
  <items>
    <item><price>1</price></item>
    <item><price>{{price}}</price></item>
  </items>
</order>"""


@pytest.mark.parametrize(
    "field",
    [
        "order/items/item[2]/price",
        "/order/items/item[2]/price",
        "order.items.item[1].price",
        "items.item.1.price",
        "items[1].price",
        "body.order.items[1].price",
        "/order/items/item[2]/price/text()",
    ],
)
def test_an_element_of_an_xml_body(field: str) -> None:
    request = Request(method="POST", body=TextBody(kind=TextKind.XML, text=XML))
    place = locate.find(request, field)
    assert place is not None
    assert XML[place.start : place.end] == "{{price}}"
    assert (place.part, place.line, place.column, place.missing) == (PlacePart.BODY, 4, 18, False)


def test_an_absent_element_of_an_xml_body_has_the_place_where_it_would_go() -> None:
    request = Request(method="POST", body=TextBody(kind=TextKind.XML, text=XML))
    place = locate.find(request, "order.currency")
    assert place is not None
    assert (place.line, place.missing) == (5, True)
    assert XML[: place.start].endswith("</items>")


def test_a_member_inside_the_value_of_a_variable_is_placed_at_the_variable() -> None:
    text = '{"customer": {{customer}}, "total": 1}'
    request = Request(method="POST", body=TextBody(kind=TextKind.JSON, text=text))
    place = locate.find(request, "customer.address.zip")
    assert place is not None
    assert (text[place.start : place.end], place.missing) == ("{{customer}}", False)


def test_many_problems_in_a_body_with_very_many_keys_take_no_time() -> None:
    body = TextBody(kind=TextKind.JSON, text=json.dumps({f"é_{n}": n for n in range(12_000)}, ensure_ascii=False))
    written = Request(body=body)
    started = time.perf_counter()
    places = [locate.find(written, f"É{number}") for number in range(200)]
    assert time.perf_counter() - started < 1, "looking through all keys for each takes 3 s"
    assert [place and body.text[place.start : place.end] for place in places] == [str(n) for n in range(200)]


def test_two_members_that_are_alike_are_not_guessed_at() -> None:
    written = Request(body=TextBody(kind=TextKind.JSON, text='{"userId": 1, "user-id": 2, "a": 3, "a": 4}'))
    assert locate.in_body(written, ("user_id",)) is None
    place = locate.in_body(written, ("a",))
    assert place is not None
    assert place.start == 41, "parsers take the last one"


def test_nothing_to_find() -> None:
    assert locate.find(Request(), "to") is None
    assert locate.find(REQUEST, "") is None
    assert locate.find(REQUEST, "$") is None


def test_broken_json_is_searched_as_far_as_it_goes() -> None:
    text = '{"from": "1", "to": ["+1", "body": "x"'
    broken = Request(method="POST", body=TextBody(kind=TextKind.JSON, text=text))
    place = locate.find(broken, "to[0]")
    assert place is not None
    assert text[place.start : place.end] == '"+1"'


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.sampled_from([None, 2]))
def test_the_span_of_every_field_is_its_value(value: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    request = Request(method="POST", body=TextBody(kind=TextKind.JSON, text=text))
    for path, expected in paths(value):
        place = locate.in_body(request, path)
        assert place is not None
        assert json.loads(text[place.start : place.end]) == expected
        assert text.split("\n")[place.line - 1][place.column - 1 :][:1] == text[place.start]


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_body_and_any_field_are_survived(text: str, field: str) -> None:
    request = Request(method="POST", url=text, body=TextBody(kind=TextKind.JSON, text=text))
    place = locate.find(request, field)
    if place is not None and place.start >= 0:
        assert place.start <= place.end <= len(text)


def paths(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [one for key, child in inner for one in paths(child, (*path, str(key)))]
    return [(path, value), *below] if path else below
