"""Encodings and parts, by the vendor's formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.sandbox.encoding import Encoding, measure, one_part

GSM_LAST = [160, 306, 459, 612, 765, 918, 1071, 1224, 1377, 1530, 1683, 1836, 1989]
UCS_LAST = [70, 134, 201, 268, 335, 402, 469, 536, 603, 670, 737, 804, 871, 938]


@pytest.mark.parametrize(("last", "parts"), [(last, index + 1) for index, last in enumerate(GSM_LAST)])
def test_gsm_parts(last: int, parts: int) -> None:
    assert measure("x" * last).parts == parts
    assert measure("x" * (last + 1)).parts == parts + 1


@pytest.mark.parametrize(("last", "parts"), [(last, index + 1) for index, last in enumerate(UCS_LAST)])
def test_unicode_parts(last: int, parts: int) -> None:
    assert measure("я" * last).parts == parts
    assert measure("я" * (last + 1)).parts == parts + 1


def test_the_largest_texts() -> None:
    assert (measure("x" * 2000).parts, measure("я" * 2000).parts) == (14, 30)
    assert measure("").parts == 1


@pytest.mark.parametrize("character", "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0:;<=>?¡AZÄÖÑÜ§¿azäöñüà")
def test_default_alphabet(character: str) -> None:
    size = measure(character)
    assert (size.encoding, size.units) == (Encoding.TEXT, 1)


@pytest.mark.parametrize("character", "|^€{}[]~\\\f")
def test_extension_counts_two(character: str) -> None:
    size = measure(character)
    assert (size.encoding, size.units) == (Encoding.TEXT, 2)
    assert (measure(character * 80).parts, measure(character * 81).parts) == (1, 2)


@pytest.mark.parametrize("character", "“”‘’–çáô😀`")
def test_traps_force_unicode(character: str) -> None:
    size = measure("plain " + character)
    assert (size.encoding, size.units) == (Encoding.UNICODE, 6 + (2 if character == "😀" else 1))


@given(st.text(max_size=400))
def test_one_part_is_the_longest_beginning_that_fits(text: str) -> None:
    kept = one_part(text)
    assert text.startswith(kept)
    assert measure(kept).parts == 1
    if kept != text:
        longer = text[: len(kept) + 1]
        limit = 160 if measure(text).encoding is Encoding.TEXT else 70
        width = sum(2 if measure(text).encoding is Encoding.UNICODE and ord(c) > 0xFFFF else 1 for c in longer)
        assert measure(text).encoding is Encoding.TEXT or width > limit
