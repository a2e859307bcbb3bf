"""The settings a request is sent with, each with where it comes from. Pure."""

from dataclasses import replace

from explorer.core.model.environment import Environment
from explorer.core.model.exchange import ResolvedSetting
from explorer.core.model.request import RequestSettings
from explorer.core.settings import Settings


def settings_in_force(
    own: RequestSettings, environment: Environment, preferences: Settings
) -> tuple[ResolvedSetting, ...]:
    """Each setting with its origin: the request's own, else the environment's, else preferences."""
    origin = f"environment {environment.name}"
    shared = preferences if not environment.name else replace(preferences, timeout_s=environment.timeout_s)
    base = "preferences" if not environment.name else origin
    verify = preferences.verify_tls and environment.verify_tls
    return (
        _setting("timeout_s", own.timeout_s or None, shared.timeout_s, base),
        _setting("follow_redirects", own.follow_redirects, preferences.follow_redirects, "preferences"),
        _setting("max_redirects", own.max_redirects, preferences.max_redirects, "preferences"),
        _setting("verify_tls", None, verify, "preferences" if not preferences.verify_tls else base),
        _setting("proxy", None, environment.proxy if environment.name else "system", base),
    )


def _setting(name: str, own: object, inherited_value: object, origin: str) -> ResolvedSetting:
    if own is not None:
        return ResolvedSetting(name=name, value=str(own), origin="request")
    return ResolvedSetting(name=name, value=str(inherited_value), origin=origin)
