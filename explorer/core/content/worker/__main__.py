"""The loop of the worker process: one job after another; a cancelled one stops at its next portion."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from queue import SimpleQueue
from typing import Any

from explorer.core.content.worker.job import CancelledJobError, Job
from explorer.core.content.worker.operations import run

_NICENESS = 4
_KEPT_VARIABLES = ("HOME", "USERPROFILE", "PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE")


def main() -> int:
    _step_back()
    _forget_variables()
    jobs: SimpleQueue[Job | None] = SimpleQueue()
    reader = threading.Thread(target=_read, args=(jobs,), daemon=True)
    reader.start()
    import msgspec.json  # noqa: F401 - while the first job is still on its way

    while (job := jobs.get()) is not None:
        _work(job)
    return 0


def _step_back() -> None:
    """Where processors are short, the window goes first: somebody looks at it."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)


def _forget_variables() -> None:
    """A query may ask for the variables of its process (jq has ``env``); keys and passwords are often among them."""
    for name in os.environ.keys() - set(_KEPT_VARIABLES):
        del os.environ[name]


def _work(job: Job) -> None:
    try:
        result = run(job)
    except CancelledJobError:
        job.tell("cancelled")
    except OSError as error:
        job.tell("failed", reason=error.strerror or "the disk refused")
    except MemoryError:
        job.tell("failed", reason="there is not enough memory")
    except Exception as error:  # noqa: BLE001 - the last resort: one odd body must not end the worker for all others
        job.tell("failed", reason=f"{type(error).__name__}: {error}"[:500])
    else:
        job.tell("done", **result)


def _read(jobs: SimpleQueue[Job | None]) -> None:
    known: dict[int, Job] = {}
    for line in sys.stdin:
        message: dict[str, Any] = json.loads(line)
        number = int(message["job"])
        if message.get("cancel"):
            if number in known:
                known.pop(number).cancel()
            continue
        known = {key: job for key, job in known.items() if not job.is_over}
        known[number] = Job(number, message)
        jobs.put(known[number])
    for job in known.values():
        job.cancel()
    jobs.put(None)


if __name__ == "__main__":
    sys.exit(main())
