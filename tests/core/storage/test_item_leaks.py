"""Secrets in items that are moved, copied or pasted are found wherever they stand, and their place is told."""

from pathlib import Path

from explorer.core.model.request import Header, Request
from explorer.core.storage import collections
from explorer.core.storage.collection_text import items_from_text
from explorer.core.storage.item_leaks import leak_in_files, leak_in_items, leak_in_pasted

SECRET = "t0k3n-of-team"
KNOWN = {SECRET: "token"}


def test_moved_and_copied_items(tmp_path: Path) -> None:
    collections.create_collection(tmp_path, "Shop")
    orders = collections.create_folder(tmp_path, "", "Orders")
    clean = collections.create_request(tmp_path, orders, Request(name="Clean"))
    header = Request(name="Send", headers=(Header(name="X-Key", value=f"Bearer {SECRET}"),))
    collections.create_request(tmp_path, orders, header)
    path = tmp_path / clean
    path.write_text(
        path.read_text() + f"runtime:\n  scripts:\n    - type: tests\n      code: |\n        x = '{SECRET}'\n"
    )
    (tmp_path / "Call.yml").write_text(f"info: {{name: Call, type: grpc}}\ngrpc: {{url: 'grpc://{SECRET}'}}\n")
    (tmp_path / "Torn.yml").write_text(f"info: {{name: [\n# {SECRET}\n")
    collection = collections.load(tmp_path)

    leak = leak_in_items(collection, [orders], KNOWN)
    assert leak is not None
    assert leak.place == "The header X-Key of “Send”"
    assert leak_in_items(collection, [clean, "Call.yml"], KNOWN) is None, "moving writes nothing that is in the file"
    places = {key: leak_in_files(tmp_path, collection, [key], KNOWN) for key in (clean, "Call.yml", "Torn.yml")}
    assert {key: leak.place for key, leak in places.items() if leak} == {
        clean: "The value at runtime.scripts.1.code of “Clean”",
        "Call.yml": "The value at grpc.url of “Call”",
        "Torn.yml": "The text of “Torn.yml”",
    }
    assert leak_in_files(tmp_path, collection, [orders, "Call.yml"], {}) is None


def test_pasted_items() -> None:
    texts = {
        f"info: {{name: Get, type: http}}\nhttp: {{method: GET, url: 'http://h/{SECRET}'}}\n": "The URL of “Get”",
        f"info: {{name: Call, type: grpc}}\ngrpc: {{url: '{SECRET}'}}\n": "The value at grpc.url of “Call”",
        f"info: {{name: '{SECRET}', type: folder}}\nitems: []\n": "The name",
        f"info: {{name: F, type: folder}}\nrequest: {{headers: [{{name: A, value: '{SECRET}'}}]}}\nitems: []\n": (
            "The value at request.headers.1.value of “F”"
        ),
        f"info: {{name: F, type: folder}}\nitems:\n  - info: {{name: '{SECRET}', type: http}}\n": "The name",
    }
    for text, place in texts.items():
        leak = leak_in_pasted(items_from_text(text), KNOWN)
        assert leak is not None, text
        assert leak.place == place
        assert SECRET not in leak.refusal
