"""Rows of an earlier version are marked where the index has only the beginning of what was sent."""

from pathlib import Path

import pytest

from explorer.core.model.exchange import Content
from explorer.core.storage import history_marks, history_rows
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_tokens import Token
from tests import factories
from tests.core.storage import recorded


async def found(history: History, text: str) -> list[int]:
    query = HistoryQuery(tokens=(Token(name="body", values=(text,)),))
    return [int(row.id, 16) for row in await history.rows(query)]


async def test_they_are_marked_beside_the_work_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_marks, "_LOOKED_AT", 3)
    monkeypatch.setattr(history_marks, "_MARKED_AT_ONCE", 2)
    history = History(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(history_rows, "_is_in_part", lambda _safe: False)  # as earlier versions did
        for number in range(1, 13):
            text = b"z " * 10_000 + f"quokka {number} at the end".encode() if number % 4 else b"short"
            sent = factories.sent(body=Content.of(text))
            await history.record(recorded.exchange(number, sent=sent), recorded.succeeded())
    assert await found(history, "quokka") == []
    await history._database.write(lambda one: one.execute("INSERT INTO marking VALUES (1, 12)").rowcount)
    await history.aclose()
    history = History(tmp_path)
    for _ in range(1000):
        await history.pin(f"{4:032x}")
        if history._database._chore is None:
            break
    assert await found(history, "quokka") == [11, 10, 9, 7, 6, 5, 3, 2, 1]
    await history.delete(f"{9:032x}")
    assert await found(history, "quokka 9") == []
    check = "INSERT INTO search (search) VALUES ('integrity-check')"
    await history._database.write(lambda one: one.execute(check).rowcount)
    assert await history._database.read(lambda one: one.execute("SELECT * FROM marking").fetchall()) == []
    await history.aclose()
