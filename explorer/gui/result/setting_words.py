"""Settings in the words of the window: "Timeout 10 s", "Follow redirects On". Where a value comes from stays apart."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from explorer.core.model.exchange import ResolvedSetting

_NAMES = {
    "timeout_s": "Timeout",
    "follow_redirects": "Follow redirects",
    "max_redirects": "Redirects at most",
    "verify_tls": "Verify TLS",
    "proxy": "Proxy",
}
_SWITCHES = {"true": "On", "false": "Off"}


def setting_row(setting: ResolvedSetting) -> tuple[str, str, str]:
    """Name, value and origin, each to stand in its own column."""
    known = _NAMES.get(setting.name)
    name = _say(known) if known else setting.name.replace("_", " ").capitalize()
    return name, _value(setting), setting.origin[:1].upper() + setting.origin[1:]


def _value(setting: ResolvedSetting) -> str:
    value = setting.value.strip()
    if not value or value == "None":
        return _say("None")
    if value.lower() in _SWITCHES:
        return _say(_SWITCHES[value.lower()])
    if not setting.name.endswith("_s"):
        return value
    try:
        return f"{float(value):g} s"
    except ValueError:
        return value


def _say(words: str) -> str:
    return QCoreApplication.translate("Settings", words)
