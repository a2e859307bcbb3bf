"""Over generated files: read and written without a change is the same bytes; one field changed is its lines."""

import difflib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.core.errors import StorageError
from explorer.core.model.environment import Variable
from explorer.core.model.request import GraphQLBody, Header, Request, TextBody
from explorer.core.storage import collections
from explorer.core.storage.collection_load import load_environments
from tests.core.storage.yaml_corpus import WORDS, environment_files, request_files

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
NEW_TEXTS = st.sampled_from((*WORDS, "new\nlines\n", "a, b", "[x]", "tab\t", "é"))


def in_file(text: str, name: str = "r.yml") -> tuple[TemporaryDirectory, Path]:
    folder = TemporaryDirectory()
    path = Path(folder.name) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return folder, path


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines taken out and lines put in."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    gone, came = list[str](), list[str]()
    for operation, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if operation != "equal":
            gone += old[start:end]
            came += new[new_start:new_end]
    return gone, came


@UNHURRIED
@given(text=request_files())
def test_a_request_read_and_written_is_the_same_bytes(text):
    folder, path = in_file(text)
    with folder:
        collections.save_request(path.parent, "r.yml", collections.read_request(path))
        assert path.read_bytes() == text.encode()


@UNHURRIED
@given(text=environment_files())
def test_an_environment_read_and_written_is_the_same_bytes(text):
    folder, path = in_file(text, "environments/E.yml")
    with folder:
        (environment,), broken = load_environments(path.parent.parent)
        assert not broken
        collections.save_environment(path.parent.parent, environment)
        assert path.read_bytes() == text.encode()


def edits(request: Request) -> dict[str, Request]:
    """One change of each kind that the request has a place for, by the words its lines hold."""
    found = {
        "method:": replace(request, method="PATCH"),
        "url:": replace(request, url=request.url.replace("http://h/", "http://other/")),
        "name: Some": replace(request, name="Another"),
    }
    if request.headers:
        last = request.headers[-1]
        found[last.name] = replace(request, headers=(*request.headers[:-1], replace(last, name="X-New")))
    return found


@UNHURRIED
@given(text=request_files(), data=st.data())
def test_a_changed_field_changes_its_line_only(text, data):
    folder, path = in_file(text)
    with folder:
        request = collections.read_request(path)
        words, wanted = data.draw(st.sampled_from(sorted(edits(request).items())))
        collections.save_request(path.parent, "r.yml", wanted)
        assert collections.read_request(path) == wanted
        gone, came = changed_lines(text, path.read_bytes().decode())
        assert len(gone) == len(came) == 1, (gone, came)
        assert words in gone[0]
        assert gone[0].partition("#")[2] == came[0].partition("#")[2], "the comment and the line break stay"


@UNHURRIED
@given(text=request_files(), new=NEW_TEXTS, data=st.data())
def test_a_changed_value_leaves_every_other_line(text, new, data):
    folder, path = in_file(text)
    with folder:
        request = collections.read_request(path)
        if not request.headers:
            return
        at = data.draw(st.integers(0, len(request.headers) - 1))
        old = request.headers[at]
        changed = replace(old, value=new)
        wanted = replace(request, headers=(*request.headers[:at], changed, *request.headers[at + 1 :]))
        collections.save_request(path.parent, "r.yml", wanted)
        assert collections.read_request(path) == wanted
        gone, _ = changed_lines(text, path.read_bytes().decode())
        assert len(gone) <= 1
        assert not gone or "value:" in gone[0]


@UNHURRIED
@given(text=request_files(), new=NEW_TEXTS)
def test_a_changed_body_leaves_what_stands_around_it(text, new):
    folder, path = in_file(text)
    with folder:
        request = collections.read_request(path)
        if isinstance(request.body, TextBody):
            wanted = replace(request, body=replace(request.body, text=new))
        elif isinstance(request.body, GraphQLBody):
            wanted = replace(request, body=replace(request.body, variables=new))
        else:
            return
        collections.save_request(path.parent, "r.yml", wanted)
        assert collections.read_request(path) == wanted
        after = path.read_bytes().decode()
        gone, _ = changed_lines(text, after)
        for line in gone:
            assert not line.startswith(("info", "settings", "runtime", "#", "x-", "examples", "docs", "extensions"))
        assert after.count("#") >= text.count("#")
        assert ("\r\n" in after) == ("\r\n" in text)
        assert after.startswith("\ufeff") == text.startswith("\ufeff")


