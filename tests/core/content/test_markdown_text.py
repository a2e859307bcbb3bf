"""Markdown set for reading is rendered to the same page."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from explorer.core.content.look import look
from explorer.core.content.markdown_text import markdown_lines

RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render
README = """\
---
title:   x
---
# API
Two lines
of words:
- one
- two
  - three
## Errors



| code | meaning | n |
|---|:--|--:|
| 400 | bad `a\\|b` request | 1 |
| 42 | 日本 | 100
```json
{"a":


1}
```
> quoted
> # words
***
<div>

*x*
</div>

    code


    code
"""
README_SET = """\
---
title:   x
---

# API

Two lines
of words:

- one
- two
  - three

## Errors

| code | meaning            |   n |
| ---  | :--                | --: |
| 400  | bad `a\\|b` request |   1 |
| 42   | 日本               | 100

```json
{"a":


1}
```

> quoted
> # words
***
<div>

*x*
</div>

    code


    code"""


def laid_out(text):
    return "\n".join(markdown_lines(text.split("\n")))


def signs(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("label", ["text/markdown; charset=utf-8", "text/x-markdown"])
def test_a_document_is_set_for_reading(label):
    view = look(README.encode(), (("Content-Type", label),))
    assert view.is_formatted
    assert view.text == README_SET


LINES = [
    *("text", "more text", "# H", "## H #", "Title", "===", "---", "***", "- a", "* b", "1. one", "2. two", "  - c"),
    *("   text", "    code", "\tcode", "> q", ">", "> - x", "```", "```js", "~~~", "````", "<div>", "</div>", "<!-- c"),
    *(
        "-->",
        "<b>x</b>",
        "<script>",
        "</script>",
        "<?x",
        "?>",
        "<!D",
        "| a | b |",
        "|---|--:|",
        "|:-:|",
        "| 1 | 2",
        "|x|",
    ),
    *("a | b", "--- | ---", "", "", "", "", "  ", "[a]: /u", "[a]: /u 'x", "y'", "`code", "span`", "hard  ", "hard\\"),
    *("- ```", "  ```", "  # H", "-", "1)", "+ x", "      deep", "[^1]: note", "**b", "c**", "![a](b", "c)", "|-|"),
    *("| a \\| b | `c|d` |", "|日本|", "- [ ] t", "<a href='", "'>", "<pre>", "</pre>", "> ```", "- <div>", "    - x"),
]


@given(st.lists(st.sampled_from(LINES), max_size=9).filter(lambda lines: lines[:1] != ["---"]))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_it_is_rendered_to_the_same(lines):
    text = "\n".join(lines)
    after = laid_out(text)
    assert RENDER(after) == RENDER(text)
    assert signs(after) == signs(text)
    assert laid_out(after) == after


@pytest.mark.parametrize(
    "begin", ["<!--\n", "```\n", "- a\n", "> ", "|a|\n|-|\n", "|", "\\|", "* ", "<a b", "\n", "---\n", "| "]
)
def test_many_begins_cost_no_time(begin):
    text = begin * 8000
    started_s = process_time()
    assert signs(laid_out(text)) == signs(text)
    assert process_time() - started_s < 0.5
