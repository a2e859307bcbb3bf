"""Each setting comes from the nearest place that says something."""

from dataclasses import replace
from pathlib import Path

from explorer.core.model.environment import Environment
from explorer.core.model.request import RequestSettings
from explorer.core.model.tree import find, inherited, inherited_settings
from explorer.core.settings import Settings
from explorer.core.settings_in_force import settings_in_force
from explorer.core.storage.collection_load import load

ENVIRONMENT = Environment(key="e", name="Slow", timeout_s=90.0, verify_tls=False, proxy="http://p:1")


def shown(*arguments) -> dict[str, tuple[str, str]]:
    return {one.name: (one.value, one.origin) for one in settings_in_force(*arguments)}


def test_folders_stand_between_the_request_and_the_environment() -> None:
    near, far = (
        RequestSettings(max_redirects=2),
        RequestSettings(timeout_s=3.0, max_redirects=9, follow_redirects=False),
    )
    found = shown(RequestSettings(timeout_s=0), ENVIRONMENT, Settings(), ((near, "folder A"), (far, "collection")))
    assert found["max_redirects"] == ("2", "folder A")
    assert found["timeout_s"] == ("3.0", "collection"), "0 means not set"
    assert found["follow_redirects"] == ("False", "collection")


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


def test_folders_and_the_collection_say_it_in_their_files(tmp_path: Path) -> None:
    for key, text in {
        "opencollection.yml": "request: {settings: {http: {timeout: 1500, followRedirects: inherit}}}\n",
        "A/folder.yml": "info: {name: A}\nrequest: {settings: {http: {encodeUrl: true, maxRedirects: 3}}}\n",
        "A/r.yml": "info: {name: R, type: http}\nhttp: {url: http://h/}\n",
    }.items():
        (tmp_path / key).parent.mkdir(exist_ok=True)
        (tmp_path / key).write_text(text)
    collection = load(tmp_path)
    around = inherited_settings(collection, "A/r.yml")
    assert around == (
        (RequestSettings(encode_url=True, max_redirects=3), "folder A"),
        (RequestSettings(timeout_s=1.5), "collection"),
    )
    request = find(collection, "A/r.yml").request
    assert inherited(collection, "A/r.yml", request).settings.encode_url
    own = replace(request, settings=RequestSettings(encode_url=False))
    assert inherited(collection, "A/r.yml", own).settings.encode_url is False
    assert inherited_settings(collection, "") == (), "a request without a file inherits nothing"
