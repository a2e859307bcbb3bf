"""Any frozen value without the secrets in it: every text and every bytes of it, whatever noun it is of."""

from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, cast

from explorer.core.model.exchange import Content
from explorer.core.storage.secret_forms import mask
from explorer.core.storage.secret_places import mask_body, mask_text_places
from explorer.core.storage.value_walk import Walk

T = TypeVar("T")

_SHORT = 40

_IDENTITIES = frozenset({"id", "fingerprint", "request_key", "environment", "last_success_id"})
"""Fields by which rows are found again; never touched."""


def mask_value(value: T, secrets: tuple[str, ...]) -> T:
    """Any noun without credentials in its texts and bytes: every known secret, then whatever stands in a place for one.

    Identities and closed choices stay.
    """
    return cast(T, _WALK(value, secrets))


def _masked_text(text: str, secrets: tuple[str, ...]) -> str:
    if not text:
        return text
    return _masked_short(text, secrets) if len(text) <= _SHORT else mask_text_places(mask(text, secrets))


@lru_cache(maxsize=2048)
def _masked_short(text: str, secrets: tuple[str, ...]) -> str:
    """Methods, names of headers, types and hosts are the same in most exchanges."""
    return mask_text_places(mask(text, secrets))


def _masked_content(content: Content, secrets: tuple[str, ...]) -> Content:
    data = mask_body(content.data, secrets)
    if data == content.data:
        return content
    return replace(content, data=data, size_bytes=len(data) if content.is_complete else content.size_bytes)


_WALK = Walk(
    {str: _masked_text, bytes: mask_body, Content: _masked_content},
    with_sets=True,
    besides=_IDENTITIES,
)
