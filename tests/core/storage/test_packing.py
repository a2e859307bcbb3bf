"""Packing with trained dictionaries: smaller, readable for ever, and without anything of a single text."""

import json
import random
import sqlite3
from collections.abc import Iterator

import pytest

from explorer.core.storage import schema
from explorer.core.storage.packing import Packer, keep, next_number, shared_parts, trained


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(opened)
    yield opened
    opened.close()


def texts(count: int) -> list[bytes]:
    chance = random.Random(5)
    return [
        json.dumps(
            {
                "id": f"{chance.getrandbits(64):x}",
                "created_at": "2026-11-28T10:00:00Z",
                "delivery_report": chance.choice(("none", "summary", "full")),
                "recipients": [{"to": f"4670{chance.randrange(10**7)}", "status": "queued"} for _ in range(3)],
                "name": f"person {number}",
            }
        ).encode()
        for number in range(count)
    ]


def learn(connection: sqlite3.Connection, samples: list[bytes]) -> bool:
    number = next_number(connection)
    dictionary = trained(number, samples)
    if dictionary is not None:
        keep(connection, number, "body", dictionary)
    return dictionary is not None


def test_small_texts_become_much_smaller_and_come_back(connection: sqlite3.Connection) -> None:
    packer, before, after = Packer(), texts(300), texts(700)[300:]
    plain = [packer.pack(connection, "body", text) for text in before]
    assert learn(connection, before)
    packed = [packer.pack(connection, "body", text) for text in after]
    assert sum(map(len, after)) > 2.5 * sum(map(len, packed))
    for reader in (packer, Packer()):
        assert [reader.unpack(connection, data) for data in plain + packed] == before + after


def test_two_programs_may_train_and_one_may_remove(connection: sqlite3.Connection) -> None:
    one, two = Packer(), Packer()
    assert learn(connection, texts(200))
    assert learn(connection, texts(200))
    data = one.pack(connection, "body", b"{}")
    assert two.unpack(connection, data) == b"{}"
    connection.execute("DELETE FROM dictionaries")
    assert Packer().unpack(connection, one.pack(connection, "body", b"[]")) == b"[]"


def test_a_dictionary_holds_no_value_of_fewer_than_three_texts(connection: sqlite3.Connection) -> None:
    samples = texts(200)
    samples[3] = samples[3].replace(b'"person 3"', b'"Rumpelstiltskin", "only_here": "Rumpelstiltskin"')
    samples[4] = samples[4].replace(b"person 4", b"Rumpelstiltskin")
    parts = b"".join(shared_parts(samples))
    assert b"Rumpel" not in parts
    assert b"only_here" not in parts
    assert b'"delivery_report":' in parts
    learn(connection, samples)
    ((dictionary,),) = connection.execute("SELECT data FROM dictionaries").fetchall()
    assert b"Rumpel" not in dictionary
    assert b"delivery_report" in dictionary


def test_too_little_to_learn_from_is_no_error(connection: sqlite3.Connection) -> None:
    assert not learn(connection, texts(10))
    assert not learn(connection, [b"{}"] * 300)
