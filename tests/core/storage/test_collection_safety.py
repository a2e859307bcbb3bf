"""Nothing that somebody else wrote is lost, and nothing half done stays behind."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import OtherItem
from explorer.core.model.environment import EnvironmentShape
from explorer.core.model.request import Header, NoAuth, Param, Request, TextBody, TextKind
from explorer.core.storage import collections
from explorer.core.storage.collection_merge import merge
from explorer.core.storage.trash import entries


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "Shop"
    collections.create_collection(folder, "The shop")
    return folder


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_part_only_the_other_program_changed_stays(folder):
    key = collections.create_request(folder, "", Request(name="a", url="/x", auth=NoAuth()))
    base = collections.read_request(folder / key)
    path = folder / key
    text = path.read_text() + "docs: Theirs\n"
    path.write_text(text)
    collections.save_request(folder, key, base, base)
    assert path.read_text() == text
    collections.save_request(folder, key, replace(base, method="PUT"), base)
    assert path.read_text() == text.replace("method: GET", "method: PUT")
    collections.save_request(folder, key, replace(base, docs="Theirs"), base)
    assert collections.read_request(path) == replace(base, method="PUT", docs="Theirs")


def test_a_part_changed_on_both_sides_is_refused_and_nothing_is_written(folder):
    key = collections.create_request(folder, "", Request(name="a", url="/x"))
    path = folder / key
    base = collections.read_request(path)
    path.write_text(path.read_text() + "docs: Theirs\n")
    before = files(folder)
    ours = replace(base, docs="Ours", method="PUT", automatic_headers_off=frozenset({"host"}))
    with pytest.raises(StorageError) as caught:
        collections.save_request(folder, key, ours, base)
    assert caught.value.message == "The docs of “a” were changed on disk as well; your draft is kept."
    assert files(folder) == before
    collections.save_request(folder, key, ours)
    assert collections.read_request(path) == ours


def test_parts_are_merged_one_by_one():
    base = Request(name="a", url="/x")
    theirs = replace(base, headers=(Header(name="A", value="1"),), url="/x?b=1", params=(Param(name="b", value="1"),))
    ours = replace(base, body=TextBody(kind=TextKind.TEXT, text="t"))
    assert merge(base, ours, theirs) == (replace(theirs, body=ours.body), ())
    assert merge(base, theirs, theirs) == (theirs, ())
    both = replace(base, url="/y", headers=(Header(name="B", value="2"),), name="b")
    assert merge(base, both, theirs)[1] == ("URL", "headers")


def test_a_file_that_is_gone_is_written_again_with_a_base_too(folder):
    collections.save_request(folder, "gone.yml", Request(name="Here"), Request(name="Here"))
    assert collections.read_request(folder / "gone.yml").name == "Here"


def test_a_copy_of_a_folder_with_a_broken_file_leaves_nothing(folder):
    collections.create_folder(folder, "", "BF")
    collections.create_request(folder, "BF", Request(name="x", automatic_headers_off=frozenset({"host"})))
    (folder / "BF" / "folder.yml").write_text("info: [\n")
    before, names = files(folder), sorted(os.listdir(folder))
    with pytest.raises(BrokenFileError):
        collections.duplicate(folder, "BF")
    assert files(folder) == before
    assert sorted(os.listdir(folder)) == names


FULL = """
import resource, pathlib, sys
from explorer.core.errors import StorageError
from explorer.core.storage import collections
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    getattr(collections, sys.argv[3])(pathlib.Path(sys.argv[1]), *sys.argv[4:])
except StorageError as error:
    print("refused", error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize(
    ("limit", "arguments"),
    [(0, ("duplicate", "n.yml")), (10, ("duplicate", "F")), (0, ("create_folder", "", "G"))],
)
def test_a_full_disk_leaves_no_half_copy(folder, limit, arguments):
    collections.create_folder(folder, "", "F")
    collections.create_request(folder, "F", Request(name="x", automatic_headers_off=frozenset({"host"})))
    collections.create_request(folder, "", Request(name="n"))
    before, names = files(folder), sorted(os.listdir(folder))
    command = [sys.executable, "-B", "-c", FULL, str(folder), str(limit), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("refused")
    assert files(folder) == before
    assert sorted(os.listdir(folder)) == names


def test_a_copy_that_is_under_way_is_not_seen(folder):
    collections.create_request(folder, "", Request(name="n"))
    (folder / ".0123456789ab.yml.tmp").write_text("[")
    (folder / ".0123456789ab.tmp").mkdir()
    assert [item.key for item in collections.load(folder).items] == ["n.yml"]


@pytest.mark.parametrize("verb", ["rename", "duplicate", "move"])
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("nope.yml", "does not exist any more"),
        ("F/nope.yml", "does not exist any more"),
        ("opencollection.yml", "belongs to the collection itself"),
        ("F/folder.yml", "belongs to the collection itself"),
        ("environments", "belongs to the collection itself"),
        (".explorer", "belongs to the collection itself"),
        ("notes.txt", "not an item"),
        (".", "not inside"),
        ("", "not inside|into itself"),
    ],
)
def test_what_is_no_item_is_refused_with_a_sentence(folder, verb, key, words):
    collections.create_folder(folder, "", "F")
    (folder / "environments").mkdir()
    (folder / "notes.txt").write_text("x")
    before = files(folder)
    arguments = {"rename": ("zz",), "duplicate": (), "move": ("", None)}[verb]
    with pytest.raises(StorageError, match=words):
        getattr(collections, verb)(folder, key, *arguments)
    assert files(folder) == before


