"""Templates read as texts: names, path segments, query pairs."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import template_text


def test_names_in_order() -> None:
    assert template_text.names("{{a}}/{{ b }}/{{}}/{c}") == ("a", "b")


def test_segments_after_a_scheme_and_after_a_variable() -> None:
    plain = template_text.path_segments("https://a.b:80/x/{{y/z}}/w?q=/n#/f")
    assert [part.text for part in plain] == ["x", "{{y/z}}", "w"]
    url = "{{base_url}}/xms/v1/{{plan}}"
    variable = template_text.path_segments(url)
    assert [url[part.start : part.end] for part in variable] == ["xms", "v1", "{{plan}}"]


def test_authority() -> None:
    assert template_text.authority("https://a.b:80/x").text == "a.b:80"
    assert template_text.authority("{{base}}/x?u=http://c").text == "{{base}}"
    assert template_text.authority("").text == ""


def test_query_pairs() -> None:
    url = "{{b}}/x?a=1&b={{c&d}}&e&=f#g=h"
    pairs = template_text.query_pairs(url)
    assert [(pair.name, pair.value.text) for pair in pairs] == [("a", "1"), ("b", "{{c&d}}"), ("e", ""), ("", "f")]
    assert all(url[pair.value.start : pair.value.end] == pair.value.text for pair in pairs)
    assert template_text.query_pairs("a/b#c?d=e") == ()


@given(st.text(alphabet="ab/?#&={}:.", max_size=30))
def test_any_text_is_survived(url: str) -> None:
    for part in (*template_text.path_segments(url), template_text.authority(url)):
        assert url[part.start : part.end] == part.text
    for pair in template_text.query_pairs(url):
        assert url[pair.value.start : pair.value.end] == pair.value.text
