"""What the tabs give room to: automatic values, values of variables, sentences of credentials, tools of the body."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from explorer.core.model.diagnosis import Place, PlacePart, Problem
from explorer.core.model.request import InheritAuth, NoAuth, Request
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.theme import theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.labels import ElidedLabel

ROWS = (
    (
        "Host",
        "127.0.0.1:8025",
        False,
        "Names the host of the URL, and HTTP/1.1 wants it in each and every request " * 2,
    ),
    ("User-Agent", "Explorer/0.1.0", True, "Says which program is asking"),
)


def label(composer, words):
    return next(one for one in composer.pane.headers.automatic.findChildren(ElidedLabel) if one.text() == words)


def test_automatic_values_are_whole_and_reasons_are_cut(composer, qtbot):
    composer.tab("headers")
    composer.set_automatic_headers(ROWS)
    qtbot.waitUntil(lambda: label(composer, "127.0.0.1:8025").width() > 0)
    qtbot.wait(20)
    for _name, value, _off, _why in ROWS:
        assert label(composer, value).shown_text == value
    why = label(composer, ROWS[0][3])
    assert why.shown_text.endswith("…")
    assert why.toolTip() == ROWS[0][3]


@pytest.mark.parametrize("auth", [NoAuth(), InheritAuth()])
def test_the_sentence_of_credentials_stands_at_the_top(composer, qtbot, auth):
    composer.set_request(Request(url="http://h", auth=auth))
    composer.tab("auth")
    qtbot.wait(20)
    page = composer.pane.auth
    image = page.grab().toImage()
    ground = image.pixelColor(1, 1)
    first = next(y for y in range(image.height()) if any(image.pixelColor(x, y) != ground for x in range(16, 200)))
    assert first < 30 * image.devicePixelRatio()


def test_values_of_variables_have_most_of_the_room(composer, qtbot):
    composer.set_request(Request(url="{{base_url}}/{{batch_id}}"))
    composer.tab("vars")
    qtbot.wait(20)
    table = composer.pane.vars.table
    assert table.columnWidth(1) >= table.viewport().width() * 0.4
    assert sum(table.columnWidth(column) for column in range(3)) <= table.viewport().width()


def test_tools_for_text_are_hidden_where_there_is_none(composer):
    composer.tab("body")
    body = composer.pane.body
    for kind in BodyKind:
        body.choose_kind(kind)
        is_text = kind in (BodyKind.JSON, BodyKind.XML, BodyKind.TEXT, BodyKind.SPARQL)
        wraps = is_text or kind is BodyKind.GRAPHQL
        assert (body.format.isVisible(), body.wrap.isVisible()) == (is_text, wraps)


def test_the_frame_of_the_url_takes_the_family_of_the_fault(composer):
    composer.set_request(Request(url="http://127.0.0.1:1/x"))
    place = Place(part=PlacePart.URL, name="", crumbs=(), note="Refused", start=7, end=16)
    problem = Problem(field="", message="Refused", place=place)
    for family in (Family.TRANSPORT, Family.CLIENT, Family.SERVER):
        composer.show_problems((problem,), family)
        image = composer.bar.frame.grab().toImage()
        at = QPoint(image.width() // 2, 0)
        assert QColor(image.pixelColor(at)) == theme.current().color(f"{family}.line")


def test_a_note_names_the_environment(composer):
    composer.tab("body")
    composer.pane.body.choose_kind(BodyKind.JSON)
    composer.set_variables(composer._variables)
    assert composer.pane.body.pages.editor(BodyKind.JSON).chips.missing_note() == "Not set in Sandbox"
    assert composer.bar.url.chips.missing_note() == "Not set in Sandbox"
