"""Open tabs, their unsaved requests and the layout, kept so that a killed program finds them again.

An append-only journal of JSON lines, written by one thread: each put reaches the file at once and the disk within
a second. Literal credentials go where ``DraftSecrets`` puts them, never into the journal.
"""

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from explorer.core.errors import SecretError, StorageError
from explorer.core.model.request import Request
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.codec import from_plain, to_plain
from explorer.core.storage.known_secrets import without_secrets
from explorer.core.storage.masking import MASK, mask_request
from explorer.core.storage.places import ensure
from explorer.core.storage.secrets import Secrets

FILE_NAME = "drafts.jsonl"
_SYNC_INTERVAL_S = 1.0
_COMPACT_AT_BYTES = 4 * 1024 * 1024
_SECRET_SCOPE = "drafts"
_SECRET_PARTS = ("name", "url", "params", "headers", "auth", "body", "variants", "variables", "docs")
_MASKED_NOTICE = "Credentials typed into unsaved requests are not kept after a restart, because there is no keychain."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A tab with what is in it."""

    tab_id: str
    request: Request
    key: str = ""
    """Key of the saved request it belongs to, relative to the collection; empty for a scratch one."""
    collection: str = ""
    """Absolute path of the collection's folder, or empty."""
    position: int = 0
    active: bool = False
    unsaved: bool = False
    """Whether the request differs from the saved one."""


Scrub = Callable[[Draft], Request]
"""What of a draft's request may be written; runs on the journal's thread."""

Restore = Callable[[Draft], Request]
"""The reverse, where it can be done; runs on the thread that calls ``load``."""


def masked(draft: Draft) -> Request:
    """The request with literal credentials masked: the scrub of those who have no keychain."""
    return mask_request(draft.request)


class DraftSecrets:
    """Puts what is secret in a draft into the keychain and takes it back; masks it without one.

    Secret are literal credentials in their places, and ``known`` values of secret variables wherever they stand.
    """

    def __init__(self, secrets: Secrets, known: Callable[[], tuple[str, ...]] = tuple) -> None:
        self.notice = ""
        self._secrets = secrets
        self._known = known
        self._stored: dict[str, str] = {}

    def scrub(self, draft: Draft) -> Request:
        """The masked request; what was masked is in the keychain when this returns."""
        safe = without_secrets(mask_request(draft.request), self._known())
        parts = {
            name: to_plain(getattr(draft.request, name))
            for name in _SECRET_PARTS
            if getattr(draft.request, name) != getattr(safe, name)
        }
        text = json.dumps(parts, separators=(",", ":")) if parts else ""
        if text != self._stored.get(draft.tab_id, ""):
            self._store(draft.tab_id, text)
        return safe

    def restore(self, draft: Draft) -> Request:
        """The request with its credentials again, if the keychain still has them."""
        if MASK not in json.dumps(to_plain(draft.request), ensure_ascii=False):
            return draft.request
        try:
            text = self._secrets.get_now(_SECRET_SCOPE, draft.tab_id)
            parts = cast(Mapping[str, Any], json.loads(text)) if text else {}
            merged = cast(Request, from_plain(Request, to_plain(draft.request) | parts))
        except (SecretError, ValueError):
            return draft.request
        self._stored[draft.tab_id] = text or ""
        return merged

    def forget(self, tab_id: str) -> None:
        """Remove what the keychain has of a draft."""
        if self._stored.get(tab_id):
            self._store(tab_id, "")

    def _store(self, tab_id: str, text: str) -> None:
        try:
            if text and not self._secrets.is_persistent_now():
                self.notice = _MASKED_NOTICE
            elif text:
                self._secrets.set_now(_SECRET_SCOPE, tab_id, text)
            else:
                self._secrets.delete_now(_SECRET_SCOPE, tab_id)
            self._stored[tab_id] = text
        except SecretError as error:
            self.notice = error.message


