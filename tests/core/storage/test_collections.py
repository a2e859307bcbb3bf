"""A collection folder is opened whatever lies in it, and changed one file at a time."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import BrokenItem, Folder, OtherItem, RequestItem
from explorer.core.model.environment import Environment, EnvironmentShape, Variable
from explorer.core.model.request import BearerAuth, Header, NoAuth, Request, RequestSettings
from explorer.core.model.tree import inherited
from explorer.core.storage import collections
from explorer.core.storage.trash import entries


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "Shop"
    collections.create_collection(folder, "The shop")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(items):
    return [item.request.name if isinstance(item, RequestItem) else item.name for item in items]


def create(folder, parent, *wanted):
    return [collections.create_request(folder, parent, Request(name=name, url="http://a/")) for name in wanted]


def test_a_new_collection_is_empty_and_named(folder):
    collection = collections.load(folder)
    assert (collection.name, collection.items, collection.auth) == ("The shop", (), NoAuth())
    assert collection.key == str(folder)
    assert (folder / "opencollection.yml").read_text() == (
        'opencollection: "1.0.0"\ninfo:\n  name: The shop\nbundled: false\n'
        'extensions:\n  bruno:\n    ignore:\n      - node_modules\n      - ".git"\n      - ".explorer"\n'
    )
    with pytest.raises(StorageError, match="already a collection"):
        collections.create_collection(folder, "Again")


def test_requests_and_folders_are_created_in_order(folder):
    assert collections.create_folder(folder, "", "Orders") == "Orders"
    assert create(folder, "Orders", "List", "Add") == ["Orders/List.yml", "Orders/Add.yml"]
    assert create(folder, "", "Zero") == ["Zero.yml"]
    orders, zero = collections.load(folder).items
    assert isinstance(orders, Folder)
    assert names(orders.items) == ["List", "Add"]
    assert [item.seq for item in (*orders.items, orders, zero)] == [1000, 2000, 1000, 2000]
    assert zero == RequestItem(key="Zero.yml", request=Request(name="Zero", url="http://a/"), seq=2000)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a/b: c?", "a-b- c-.yml"),
        ("CON", "CON_.yml"),
        ("com1.log", "com1.log_.yml"),
        ("folder", "folder_.yml"),
        ("..", "Untitled.yml"),
        ("", "Untitled.yml"),
        (".hidden ", "hidden.yml"),
        ("x" * 400, "x" * 180 + ".yml"),
        ("å" * 200, "å" * 90 + ".yml"),
        ("tab\there", "tab-here.yml"),
    ],
)
def test_file_names_are_allowed_everywhere(folder, name, key):
    assert create(folder, "", name) == [key]
    assert names(collections.load(folder).items) == [name]


def test_file_names_are_unique_without_regard_to_case(folder):
    assert create(folder, "", "List", "LIST", "list") == ["List.yml", "LIST 2.yml", "list 3.yml"]


def test_a_move_changes_one_number(folder):
    create(folder, "", "a", "b", "c")
    before = files(folder)
    assert collections.move(folder, "c.yml", "", "b.yml") == "c.yml"
    assert names(collections.load(folder).items) == ["a", "c", "b"]
    after = files(folder)
    assert [key for key in after if after[key] != before[key]] == ["c.yml"]
    assert after["c.yml"] == before["c.yml"].replace(b"seq: 3000", b"seq: 1500")


def test_siblings_get_numbers_when_one_of_them_has_none(folder):
    for name, seq in (("a", "  seq: 1\n"), ("b", ""), ("c", "")):
        (folder / f"{name}.yml").write_text(f"info:\n  type: http\n{seq}")
    collections.move(folder, "c.yml", "", "b.yml")
    assert [(item.key, item.seq) for item in collections.load(folder).items] == [
        ("a.yml", 1000), ("c.yml", 2000), ("b.yml", 3000),
    ]  # fmt: skip
    collections.move(folder, "b.yml", "", "a.yml")
    assert next((item.key, item.seq) for item in collections.load(folder).items) == ("b.yml", 500)


def test_items_without_numbers_come_after_the_others_by_name_and_can_be_moved(folder):
    for name, seq in (("z", "seq: 1.5"), ("b", ""), ("A", "")):
        (folder / f"{name}.yml").write_text(f"info:\n  type: http\n  {seq}\n")
    assert [item.key for item in collections.load(folder).items] == ["z.yml", "A.yml", "b.yml"]
    collections.move(folder, "b.yml", "", "A.yml")
    assert [item.key for item in collections.load(folder).items] == ["z.yml", "b.yml", "A.yml"]


def test_a_request_moves_into_a_folder_with_what_is_kept_beside_it(folder):
    collections.create_folder(folder, "", "Orders")
    create(folder, "Orders", "List")
    request = Request(name="list", automatic_headers_off=frozenset({"accept"}))
    key = collections.create_request(folder, "", request)
    assert collections.move(folder, key, "Orders", "Orders/List.yml") == "Orders/list 2.yml"
    (orders,) = collections.load(folder).items
    assert [item.key for item in orders.items] == ["Orders/list 2.yml", "Orders/List.yml"]
    assert orders.items[0].request == request
    with pytest.raises(StorageError, match="into itself"):
        collections.move(folder, "Orders", "Orders", None)


def test_renaming_moves_the_file_and_keeps_the_rest(folder):
    collections.create_folder(folder, "", "Orders")
    off = frozenset({"accept"})
    key = collections.create_request(folder, "Orders", Request(name="List", automatic_headers_off=off))
    (folder / key).write_text("# mine\n" + (folder / key).read_text())
    assert collections.rename(folder, key, "list") == "Orders/list.yml"
    assert collections.rename(folder, "Orders", "All: orders") == "All- orders"
    (orders,) = collections.load(folder).items
    assert (orders.name, orders.items[0].key) == ("All: orders", "All- orders/list.yml")
    assert orders.items[0].request.automatic_headers_off == off
    assert (folder / "All- orders/list.yml").read_text().startswith("# mine\ninfo:\n  name: list\n")


def test_a_copy_stands_after_its_original(folder):
    create(folder, "", "a", "b")
    assert collections.duplicate(folder, "a.yml") == "a copy.yml"
    assert names(collections.load(folder).items) == ["a", "a copy", "b"]
    collections.create_folder(folder, "", "F")
    collections.create_request(folder, "F", Request(name="x", automatic_headers_off=frozenset({"host"})))
    assert collections.duplicate(folder, "F") == "F copy"
    copy = collections.load(folder).items[-1]
    assert copy.name == "F copy"
    assert copy.items[0].request.automatic_headers_off == {"host"}


def test_deleted_items_come_back_whole(folder):
    collections.create_folder(folder, "", "F")
    collections.create_request(folder, "F", Request(name="x", automatic_headers_off=frozenset({"host"})))
    before = collections.load(folder)
    entry = collections.delete(folder, "F")
    assert collections.load(folder).items == ()
    assert entries(folder) == (entry,)
    assert collections.restore(folder, entry) == "F"
    assert collections.load(folder) == before
    assert entries(folder) == ()
    with pytest.raises(StorageError, match="not in the trash any more"):
        collections.restore(folder, entry)


def test_a_restored_item_makes_room_for_what_took_its_place(folder):
    create(folder, "", "a")
    entry = collections.delete(folder, "a.yml")
    create(folder, "", "A")
    assert collections.restore(folder, entry) == "a 2.yml"
    with pytest.raises(StorageError, match="does not exist any more"):
        collections.delete(folder, "b.yml")


def test_other_programs_are_told_about_the_side_folder_once(tmp_path):
    root = "# kept\nextensions:\n  bruno:\n    ignore: [node_modules] # here\n"
    (tmp_path / "opencollection.yml").write_text(root)
    (tmp_path / "a.yml").write_text("info:\n  type: http\n")
    collections.delete(tmp_path, "a.yml")
    text = (tmp_path / "opencollection.yml").read_text()
    assert text.startswith("# kept\n")
    assert ".explorer" in text


BROKEN = {
    "syntax.yml": (b"info:\n  name: 'x\n", 3),
    "conflict.yml": (b"info:\n<<<<<<< ours\n  name: a\n=======\n  name: b\n>>>>>>> theirs\n", 2),
    "latin.yml": (b"info:\n  name: caf\xe9\n", 2),
    "shape.yml": (b"info:\n  type: http\nhttp: [1]\n", 3),
    "empty.yml": (b"", 0),
}


def test_broken_files_are_shown_in_place_and_the_others_load(folder):
    create(folder, "", "good")
    for name, (data, _) in BROKEN.items():
        (folder / name).write_bytes(data)
    good, *broken = collections.load(folder).items
    assert good.key == "good.yml"
    assert {item.key: item.line for item in broken} == {name: line for name, (_, line) in BROKEN.items()}
    assert all(isinstance(item, BrokenItem) and item.reason for item in broken)
    with pytest.raises(BrokenFileError, match="merge conflict"):
        collections.save_request(folder, "conflict.yml", Request(name="x"))
    assert (folder / "conflict.yml").read_bytes() == BROKEN["conflict.yml"][0]
    collections.move(folder, "good.yml", "", None)


def test_broken_settings_do_not_hide_the_items(folder):
    collections.create_folder(folder, "", "F")
    create(folder, "F", "x")
    (folder / "opencollection.yml").write_text("info: [\n")
    (folder / "F" / "folder.yml").write_text("info: [\n")
    (folder / "environments").mkdir()
    (folder / "environments" / "E.yml").write_text("name: [\n")
    collection = collections.load(folder)
    assert collection.name == "Shop"
    assert [item.key for item in collection.items] == ["F", "opencollection.yml", "environments/E.yml"]
    assert [item.key for item in collection.items[0].items] == ["F/x.yml", "F/folder.yml"]
    assert collections.move(folder, "F/x.yml", "", None) == "x.yml"


def test_a_folder_without_a_collection_file_opens_under_its_own_name(tmp_path):
    (tmp_path / "a.yml").write_text("http:\n  url: http://a/\n")
    (tmp_path / "sub").mkdir()
    collection = collections.load(tmp_path)
    assert collection.name == tmp_path.name
    assert collection.items[0] == RequestItem(key="a.yml", request=Request(name="a", url="http://a/", auth=NoAuth()))
    assert collection.items[1] == Folder(key="sub", name="sub")
    assert files(tmp_path) == {"a.yml": b"http:\n  url: http://a/\n"}


def test_other_kinds_are_kept_and_foreign_folders_passed_over(folder):
    (folder / "g.yml").write_text("info:\n  name: G\n  type: grpc\n  seq: 7\n")
    (folder / "s.yml").write_text("type: script\nscript: x\n")
    for name in ("node_modules", ".git", "mocks", "skip"):
        (folder / name).mkdir()
        (folder / name / "a.yml").write_text("[")
    text = (folder / "opencollection.yml").read_text()
    (folder / "opencollection.yml").write_text(text.replace("node_modules", "skip"))
    os.symlink(folder, folder / "loop")
    assert collections.load(folder).items == (
        OtherItem(key="g.yml", name="G", kind="grpc", seq=7),
        OtherItem(key="s.yml", name="s", kind="script"),
    )


def test_a_bundled_collection_says_so(folder):
    (folder / "opencollection.yml").write_text("bundled: true\nitems:\n  - info: {type: http}\n")
    (item,) = collections.load(folder).items
    assert "bundled" in item.reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file_is_shown_with_the_reason(folder):
    create(folder, "", "a")
    (folder / "a.yml").chmod(0)
    (item,) = collections.load(folder).items
    assert "not allowed" in item.reason


def test_keys_cannot_lead_out_of_the_collection(folder):
    for key in ("../x.yml", "/etc/passwd", "", "a/../../x.yml", "C:/x.yml"):
        with pytest.raises(StorageError, match="not inside"):
            collections.save_request(folder, key, Request())


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(StorageError):
        collections.load(tmp_path / "nowhere")


def test_a_file_that_is_gone_is_written_again(folder):
    collections.save_request(folder, "gone.yml", Request(name="Here"))
    assert names(collections.load(folder).items) == ["Here"]


def test_the_root_is_found_from_below(folder):
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    assert collections.find_root(deep / "c.yml") == folder
    assert collections.find_root(folder.parent) is None


def test_collection_and_folder_settings_are_edited_in_place(folder):
    collections.create_folder(folder, "", "F")
    path = folder / "opencollection.yml"
    path.write_text("# top\n" + path.read_text())
    settings = replace(
        collections.load(folder),
        name="New",
        headers=(Header(name="A", value="1"),),
        auth=BearerAuth(token="{{token}}"),
        variables=(Variable(name="v", value="1"),),
        docs="# Docs\n\nHere.\n",
    )
    collections.save_collection_settings(folder, settings)
    assert collections.load(folder) == settings
    assert path.read_text().startswith('# top\nopencollection: "1.0.0"\ninfo:\n  name: New\nbundled: false\n')
    before = path.read_bytes()
    collections.save_collection_settings(folder, settings)
    assert path.read_bytes() == before
    item = replace(settings.items[0], docs="Read", auth=BearerAuth(token="x"), headers=(Header(name="B", value=""),))
    collections.save_folder_settings(folder, item)
    assert collections.load(folder).items == (item,)


def test_environments_keep_secrets_out_of_the_file(folder):
    key = collections.create_environment(folder, "Pro/duction")
    assert key == "environments/Pro-duction.yml"
    environment = Environment(
        key=key,
        name="Production",
        variables=(
            Variable(name="base_url", value="https://example.com", description="Where"),
            Variable(name="token", value="hunter2", secret=True),
            Variable(name="off", value="012", enabled=False),
        ),
        color="server",
        shape=EnvironmentShape.SQUARE,
        verify_tls=False,
        proxy="system",
        timeout_s=2.5,
        retries=2,
        confirm_methods=("POST",),
    )
    collections.save_environment(folder, environment)
    assert not [name for name, data in files(folder).items() if b"hunter2" in data]
    (loaded,) = collections.load(folder).environments
    assert loaded == replace(
        environment,
        variables=(environment.variables[0], Variable(name="token", secret=True), environment.variables[2]),
    )
    before = files(folder)
    collections.save_environment(folder, replace(environment, variables=environment.variables))
    assert files(folder) == before
    collections.save_environment(folder, replace(loaded, variables=(Variable(name="token", value="plain"),)))
    assert collections.load(folder).environments[0].variables == (Variable(name="token", value="plain"),)
    assert collections.rename(folder, key, "Prod") == "environments/Prod.yml"
    assert collections.load(folder).environments[0].proxy == "system"
    entry = collections.delete_environment(folder, "environments/Prod.yml")
    assert collections.load(folder).environments == ()
    collections.restore(folder, entry)
    assert collections.load(folder).environments[0].color == "server"


ENVIRONMENT = """\
name: E # mine
color: "#ff0000"
variables:
  - name: typed
    value: {type: number, data: "5"}
  - name: several
    value:
      - title: One
        value: a
      - title: Two
        selected: true
        value: b
  - name: secret
    secret: true
    type: string
