"""A failure kept as an example: its page, and the example beside the last response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.core.storage.example_of import example_name, example_of
from explorer.gui.documents.example_page import ExamplePage
from tests.pictures.stage import LAB, Stage

if TYPE_CHECKING:
    from tests.pictures.screenshots import Camera

_KEY = f"{LAB}/403 Forbidden/Send to an unknown group.yml"


async def kept(stage: Stage, camera: Camera) -> None:
    """23 and 24: a saved example, explained and compared."""
    window = stage.window
    page = window.open_key(_KEY)
    assert page is not None
    await stage.send(page)
    assert page.shown is not None
    exchange = page.shown.exchange
    name = example_name(exchange, page.shown.diagnosis.code)
    examples = window.examples.examples
    examples.add(_KEY, example_of(exchange, name))
    await stage.until(lambda: examples.keys(_KEY))
    (key,) = examples.keys(_KEY)
    window.examples.open(key)
    shown = window.desk.current
    assert isinstance(shown, ExamplePage)
    await stage.until(lambda: shown.shown)
    await camera.take("23-example")
    window.commands.trigger("exchange.compare")
    await stage.until(lambda: window.desk.current_id == "history")
    await stage.settle()
    await camera.take("24-example-compared")
    examples.delete(key)
    await stage.until(lambda: not examples.keys(_KEY))
    window.desk.close_now("history")
    window.desk.close_now(page.document)
