"""Each setting comes from the nearest place that says something."""

from explorer.core.model.environment import Environment
from explorer.core.model.request import RequestSettings
from explorer.core.settings import Settings
from explorer.core.settings_in_force import settings_in_force

ENVIRONMENT = Environment(key="e", name="Slow", timeout_s=90.0, verify_tls=False, proxy="http://p:1")


def shown(*arguments) -> dict[str, tuple[str, str]]:
    return {one.name: (one.value, one.origin) for one in settings_in_force(*arguments)}


def test_the_request_goes_before_the_environment_and_that_before_preferences() -> None:
    found = shown(RequestSettings(timeout_s=1.5), ENVIRONMENT, Settings())
    assert found["timeout_s"] == ("1.5", "request")
    assert found["verify_tls"] == ("False", "environment Slow")
    assert found["proxy"] == ("http://p:1", "environment Slow")
    assert found["follow_redirects"][1] == "preferences"


def test_without_an_environment_preferences_count() -> None:
    found = shown(RequestSettings(), Environment(key="", name=""), Settings(verify_tls=False))
    assert found["verify_tls"] == ("False", "preferences")
    assert found["proxy"] == ("system", "preferences")


def test_folders_and_the_collection_go_before_the_environment() -> None:
    above = (
        ("folder Slow ones", RequestSettings(timeout_s=9.0)),
        ("collection", RequestSettings(timeout_s=5.0, follow_redirects=False, max_redirects=2)),
    )
    found = shown(RequestSettings(timeout_s=0.0, max_redirects=0), ENVIRONMENT, Settings(), above)
    assert found["timeout_s"] == ("9.0", "folder Slow ones")
    assert found["follow_redirects"] == ("False", "collection")
    assert found["max_redirects"] == ("0", "request")
