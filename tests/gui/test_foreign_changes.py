"""A file that somebody else changed while it was open is not overwritten."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.request import TextBody
from tests.driver import Driver

KEY = "Sinch SMS API/Batches/Send a batch.yml"


def test_a_foreign_change_survives_our_save(start) -> None:
    driver: Driver = start(sample=True)
    page = driver.open_request(KEY)
    file = driver.explorer.bridge.library.folder / KEY
    file.write_text(file.read_text().replace("Sends one text to two recipients.", "Written by a colleague."))
    request = page.request()
    assert isinstance(request.body, TextBody)
    page.composer.set_request(replace(request, body=replace(request.body, text=request.body.text.replace("Hi", "Ho"))))
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the save")
    assert "Written by a colleague." in file.read_text()
    assert "Ho ${name}" in file.read_text()


def test_a_change_in_the_same_place_is_refused_and_the_draft_kept(start) -> None:
    driver: Driver = start(sample=True)
    page = driver.open_request(KEY)
    file = driver.explorer.bridge.library.folder / KEY
    file.write_text(file.read_text().replace("Hi ${name}", "Hey ${name}"))
    request = page.request()
    assert isinstance(request.body, TextBody)
    page.composer.set_request(replace(request, body=replace(request.body, text=request.body.text.replace("Hi", "Ho"))))
    driver.press("Ctrl+S")
    driver.wait_until(lambda: any("changed on disk" in one for one in driver.notices()), "the sentence")
    assert "Hey ${name}" in file.read_text()
    assert page.is_unsaved
