"""A path in three languages, checked with the libraries that read them."""

import jmespath as library
import pytest

from explorer.core.content.path_forms import jmespath, json_pointer, steps_of

VALUE = {"to": [{"a b": 1, "x/y~z": 2, 'quo"te': 3, "1st": 4, "ä": 5}], "": 6}


@pytest.mark.parametrize(
    ("path", "search", "pointer", "value"),
    [
        ("$", "@", "", VALUE),
        ("$.to[0]", "to[0]", "/to/0", VALUE["to"][0]),
        ('$.to[0]["a b"]', 'to[0]."a b"', "/to/0/a b", 1),
        ('$.to[0]["x/y~z"]', 'to[0]."x/y~z"', "/to/0/x~1y~0z", 2),
        ('$.to[0]["quo\\"te"]', 'to[0]."quo\\"te"', '/to/0/quo"te', 3),
        ('$.to[0]["1st"]', 'to[0]."1st"', "/to/0/1st", 4),
        ('$.to[0]["ä"]', 'to[0]."\\u00e4"', "/to/0/ä", 5),
        ('$[""]', '""', "/", 6),
    ],
)
def test_the_same_place(path: str, search: str, pointer: str, value: object) -> None:
    assert (jmespath(path), json_pointer(path)) == (search, pointer)
    assert library.search(search, VALUE) == value
    found: object = VALUE
    for step in steps_of(path) or ():
        found = found[step]  # type: ignore[index]
    assert found == value


@pytest.mark.parametrize("path", ["/rows/row[1]", "", "$.a..b", "$[?@.a]"])
def test_what_is_no_path_has_no_forms(path: str) -> None:
    assert (steps_of(path), jmespath(path), json_pointer(path)) == (None, "", "")
