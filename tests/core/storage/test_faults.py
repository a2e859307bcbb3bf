"""Faults of the disk and files as others leave them: nothing is lost, nothing is half, and the sentence says why."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.collection import BrokenItem, Folder
from explorer.core.model.request import Request, TextBody
from explorer.core.storage import collections
from explorer.core.storage.git.repository import read_state
from explorer.core.storage.leftovers import STALE_S, is_leftover, sweep
from tests.core.storage.saving_process import SIZE
from tests.faults import read_only

ROOT = Path(__file__).parents[3]
TEXT = "# kept\ninfo:\n  name: One\n  type: http\nhttp:\n  method: POST\n  url: http://h/\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: C\n')
    (tmp_path / "one.yml").write_text(TEXT)
    return tmp_path


def test_a_kill_during_a_save_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.core.storage.saving_process", str(folder / "one.yml")]
    seen = set()
    for delay_s in (0.0, 0.011, 0.023, 0.037):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "0", "a first save was done"
            time.sleep(delay_s)
            process.send_signal(signal.SIGKILL)
            assert process.wait(10) == -signal.SIGKILL
        request = collections.read_request(folder / "one.yml")
        assert isinstance(request.body, TextBody)
        assert len(request.body.text) == SIZE, "whole"
        assert len(set(request.body.text)) == 1, "of one version"
        assert (folder / "one.yml").read_text().startswith("# kept\n")
        seen.add(request.body.text[0])
        assert [item.key for item in collections.load(folder).items] == ["one.yml"], "what a kill leaves is no item"
    assert seen <= {"a", "b"}


KILLED = """
import os, signal, sys
from pathlib import Path
from explorer.core.storage import atomic, collections
from explorer.core.model.request import Request
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
collections.save_request(Path(sys.argv[1]), "one.yml", Request(name="One", url="http://new/"))
"""


def test_what_a_kill_leaves_is_shown_nowhere_and_goes_when_it_is_stale(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", folder], check=True)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = (path for path in folder.iterdir() if path.name.endswith(".tmp"))
    assert is_leftover(left.name)
    state = read_state(folder)
    assert state is not None
    assert {one.key for one in state.changes} == {"one.yml", "opencollection.yml"}
    assert [item.key for item in collections.load(folder).items] == ["one.yml"]
    assert sweep(folder) == 0, "it may be a save that is under way"
    os.utime(left, (time.time() - STALE_S - 1,) * 2)
    assert sweep(folder) == 1
    assert not left.exists()
    assert (folder / "one.yml").read_text() == TEXT


def test_only_stale_files_of_ours_are_swept(folder: Path) -> None:
    old = time.time() - STALE_S - 60
    ours = [".one.yml.0123456789ab.tmp", "F/.two.yaml.0123456789ab.tmp", ".explorer/.trash.json.0123456789ab.tmp"]
    theirs = [
        ".one.yml.0123456789AB.tmp",
        ".one.txt.0123456789ab.tmp",
        "one.yml.0123456789ab.tmp",
        ".one.yml.tmp",
        ".git/.index.json.0123456789ab.tmp",
        "node_modules/.a.json.0123456789ab.tmp",
        "one.yml",
    ]
    for name in (*ours, *theirs):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
        os.utime(folder / name, (old, old))
    (folder / ".link.yml.0123456789ab.tmp").symlink_to(folder / "opencollection.yml")
    (folder / ".half.yml.0123456789ab.tmp").mkdir()
    (folder / ".0123456789ab.tmp").mkdir()
    assert sweep(folder) == len(ours)
    assert not any((folder / name).exists() for name in ours)
    assert all((folder / name).exists() for name in theirs)
    assert (folder / ".link.yml.0123456789ab.tmp").is_symlink()
    assert (folder / ".half.yml.0123456789ab.tmp").is_dir(), "a folder never has the name of a file"
    assert (folder / ".0123456789ab.tmp").is_dir(), "one that was made just now"


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: collections.save_request(folder, "one.yml", Request(name="One", url="http://new/")),
        lambda folder: collections.create_request(folder, "", Request(name="Two")),
        lambda folder: collections.create_folder(folder, "", "F"),
        lambda folder: collections.rename(folder, "one.yml", "Two"),
        lambda folder: collections.duplicate(folder, "one.yml"),
        lambda folder: collections.delete(folder, "one.yml"),
    ],
)
def test_a_read_only_folder_refuses_with_a_sentence_and_stays_as_it_is(folder: Path, act) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with read_only(folder), pytest.raises(StorageError, match="not allowed"):
        act(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_links_that_lead_in_a_circle_are_shown_and_end(folder: Path) -> None:
    (folder / "a.yml").symlink_to("b.yml")
    (folder / "b.yml").symlink_to("a.yml")
    (folder / "self").symlink_to(".")
    (folder / "F").mkdir()
    (folder / "F" / "up").symlink_to("..")
    collection = collections.load(folder)
    found = {item.key: item for item in collection.items}
    assert set(found) == {"one.yml", "a.yml", "b.yml", "F"}
    assert isinstance(found["F"], Folder)
    assert found["F"].items == ()
    assert isinstance(found["a.yml"], BrokenItem)
    assert found["a.yml"].reason == "The link a.yml leads back to itself."


def test_a_copy_of_a_folder_with_a_circle_of_links_ends(folder: Path) -> None:
    (folder / "F").mkdir()
    (folder / "F" / "up").symlink_to("..")
    (folder / "F" / "r.yml").write_text(TEXT)
    copied = collections.duplicate(folder, "F")
    assert (folder / copied / "r.yml").read_text() == TEXT
    assert collections.delete(folder, copied).key == copied


@pytest.mark.parametrize("name", [r"a/b\c:d*e?f", "x" * 300, "ü" * 300, "nul", "a\u0000b"])
def test_any_name_can_be_given_and_taken_on(folder: Path, name: str) -> None:
    key = collections.rename(folder, "one.yml", name)
    (item,) = collections.load(folder).items
    assert (item.key, item.request.name) == (key, name)
    assert not set(key) & set('/\\:*?"<>|\x00')
    assert len(key.encode()) <= 255
    assert collections.restore(folder, collections.delete(folder, collections.duplicate(folder, key)))


def test_a_rename_of_case_alone_is_one_file(folder: Path) -> None:
    assert collections.rename(folder, "one.yml", "ONE") == "ONE.yml"
    assert sorted(path.name for path in folder.glob("*.yml")) == ["ONE.yml", "opencollection.yml"]
    (folder / "one.yml").write_text(TEXT)  # from a file system where both fit
    assert {item.key for item in collections.load(folder).items} == {"ONE.yml", "one.yml"}
    collections.save_request(folder, "one.yml", Request(name="small", url="http://small/"))
    assert "http://small/" not in (folder / "ONE.yml").read_text()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_of_other_systems_stay(folder: Path, ending: str, mark: str) -> None:
    path = folder / "one.yml"
    body = ending.join(["  body:", "    type: text", "    data: |-", "      first", "      second", ""])
    path.write_bytes((mark + TEXT.replace("\n", ending) + body).encode())
    request = collections.read_request(path)
    changed = replace(request, url="http://new/", body=TextBody(kind=request.body.kind, text="first\nsecond\nthird"))
    collections.save_request(folder, "one.yml", changed)
    data = path.read_bytes().decode()
    assert data.startswith(mark)
    assert data.count("\ufeff") == len(mark)
    assert data.count("\n") == data.count(ending) == (TEXT + body).count("\n") + 1
    assert collections.read_request(path) == changed


def test_a_folder_that_is_gone_is_made_again_by_a_save(folder: Path) -> None:
    request = collections.read_request(folder / "one.yml")
    gone = folder.rename(folder.with_name("elsewhere"))
    collections.save_request(folder, "one.yml", replace(request, url="http://new/"), request)
    assert collections.read_request(folder / "one.yml").url == "http://new/"
    assert os.listdir(gone)
