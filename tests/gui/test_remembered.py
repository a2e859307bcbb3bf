"""What a person chose is there again at the next start."""

from tests.conftest import Start


def test_the_choice_outlives_the_program(start: Start) -> None:
    first = start(sample=True)
    first.press("Ctrl+B")
    second = start(sample=True)
    assert second.window.rail.isVisible()


def test_theme_and_zoom_are_remembered(start: Start) -> None:
    first = start()
    first.choose("theme.dark")
    first.press("Ctrl++")
    first.settle()
    second = start()
    assert second.explorer.bridge.settings.theme == "dark"
    assert second.explorer.bridge.settings.text_scale_percent == 110
