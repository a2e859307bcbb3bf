"""Tabs that nobody opened: the request is the same before and after they are made."""

import pytest

from explorer.core.model.request import (
    BasicAuth,
    BearerAuth,
    BodyVariant,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    Header,
    MultipartBody,
    NoAuth,
    Param,
    ParamKind,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.gui.composer.composer import Composer
from explorer.gui.widgets.pane_tabs import Dot

TABS = ("params", "headers", "auth", "body", "vars", "docs", "settings")
FULL = Request(
    name="Full",
    method="PUT",
    url="https://a.example/:id/x?b=1&c={{c}}",
    params=(
        Param(name="b", value="1"),
        Param(name="off", value="2", enabled=False),
        Param(name="id", value="7", kind=ParamKind.PATH),
    ),
    headers=(
        Header(name="Accept", value="{{type}}"),
        Header(name="", value=""),
        Header(name="X", value="", enabled=False),
    ),
    auth=BearerAuth(token="{{token}}"),
    body=TextBody(kind=TextKind.JSON, text='{\r\n  "to": []\r}'),
    automatic_headers_off=frozenset({"user-agent"}),
    docs="# Notes\r\nmore",
    settings=RequestSettings(timeout_s=1234567.125, max_redirects=0, encode_url=False),
    variants=(
        BodyVariant(title="Other", body=TextBody(kind=TextKind.TEXT, text="a\r\nb")),
        BodyVariant(title="", body=None),
        BodyVariant(title="Strange", fault="The body type is not known."),
    ),
)
BODIES = (
    FormBody(fields=(FormField(name="a", value="1"), FormField(name="", value=""))),
    MultipartBody(parts=(Part(name="a", value="1"), Part(name="", enabled=False), Part(name="f", file_path="x.png"))),
    FileBody(file_path="/tmp/x", content_type="image/png"),
    GraphQLBody(query="query {\r\n  me { id }\n}", variables='{"a": "{{c}}"}'),
)


@pytest.fixture
def opened(qtbot):
    """A composer whose pane was never shown, so that no tab is made by itself."""
    made = Composer()
    for widget in (made.bar, made.pane):
        qtbot.addWidget(widget)
    return made


@pytest.mark.parametrize("request_", [Request(), FULL, *(Request(auth=NoAuth(), body=body) for body in BODIES)])
def test_opening_tabs_changes_nothing(opened, request_):
    opened.set_request(request_)
    before = opened.request()
    assert not opened.pane.made
    for tab in TABS:
        opened.tab(tab)
        assert opened.request() == before, tab


def test_blank_rows_go_and_lines_end_as_in_an_editor(opened):
    opened.set_request(FULL)
    assert [header.name for header in opened.request().headers] == ["Accept", "X"]
    assert opened.request().body == TextBody(kind=TextKind.JSON, text='{\n  "to": []\n}')
    assert opened.request().docs == "# Notes\nmore"


def test_tabs_tell_what_they_hold_before_they_are_made_and_after(opened):
    opened.set_request(FULL)

    def signs():
        return [(tab.id, tab.number, tab.dot) for tab in opened.pane.tabs.tabs]

    before = signs()
    assert before == [
        ("params", "3", None),
        ("headers", "1", None),
        ("auth", "", Dot.CONTENT),
        ("body", "", Dot.CONTENT),
        ("vars", "3", None),
        ("docs", "", Dot.CONTENT),
        ("settings", "", Dot.CONTENT),
    ]
    for tab in TABS:
        opened.tab(tab)
    assert signs() == before


def test_another_request_fills_tabs_that_are_there_and_those_that_come(opened):
    opened.set_request(FULL)
    opened.tab("auth")
    opened.set_request(Request(auth=BasicAuth(username="u", password="p"), docs="New"))
    assert opened.pane.auth.username.text() == "u"
    assert opened.pane.docs.docs() == "New"


def test_typing_a_query_shows_its_parameters(opened):
    opened.set_request(Request(url="https://a.example/"))
    opened.bar.url.replace_span(18, 18, "?a=1")
    assert [row.name for row in opened.pane.params.table.rows()] == ["a"]
    assert opened.request().params == (Param(name="a", value="1"),)


def test_a_query_taken_away_before_its_tab_was_opened_is_gone(opened):
    opened.set_request(Request(url="https://a.example/?a=1", params=(Param(name="a", value="1"),)))
    opened.bar.url.replace_span(18, 22, "")
    assert opened.request() == Request(url="https://a.example/")


def test_what_was_told_before_a_tab_was_made_is_known_to_it(opened):
    opened.set_automatic_headers((("Host", "a.example", False, "HTTP needs it"),))
    opened.set_inherited_auth("Bearer token from Collection")
    assert list(opened.pane.headers.automatic.boxes) == ["host"]
    assert opened.pane.auth.has_content()
