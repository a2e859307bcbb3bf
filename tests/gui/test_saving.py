"""Closing with Save closes only when the file was written."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.request import TextBody
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
