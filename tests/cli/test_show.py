"""``explorer show``: as it is written with what it inherits, and as it would be sent; never with a secret."""

from pathlib import Path

import pytest

from tests.cli.conftest import MemoryKeychain, Run

REQUEST = """\
info: {name: A, type: http}
http:
  method: POST
  url: "{{host}}/a?api_key=literal-key-value&x={{who}}"
  headers:
    - {name: X-One, value: "{{who}}"}
    - {name: X-Off, value: never, disabled: true}
    - {name: X-Secret, value: "{{secret}}"}
  body: {type: json, data: '{"who": "{{who}}", "s": "{{secret}}"}'}
  auth: inherit
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "environments").mkdir(parents=True)
    auth = "  auth: {type: bearer, token: literal-token-value}\n"
    headers = "  headers: [{name: X-All, value: all}]\n"
    (root / "opencollection.yml").write_text(f"info: {{name: Shop}}\nrequest:\n{headers}{auth}")
    rows = "  - {name: host, value: http://h}\n  - {name: who, value: me}\n  - {name: secret, secret: true}\n"
    (root / "environments" / "Test.yml").write_text(f"name: Test\nvariables:\n{rows}")
    (root / "a.yml").write_text(REQUEST)
    return root / "a.yml"


def test_templates_stay_and_what_is_inherited_shows(explorer: Run, path: Path) -> None:
    ended = explorer("show", str(path))
    assert ended.code == 0
    first, *lines = ended.out.splitlines()
    assert first.startswith("POST {{host}}/a?api_key=")
    assert {"X-All: all", "X-One: {{who}}", "X-Secret: {{secret}}"} <= set(lines)
    assert [line for line in lines if line.startswith("Authorization: Bearer ")]
    assert lines[-1] == '{"who": "{{who}}", "s": "{{secret}}"}'
    assert "X-Off" not in ended.out
    assert "literal" not in ended.out


def test_with_an_environment_it_is_what_would_be_sent(explorer: Run, path: Path, keychain: MemoryKeychain) -> None:
    keychain.set_password("explorer-http:Shop/Test", "secret", "kept-in-the-chain")
    for words in (("--env", "Test"), ("--env", "Test", "--json")):
        ended = explorer("show", str(path), *words)
        assert ended.code == 0
        assert "http://h/a?api_key=" in ended.out
        assert "me" in ended.out
        assert "{{" not in ended.out
        for secret in ("literal", "kept-in-the-chain"):
            assert secret not in ended.out
    found = explorer("show", str(path), "--env", "Test", "--json").json
    assert found["method"] == "POST"
    assert ["X-One", "me"] in found["headers"]


def test_json_of_the_templates(explorer: Run, path: Path) -> None:
    found = explorer("show", str(path), "--json").json
    assert found["url"].startswith("{{host}}/a")
    assert [row["name"] for row in found["headers"]] == ["X-All", "X-One", "X-Off", "X-Secret"]
    assert "literal" not in str(found)


def test_what_could_not_be_sent_is_said(explorer: Run, path: Path, home: Path) -> None:
    ended = explorer("show", str(path), "--var", "host=http://h")
    assert ended.code == 2
    assert "{{who}}, {{secret}} have no value" in ended.err.replace("{{secret}}, {{who}}", "{{who}}, {{secret}}")
    ended = explorer("show", str(path), "--env", "Nowhere")
    assert ended.code == 2
    assert "Known: Test" in ended.err


def test_a_scheme_that_is_only_kept(explorer: Run, path: Path) -> None:
    path.write_text("info: {name: A, type: http}\nhttp:\n  url: http://h/\n  auth: {type: digest, username: u}\n")
    assert "(digest authentication: kept in the file, not sent yet)" in explorer("show", str(path)).out
    ended = explorer("show", str(path), "--env", "Test")
    assert ended.code == 2
    assert "cannot perform Digest authentication yet" in ended.err


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{type: form-urlencoded, data: [{name: a, value: '1'}, {name: b, value: x, disabled: true}]}", ["a=1"]),
        ("{type: multipart-form, data: [{name: f, type: file, value: [a.png]}]}", ["f=@a.png"]),
        ("{type: file, data: [{filePath: a.bin, contentType: '', selected: true}]}", ["@a.bin"]),
        (
            "[{title: Small, body: {type: text, data: s}}, {title: Big, selected: true, body: {type: text, data: b}}]",
            ["b"],
        ),
    ],
)
def test_bodies(explorer: Run, path: Path, body: str, shown: list[str]) -> None:
    path.write_text(f"info: {{name: A, type: http}}\nhttp:\n  method: POST\n  url: http://h/\n  body: {body}\n")
    assert explorer("show", str(path)).out.splitlines()[-1:] == shown


def test_graphql(explorer: Run, path: Path) -> None:
    path.write_text("info: {type: graphql}\ngraphql:\n  url: http://h/\n  body: {query: '{ a }', variables: '{}'}\n")
    ended = explorer("show", str(path))
    assert ended.out.splitlines()[-3:] == ["{ a }", "", "{}"]
    assert "Content-Type: application/json" in ended.out


def test_saved_examples_are_listed_behind_the_request(explorer: Run, path: Path) -> None:
    rows = ('{name: "404 gone", response: {status: 404, statusText: Not Found}}', "{name: bad, response: {status: []}}")
    path.write_text(REQUEST + "examples:\n" + "".join(f"  - {row}\n" for row in rows))
    ended = explorer("show", str(path))
    assert ended.out.splitlines()[-3:] == [
        "# Saved examples",
        "# 404 gone: 404 Not Found",
        "# bad: cannot be read: “status” must be text.",
    ]
    found = explorer("show", str(path), "--json").json["examples"]
    assert [(one["name"], one["status"]) for one in found] == [("404 gone", 404), ("bad", None)]
    assert "# Saved" not in explorer("ls", str(path.parent)).out
