"""Changes of real files in request terms, and what of them must not be seen."""

import subprocess
from pathlib import Path

from explorer.core.model.collection import BrokenItem
from explorer.core.model.tree import requests_of, walk
from explorer.core.model.versions import ChangeKind, FieldChange, ItemChange, ItemSort
from explorer.core.storage.collections import load, save_request
from explorer.core.storage.git.item_changes import item_changes
from explorer.core.storage.git.repository import read_state
from explorer.core.storage.masking import MASK
from tests.repositories import commit_all, conflict, edit, git, write


def changes(folder: Path, *secrets: str) -> dict[str, ItemChange]:
    state = read_state(folder)
    assert state is not None
    return {one.file.key: one for one in item_changes(folder, state.changes, secrets)}


def rows(item: ItemChange) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.part, one.name, one.before, one.after) for one in item.fields]


def test_a_request_is_compared_part_by_part(folder: Path) -> None:
    path = folder / "Ping.yml"
    edit(path, "POST", "PUT")
    edit(path, "v1/Ping?page=1", "v2/Ping?page=2&size=5")
    edit(path, "value: application/json", "value: text/plain")
    edit(path, '["+1"]', '["+49"]')
    edit(path, "seq: 3000", "seq: 500")
    item = changes(folder)["Ping.yml"]
    assert (item.sort, item.name, item.method, item.note) == (ItemSort.REQUEST, "Ping", "PUT", "")
    assert rows(item) == [
        ("Method", "", "POST", "PUT"),
        ("URL", "", "https://api.example.org/v1/Ping", "https://api.example.org/v2/Ping"),
        ("Query parameter", "page", "1", "2"),
        ("Query parameter", "size", None, "5"),
        ("Header", "Accept", "application/json", "text/plain"),
        ("Body", "to[0]", "+1", "+49"),
        ("Position", "", "3000", "500"),
    ]
    (text,) = item.texts
    assert (text.title, text.is_json) == ("Body", True)
    assert '["+49"]' in text.after


def test_the_rest_of_a_request(folder: Path) -> None:
    write(
        folder / "Ping.yml",
        "info:\n  name: Renamed\n  type: http\n  seq: 3000\n"
        "http:\n  method: POST\n  url: https://api.example.org/v1/Ping?page=1\n"
        "  headers:\n    - name: X-Api-Key\n      value: other-value-000\n    - name: Accept\n      disabled: true\n"
        "      value: application/json\n"
        "  auth:\n    type: bearer\n    token: abcdefghijkl\n"
        "  body:\n    type: form-urlencoded\n    data: []\n"
        "settings:\n  timeout: 5000\n"
        "runtime:\n  variables:\n    - name: a\n      value: '1'\n"
        "  assertions:\n    - expression: res.status\n      operator: eq\n      value: '200'\n"
        "docs: Hello\n",
    )
    found = rows(changes(folder)["Ping.yml"])
    assert found == [
        ("Name", "", "Ping", "Renamed"),
        ("Header", "Accept", "application/json", "application/json (off)"),
        ("Header", "X-Api-Key", MASK, f"{MASK} (another value)"),
        ("Authorisation", "", "none", "Bearer"),
        ("Body", "kind", "JSON", "form"),
        ("Variable", "a", None, "1"),
        ("Setting", "timeout in seconds", "inherited", "5"),
        ("Docs", "", None, "1 line"),
        ("Checks", "", None, "1 element"),
    ]


def test_variants_of_a_body_are_compared_by_title(folder: Path) -> None:
    head = "info: {name: Varied, type: http}\nhttp:\n  url: http://h/\n  body:\n"
    small, big = (
        "    - title: Small\n      body: {type: text, data: s}\n",
        "    - title: Big\n      body: {type: text, data: b}\n",
    )
    write(folder / "Varied.yml", head + small + big)
    commit_all(folder, "Varied")
    edit(folder / "Varied.yml", "data: b", "data: bb")
    assert rows(changes(folder)["Varied.yml"]) == [("Body", "variant Big", "b", "bb")]
    edit(folder / "Varied.yml", "data: bb}\n", "data: bb}\n      selected: true\n")
    assert ("Body", "variants", "Small (selected), Big", "Small, Big (selected)") in rows(changes(folder)["Varied.yml"])


