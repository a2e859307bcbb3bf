"""Settings as the timeline says them."""

import pytest

from explorer.core.model.exchange import ResolvedSetting
from explorer.gui.result.setting_words import setting_row


@pytest.mark.parametrize(
    ("name", "value", "row"),
    [
        ("timeout_s", "10.0", ("Timeout", "10 s", "Environment Sandbox")),
        ("timeout_s", "2.5", ("Timeout", "2.5 s", "Environment Sandbox")),
        ("follow_redirects", "True", ("Follow redirects", "On", "Environment Sandbox")),
        ("max_redirects", "10", ("Redirects at most", "10", "Environment Sandbox")),
        ("verify_tls", "False", ("Verify TLS", "Off", "Environment Sandbox")),
        ("proxy", "", ("Proxy", "None", "Environment Sandbox")),
        ("proxy", "http://127.0.0.1:3128", ("Proxy", "http://127.0.0.1:3128", "Environment Sandbox")),
        ("new_thing", "x", ("New thing", "x", "Environment Sandbox")),
    ],
)
def test_names_and_values_are_words(name, value, row):
    assert setting_row(ResolvedSetting(name=name, value=value, origin="environment Sandbox")) == row
