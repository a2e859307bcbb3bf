"""Minified scripts and style sheets on lines; nothing but white space between statements changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content.look import look
from explorer.core.content.script_text import script_lines

SIGNS = st.sampled_from(
    ["a", "return ", " ", ";", "{", "}", "(", ")", "[", "]", "/", "//x", "/*", "*/", "`", "${", '"', "'", "\\", "\n"]
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            'function f(a){if(/[/{}]/.test("x;y")){return a/2+`t${`{${a}`};`}else{for(var i=0;i<9;i++)g({k:1})}}f(1);',
            [
                "function f(a){",
                '  if(/[/{}]/.test("x;y")){',
                "    return a/2+`t${`{${a}`};`",
                "  }else{",
                "    for(var i=0;i<9;i++)g({",
                "      k:1",
                "    })",
                "  }",
                "}",
                "f(1);",
            ],
        ),
        ("a=1/2;b=c/d;e=f()/g;h=/;/;", ["a=1/2;", "b=c/d;", "e=f()/g;", "h=/;/;"]),
        ("a;// b;c\nd", ["a;", "// b;c", "d"]),
    ],
)
def test_a_script(text, lines):
    assert list(script_lines(text)) == lines


def test_a_style_sheet():
    text = '@media print{.a:hover{background:url(data:a;b//c)}.b{content:";}"}}/* {;} */i{}'
    assert list(script_lines(text, is_style=True)) == [
        "@media print{",
        "  .a:hover{",
        "    background:url(data:a;b//c)",
        "  }",
        "  .b{",
        '    content:";}"',
        "  }",
        "}",
        "/* {;} */i{",
        "}",
    ]


@given(st.lists(SIGNS, max_size=30).map("".join), st.booleans())
def test_no_character_is_lost(text, is_style):
    shown = "".join(script_lines(text, is_style=is_style))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_readable_lines_are_left_alone():
    header = (("Content-Type", "text/javascript"),)
    assert not look(b"let a = 1;\nlet b = 2;\n", header).is_formatted
    assert look(b"let a=1;" * 100, header).text.split("\n") == ["let a=1;"] * 100
