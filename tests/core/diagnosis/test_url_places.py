"""What stands in the URL as sent is placed in the URL as typed: through variables, encoding and order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import diagnose, url_places
from explorer.core.model.diagnosis import Place, PlacePart
from explorer.core.model.request import NoBody, Request
from tests import factories

TYPED = "{{base_url}}/users/{{uid}}/notes/a b?filter%5Bname%5D={{who}}&tag=x&tag={{second}}&{{more}}&last=é#top"
SENT = (
    "https://h.example/api/v2/users/u%2F1/notes/a%20b?filter%5Bname%5D=Ada%20L"
    "&tag=x&tag=&page=-1&size=many&last=%C3%A9&api_key=k"
)


def text_of(place: Place | None, typed: str = TYPED) -> str:
    return typed[place.start : place.end] if place else "nowhere"


@pytest.mark.parametrize(
    ("value", "typed"),
    [("u/1", "{{uid}}"), ("a b", "a b"), ("notes", "notes"), ("v2", "{{base_url}}"), ("x", "nowhere")],
)
def test_a_segment(value: str, typed: str) -> None:
    assert text_of(url_places.of_segment(Request(url=TYPED), SENT, value, "id")) == typed


@pytest.mark.parametrize(
    ("name", "element", "typed", "part"),
    [
        ("filter[name]", 0, "{{who}}", PlacePart.QUERY),
        ("tag", 0, "x", PlacePart.QUERY),
        ("tag", 1, "{{second}}", PlacePart.QUERY),
        ("size", 0, "{{more}}", PlacePart.URL),
        ("last", 0, "é", PlacePart.QUERY),
        ("page", 0, "{{more}}", PlacePart.URL),
    ],
)
def test_a_parameter(name: str, element: int, typed: str, part: PlacePart) -> None:
    place = url_places.of_parameter(Request(url=TYPED), SENT, name, element=element)
    assert (text_of(place), place and place.part) == (typed, part)


@pytest.mark.parametrize(
    ("text", "typed"), [("Ada%20L", "{{who}}"), ("a b", "a b"), ("h.example", "{{base_url}}"), ("é", "é")]
)
def test_any_text(text: str, typed: str) -> None:
    assert text_of(url_places.of_text(Request(url=TYPED), SENT, text, "url")) == typed


def test_a_variable_that_holds_two_segments_does_not_move_the_others() -> None:
    typed, sent = "{{base}}/users/{{path}}/notes/7", "http://h/users/a/b/notes/7"
    assert text_of(url_places.of_segment(Request(url=typed), sent, "notes", "x"), typed) == "notes"
    assert url_places.of_segment(Request(url=typed), sent, "b", "x") is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=6))
def test_any_url_is_survived(typed: str, sent: str, text: str) -> None:
    for place in (
        url_places.of_text(Request(url=typed), sent, text, "x"),
        url_places.of_segment(Request(url=typed), sent, text, "x"),
        url_places.of_parameter(Request(url=typed), sent, text),
    ):
        assert place is None or 0 <= place.start <= place.end <= len(typed)


@pytest.mark.parametrize(
    ("field", "typed"), [("filter[name]", "{{who}}"), ("query.tag.1", "{{second}}"), ("size", "{{more}}")]
)
def test_the_fields_of_a_server_are_placed_in_the_typed_url(field: str, typed: str) -> None:
    outcome = factories.response(422, "", {"errors": [{"field": field, "message": "is not valid"}]})
    written = factories.request(method="GET", url=TYPED, body=NoBody())
    found = diagnose(factories.exchange(outcome, request=written, sent=factories.sent(method="GET", url=SENT)))
    assert text_of(found.problems[0].place) == typed
