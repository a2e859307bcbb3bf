"""One exchange as columns, facets and packed JSON, and back. It knows the tables that hold a row."""

import json
import re
import sqlite3
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from explorer.core.errors import HistoryError
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Content, Exchange, Headers
from explorer.core.model.history import HistoryRow
from explorer.core.storage import history_facets, history_hosts, history_index, tallies
from explorer.core.storage.bodies import Bodies, MaskedBody
from explorer.core.storage.codec import Special, from_plain, to_plain
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.masking import mask_exchange, mask_url, secrets_of
from explorer.core.storage.packing import packed_json

_ROW_NAMES = (
    *("id", "started_us", "method", "url", "name", "request_key", "environment", "status"),
    *("label", "title", "is_error", "fingerprint", "duration_s", "size_bytes", "pinned"),
)
ROW_COLUMNS = (
    "exchanges.id, started_us, method, url, name, request_key, environment, exchanges.status, "
    "exchanges.label, exchanges.title, is_error, coalesce(fingerprint, ''), duration_s, size_bytes, pinned"
)
"""What ``row_of`` takes, for a SELECT from ``exchanges`` with ROW_JOINS."""

ROW_JOINS = "JOIN subjects USING (subject_no) LEFT JOIN failures USING (failure_no)"

WORDS_OF_BODY = 16 * 1024
"""Characters of each body whose words are in the index."""

_WORDS_OF_HEADERS = 4 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JSON_ESCAPE = re.compile(r"\\u(?!d[89a-f])([0-9a-f]{4})", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A masked exchange as it lies in the tables."""

    columns: dict[str, Any]
    """Of ``exchanges`` by name, and subject, request_key and fingerprint."""
    exchange: bytes = field(repr=False)
    diagnosis: bytes = field(repr=False)
    words: str = field(repr=False)
    bodies: tuple[MaskedBody, ...] = field(default=(), repr=False)
    """Each once."""


def microseconds(moment: datetime) -> int:
    """An aware datetime as whole microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds_since_epoch: int) -> datetime:
    """The reverse of ``microseconds``, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds_since_epoch)


def host_of(url: str) -> str:
    """Host and explicit port in lower case, "127.0.0.1:8025"; empty when the URL has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def subject_of(request_key: str, method: str, url: str) -> str:
    """What makes two sends the same request: the saved request, else method and URL as written."""
    return request_key or f"{method.upper()} {mask_url(url)}"


def words_of(text: str) -> list[str]:
    """The searchable words of a text; the index splits the same way."""
    return _WORD.findall(text)


def stored(exchange: Exchange, diagnosis: Diagnosis, bodies: Bodies) -> Stored:
    """The exchange and its finding, masked, as they go into the tables. Raises OSError and StorageError."""
    secrets = secrets_of(exchange)
    safe, finding = mask_exchange(exchange, secrets), mask_value(diagnosis, secrets)
    originals = _originals(exchange, safe)
    found: dict[str, MaskedBody] = {}

    def kept(content: Content) -> dict[str, Any]:
        reference, body = bodies.masked(content, originals.get(id(content), content), secrets)
        if body is not None and found.setdefault(body.hash, body) is not body:
            bodies.let_go(body)
        return reference

    special: Special = {Content: kept}
    return Stored(
        columns=_columns(safe, finding) | {"size_bytes": _size(exchange)},
        exchange=packed_json(to_plain(safe, special)),
        diagnosis=packed_json(to_plain(finding)),
        words=f"{_words(safe, finding)} {history_facets.IN_PART}" if _is_in_part(safe) else _words(safe, finding),
        bodies=tuple(found.values()),
    )


def insert(connection: sqlite3.Connection, bodies: Bodies, stored: Stored, *, pinned: bool = False) -> int:
    """Put the parts of a row into all tables; returns its number. Raises sqlite3.Error and OSError."""
    facts = stored.columns | {"pinned": int(pinned)}
    words = f"{stored.words} {history_facets.of_row(facts)}"
    subject, request_key, fingerprint = (facts.pop(name) for name in ("subject", "request_key", "fingerprint"))
    facts["subject_no"] = tallies.subject_number(connection, subject, request_key)
    facts["failure_no"] = tallies.failure_number(connection, fingerprint, facts)
    marks = ", ".join("?" for _ in facts)
    cursor = connection.execute(f"INSERT INTO exchanges ({', '.join(facts)}) VALUES ({marks})", tuple(facts.values()))
    seq = int(cursor.lastrowid or 0)
    tallies.add(connection, facts | {"seq": seq})
    history_hosts.add(connection, facts["host"])
    texts = {"exchange": stored.exchange, "diagnosis": stored.diagnosis, "words": words.encode()}
    packed = [bodies.packer.pack(connection, kind, text) for kind, text in texts.items()]
    connection.execute("INSERT INTO details VALUES (?, ?, ?, ?)", (seq, *packed))
    history_index.add(connection, seq, words)
    for body in stored.bodies:
        bodies.put(connection, body)
    connection.executemany("INSERT INTO body_uses VALUES (?, ?)", [(seq, body.hash) for body in stored.bodies])
    return seq