"""


def test_typed_and_several_values_are_read_and_kept(folder):
    (folder / "environments").mkdir()
    path = folder / "environments" / "E.yml"
    path.write_text(ENVIRONMENT)
    (environment,) = collections.load(folder).environments
    typed, several, secret = environment.variables
    assert (typed.value, several.value, secret.secret) == ("5", "b", True)
    collections.save_environment(folder, environment)
    assert path.read_text() == ENVIRONMENT
    changed = (typed, replace(several, value="c"), secret)
    collections.save_environment(folder, replace(environment, variables=changed))
    assert path.read_text() == ENVIRONMENT.replace("value: b", "value: c")


def test_unreadable_side_files_count_as_empty_and_are_kept_aside(folder):
    (folder / ".explorer" / "requests.json").write_text("{")
    assert collections.load(folder).items == ()
    collections.create_request(folder, "", Request(name="a", automatic_headers_off=frozenset({"host"})))
    assert (folder / ".explorer" / "requests.json.unreadable").read_text() == "{"
    assert collections.load(folder).items[0].request.automatic_headers_off == {"host"}


def test_a_thousand_requests_open_quickly(folder):
    from explorer import assets

    source = assets.path("examples/sinch-sms/Sinch SMS API/Batches/Send a batch.yml")
    for number in range(1000):
        if number % 50 == 0:
            (folder / f"F{number // 50}").mkdir()
        shutil.copyfile(source, folder / f"F{number // 50}" / f"{number}.yml")
    times = []
    for _ in range(3):
        start = time.process_time()
        collection = collections.load(folder)
        times.append(time.process_time() - start)
    assert sum(len(item.items) for item in collection.items) == 1000
    assert min(times) < 1.0, times


def test_only_files_that_differ_are_read_again(folder):
    for name in ("A", "B"):
        collections.create_request(folder, "", Request(name=name, url="http://h/1"))
    memory: collections.Memory = {}
    before = collections.load(folder, memory)
    path = folder / "A.yml"
    path.write_text(path.read_text().replace("http://h/1", "http://h/2"))
    after = collections.load(folder, memory)
    assert [item.request.url for item in after.items] == ["http://h/2", "http://h/1"]
    assert after.items[1] is before.items[1]
    assert after.items[0] is not before.items[0]


def test_a_memory_forgets_files_that_are_gone(folder):
    key = collections.create_request(folder, "", Request(name="A", url="http://h/1"))
    memory: collections.Memory = {}
    collections.load(folder, memory)
    (folder / key).unlink()
    assert collections.load(folder, memory).items == ()
    assert memory == {}


def test_settings_of_a_folder_are_read_and_written_in_place(folder):
    collections.create_folder(folder, "", "Slow")
    create(folder, "Slow", "One")
    path = folder / "Slow" / "folder.yml"
    path.write_text(
        path.read_text()
        + "request:\n  settings:\n    http:\n      timeout: 9000 # long\n    graphql:\n      timeout: 1\n"
    )
    collection = collections.load(folder)
    item = collection.items[0]
    assert item.settings == RequestSettings(timeout_s=9.0)
    assert inherited(collection, "Slow/One.yml", Request()).settings.timeout_s == 9.0
    before = path.read_text()
    collections.save_folder_settings(folder, replace(item, settings=RequestSettings(timeout_s=9.0, max_redirects=3)))
    assert path.read_text() == before.replace("# long\n", "# long\n      maxRedirects: 3\n")
    collections.save_folder_settings(folder, replace(item, settings=RequestSettings()))
    assert collections.load(folder).items[0].settings == RequestSettings()
    assert "graphql:\n      timeout: 1" in path.read_text()
    collections.save_collection_settings(folder, replace(collection, settings=RequestSettings(follow_redirects=False)))
    assert inherited(collections.load(folder), "Slow/One.yml", Request()).settings.follow_redirects is False