class Drafts:
    """The journal in a folder. ``load`` comes first; ``put``, ``remove`` and ``put_layout`` return at once."""

    def __init__(self, folder: Path, *, secrets: DraftSecrets | None = None, scrub: Scrub = masked) -> None:
        self.path = folder / FILE_NAME
        self._secrets = secrets
        self._scrub: Scrub = secrets.scrub if secrets else scrub
        self._drafts: dict[str, Draft] = {}
        self._layout: dict[str, Any] = {}
        self._trouble = ""
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lines: dict[str, bytes] = {}
        self._file: BinaryIO | None = None
        self._written_bytes = 0
        self._live_bytes = 0
        self._unsynced_since: float | None = None

    @property
    def notice(self) -> str:
        """One sentence when drafts cannot be kept, or not with their credentials; else empty."""
        return self._trouble or (self._secrets.notice if self._secrets else "")

    def load(self) -> tuple[Draft, ...]:
        """Read what the last run left, tidy the file and return ``all``. Reads from disk: call it on a thread."""
        for entry in _entries(self.path):
            self._replay(entry)
        if self._secrets:
            for tab_id, draft in self._drafts.items():
                self._drafts[tab_id] = replace(draft, request=self._secrets.restore(draft))
        self._compact()
        return self.all()

    def all(self) -> tuple[Draft, ...]:
        """The drafts in order of position."""
        return tuple(sorted(self._drafts.values(), key=lambda draft: draft.position))

    @property
    def layout(self) -> Mapping[str, Any]:
        """What was given to ``put_layout`` last: open tabs, active tab, splitter sizes; JSON-able."""
        return self._layout

    def put(self, draft: Draft) -> None:
        """Keep a draft in place of the one with the same ``tab_id``."""
        self._drafts[draft.tab_id] = draft
        self._hand_in(lambda: self._append(draft.tab_id, {"put": to_plain(self._scrubbed(draft))}))

    def remove(self, tab_id: str) -> None:
        """Forget a draft; an unknown one is passed over."""
        if self._drafts.pop(tab_id, None) is not None:
            self._hand_in(lambda: self._drop(tab_id))

    def put_layout(self, layout: Mapping[str, Any]) -> None:
        """Keep the state of the window: a JSON-able mapping without secrets. Raises TypeError for anything else."""
        text = json.dumps(dict(layout))
        self._layout = json.loads(text)
        entry = {"layout": self._layout}
        self._hand_in(lambda: self._append("", entry))

    def flush(self) -> None:
        """Wait until everything handed in is on disk."""
        done = threading.Event()
        self._hand_in(self._sync)
        self._hand_in(done.set)
        done.wait()

    def close(self) -> None:
        """Write what is left and end the thread. A later put begins a new one."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _hand_in(self, job: Callable[[], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._pause_s())
            except queue.Empty:
                job = self._sync
            try:
                if job is None:
                    self._end()
                    return
                job()
                self._sync_when_due()
            except (OSError, StorageError) as error:
                self._report(error)

    def _pause_s(self) -> float | None:
        if self._unsynced_since is None:
            return None
        return max(0.0, self._unsynced_since + _SYNC_INTERVAL_S - time.monotonic())

    def _sync_when_due(self) -> None:
        if self._pause_s() == 0.0:
            self._sync()

    def _sync(self) -> None:
        self._unsynced_since = None
        if self._file is not None:
            os.fsync(self._file.fileno())

    def _end(self) -> None:
        self._sync()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _report(self, error: OSError | StorageError) -> None:
        self._unsynced_since = None
        reason = error.message if isinstance(error, StorageError) else f"{error.strerror or error}."
        self._trouble = f"Unsaved changes cannot be kept for the next start: {reason}"

    def _scrubbed(self, draft: Draft) -> Draft:
        return replace(draft, request=self._scrub(draft))

    def _drop(self, tab_id: str) -> None:
        self._append(tab_id, {"remove": tab_id})
        self._live_bytes -= len(self._lines.pop(tab_id))
        if self._secrets:
            self._secrets.forget(tab_id)

    def _append(self, slot: str, entry: Mapping[str, Any]) -> None:
        line = _line(entry)
        self._live_bytes += len(line) - len(self._lines.get(slot, b""))
        self._lines[slot] = line
        if self._written_bytes > _COMPACT_AT_BYTES + 2 * self._live_bytes:
            self._compact()
            return
        if self._file is None:
            ensure(self.path.parent)
            self._file = self.path.open("ab", buffering=0)
        self._file.write(line)
        self._written_bytes += len(line)
        if self._unsynced_since is None:
            self._unsynced_since = time.monotonic()

    def _compact(self) -> None:
        """Rewrite the file with the last state of everything; the old file stays whole until the new one is."""
        if self._file is not None:
            self._file.close()
            self._file = None
        data = b"".join(self._lines.values())
        self._written_bytes = self._live_bytes = len(data)
        if not data and not self.path.exists():
            return
        try:
            ensure(self.path.parent)
            write_atomic(self.path, data)
        except StorageError as error:
            self._report(error)

    def _replay(self, entry: Mapping[str, Any]) -> None:
        match entry:
            case {"put": plain}:
                draft = cast(Draft, from_plain(Draft, plain))
                self._drafts[draft.tab_id] = draft
                self._lines[draft.tab_id] = _line(entry)
            case {"remove": str(tab_id)}:
                self._drafts.pop(tab_id, None)
                self._lines.pop(tab_id, None)
            case {"layout": dict(layout)}:
                self._layout = layout
                self._lines[""] = _line(entry)


def _line(entry: Mapping[str, Any]) -> bytes:
    """Begins with the line break, so that a torn line before it spoils only itself."""
    return b"\n" + json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"


def _entries(path: Path) -> list[Mapping[str, Any]]:
    """The readable lines of a journal; a torn or foreign one is left out."""
    try:
        data = path.read_bytes()
    except OSError:
        return []
    found: list[Mapping[str, Any]] = []
    for line in data.splitlines():
        try:
            entry = json.loads(line) if line else None
            if isinstance(entry, dict):
                _check(entry)
                found.append(entry)
        except ValueError:
            continue
    return found


def _check(entry: Mapping[str, Any]) -> None:
    if "put" in entry:
        from_plain(Draft, entry["put"])
