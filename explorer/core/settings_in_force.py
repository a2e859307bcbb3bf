"""The settings a request is sent with, each with where it comes from. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from explorer.core.model.environment import Environment
from explorer.core.model.exchange import ResolvedSetting
from explorer.core.model.request import RequestSettings
from explorer.core.settings import Settings

Around = Sequence[tuple[RequestSettings, str]]
"""What folders and the collection set, nearest first, each with its origin in words."""


def settings_in_force(
    own: RequestSettings, environment: Environment, preferences: Settings, around: Around = ()
) -> tuple[ResolvedSetting, ...]:
    """Each setting with its origin: the request's own, else a folder's or the collection's, else the environment's,
    else preferences."""
    origin = f"environment {environment.name}"
    shared = preferences if not environment.name else replace(preferences, timeout_s=environment.timeout_s)
    base = "preferences" if not environment.name else origin
    verify = preferences.verify_tls and environment.verify_tls
    layers = ((own, "request"), *around)
    return (
        _setting("timeout_s", [(one.timeout_s or None, where) for one, where in layers], shared.timeout_s, base),
        _setting(
            "follow_redirects",
            [(one.follow_redirects, where) for one, where in layers],
            preferences.follow_redirects,
            "preferences",
        ),
        _setting(
            "max_redirects",
            [(one.max_redirects, where) for one, where in layers],
            preferences.max_redirects,
            "preferences",
        ),
        _setting("verify_tls", (), verify, "preferences" if not preferences.verify_tls else base),
        _setting("proxy", (), environment.proxy if environment.name else "system", base),
    )


def _setting(name: str, layers: Sequence[tuple[object, str]], otherwise: object, origin: str) -> ResolvedSetting:
    value, where = next(((value, where) for value, where in layers if value is not None), (otherwise, origin))
    return ResolvedSetting(name=name, value=str(value), origin=where)