@UNHURRIED
@given(text=environment_files(), new=NEW_TEXTS)
def test_a_changed_variable_leaves_every_other_line(text, new):
    folder, path = in_file(text, "environments/E.yml")
    with folder:
        (environment,), _ = load_environments(path.parent.parent)
        row = environment.variables[-1]
        if row.secret:
            return
        wanted = replace(environment, variables=(*environment.variables[:-1], Variable(name=row.name, value=new)))
        collections.save_environment(path.parent.parent, wanted)
        (again,), _ = load_environments(path.parent.parent)
        assert again == wanted
        gone, _ = changed_lines(text, path.read_bytes().decode())
        assert len(gone) <= 1
        assert not gone or "value:" in gone[0]


@UNHURRIED
@given(text=request_files())
def test_a_new_number_is_one_line(text):
    folder, path = in_file(text)
    with folder:
        root = path.parent
        (root / "z.yml").write_text("info: {type: http, seq: 3}\n")
        collections.move(root, "z.yml", "", "r.yml")
        assert path.read_bytes() == text.encode()
        collections.move(root, "r.yml", "", None)
        gone, came = changed_lines(text, path.read_bytes().decode())
        assert len(gone) == len(came) <= 1


def test_what_anchors_share_is_refused_and_the_file_stays(tmp_path):
    text = "info: {name: a, type: http}\nhttp:\n  url: &u http://h/\n  headers:\n    - {name: X, value: *u}\n"
    (tmp_path / "r.yml").write_text(text)
    request = collections.read_request(tmp_path / "r.yml")
    with pytest.raises(StorageError, match="share"):
        collections.save_request(tmp_path, "r.yml", replace(request, url="http://other/"))
    assert (tmp_path / "r.yml").read_text() == text


@UNHURRIED
@given(text=request_files(), data=st.data())
def test_a_row_switched_off_or_on_leaves_every_other_line(text, data):
    folder, path = in_file(text)
    with folder:
        request = collections.read_request(path)
        if not request.headers:
            return
        at = data.draw(st.integers(0, len(request.headers) - 1))
        row = replace(request.headers[at], enabled=not request.headers[at].enabled)
        wanted = replace(request, headers=(*request.headers[:at], row, *request.headers[at + 1 :]))
        collections.save_request(path.parent, "r.yml", wanted)
        assert collections.read_request(path) == wanted
        gone, came = changed_lines(text, path.read_bytes().decode())
        if gone and gone[0].lstrip().startswith("- {"):  # a flow row that gets another key is written as a block
            assert len(gone) == 1
        elif gone and gone[0].lstrip().startswith("- "):  # the entry behind the dash goes, the next takes its place
            assert [line.strip(" -") for line in gone] == [gone[0].strip(" -"), *(line.strip(" -") for line in came)]
        else:
            assert len(gone) + len(came) == 1
            assert "disabled" in (*gone, *came)[0]


@UNHURRIED
@given(text=request_files(), data=st.data())
def test_a_row_added_or_taken_away_leaves_every_other_line(text, data):
    folder, path = in_file(text)
    with folder:
        request = collections.read_request(path)
        if not request.headers:
            return
        at = data.draw(st.integers(0, len(request.headers)))
        added = Header(name="X-Added", value="no")
        wanted = replace(request, headers=(*request.headers[:at], added, *request.headers[at:]))
        collections.save_request(path.parent, "r.yml", wanted)
        assert collections.read_request(path) == wanted
        more = path.read_bytes().decode()
        gone, came = changed_lines(text, more)
        assert (gone, len(came)) == ([], 2)
        collections.save_request(path.parent, "r.yml", request)
        assert path.read_bytes().decode() == text
        if len(request.headers) > 1:
            dropped = request.headers[:-1]
            collections.save_request(path.parent, "r.yml", replace(request, headers=dropped))
            gone, came = changed_lines(text, path.read_bytes().decode())
            assert came == []
            assert "".join(gone) in text, "one row goes, nothing else"
            assert not any(f"name: {header.name}" in line for header in dropped for line in gone)