def fetch(
    connection: sqlite3.Connection, bodies: Bodies, exchange_id: str, wanted: dict[str, Path] | None = None
) -> tuple[Exchange, Diagnosis]:
    """The stored exchange and its finding. Raises HistoryError when it is gone or cannot be read.

    Large bodies have their heads; ``wanted`` is where those are noted that are to be provided as files.
    """
    found = connection.execute(
        "SELECT exchange, diagnosis FROM details JOIN exchanges USING (seq) WHERE id = ?", (exchange_id,)
    ).fetchone()
    if found is None:
        raise HistoryError("This exchange is no longer in the history.")
    special: Special = {Content: lambda reference: bodies.fetch(connection, reference, wanted)}
    try:
        plain, finding = (json.loads(bodies.packer.unpack(connection, data)) for data in found)
        exchange = cast(Exchange, from_plain(Exchange, plain, special))
        return exchange, cast(Diagnosis, from_plain(Diagnosis, finding))
    except (ValueError, zlib.error) as error:
        raise HistoryError("This exchange was stored in a form that cannot be read.") from error


def size_bytes(connection: sqlite3.Connection) -> int:
    """The pages in use, and the bodies that are files."""
    numbers = {}
    for name in ("page_count", "freelist_count", "page_size"):
        (numbers[name],) = connection.execute(f"PRAGMA {name}").fetchone()
    sql = "SELECT coalesce(sum(coalesce(data, size_bytes)), 0) FROM bodies WHERE storage = 'file'"
    (beside,) = connection.execute(sql).fetchone()
    return int((numbers["page_count"] - numbers["freelist_count"]) * numbers["page_size"] + beside)


def row_of(values: tuple[Any, ...]) -> HistoryRow:
    """A row of ROW_COLUMNS as the lists want it."""
    row = dict(zip(_ROW_NAMES, values, strict=True))
    started = moment(row.pop("started_us"))
    flags: dict[str, Any] = {name: bool(row.pop(name)) for name in ("is_error", "pinned")}
    row["name"] = row["name"] or path_of(row["url"]) or row["url"]
    return HistoryRow(started=started, **flags, **row)


def _columns(safe: Exchange, finding: Diagnosis) -> dict[str, Any]:
    request, response = safe.request, safe.response
    method = safe.sent.method if safe.sent else request.method
    url = safe.sent.url if safe.sent else request.url
    return {
        "id": safe.id,
        "started_us": microseconds(safe.started),
        "day": safe.started.astimezone().date().toordinal(),
        "method": method,
        "url": url,
        "host": host_of(url),
        "name": request.name,
        "subject": subject_of(safe.request_key, request.method, request.url),
        "request_key": safe.request_key,
        "environment": safe.environment,
        "status": response.status if response else 0,
        "label": finding.label,
        "title": finding.title or finding.code or (response.reason if response else ""),
        "code": finding.code or "",
        "is_error": int(finding.is_error),
        "fingerprint": finding.fingerprint,
        "duration_s": safe.timeline.duration_s,
    }


def path_of(url: str) -> str:
    """The path of a URL; empty when it has none or is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _size(exchange: Exchange) -> int:
    return exchange.response.body.size_bytes if exchange.response else 0


def _originals(exchange: Exchange, safe: Exchange) -> dict[int, Content]:
    """For each masked body the one it was made from: a body's own masking sees all of it, not only its head."""
    pairs = zip(_contents(exchange), _contents(safe), strict=True)
    return {id(masked): original for original, masked in pairs}


def _contents(exchange: Exchange) -> list[Content]:
    found = [content for hop in exchange.hops for content in (hop.sent.body, hop.response.body)]
    if exchange.sent is not None:
        found.append(exchange.sent.body)
    if exchange.response is not None:
        found.append(exchange.response.body)
    if exchange.failure is not None and exchange.failure.partial is not None:
        found.append(exchange.failure.partial.body)
    return found


def _is_in_part(safe: Exchange) -> bool:
    """Whether there are words in bodies that ``_words`` does not give."""
    said = [content for content in (safe.sent and safe.sent.body, safe.response and safe.response.body) if content]
    beside = [content for content in _contents(safe) if all(content is not one for one in said)]
    is_cut = any(one.size_bytes > WORDS_OF_BODY or b"\0" in one.data for one in said)
    return is_cut or any(one.size_bytes for one in beside)


def _words(safe: Exchange, finding: Diagnosis) -> str:
    sent = safe.sent.body.data if safe.sent else b""
    received = safe.response.body.data if safe.response else b""
    texts = [safe.request.name, safe.environment, finding.label, finding.title, finding.code or ""]
    texts += [finding.message or "", finding.headline, safe.request.url, safe.request.method]
    texts += [safe.sent.url if safe.sent else "", str(safe.response.status) if safe.response else ""]
    texts += [_header_text(safe.sent.headers if safe.sent else ()), _text(sent)]
    texts += [_header_text(safe.response.headers if safe.response else ()), _text(received)]
    return " ".join(dict.fromkeys(" ".join(words_of(" ".join(texts))).lower().split(" ")))


def _header_text(headers: Headers) -> str:
    return " ".join(f"{name} {value}" for name, value in headers)[:_WORDS_OF_HEADERS]


def _text(data: bytes) -> str:
    head = data[: WORDS_OF_BODY * 2]
    if b"\0" in head:
        return ""
    text = head.decode("utf-8", "ignore")[:WORDS_OF_BODY]
    return _JSON_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text) if "\\u" in text else text
