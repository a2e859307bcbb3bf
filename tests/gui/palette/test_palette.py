"""The palette by gesture: typing, keys, pointer, focus, size."""

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow

from explorer.gui.palette.finder import Finder, Heading
from explorer.gui.palette.palette import CommandPalette
from explorer.gui.palette.row_delegate import line_height
from explorer.gui.palette.sources import PaletteSources, Scope
from explorer.gui.theme import measures, theme
from explorer.gui.theme.theme import ThemeMode
from tests.gui.palette.sample import SOURCES, request
from tests.own_time import own_ms

Key = Qt.Key


@pytest.fixture
def window(qtbot, qapp):
    theme.current().apply(qapp)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.field = QLineEdit()
    window.setCentralWidget(window.field)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    return window


@pytest.fixture
def palette(window):
    palette = CommandPalette(window)
    palette.set_reduced_motion(True)
    palette.open_palette(Finder(SOURCES))
    return palette


@pytest.fixture
def chosen(palette):
    seen = []

    def note(*choice):
        seen.append(choice)

    palette.chosen.connect(note)
    return seen


def current(palette):
    return palette.card.rows.current_row().item.title


def typed(qtbot, palette, text):
    qtbot.keyClicks(palette.card.field, text)


def press(qtbot, palette, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(palette.card.field, key, modifiers)


def test_it_lies_over_the_window_and_takes_the_keyboard(palette, window):
    assert palette.geometry() == window.rect()
    card = palette.card.geometry()
    assert (card.width(), card.top()) == (measures.PALETTE_WIDTH, measures.PALETTE_TOP)
    assert abs(card.center().x() - window.rect().center().x()) <= 1
    assert palette.card.field.hasFocus()


def test_typing_and_enter_open_the_best_match(qtbot, palette, chosen):
    typed(qtbot, palette, "list g")
    press(qtbot, palette, Key.Key_Return)
    assert chosen == [("request", "Sinch SMS API, Groups/List groups.yml", False)]
    assert not palette.isVisible()


def test_ctrl_enter_sends(qtbot, palette, chosen):
    typed(qtbot, palette, "create")
    press(qtbot, palette, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [("request", "Sinch SMS API, Groups/Create a group.yml", True)]


@pytest.mark.parametrize(
    ("text", "kind", "item_id"),
    [
        (">pref", "command", "preferences.open"),
        ("#json", "error", "sms.syntax_invalid_json"),
        ("@prod", "environment", "Production"),
        ("201", "history", "h1"),
    ],
)
def test_prefixes_and_kinds(qtbot, palette, chosen, text, kind, item_id):
    typed(qtbot, palette, text)
    press(qtbot, palette, Key.Key_Return)
    assert chosen == [(kind, item_id, False)]


def test_arrows_skip_headings_and_go_around_the_ends(qtbot, palette):
    typed(qtbot, palette, "group")
    assert current(palette) == "Create a group"
    for _ in range(3):
        press(qtbot, palette, Key.Key_Down)
    assert current(palette) == "unknown_group"
    press(qtbot, palette, Key.Key_Home)
    press(qtbot, palette, Key.Key_Up)
    assert current(palette) == "New folder in Groups"
    press(qtbot, palette, Key.Key_Down)
    assert current(palette) == "Create a group"


def test_home_end_and_pages_stop_at_the_ends(qtbot, palette):
    press(qtbot, palette, Key.Key_End)
    last = current(palette)
    press(qtbot, palette, Key.Key_PageDown)
    assert current(palette) == last == "Preferences"
    press(qtbot, palette, Key.Key_PageUp)
    press(qtbot, palette, Key.Key_PageUp)
    assert current(palette) == "Send a batch"


def test_tab_walks_through_the_scopes_and_drops_a_prefix(qtbot, palette):
    scopes = []
    for _ in range(4):
        press(qtbot, palette, Key.Key_Tab)
        scopes.append(palette.card.segments.current)
    assert scopes == ["requests", "errors", "commands", "all"]
    typed(qtbot, palette, ">gr")
    assert palette.card.segments.current == "commands"
    press(qtbot, palette, Key.Key_Backtab)
    assert palette.card.field.text() == "gr"
    assert palette.scope is Scope.ERRORS
    assert current(palette) == "unknown_group"


def test_a_segment_can_be_clicked(qtbot, palette):
    button = next(one for one in palette.card.segments.children() if getattr(one, "text", str)() == "Errors")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert current(palette) == "unknown_group"
    assert palette.card.field.hasFocus()


def test_esc_closes_and_gives_the_keyboard_back(qtbot, palette, window):
    with qtbot.waitSignal(palette.closed):
        press(qtbot, palette, Key.Key_Escape)
    assert not palette.isVisible()
    assert window.field.hasFocus()


def test_a_click_beside_the_card_closes(qtbot, palette, chosen):
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(20, 600))
    assert not palette.isVisible()
    assert chosen == []


def test_a_click_opens_a_row_and_a_heading_does_nothing(qtbot, palette, chosen):
    rows = palette.card.rows
    model = rows.model()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(model.index(0)).center())
    assert palette.isVisible()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(model.index(2)).center())
    assert chosen == [("request", "Sinch SMS API, Groups/Create a group.yml", False)]


