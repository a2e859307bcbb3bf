"""Writes the exchanges of a search into one HAR file: so that memory holds one exchange and a page of ids."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from explorer import __version__
from explorer.core.errors import HistoryError

if TYPE_CHECKING:
    from explorer.core.storage.history_query import HistoryQuery
    from explorer.gui.bridge.ledger import Ledger


async def export_har(
    ledger: Ledger,
    query: HistoryQuery,
    path: Path,
    progress: Callable[[int], object],
    only: tuple[str, ...] = (),
    newest_id: str = "",
) -> int:
    """How many exchanges were written, the oldest first, as HAR 1.2 prefers it ("entries"): all that a search finds up
    to ``newest_id`` or what is the newest now, or only some, in their order.

    A cancelled or failed export leaves the file of before, if there was one. Raises HistoryError, OSError.
    """
    from explorer.core.interchange.har_writer import HAR_ENDING, har_entries_text, har_opening  # late: seldom used

    part = path.with_name(f".{path.name}.part")
    count, comma = 0, "\n"
    try:
        with await _opening(part) as file:
            file.write(har_opening(__version__))
            async for exchange_id in _ids(ledger, query, only, newest_id):
                try:
                    exchange, diagnosis = await ledger.open(exchange_id)
                except HistoryError:  # deleted meanwhile
                    continue
                texts = await asyncio.to_thread(har_entries_text, exchange, diagnosis)
                for text in texts:
                    await asyncio.to_thread(file.write, comma + text)
                    comma = ",\n"
                count += 1
                progress(count)
            file.write(HAR_ENDING)
        await asyncio.to_thread(os.replace, part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


async def _opening(path: Path) -> TextIO:
    """A file that is opened while this is cancelled is closed again before anybody removes it."""
    opening = asyncio.get_running_loop().run_in_executor(None, _opened, path)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(OSError):
            (await opening).close()
        raise


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8")


async def _ids(ledger: Ledger, query: HistoryQuery, only: tuple[str, ...], newest_id: str) -> AsyncIterator[str]:
    for exchange_id in only:
        yield exchange_id
    if not only:
        async for portion in ledger.ids(query, newest_id):
            for exchange_id in portion:
                yield exchange_id
