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