@pytest.mark.parametrize(
    "text",
    [
        "info:\n  type: http\n",
        "info:\n  name: null\n  type: http\n  seq: null\nhttp: null\nsettings: null\ndocs: null\n",
        "info: {type: http}\nhttp: {method: null, url: null, headers: null, params: null, body: null, auth: null}\n",
        "http:\n  headers:\n    - {name: a, value: null, disabled: null}\n",
        "info: &i {type: http}\nx: *i\n",
    ],
)
def test_saving_unchanged_leaves_every_byte(folder, text):
    path = folder / "nulls.yml"
    path.write_text(text)
    request = collections.read_request(path)
    assert request.name == "nulls"
    collections.save_request(folder, "nulls.yml", request)
    collections.save_request(folder, "nulls.yml", request, request)
    assert path.read_text() == text
    collections.save_request(folder, "nulls.yml", replace(request, docs="New"))
    assert collections.read_request(path) == replace(request, docs="New")
    assert "name: nulls" not in path.read_text()
    assert "http: {}" not in path.read_text()


def test_settings_and_environments_saved_unchanged_leave_every_byte(tmp_path):
    (tmp_path / "opencollection.yml").write_text("info: null\n")
    (tmp_path / "F").mkdir()
    (tmp_path / "F" / "folder.yml").write_text("docs: null\n")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "E.yml").write_text("variables: null\n")
    before = files(tmp_path)
    collection = collections.load(tmp_path)
    collections.save_collection_settings(tmp_path, collection)
    collections.save_folder_settings(tmp_path, collection.items[0])
    collections.save_environment(tmp_path, collection.environments[0])
    assert files(tmp_path) == before


MERGED = """\
# shared
x-shared: &shared
  method: POST
  headers: &rows
    - name: A   # first
      value: "1"
info:
  name: m
  type: http
http:
  <<: *shared
  url: /a
"""


