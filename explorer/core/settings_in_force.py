"""The settings a request is sent with, each with where it comes from. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from explorer.core.model.environment import Environment
from explorer.core.model.exchange import ResolvedSetting
from explorer.core.model.request import RequestSettings
from explorer.core.settings import Settings


def settings_in_force(
    own: RequestSettings,
    environment: Environment,
    preferences: Settings,
    above: tuple[tuple[str, RequestSettings], ...] = (),
) -> tuple[ResolvedSetting, ...]:
    """Each setting with its origin: the request's own, else the nearest of ``above`` (folders and the collection, the
    nearest first, each with its name), else the environment's, else preferences.
    """
    origin = f"environment {environment.name}"
    shared = preferences if not environment.name else replace(preferences, timeout_s=environment.timeout_s)
    base = "preferences" if not environment.name else origin
    verify = preferences.verify_tls and environment.verify_tls
    layers = (("request", own), *above)
    timeouts = [(name, one.timeout_s or None) for name, one in layers]
    follows = [(name, one.follow_redirects) for name, one in layers]
    most = [(name, one.max_redirects) for name, one in layers]
    return (
        _setting("timeout_s", timeouts, shared.timeout_s, base),
        _setting("follow_redirects", follows, preferences.follow_redirects, "preferences"),
        _setting("max_redirects", most, preferences.max_redirects, "preferences"),
        _setting("verify_tls", (), verify, "preferences" if not preferences.verify_tls else base),
        _setting("proxy", (), environment.proxy if environment.name else "system", base),
    )


def _setting(name: str, layers: Iterable[tuple[str, object]], inherited_value: object, origin: str) -> ResolvedSetting:
    for owner, value in layers:
        if value is not None:
            return ResolvedSetting(name=name, value=str(value), origin=owner)
    return ResolvedSetting(name=name, value=str(inherited_value), origin=origin)
