"""Telephone numbers, senders and which kinds the sandbox's region refuses.

A recipient is a number when 5 to 15 digits remain after the ignorable characters are gone, a group when it is an id of
the API, else wrong. The vendor does not document how it tells them apart.
"""

import re

from explorer.core.sandbox.encoding import is_gsm
from explorer.core.sandbox.identifiers import is_identifier

_IGNORED = str.maketrans("", "", " -()[]")
_DIGITS = re.compile(r"[0-9]{5,15}")
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_SHORT_CODE_LENGTH = 6
_ALPHANUMERIC_LENGTH = 11


def msisdn(text: str) -> str | None:
    """The bare digits of a number in international format, or None.

    ``+`` and ``00`` in front, spaces, dashes and brackets are dropped. No country code begins with 0 (ITU-T E.164),
    so a longer number that still does is refused; short codes may.
    """
    digits = text.translate(_IGNORED)
    digits = digits[1:] if digits.startswith("+") else digits.removeprefix("00")
    if not _DIGITS.fullmatch(digits):
        return None
    if digits.startswith("0") and len(digits) > _SHORT_CODE_LENGTH:
        return None
    return digits


def is_msisdn(text: str) -> bool:
    return msisdn(text) is not None


def recipient(text: str) -> str:
    """A valid entry of ``to`` in the form it is stored: bare digits, or the group id untouched."""
    return msisdn(text) or text


def is_recipient(text: str) -> bool:
    return is_msisdn(text) or is_identifier(text)


def is_originator(text: str) -> bool:
    """A number, a short code, or an alphanumeric sender of 1 to 11 GSM characters."""
    if is_msisdn(text) or _SHORT_CODE.fullmatch(text):
        return True
    return is_alphanumeric(text) and len(text) <= _ALPHANUMERIC_LENGTH and is_gsm(text)


def is_alphanumeric(originator: str) -> bool:
    return any(character.isalpha() for character in originator)


def illegal_number(originator: str, recipients: tuple[str, ...]) -> str | None:
    """A sentence saying which number is of a kind this region refuses, or None.

    Two rules: an alphanumeric sender cannot write to numbers of the North American plan (``1…``), and a premium-rate
    number of that plan (``1900…``) can neither send nor receive.
    """
    for number in (originator, *recipients):
        if number.startswith("1900") and is_msisdn(number):
            return f"Premium-rate number '{number}' is not allowed in this region."
    if is_alphanumeric(originator):
        for number in recipients:
            if number.startswith("1") and is_msisdn(number):
                return f"Alphanumeric sender '{originator}' is not allowed for number '{number}' in this region."
    return None