def test_no_credential_is_shown_in_any_form(folder: Path) -> None:
    shown = "never-to-be-seen-42"
    edit(folder / "Ping.yml", "page=1", f"page=1&api_key={shown}")
    edit(folder / "Ping.yml", '"Hello"', f'"Hello", "password": "{shown}", "note": "stored-value-77"')
    edit(folder / "Batches" / "Send.yml", "  body:\n", f"  auth:\n    type: bearer\n    token: {shown}\n  body:\n")
    edit(folder / "environments" / "Staging.yml", "    secret: true", f"    secret: true\n    value: {shown}")
    write(folder / "broken.yml", f"http: [\ntoken: {shown}\nx: stored-value-77\n")
    found = changes(folder, "stored-value-77")
    assert len(found) == 4
    assert shown not in repr(found)
    assert "stored-value-77" not in repr(found)
    assert rows(found["environments/Staging.yml"]) == [("Variable", "[1].value", None, MASK)]
    assert ("Body", "password", None, MASK) in rows(found["Ping.yml"])


def test_new_deleted_and_moved_items(folder: Path) -> None:
    save_request(folder, "Copy.yml", next(one for one in load(folder).items if one.key == "Ping.yml").request)  # type: ignore[union-attr]
    (folder / "Batches" / "Cancel.yml").unlink()
    (folder / "Batches" / "Send.yml").rename(folder / "Send now.yml")
    edit(folder / "Send now.yml", "POST", "GET")
    (folder / "Ping.yml").unlink()
    found = changes(folder)
    assert found["Copy.yml"].file.kind is ChangeKind.RENAMED  # the same request under another name
    gone = found["Batches/Cancel.yml"]
    assert (gone.name, gone.method) == ("Cancel", "POST")
    assert FieldChange(part="Method", before="POST") in gone.fields
    assert rows(found["Send now.yml"])[:3] == [
        ("Folder", "", "Batches", "the collection"),
        ("File name", "", "Send.yml", "Send now.yml"),
        ("Method", "", "POST", "GET"),
    ]


def test_folders_environments_and_the_collection(folder: Path) -> None:
    edit(folder / "Batches" / "folder.yml", "seq: 1\n", "seq: 1\ndocs: All of them\n")
    edit(folder / "environments" / "Staging.yml", "https://staging", "https://test")
    edit(folder / "opencollection.yml", "name: Orders", "name: Orders of 2026")
    write(folder / ".explorer" / "requests.json", '{"Ping.yml": {"automatic_headers_off": ["accept"]}}')
    found = changes(folder)
    assert [found[key].sort for key in ("Batches/folder.yml", "environments/Staging.yml", "opencollection.yml")] == [
        ItemSort.FOLDER,
        ItemSort.ENVIRONMENT,
        ItemSort.COLLECTION,
    ]
    assert rows(found["Batches/folder.yml"]) == [("Docs", "", None, "1 line")]
    assert rows(found["environments/Staging.yml"]) == [
        ("Variable", "base_url", "https://staging.example.org", "https://test.example.org")
    ]
    assert rows(found["opencollection.yml"]) == [("Name", "", "Orders", "Orders of 2026")]
    assert found[".explorer/requests.json"].sort is ItemSort.FILE


def test_a_file_that_is_no_request_is_compared_as_text_with_the_reason(folder: Path) -> None:
    edit(folder / "Ping.yml", "  method: POST", "  method: [POST")
    write(folder / "readme.md", "# Orders\n")
    write(folder / "logo.png", "\x89PNG\0\0")
    found = changes(folder)
    broken = found["Ping.yml"]
    assert broken.note
    assert broken.line > 0
    assert [text.title for text in broken.texts] == ["File"]
    assert (found["readme.md"].note, found["readme.md"].texts[0].after) == ("", "# Orders\n")
    assert found["logo.png"].note == "The file is not text."


