"""Bytes as offset, hexadecimal pairs and printable characters, sixteen to a line."""

from explorer.core.content.amounts import size_text

LIMIT_BYTES = 65_536
_PRINTABLE = bytes(byte if 32 <= byte < 127 else 46 for byte in range(256))


def hex_dump(data: bytes, size_bytes: int, limit_bytes: int = LIMIT_BYTES) -> tuple[str, str]:
    """The dump of at most ``limit_bytes``, and a note that gives the whole size."""
    shown = data[:limit_bytes]
    lines = [hex_line(offset, shown[offset : offset + 16]) for offset in range(0, len(shown), 16)]
    note = f"Binary, {size_text(size_bytes)}."
    if len(shown) < size_bytes:
        note += f" The first {size_text(len(shown))} are shown."
    return "\n".join(lines), note


def hex_line(offset: int, row: bytes) -> str:
    """One line of the dump: at most sixteen bytes."""
    pairs = row[:8].hex(" ").ljust(23) + "  " + row[8:].hex(" ").ljust(23)
    return f"{offset:08x}  {pairs}  {row.translate(_PRINTABLE).decode('ascii')}"
