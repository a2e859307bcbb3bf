"""multipart/form-data (RFC 7578), with names escaped as browsers do (WHATWG HTML §4.10.21.8)."""

import re
import secrets
from pathlib import Path

from explorer.core.errors import InvalidRequestError
from explorer.core.model.request import MultipartBody, Part
from explorer.core.transport.bodies import FilePiece, Payload, file_piece, guessed_type

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;,]+))', re.IGNORECASE)
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def new_boundary() -> str:
    """Random enough not to occur in any part."""
    return f"ExplorerBoundary{secrets.token_hex(12)}"


def boundary_of(content_type: str) -> str:
    """The boundary a person wrote into Content-Type, or an empty text."""
    found = _BOUNDARY.search(content_type)
    return (found[1] or found[2]) if found else ""


def multipart_payload(body: MultipartBody, folder: Path | None, boundary: str) -> Payload:
    """All enabled parts in order. Raises InvalidRequestError for a missing file or a broken content type."""
    pieces: list[bytes | FilePiece] = []
    for part in body.parts:
        if part.enabled:
            pieces += _part(part, folder, boundary)
    pieces.append(f"--{boundary}--\r\n".encode())
    return Payload(pieces=_merged(pieces), content_type=f"multipart/form-data; boundary={boundary}", is_body=True)


def _part(part: Part, folder: Path | None, boundary: str) -> list[bytes | FilePiece]:
    content: bytes | FilePiece = part.value.encode("utf-8", "surrogatepass")
    disposition = f'form-data; name="{part.name.translate(_ESCAPES)}"'
    content_type = part.content_type.strip()
    if part.file_path:
        content = file_piece(part.file_path, folder)
        disposition += f'; filename="{content.path.name.translate(_ESCAPES)}"'
        content_type = content_type or guessed_type(content.path)
    if any(mark in content_type for mark in "\r\n\0"):
        raise InvalidRequestError(f"The content type of the part {part.name} contains a line break.", field="body")
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    head = "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass")
    return [head, content, b"\r\n"]


def _merged(pieces: list[bytes | FilePiece]) -> tuple[bytes | FilePiece, ...]:
    """Neighbouring bytes joined, so that small bodies leave in one write."""
    merged: list[bytes | FilePiece] = []
    for piece in pieces:
        if merged and isinstance(piece, bytes) and isinstance(merged[-1], bytes):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
