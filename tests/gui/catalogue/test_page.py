"""The catalogue by gesture, over the real catalogs."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from explorer.core.diagnosis.catalogs import entries
from explorer.core.model.history import Change, FailureFacts, FailurePlace
from explorer.gui.catalogue.entry_model import EntryModel
from explorer.gui.widgets.cause_row import CauseRow
from explorer.gui.widgets.day_bars import DayBars
from explorer.gui.widgets.rich_label import RichLabel
from tests.gui.catalogue.conftest import GROUPS, LAB, NOW, group


def segment(page, title):
    buttons = page.bar.kinds.findChildren(QToolButton)
    return next(button for button in buttons if button.isVisible() and button.text() == title)


def titles(page):
    return [entry.title for entry in page.model.entries()]


def words(widget):
    return [label.plain_text for label in widget.findChildren(RichLabel) if label.plain_text]


def button(widget, text):
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


def test_all_entries_are_listed_by_section(page, qtmodeltester):
    assert len(page.model.entries()) == len(entries())
    shown = [page.model.data(page.model.index(row)) for row in range(page.model.rowCount())]
    assert [line for line in shown if line in {entry.group for entry in entries()}] == list(
        dict.fromkeys(entry.group for entry in entries())
    )
    assert page.summary.text() == f"{len(entries())} entries, 2 seen in 14 days"
    qtmodeltester.check(page.model)


def test_the_first_entry_is_shown(page):
    assert page.entry == entries()[0]
    assert page.list.currentIndex().row() == 1


def test_ctrl_f_searches_by_status_code_or_word(page):
    page.focus_search()
    assert page.bar.search.hasFocus()
    QTest.keyClicks(page.bar.search, "unknown_group")
    assert titles(page)[0] == "unknown_group"
    page.bar.search.setText("429")
    assert all("429" in entry.search_text for entry in page.model.entries())


def test_down_goes_from_the_search_to_the_list(page):
    page.focus_search()
    QTest.keyClick(page.bar.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.entry == entries()[1]


def test_the_switch_limits_to_one_kind(page):
    segment(page, "Transport").click()
    assert {entry.group for entry in page.model.entries()} == {"Transport"}
    segment(page, "Sinch SMS").click()
    assert all(entry.group.startswith("Sinch SMS API") for entry in page.model.entries())


def test_seen_only_leaves_what_the_history_has(page):
    page.bar.seen_only.click()
    assert titles(page) == ["unknown_group", "Certificate has expired"]
    page.set_groups((*GROUPS, group("503", "Service Unavailable", 1, "c" * 16)))
    assert titles(page).count("Service Unavailable") == 2


def test_a_search_without_result_offers_to_show_all(page):
    page.bar.search.setText("no such thing at all")
    assert page.empty.isVisible()
    assert not page.sheet.isVisible()
    page.empty.button.click()
    assert len(page.model.entries()) == len(entries())
    assert page.sheet.isVisible()


def test_the_sheet_tells_everything(page):
    page.select("sinch-sms/unknown_group")
    sheet = page.sheet
    assert [section.title for section in sheet.sections] == [
        "What",
        "Why",
        "Fix",
        "Returned by",
        "Example",
        "Seen before",
    ]
    said = words(sheet)
    assert "The request" in said
    assert "Only after a change" in said
    assert "403 Forbidden" in said
    assert len(sheet.section("Why").findChildren(CauseRow)) == len(page.entry.causes)
    assert "6 times in 14 days, in 3 requests." in " ".join(said)
    assert sheet.section("Seen before").findChild(DayBars) is not None


def test_every_entry_has_a_sheet(page):
    for entry in entries():
        page.select(entry.id)
        assert page.entry == entry
        assert entry.title in words(page.sheet)


def test_sections_without_content_are_left_out(page):
    page.select("http/100")
    assert [section.title for section in page.sheet.sections] == ["What"]


def test_links_ask_for_what_they_say(page, qtbot):
    page.select("sinch-sms/unknown_group")
    with qtbot.waitSignal(page.open_request_requested) as opened:
        button(page.sheet, "Open List groups").click()
    assert opened.args == ["List groups"]
    with qtbot.waitSignal(page.link_requested) as followed:
        button(page.sheet, "RFC 9110, 15.5.4").click()
    assert followed.args == ["https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4"]
    with qtbot.waitSignal(page.show_in_history_requested) as shown:
        button(page.sheet, "Show in History").click()
    assert shown.args == ["a" * 16]


def test_provoke_is_offered_where_the_lab_can(page, qtbot):
    page.select("sinch-sms/unknown_group")
    with qtbot.waitSignal(page.provoke_requested) as provoked:
        page.provoke_button.click()
    assert provoked.args == [LAB[(403, "unknown_group")]]
    with qtbot.waitSignal(page.provoke_requested):
        page.main_action()
    page.select("http/599")
    assert not page.provoke_button.isVisible()
    with qtbot.assertNotEmitted(page.provoke_requested):
        page.main_action()


def test_copy_link_by_button_and_by_key(page, qtbot):
    page.select("sinch-sms/unknown_group")
    with qtbot.waitSignal(page.copied):
        page.copy_button.click()
    assert QApplication.clipboard().text().split("\n") == [
        "explorer://catalogue/sinch-sms/unknown_group",
        "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4",
    ]
    QApplication.clipboard().clear()
    QTest.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "unknown_group" in QApplication.clipboard().text()


def test_select_takes_filters_away(page):
    segment(page, "HTTP").click()
    page.bar.search.setText("gateway")
    page.select("transport/tls_expired")
    assert page.entry.id == "transport/tls_expired"
    assert page.bar.search.text() == ""


def test_filtering_keeps_the_entry_if_it_is_still_there(page):
    page.select("sinch-sms/unknown_group")
    page.bar.search.setText("group")
    assert page.entry.id == "sinch-sms/unknown_group"
    assert page.model.entry_of(page.list.currentIndex()) == page.entry


def test_an_entry_that_was_seen_tells_where_and_what_differs_since_the_last_success(page, qtbot):
    places = [FailurePlace(request=f"Groups/{n}.yml", environment="Sandbox", count=6 - n) for n in range(5)]
    facts = FailureFacts(
        label="403",
        title="unknown_group",
        count=6,
        first=NOW - timedelta(days=30),
        last=NOW,
        last_id="1",
        per_day=(0,) * 14,
        places=tuple(places),
        last_success=NOW - timedelta(days=1),
        last_success_id="2",
        changes=(Change(field="to", before="1 element", after="0 elements"),),
    )
    page.select("http/404")
    with qtbot.waitSignal(page.facts_wanted) as wanted:
        page.select("sinch-sms/unknown_group")
    page.set_facts(wanted.args[0], facts)
    texts = words(page.sheet.section("Seen before"))
    assert any(text.startswith("First ") for text in texts)
    assert "Groups/0.yml, Sandbox: 6 times" in texts
    assert "and 1 more" in texts
    assert any(text.startswith("Its request last succeeded ") and text.endswith("; since then:") for text in texts)
    assert "to: 1 element → 0 elements" in texts
    with qtbot.assertNotEmitted(page.facts_wanted):
        page.select("http/404")
        page.select("sinch-sms/unknown_group")


def test_an_entry_never_seen_says_nothing_of_history(page):
    page.select("sinch-sms/unknown_campaign")
    assert page.sheet.section("Seen before") is None
    assert not page.history_button.isVisible()


def test_texts_can_be_selected(page):
    for label in page.sheet.findChildren(QLabel):
        assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_an_empty_model_is_a_model(qapp, qtmodeltester):
    qtmodeltester.check(EntryModel())