def test_shortcuts_of_the_window_wait(qtbot, palette, window, chosen):
    fired = []
    shortcut = QShortcut(QKeySequence("F5"), window)
    shortcut.activated.connect(lambda: fired.append("F5"))
    escape = QShortcut(QKeySequence("Esc"), window)
    escape.activated.connect(lambda: fired.append("Esc"))
    press(qtbot, palette, Key.Key_F5)
    press(qtbot, palette, Key.Key_Escape)
    assert fired == []
    assert not palette.isVisible()
    qtbot.keyClick(window, Key.Key_F5)
    assert fired == ["F5"]


def test_at_most_ten_rows_are_visible_and_the_rest_scrolls(qtbot, palette):
    many = PaletteSources(requests=tuple(request(f"Request {number}") for number in range(40)))
    palette.open_palette(Finder(many))
    qtbot.wait(1)
    rows = palette.card.rows
    lines = rows.lines
    ten = sum(line_height(line) for line in lines[:11])
    assert rows.viewport().height() == ten
    assert rows.verticalScrollBar().maximum() > 0
    press(qtbot, palette, Key.Key_End)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def test_few_rows_need_no_scroll_bar(qtbot, palette):
    typed(qtbot, palette, "group")
    qtbot.wait(1)
    assert palette.card.rows.verticalScrollBar().maximum() == 0


def test_nothing_found_says_so(qtbot, palette, chosen):
    typed(qtbot, palette, "qqq")
    press(qtbot, palette, Key.Key_Return)
    assert chosen == []
    assert palette.isVisible()
    assert not palette.card.rows.isVisible()
    assert palette.card.findChild(type(palette.card._empty), options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert "qqq" in palette.card._empty.text()


def test_the_current_row_is_told(qtbot, palette):
    typed(qtbot, palette, "#unk")
    assert palette.card.field.accessibleDescription() == "Error 403 unknown_group, 6 in 14 days"


def test_it_follows_the_window_and_the_theme(qtbot, palette, window):
    window.resize(1000, 620)
    assert palette.geometry() == window.rect()
    before = palette.grab().toImage().pixelColor(5, 5)
    theme.current().set_mode(ThemeMode.DARK)
    assert palette.grab().toImage().pixelColor(5, 5) != before
    theme.current().set_mode(ThemeMode.LIGHT)


def test_it_fades_in_and_keeps_its_shadow(qtbot, window):
    palette = CommandPalette(window)
    palette.open_palette(Finder(SOURCES), ">")
    typed(qtbot, palette, "pref")
    assert palette.graphicsEffect() is not None or theme.wants_less_motion()
    qtbot.waitUntil(lambda: palette.graphicsEffect() is None)
    assert palette.card.graphicsEffect().isEnabled()
    assert current(palette) == "Preferences"


def test_a_key_among_two_thousand_requests_stays_within_a_frame(qtbot, palette):
    many = tuple(request(f"Retrieve delivery report {number} of group {number % 40}") for number in range(2000))
    palette.open_palette(Finder(PaletteSources(requests=many)))
    times = []
    for letter in "group 12":
        begin_ms = own_ms()
        qtbot.keyClicks(palette.card.field, letter)
        times.append(own_ms() - begin_ms)
    assert sorted(times)[len(times) // 2] < 16


def test_headings_stand_only_above_rows(palette):
    lines = palette.card.rows.lines
    assert all(not isinstance(after, Heading) for line, after in itertools.pairwise(lines) if isinstance(line, Heading))


def test_the_first_heading_stays_in_sight_when_the_list_grows(qtbot, palette, window):
    window.resize(1000, 620)
    typed(qtbot, palette, "qqq")
    for _ in range(3):
        press(qtbot, palette, Key.Key_Backspace)
    qtbot.wait(1)
    assert palette.card.rows.verticalScrollBar().maximum() > 0
    assert palette.card.rows.verticalScrollBar().value() == 0
    assert palette.card.rows.indexAt(QPoint(20, 5)).data() == "Requests"


def test_it_opens_within_a_scope(qtbot, palette):
    palette.open_palette(Finder(SOURCES), scope=Scope.REQUESTS)
    assert palette.scope is Scope.REQUESTS
    assert palette.card.segments.current == "requests"
    headings = [line.title for line in palette.card.rows.lines if isinstance(line, Heading)]
    assert headings == ["Requests"]
    palette.open_palette(Finder(SOURCES))
    assert palette.scope is Scope.ALL
