"""Trusting a refused certificate by hand: read, decide, send; seen afterwards, and taken back by every way."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from explorer.core.model.exchange import FailureKind
from explorer.core.model.trust import Trust
from explorer.gui.documents.trust_dialog import TrustDialog
from explorer.gui.widgets.buttons import Button
from tests.core.transport.servers import Server, ok
from tests.core.transport.test_tls import self_signed
from tests.driver import Driver
from tests.gui.test_commands import palette_field
from tests.journeys.threaded import answering

ANSWER = ok(b'{"a": 1}', "Content-Type: application/json")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls: ssl.SSLContext) -> Iterator[Server]:
    with answering(ANSWER, tls=tls) as made:
        yield made


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    """The shared window in Staging, which trusts nothing."""
    shared_driver.close_all()
    use(shared_driver, "Staging")
    yield shared_driver
    for dialog in shared_driver.dialogs():
        dialog.reject()
    shared_driver.close_all()
    (data(shared_driver) / "trusted-certificates.json").unlink(missing_ok=True)
    for toast in shared_driver.window.toasts.toasts:
        shared_driver.window.toasts.dismiss(toast.notice.key)


def data(driver: Driver) -> Path:
    return driver.window.bridge.places.data


def use(driver: Driver, environment: str) -> None:
    driver.window.bridge.library.use_environment(environment)
    driver.settle()


def button(driver: Driver, words: str) -> Button:
    """The button of the result that is seen with these words."""
    found = [one for one in driver.page.result.findChildren(Button) if one.text() == words and one.isVisible()]
    assert found, driver.text_on_screen(driver.page.result)
    return found[0]


def refused(driver: Driver, server: Server) -> None:
    driver.new_request(server.secure_url)
    driver.send()
    assert driver.page.shown.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED


def asked(driver: Driver) -> TrustDialog:
    driver.click(button(driver, "Trust…"))
    dialog = driver.dialog()
    assert isinstance(dialog, TrustDialog)
    return dialog


def trust_and_send(driver: Driver, server: Server) -> None:
    refused(driver, server)
    before = driver.answers
    driver.click(asked(driver).send)
    driver.wait_for_answer(before)
    assert driver.pill() == "200 OK"
    driver.activate()


def is_told(driver: Driver, words: str) -> None:
    driver.wait_until(lambda: any(words in text for text in driver.notices()), words)


def press_undo(driver: Driver, words: str) -> None:
    is_told(driver, words)
    (toast,) = [one for one in driver.window.toasts.toasts if words in one.notice.text]
    driver.click(toast.action)
    driver.settle()


def test_what_is_trusted_is_read_before(driver: Driver, server: Server) -> None:
    refused(driver, server)
    dialog = asked(driver)
    words = driver.text_on_screen(dialog)
    leaf = driver.page.shown.exchange.failure.tls.chain[0]
    assert f"Trust this certificate for localhost:{server.port} in Staging?" in words
    assert "anyone could have made it with this name" in words
    for part in ("CN=localhost", leaf.sha256[:40], leaf.sha256[-40:], "until tomorrow at", "UTC"):
        assert part in words
    driver.press("Return", dialog.cancel)  # where the focus is: Enter does not trust
    assert dialog.cancel.isDefault()
    driver.wait_until(lambda: not driver.dialogs(), "the end of the dialog")
    driver.activate()
    driver.send()
    assert driver.pill() == "TLS failed"
    assert server.requests == []


def test_trust_and_send_shows_it_and_stop_trusting_ends_it(driver: Driver, server: Server) -> None:
    trust_and_send(driver, server)
    assert len(server.requests) == 1
    header = driver.page.result.header.trusted
    assert "Trusted by you until tomorrow" in header.text()
    driver.click(header)
    assert driver.page.result.current_tab() == "certificate"
    assert "by no authority" in driver.text_on_screen(driver.page.result.certificate)
    driver.click(button(driver, "Stop trusting"))
    is_told(driver, f"localhost:{server.port} is verified as usual in Staging")
    driver.send()
    assert driver.page.shown.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED
    press_undo(driver, "is verified as usual")
    driver.send()
    assert driver.pill() == "200 OK"
    driver.page.result.select_tab("timeline")
    assert "by you, until" in driver.text_on_screen(driver.page.result.timeline)


def test_undo_of_trusting(driver: Driver, server: Server) -> None:
    trust_and_send(driver, server)
    press_undo(driver, f"localhost:{server.port} is trusted in Staging until tomorrow")
    driver.send()
    assert driver.pill() == "TLS failed"


def test_trust_alone_sends_nothing_and_for_an_hour(driver: Driver, server: Server) -> None:
    refused(driver, server)
    dialog = asked(driver)
    driver.click(next(one for one in dialog.lengths.findChildren(QAbstractButton) if one.text() == "1 hour"))
    driver.click(dialog.trust)
    is_told(driver, "is trusted in Staging")
    assert server.requests == []
    (trust,) = driver.run(driver.window.bridge.trusts.all())
    assert trust.until - trust.granted == timedelta(hours=1)


def test_another_environment_does_not_trust_it(driver: Driver, server: Server) -> None:
    trust_and_send(driver, server)
    use(driver, "Sandbox")
    driver.send()
    assert driver.page.shown.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED
    use(driver, "Staging")
    assert not asked(driver).send.isVisible(), "a send would go by another environment than the decision"


def test_a_protected_environment_asks_once_more(driver: Driver, server: Server) -> None:
    use(driver, "Production")
    refused(driver, server)
    driver.click(asked(driver).trust)
    driver.wait_until(lambda: any(not isinstance(one, TrustDialog) for one in driver.dialogs()), "the question")
    assert "Production is a protected environment" in driver.answer("Cancel")
    driver.settle()
    assert driver.run(driver.window.bridge.trusts.all()) == ()
    driver.click(asked(driver).trust)
    driver.wait_until(lambda: any(not isinstance(one, TrustDialog) for one in driver.dialogs()), "the question")
    driver.answer("Trust")
    is_told(driver, "is trusted in Production")


def test_a_changed_certificate_is_named_and_the_old_word_taken_back(driver: Driver, server: Server) -> None:
    now = datetime.now(UTC)
    refused(driver, server)
    place = driver.window.bridge.workspace.trust_place("localhost", server.port, "Staging")
    old = Trust(place=place, sha256="AB:" * 31 + "CD", granted=now, until=now + timedelta(hours=1))
    driver.run(driver.window.bridge.trusts.put(old))
    driver.send()
    assert driver.headline() == "The certificate of localhost is not the one you trusted."
    shown = driver.page.shown.exchange.failure.tls.chain[0].sha256
    assert shown[:23] in driver.section("Why")
    assert "AB:AB:AB" in driver.section("Why")
    assert server.requests == []
    driver.press("F8")
    is_told(driver, "is verified as usual")
    driver.send()
    assert driver.page.shown.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED


def test_the_list_in_preferences(driver: Driver, server: Server) -> None:
    trust_and_send(driver, server)
    choose_in_palette(driver, "Trusted certificates")
    page = driver.window.desk.current
    driver.wait_until(lambda: page.trusted.buttons, "the list")
    driver.wait_until(
        lambda: page.trusted.buttons[0].visibleRegion().boundingRect().height() > 10, "its button in view"
    )
    words = driver.text_on_screen(page.trusted)
    assert f"localhost:{server.port}" in words
    assert "Staging of " in words
    driver.click(page.trusted.buttons[0])
    driver.wait_until(lambda: not page.trusted.buttons, "an empty list")
    assert "None. A refused certificate" in driver.text_on_screen(page.trusted)


def test_the_palette_and_the_menu_of_the_exchange(driver: Driver, server: Server) -> None:
    refused(driver, server)
    choose_in_palette(driver, "Trust the certificate shown")
    driver.click(driver.dialog().send)
    driver.wait_until(lambda: driver.pill() == "200 OK", "the answer")
    driver.activate()
    driver.click(driver.page.result.header.more)
    driver.pick("Stop trusting this certificate")
    is_told(driver, "is verified as usual")
    choose_in_palette(driver, "Stop trusting the certificate shown")
    is_told(driver, "No certificate is trusted here")
    choose_in_palette(driver, "Trust the certificate shown")
    is_told(driver, "There is no refused certificate")


def test_a_disk_that_refuses_is_told_and_nothing_is_sent(driver: Driver, server: Server) -> None:
    refused(driver, server)
    (data(driver) / "trusted-certificates.json").mkdir()
    try:
        driver.click(asked(driver).send)
        is_told(driver, "trusted-certificates.json")
        driver.settle()
        assert driver.pill() == "TLS failed"
        assert server.requests == []
    finally:
        (data(driver) / "trusted-certificates.json").rmdir()


def test_a_host_that_is_a_secret_value_is_not_written_down(driver: Driver, server: Server) -> None:
    secrets = driver.window.bridge.workspace.secret_values
    secrets["Staging", "token"] = "localhost"
    driver.new_request(f"https://{{{{token}}}}:{server.port}/")
    driver.send()
    assert driver.page.shown.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED
    driver.click(button(driver, "Trust…"))
    is_told(driver, "The host is a secret value")
    assert not driver.dialogs()
    del secrets["Staging", "token"]


def choose_in_palette(driver: Driver, title: str) -> None:
    driver.press("Ctrl+K")
    field = palette_field(driver)
    driver.type(f"> {title}", field)
    driver.press("Return", field)
    driver.wait_until(lambda: not field.isVisible(), "the end of the palette")
