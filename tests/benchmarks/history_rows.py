"""A million realistic exchanges for the history's benchmark: texts made by the product's own code, varied and put into
its own tables in bulk."""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from explorer.core.model.exchange import Content
from explorer.core.storage import history_rows, packing, schema, training
from explorer.core.storage.bodies import Bodies
from explorer.core.storage.body_files import BodyFiles
from explorer.core.storage.history_rows import Stored
from tests import factories

DAYS = 80
_BATCH = 5_000
_HOSTS = [f"{name}.example.com" for name in ("api", "eu.api", "sms.staging", "billing", "auth", "files")] + [
    f"svc-{number:02}.internal:8080" for number in range(40)
]
_TEXT = (
    "batch group report delivery recipient callback invoice order payment customer product session token upload "
    "webhook template campaign contact message number region quota limit account project member role audit event"
)
_WORDS = _TEXT.split()
_CODES = [
    f"{first}_{second}" for first in ("syntax", "unknown", "invalid", "missing", "forbidden") for second in _WORDS
]
_ENVIRONMENTS = ("Sandbox", "Staging", "Production", "Local", "")


def build(folder: Path, count: int) -> None:
    """``history.sqlite`` in the folder with this many rows, made anew."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "history.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    schema.migrate(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    bodies = Bodies(BodyFiles(folder / "bodies", folder / "opened"))
    rows = _rows(count, bodies)
    done = 0
    for batch in iter(lambda: [row for _, row in zip(range(_BATCH), rows, strict=False)], []):
        connection.execute("BEGIN IMMEDIATE")
        for stored, body in batch:
            _, kept = bodies.masked(Content.of(body), Content.of(body), ())
            history_rows.insert(connection, bodies, replace(stored, bodies=(kept,) if kept else ()))
        connection.execute("COMMIT")
        done += len(batch)
        if done == _BATCH:
            _learn(connection, bodies)
        print(f"\r{done:,} of {count:,} rows", end="", flush=True)
    print()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _learn(connection: sqlite3.Connection, bodies: Bodies) -> None:
    for kind in training.KINDS:
        number, samples = packing.next_number(connection), training.samples_of(connection, bodies, kind)
        dictionary = packing.trained(number, [*samples.texts])
        if dictionary is not None:
            packing.keep(connection, number, kind, dictionary)


def _rows(count: int, bodies: Bodies) -> Iterator[tuple[Stored, bytes]]:
    chance = random.Random(7)
    samples = [_sample(chance, number, bodies) for number in range(400)]
    first = datetime.now(UTC) - timedelta(days=DAYS)
    for number in range(count):
        stored, key = chance.choice(samples)
        started = first + timedelta(days=DAYS * number / count)
        trace, item = f"{chance.getrandbits(64):016x}", chance.randrange(10_000_000)
        columns = stored.columns | {
            "id": f"{int(started.timestamp() * 1000):012x}7{number:019x}",
            "started_us": history_rows.microseconds(started),
            "day": started.astimezone().date().toordinal(),
            "url": f"{stored.columns['url']}/{item}",
            "environment": chance.choice(_ENVIRONMENTS),
            "duration_s": chance.lognormvariate(-3, 1.2),
            "size_bytes": chance.randrange(200, 20_000),
        }
        words = f"{stored.words} {item} {trace}"
        exchange = stored.exchange.replace(b"TRACE", trace.encode()).replace(b"ITEM", str(item).encode())
        yield replace(stored, columns=columns, words=words, exchange=exchange), _body(chance, key, number)


def _body(chance: random.Random, key: str, number: int) -> bytes:
    """One in five is new, the others were received before: lists, settings and errors repeat."""
    if chance.random() > 0.2:
        chance = random.Random(f"{key} {number % 50}")
    items = [
        {
            "id": f"{chance.getrandbits(48):012x}",
            "type": chance.choice(_WORDS),
            "created_at": f"2026-11-{chance.randrange(1, 29):02}T10:00:00Z",
            "amount": chance.randrange(10_000),
            "status": chance.choice(("queued", "delivered", "failed")),
            "to": f"4670{chance.randrange(10**7):07}",
        }
        for _ in range(chance.randrange(1, 12))
    ]
    return json.dumps({"count": len(items), "page": 0, key: items}).encode()


def _sample(chance: random.Random, number: int, bodies: Bodies) -> tuple[Stored, str]:
    key, host = chance.choice(_WORDS), _HOSTS[min(int(chance.expovariate(0.15)), len(_HOSTS) - 1)]
    code = chance.choice(_CODES) if number % 5 == 0 else ""
    status = chance.choice((400, 401, 403, 404, 409, 422, 429, 500, 503)) if code else chance.choice((200, 201, 204))
    url = f"https://{host}/v{number % 3 + 1}/{key}s/{chance.choice(_WORDS)}"
    headers = (
        ("Accept", "*/*"),
        ("User-Agent", "Explorer/0.1"),
        ("X-Trace-Id", "TRACE"),
        ("Content-Type", "application/json"),
    )
    outcome = factories.response(status, "", {"code": code, "item": "ITEM"})
    request = factories.request(name=f"{chance.choice(('List', 'Get', 'Update', 'Send'))} {key}", url=url)
    sent = factories.sent(
        url=f"{url}/ITEM", method=chance.choice(("GET", "GET", "POST", "PUT", "DELETE")), headers=headers
    )
    exchange = factories.exchange(outcome, request=request, sent=sent, request_key=f"{key}/{number}.yml")
    finding = factories.diagnosis()
    if code:
        fingerprint = f"{number:016x}"
        finding = replace(finding, is_error=True, label=str(status), title=code, code=code, fingerprint=fingerprint)
    return history_rows.stored(exchange, finding, bodies), key
