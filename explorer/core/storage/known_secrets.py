"""Known secret values taken out of texts that are shown or kept, and nothing else: what only looks like one stays."""

from dataclasses import replace
from typing import TypeVar, cast

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.storage.secret_forms import mask
from explorer.core.storage.value_walk import Walk

T = TypeVar("T")

SHORTEST = 6
"""A shorter secret may stand in a text by chance."""


def without_secrets(value: T, secrets: tuple[str, ...]) -> T:
    """A noun with every spelling of the secrets masked in its texts; the same one when there is none."""
    known = tuple(secret for secret in secrets if len(secret) >= SHORTEST)
    return cast(T, _WALK(value, known)) if known else value


def speakable(diagnosis: Diagnosis, exchange: Exchange) -> Diagnosis:
    """The finding as it may be shown: servers quote what they were sent. Edits keep what they are to write."""
    secrets = exchange.sent.secrets if exchange.sent else ()
    safe = without_secrets(diagnosis, secrets)
    pairs = zip(safe.remedies, diagnosis.remedies, strict=True)
    return replace(safe, remedies=tuple(replace(one, edits=raw.edits) for one, raw in pairs))


_WALK = Walk({str: mask})
