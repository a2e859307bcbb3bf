"""Names for exchanges that sort by time."""

import secrets
import time


def new_id() -> str:
    """32 hexadecimal digits: a version 7 UUID (RFC 9562 §5.7) with 12 bits below the millisecond in ``rand_a``."""
    now_ns = time.time_ns()
    milliseconds, rest_ns = divmod(now_ns, 1_000_000)
    fraction = rest_ns * 4096 // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return f"{value:032x}"
