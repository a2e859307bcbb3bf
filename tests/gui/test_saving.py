"""Closing with Save closes only when the file was written."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.request import BearerAuth, TextBody
from tests.driver import Driver

KEY = "Sinch SMS API/Groups/Create a group.yml"


def test_a_save_that_fails_keeps_the_tab(start) -> None:
    driver: Driver = start(sample=True)
    page = driver.open_request(KEY)
    file = driver.explorer.bridge.library.folder / KEY
    file.unlink()
    file.mkdir()
    request = page.request()
    assert isinstance(request.body, TextBody)
    page.composer.set_request(replace(request, body=replace(request.body, text=request.body.text + " ")))
    driver.press("Ctrl+W")
    driver.answer("Save")
    driver.settle()
    assert page in driver.window.desk.request_pages()
    assert page.is_unsaved
    assert driver.notices()


def with_a_typed_token(driver: Driver):
    page = driver.open_request(KEY)
    page.composer.set_request(replace(page.request(), auth=BearerAuth(token="typed-as-it-is")))
    driver.press("Ctrl+S")
    return page, driver.explorer.bridge.library.folder / KEY


def test_a_typed_token_reaches_the_file_only_when_the_person_says_so(start) -> None:
    driver: Driver = start(sample=True)
    page, file = with_a_typed_token(driver)
    driver.answer("Cancel")
    driver.settle()
    assert "typed-as-it-is" not in file.read_text()
    assert page.is_unsaved
    driver.press("Ctrl+S")
    driver.answer("Write it")
    driver.wait_until(lambda: not page.is_unsaved, "the save")
    assert "typed-as-it-is" in file.read_text()
