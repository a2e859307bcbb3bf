"""Generated collection files as people and programs write them, and what a person might change in each.

Every file is put together from pieces whose lines are known, so that a test can say which lines a change may touch.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

WORDS = ("no", "on", "012", "1e3", "null", "true", "x", "two words", "a: b", "# no comment", "it's", "{{host}}/é", "")


def _plain(word: str) -> bool:
    return word in ("no", "on", "x", "two words", "it's")


def scalar(word: str, style: int) -> str:
    """The word in one of the styles it can stand in."""
    if style == 0 and _plain(word):
        return word
    if style == 1:
        return "'" + word.replace("'", "''") + "'"
    if style == 2 and word == "012":
        return word  # a number in a place for text
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


SCALARS = st.builds(scalar, st.sampled_from(WORDS), st.integers(0, 3))
COMMENTS = st.sampled_from(("", "", "  # why", "   #: odd  "))
GAPS = st.sampled_from(("", "", "\n", "# between\n", "  # deep\n\n"))


@dataclass(frozen=True)
class Piece:
    """Lines of a file under a key of its own."""

    key: str
    text: str


@st.composite
def rows(draw: st.DrawFn, key: str, indent: str) -> str:
    """A list of named rows, block or flow, with unknown keys and switched off ones among them."""
    lines = [f"{indent}{key}:{draw(COMMENTS)}"]
    for number in range(draw(st.integers(1, 3))):
        name, value = f"{key}{number}", draw(SCALARS)
        kind = ", type: query" if key == "params" else ""
        if draw(st.integers(0, 3)) == 0:
            lines.append(f"{indent}  - {{ name: {name},  value: {value}{kind} }}{draw(COMMENTS)}")
            continue
        entries = [f"name: {name}{draw(COMMENTS)}", f"value: {value}{draw(COMMENTS)}"]
        entries += [kind.removeprefix(", ")] if kind else []
        entries += draw(st.lists(st.sampled_from(("disabled: true", "x-own: [1, 2]")), unique=True))
        if draw(st.booleans()):
            entries.reverse()
        dash = draw(st.sampled_from(("- ", "-   ")))
        lines.append(f"{indent}  {dash}{entries[0]}")
        lines += [f"{indent}  {' ' * len(dash)}{entry}" for entry in entries[1:]]
        if draw(st.booleans()):
            lines.append(f"{indent}  # after {name}")
    return "\n".join(lines) + "\n"


TEXT_BODIES = (
    '  body:\n    type: json\n    data: |\n      {\n        "a": 1\n      }\n',
    "  body:\n    type: json\n    data: >-\n      folded\n      text\n",
    '  body: {type: text, data: "one\\nline"}  # flow\n',
    "  body:\n    data: 'quoted'\n    type: xml  # last\n",
    "  body:\n    - title: A\n      body: {type: sparql, data: ASK}\n    - title: B\n      selected: true\n"
    "      body:\n        type: json\n        data: |-\n          {}\n",
)
OTHER_BODIES = (
    "",
    "  body:\n    type: form-urlencoded\n    data:\n      - name: f\n        value: 1e3\n        disabled: true\n",
    "  body:\n    type: multipart-form\n    data:\n    - name: f\n      type: file\n"
    "      value:\n      - a.png\n      - b.png\n",
    "  body: {type: file, data: [{filePath: x.bin, contentType: a/b, selected: true}]}\n",
)
AUTHS = (
    "",
    "  auth: inherit\n",
    "  auth:\n    type: basic\n    username: me   # who\n    password: '{{p}}'\n",
    "  auth: {type: bearer, token: '{{t}}'}\n",
    "  auth:\n    type: apikey\n    key: k\n    value: v\n    placement: query\n",
    *(
        f"  auth:\n    type: {kind}\n    username: u   # {kind}\n    x: [1,  2]\n"
        for kind in ("awsv4", "wsse", "digest", "ntlm", "oauth1")
    ),
    "  auth:\n    type: oauth2\n    flow: client_credentials\n"
    "    credentials: {clientId: a,   clientSecret: '{{s}}'}\n",
)
RUNTIMES = (
    "",
    "runtime:\n  variables:\n    - name: id\n      value: 012\n  scripts:\n    - type: tests\n      code: |\n"
    "        if (a) {\n          b();  \n        }\n"
    "  assertions:\n  - {expression: res.status, operator: eq, value: 200}\n"
    "  actions: [{type: set-variable, phase: after-response}]\n",
)
SETTINGS = (
    "",
    "settings:\n  encodeUrl: inherit\n  timeout: 0   # none\n  followRedirects: false\n",
    "settings: {maxRedirects: 3, timeout: inherit, x: ~}\n",
)
EXAMPLES = ("", "examples:\n  - name: ok\n    response: {status: 200, body: {type: json, data: '{}'}}\n")
DOCS = ("", "docs: |\n  # Title\n\n  text\n", "docs: >\n  folded\n", 'docs: "no"\n')
FOREIGN = ("", "x-team: &team {a: 1}\nx-same: *team\n", "extensions:\n  other: {b: [1,2,  3]}   # theirs\n")
LAYOUTS = st.sampled_from(("\n", "\r\n"))
MARKS = st.sampled_from(("", "\ufeff"))


@st.composite
def request_files(draw: st.DrawFn) -> str:
    """One request's file."""
    kind = draw(st.sampled_from(("http", "http", "graphql")))
    info = ["  name: Some request" + draw(COMMENTS), f"  type: {kind}", "  seq: 7  # seventh", "  tags: [a,   b]"]
    details = [f"  method: POST{draw(COMMENTS)}\n", f"  url: 'http://h/p?x=1'{draw(COMMENTS)}\n"]
    if draw(st.booleans()):
        details.append(draw(rows("headers", "  ")))
    if draw(st.booleans()):
        details.append(draw(rows("params", "  ")))
    if kind == "http":
        details.append(draw(st.sampled_from(TEXT_BODIES + OTHER_BODIES)))
    else:
        details.append("  body:\n    query: |\n      { a }\n    variables: '{}'  # none\n")
    details.append(draw(st.sampled_from(AUTHS)))
    pieces = [
        "info:\n" + "\n".join(draw(st.permutations(info))) + "\n",
        f"{kind}:{draw(COMMENTS)}\n" + "".join(draw(st.permutations(details))),
        *(draw(st.sampled_from(one)) for one in (RUNTIMES, SETTINGS, EXAMPLES, DOCS, FOREIGN)),
    ]
    text = draw(GAPS).lstrip(" ") + "".join(piece + draw(GAPS) for piece in draw(st.permutations(pieces)))
    text = draw(st.sampled_from((text, text.rstrip("\n") + "\n")))
    return draw(MARKS) + text.replace("\n", draw(LAYOUTS))


@st.composite
def environment_files(draw: st.DrawFn) -> str:
    """One environment's file."""
    name = "name: Test" + draw(COMMENTS) + "\n"
    variables = ["variables:\n"]
    for number in range(draw(st.integers(1, 4))):
        value = draw(st.sampled_from(("value: VALUE", "secret: true", "value: {type: number, data: VALUE}")))
        variables.append(f"  - name: v{number}{draw(COMMENTS)}\n    {value.replace('VALUE', draw(SCALARS))}\n")
    pieces = [name, "".join(variables), draw(st.sampled_from(FOREIGN)), draw(st.sampled_from(("", "color: '#fff'\n")))]
    text = "".join(piece + draw(GAPS) for piece in draw(st.permutations(pieces)))
    return draw(MARKS) + text.replace("\n", draw(LAYOUTS))
