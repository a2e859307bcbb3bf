"""How a text is encoded for the air and how many parts it takes (3GPP TS 23.038 and 23.040).

Parts follow the vendor's formula: one part up to the single limit, else the length divided by the multi limit. A pair
that would be split over two parts can cost one more in the field; that is not counted here.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

GSM_DEFAULT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("|^€{}[]~\\\f")
_GSM = GSM_DEFAULT | GSM_EXTENSION


class Encoding(StrEnum):
    TEXT = "text"
    UNICODE = "unicode"


_SINGLE = {Encoding.TEXT: 160, Encoding.UNICODE: 70}
_MULTI = {Encoding.TEXT: 153, Encoding.UNICODE: 67}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A text measured: ``units`` are septets for GSM text and UTF-16 units for unicode."""

    encoding: Encoding
    units: int
    parts: int


def is_gsm(text: str) -> bool:
    return _GSM.issuperset(text)


@lru_cache(maxsize=256)
def measure(text: str) -> Measure:
    """One character outside the GSM alphabet turns the whole text into UCS-2.

    Remembered, because a report asks for the same text once per recipient.
    """
    encoding = Encoding.TEXT if is_gsm(text) else Encoding.UNICODE
    units = sum(_width(character, encoding) for character in text)
    parts = 1 if units <= _SINGLE[encoding] else -(-units // _MULTI[encoding])
    return Measure(encoding=encoding, units=units, parts=parts)


def one_part(text: str) -> str:
    """The beginning of the text that fits one part in the encoding of the whole."""
    encoding = measure(text).encoding
    left = _SINGLE[encoding]
    for index, character in enumerate(text):
        left -= _width(character, encoding)
        if left < 0:
            return text[:index]
    return text


def _width(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.TEXT:
        return 2 if character in GSM_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1
