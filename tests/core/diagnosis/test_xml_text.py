"""Elements and attributes of an XML text, however it is spelled."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import xml_text

TEXT = """<?xml version="1.0"?>
<!-- <price>0</price> -->
<o:order xmlns:o="urn:o" id="7">
  <items>
    <item><price>1</price></item>
    <item sku='b'><price> {{price}} </price><note/></item>
  </items>
  <Ship-To><![CDATA[<price>]]></Ship-To>
</o:order>
"""


@pytest.mark.parametrize(
    ("path", "from_one", "typed"),
    [
        (("order", "items", "item", "2", "price"), True, "{{price}}"),
        (("items", "item", "1", "price"), False, "{{price}}"),
        (("items", "0", "price"), False, "1"),
        (("o:order", "items", "item", "price"), True, "1"),
        (("order", "@id"), True, "7"),
        (("item", "2", "@sku"), True, "b"),
        (("item", "2", "note"), True, "<note/>"),
        (("order", "shipTo"), False, "<![CDATA[<price>]]>"),
        (("items",), False, "<items>"),
        (("items", "item", "9"), True, "<item sku='b'>"),
    ],
)
def test_a_path_finds_its_text(path, from_one, typed) -> None:
    found = xml_text.find(TEXT, path, from_one=from_one)
    assert found is not None
    assert TEXT[found[0] : found[1]] == typed


@pytest.mark.parametrize("path", [("order", "cost"), ("order", "@none"), ("nothing",)])
def test_what_is_not_there_is_not_found(path) -> None:
    assert xml_text.find(TEXT, path, from_one=True) is None


def test_an_absent_element_goes_behind_the_last_one_of_its_parent() -> None:
    end = xml_text.end_of_parent(TEXT, ("order", "items", "total"), from_one=True)
    assert end is not None
    assert TEXT[:end].endswith("<note/></item>")


def test_an_element_left_open_ends_with_its_parent() -> None:
    text = "<a><b>1<c>2</c></a>"
    found = xml_text.find(text, ("a", "b", "c"), from_one=True)
    assert found is not None
    assert text[found[0] : found[1]] == "2"


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", '<a "', "<a>", "</a", "<![CDATA[", "<a b='"])
def test_long_broken_texts_take_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.perf_counter()
    xml_text.find(text, ("a", "b"), from_one=True)
    assert time.perf_counter() - began < 2


@given(st.text(alphabet="<>/ab =\"'!-[]?{}", max_size=60), st.lists(st.sampled_from(["a", "b", "1", "@a"]), min_size=1))
def test_any_text_is_survived(text: str, path: list[str]) -> None:
    found = xml_text.find(text, path, from_one=True)
    assert found is None or 0 <= found[0] <= found[1] <= len(text)
    xml_text.end_of_parent(text, path, from_one=False)
