import asyncio
from typing import Any

import pytest

from explorer.core.stopping import until_stopped


async def sent(seconds: float, answer: Any = "answer") -> Any:
    await asyncio.sleep(seconds)
    return answer


async def test_without_a_way_to_stop_it_is_just_awaited() -> None:
    assert await until_stopped(sent(0), None) == "answer"


async def test_a_send_that_ends_first_counts() -> None:
    assert await until_stopped(sent(0), asyncio.Event()) == "answer"


async def test_stopping_cancels_the_send() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stop.set)
    assert await until_stopped(sent(30), stop) is None


async def test_an_error_of_the_send_is_raised() -> None:
    async def broken() -> Any:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await until_stopped(broken(), asyncio.Event())