def test_line_ends_comments_and_a_mark_of_order_change_nothing(folder: Path) -> None:
    path = folder / "Ping.yml"
    plain = path.read_bytes()
    path.write_bytes(plain.replace(b"\n", b"\r\n"))
    item = changes(folder)["Ping.yml"]
    assert (item.fields, item.texts, item.note) == ((), (), "Only the line ends of the file differ.")
    path.write_bytes(plain)
    path.write_bytes(b"\xef\xbb\xbf# by hand\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    item = changes(folder)["Ping.yml"]
    assert item.fields == ()
    assert item.note == "Only the layout of the file differs; what it says is the same."
    commit_all(folder, "CRLF")
    path.write_bytes(path.read_bytes().replace(b"POST", b"GET"))
    assert rows(changes(folder)["Ping.yml"]) == [("Method", "", "POST", "GET")]


def test_a_conflict_shows_both_sides_and_where_the_marks_are(folder: Path) -> None:
    conflict(folder, folder / "Ping.yml", "Hello", "Hi", "Moin")
    item = changes(folder)["Ping.yml"]
    assert item.name == "Ping"
    assert rows(item) == [("Body", "body", "Hi", "Moin")]
    assert item.line == 18
    assert "marks of a merge conflict" in item.note
    (broken,) = [one for one in load(folder).items if one.key == "Ping.yml"]
    assert (broken.line, "merge conflict" in broken.reason) == (18, True)  # type: ignore[union-attr]


def test_a_conflict_of_a_change_and_a_deletion_speaks_of_no_marks(folder: Path) -> None:
    git(folder, "checkout", "--quiet", "-b", "other")
    git(folder, "rm", "--quiet", "Ping.yml")
    git(folder, "commit", "--quiet", "-m", "Theirs")
    git(folder, "checkout", "--quiet", "main")
    edit(folder / "Ping.yml", "Hello", "Hi")
    commit_all(folder, "Ours")
    subprocess.run(["git", "merge", "--quiet", "other"], cwd=folder, capture_output=True, check=False)
    item = changes(folder)["Ping.yml"]
    assert item.file.kind is ChangeKind.CONFLICTED
    assert item.note.startswith("One branch changed the file and the other deleted it.")


def test_marks_of_a_conflict_in_every_kind_of_file_are_listed_while_the_rest_opens(folder: Path) -> None:
    """With git's own marks, with a third version between them, and with Windows line ends."""
    conflict(folder, folder / "environments" / "Staging.yml", "https://staging", "https://ours", "https://theirs")
    edit(
        folder / "Batches" / "folder.yml",
        "  seq: 1\n",
        "<<<<<<< ours\r\nseq: 1\r\n=======\r\nseq: 2\r\n>>>>>>> theirs\r\n",
    )
    edit(folder / "opencollection.yml", "info:", "<<<<<<< a\n||||||| base\n=======\n>>>>>>> b\ninfo:")
    edit(folder / "Ping.yml", "  method: POST", "<<<<<<<\n  method: POST\n=======\n  method: PUT\n>>>>>>>")
    collection = load(folder)
    broken = {
        one.key: one.line for one in walk(collection.items) if isinstance(one, BrokenItem) and "merge" in one.reason
    }
    assert broken == {
        "environments/Staging.yml": 4,
        "Batches/folder.yml": 4,
        "opencollection.yml": 2,
        "Ping.yml": 6,
    }
    assert {"Batches/Send.yml", "Batches/Cancel.yml"} <= {one.key for one in requests_of(collection)}


def test_a_dotenv_file_shows_no_value_and_says_what_it_is(folder: Path) -> None:
    write(folder / ".env", "DB_URL=postgres://me:pw-of-mine@host\n")
    item = changes(folder)[".env"]
    assert "pw-of-mine" not in repr(item)
    assert ".gitignore" in item.note


def test_what_explorer_does_not_know_is_told_in_the_files_own_words(folder: Path) -> None:
    auth = "  auth:\n    type: oauth2\n    accessTokenUrl: https://id.example.org/{}\n    clientSecret: {}\n  body:\n"
    edit(folder / "Ping.yml", "  body:\n", auth.format("one", "first-secret"))
    edit(
        folder / "Batches" / "folder.yml",
        "seq: 1\n",
        "seq: 1\nrequest:\n  scripts:\n    - type: tests\n      code: one\n",
    )
    examples = "examples:\n  - headers:\n      - name: Authorization\n        value: Bearer {}\n"
    path = folder / "Batches" / "Send.yml"
    path.write_text(path.read_text() + examples.format("first-secret"))
    commit_all(folder, "More")
    edit(folder / "Ping.yml", "example.org/one", "example.org/two")
    edit(folder / "Ping.yml", "first-secret", "second-secret")
    edit(folder / "Batches" / "folder.yml", "code: one", "code: two")
    edit(path, "first-secret", "second-secret")
    found = changes(folder)
    assert rows(found["Ping.yml"]) == [
        ("Authorisation", "accessTokenUrl", "https://id.example.org/one", "https://id.example.org/two"),
        ("Authorisation", "clientSecret", MASK, f"{MASK} (another value)"),
    ]
    assert rows(found["Batches/folder.yml"]) == [("Request scripts", "[0].code", "one", "two")]
    assert rows(found["Batches/Send.yml"]) == [("Examples", "[0].headers[0].value", MASK, f"{MASK} (another value)")]
