"""The HTTP library is not paid for before the first send."""

import subprocess
import sys

SCRIPT = """
import sys
import explorer.core.transport
heavy = {"httpx", "httpcore", "h11", "h2", "anyio", "ssl", "certifi", "idna", "brotli", "zstandard", "rich", "click"}
print(sorted(heavy & set(sys.modules)))
import asyncio
asyncio.run(explorer.core.transport.Transport().warm_up())
print(sorted({"httpcore", "httpx", "rich", "click"} & set(sys.modules)))
"""


def test_import_is_light_and_httpx_is_never_needed():
    result = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    before, after = result.stdout.splitlines()
    # asyncio itself brings ssl.
    assert before == "['ssl']"
    assert after == "['httpcore']"


LEAN = """
import asyncio, sys
from explorer.core.transport import Transport

async def main():
    transport = Transport()
    await transport.warm_up(tls=False)
    print(sorted({"h2", "hpack", "anyio._backends._asyncio"} & set(sys.modules)))
    await transport.warm_up()
    print("h2" in sys.modules)
    from httpcore._async import http2, http11
    print(http11.AsyncLock is asyncio.Lock is http2.AsyncLock)
    await transport.aclose()

asyncio.run(main())
"""


def test_http2_is_loaded_for_tls_alone_and_waits_are_those_of_asyncio():
    result = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["[]", "True", "True"]