def test_merge_keys_are_read_and_kept(folder):
    path = folder / "m.yml"
    path.write_text(MERGED)
    request = collections.read_request(path)
    assert (request.method, request.headers, request.url) == ("POST", (Header(name="A", value="1"),), "/a")
    collections.save_request(folder, "m.yml", request)
    assert path.read_text() == MERGED
    collections.save_request(folder, "m.yml", replace(request, docs="Read"))
    assert path.read_text() == MERGED + "docs: Read\n"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (MERGED, {"method": "PUT"}),
        (MERGED, {"url": "/b"}),
        ("a: &u /a\ninfo: {type: http}\nhttp:\n  url: *u\n", {"url": "/b"}),
        ("http:\n  url: &u /a\n  method: GET\ndocs: *u\n", {"url": "/b"}),
    ],
)
def test_a_change_of_something_shared_is_refused_and_the_file_stays(folder, text, changes):
    path = folder / "m.yml"
    path.write_text(text)
    request = collections.read_request(path)
    with pytest.raises(StorageError, match=r"^m\.yml was not saved\. .*anchors.*\.$"):
        collections.save_request(folder, "m.yml", replace(request, **changes))
    assert path.read_text() == text


def test_own_values_win_over_merged_ones(folder):
    path = folder / "m.yml"
    path.write_text("a: &a {method: PUT, url: /a}\nb: &b {method: GET}\nhttp:\n  url: /c\n  <<: [*b, *a]\n")
    request = collections.read_request(path)
    assert (request.method, request.url) == ("GET", "/c")
    path.write_text('http:\n  url: /c\n  "<<": x\n')
    assert collections.read_request(path).url == "/c"


def names(folder):
    return [one.name for one in collections.load(folder).environments]


def test_environments_keep_their_order(folder):
    for name in ("b", "C", "a"):
        collections.create_environment(folder, name)
    assert names(folder) == ["a", "b", "C"]
    assert not (folder / ".explorer" / "environments.json").exists()
    last = collections.load(folder).environments[2]
    collections.save_environment(folder, replace(last, color="ok"))
    assert names(folder) == ["a", "b", "C"]
    first = collections.load(folder).environments[0]
    collections.save_environment(folder, replace(first, shape=EnvironmentShape.SQUARE))
    collections.save_environment(folder, replace(collections.load(folder).environments[2], color=""))
    assert names(folder) == ["a", "b", "C"]
    assert collections.rename(folder, "environments/a.yml", "z") == "environments/z.yml"
    assert names(folder) == ["z", "b", "C"]
    collections.create_environment(folder, "A")
    assert names(folder) == ["z", "b", "C", "A"]
    collections.delete_environment(folder, "environments/b.yml")
    assert names(folder) == ["z", "C", "A"]
    assert collections.load(folder).environments[0].shape is EnvironmentShape.SQUARE


def test_an_order_of_settings_alone_counts_only_when_it_names_all(folder):
    side = folder / ".explorer" / "environments.json"
    for name in ("a", "b"):
        collections.create_environment(folder, name)
    side.write_text('{"environments/b.yml": {"color": "ok"}}')
    assert names(folder) == ["a", "b"]
    side.write_text('{"environments/b.yml": {"color": "ok"}, "environments/a.yml": {"color": "ok"}}')
    assert names(folder) == ["b", "a"]


def test_files_with_the_long_suffix_are_items_and_keep_it(folder):
    (folder / "a.yaml").write_text("info: {type: http}\nhttp: {url: /a}\n")
    (folder / "g.yaml").write_text("info: {type: websocket}\n")
    (folder / "folder.yaml").write_text("info: {name: x}\n")
    (folder / "environments").mkdir()
    (folder / "environments" / "E.yaml").write_text("variables: []\n")
    collection = collections.load(folder)
    request, other = collection.items
    assert (request.key, request.request.name) == ("a.yaml", "a")
    assert other == OtherItem(key="g.yaml", name="g", kind="websocket")
    assert [(one.key, one.name) for one in collection.environments] == [("environments/E.yaml", "E")]
    assert collections.rename(folder, "a.yaml", "b") == "b.yaml"
    assert collections.duplicate(folder, "b.yaml") == "b copy.yaml"
    collections.create_folder(folder, "", "F")
    assert collections.move(folder, "b.yaml", "F", None) == "F/b.yaml"
    assert collections.restore(folder, collections.delete(folder, "F/b.yaml")) == "F/b.yaml"
    assert entries(folder) == ()
    assert collections.create_request(folder, "F", Request(name="n")) == "F/n.yml"
