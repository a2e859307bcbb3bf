"""A body as pieces that can be sent more than once: bytes in memory and files on disk that are read when sent.

It knows the media type that goes with each kind; it does not know what the person wrote in the headers, except
for the boundary of a multipart body.
"""

import json
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never
from urllib.parse import quote_plus

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import Content
from explorer.core.model.request import (
    Body,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    MultipartBody,
    NoBody,
    TextBody,
    TextKind,
)

HEAD_BYTES = 64 * 1024
"""How much of a file is kept in ``SentRequest.body.data``."""

TEXT_TYPES = {
    TextKind.JSON: "application/json",
    TextKind.TEXT: "text/plain; charset=utf-8",
    TextKind.XML: "application/xml",
    TextKind.SPARQL: "application/sparql-query",
}
FORM_TYPE = "application/x-www-form-urlencoded"
UNKNOWN_TYPE = "application/octet-stream"
_BETWEEN_TOKENS = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\r\n]+')
"""JSON strings, to be kept, and blanks outside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePiece:
    """The bytes of a file, of the size it had when the request was prepared."""

    path: Path
    size_bytes: int

    def head(self, limit_bytes: int) -> bytes:
        """Raises InvalidRequestError when the file cannot be read."""
        try:
            with self.path.open("rb") as file:
                return file.read(min(limit_bytes, self.size_bytes))
        except OSError as error:
            raise unreadable(self.path, error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What follows the header section, and the media type to declare for it."""

    pieces: tuple[bytes | FilePiece, ...] = ()
    content_type: str = ""
    is_body: bool = False
    """False only for no content at all."""

    @property
    def size_bytes(self) -> int:
        """Length on the wire."""
        return sum(len(piece) if isinstance(piece, bytes) else piece.size_bytes for piece in self.pieces)

    def content(self) -> Content:
        """For the record: text whole, files by their head; ``path`` only where the body is one file."""
        data = b""
        for piece in self.pieces:
            data += piece if isinstance(piece, bytes) else piece.head(HEAD_BYTES)
            if isinstance(piece, FilePiece) and piece.size_bytes > HEAD_BYTES:
                break
        only = self.pieces[0] if len(self.pieces) == 1 else None
        path = only.path if isinstance(only, FilePiece) else None
        return Content(data=data, size_bytes=self.size_bytes, path=path)


EMPTY = Payload()


def payload(body: Body, folder: Path | None, boundary: str) -> Payload:
    """Pieces of ``body``; relative files start at ``folder``. Raises InvalidRequestError (field "body")."""
    match body:
        case NoBody():
            return EMPTY
        case TextBody():
            data = body.text.encode("utf-8", "surrogatepass")
            return Payload(pieces=(data,), content_type=TEXT_TYPES[body.kind], is_body=True)
        case FormBody():
            return Payload(pieces=(urlencoded(body.fields),), content_type=FORM_TYPE, is_body=True)
        case MultipartBody():
            from explorer.core.transport.multipart import multipart_payload

            return multipart_payload(body, folder, boundary)
        case FileBody():
            piece = file_piece(body.file_path, folder)
            return Payload(pieces=(piece,), content_type=body.content_type or guessed_type(piece.path), is_body=True)
        case GraphQLBody():
            return Payload(pieces=(graphql_json(body),), content_type=TEXT_TYPES[TextKind.JSON], is_body=True)
        case _:
            assert_never(body)


def graphql_json(body: GraphQLBody) -> bytes:
    """``{"query": ..., "variables": {...}}``; the variables keep their spelling, only blanks between them go.

    Raises InvalidRequestError (field "body") for variables that are no JSON object.
    """
    variables = body.variables.strip() or "{}"
    try:
        is_object = isinstance(json.loads(variables), dict)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidRequestError(f"The GraphQL variables are not valid JSON{where}.", field="body") from error
    if not is_object:
        raise InvalidRequestError("The GraphQL variables must be a JSON object.", field="body")
    query = json.dumps(body.query, ensure_ascii=False)
    compact = _BETWEEN_TOKENS.sub(lambda found: found[1] or "", variables)
    return f'{{"query":{query},"variables":{compact}}}'.encode("utf-8", "surrogatepass")


def urlencoded(fields: tuple[FormField, ...]) -> bytes:
    """WHATWG URL §5.2: UTF-8, blanks as +, everything but letters, digits and ``*-._`` percent-encoded."""
    pairs = ((field.name, field.value) for field in fields if field.enabled and (field.name or field.value))
    return "&".join(f"{_form_text(name)}={_form_text(value)}" for name, value in pairs).encode("ascii")


def file_piece(file_path: str, folder: Path | None) -> FilePiece:
    """The file as it is now. Raises InvalidRequestError when there is none or it cannot be read."""
    if not file_path.strip():
        raise InvalidRequestError("Choose a file for the body.", field="body")
    path = Path(file_path).expanduser()
    if not path.is_absolute() and folder is not None:
        path = folder / path
    try:
        with path.open("rb") as file:
            return FilePiece(path=path, size_bytes=file.seek(0, 2))
    except FileNotFoundError as error:
        raise InvalidRequestError(f"The body file {path} does not exist.", field="body") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error


def guessed_type(path: Path) -> str:
    """The media type that goes with a file's name."""
    return mimetypes.guess_type(path.name)[0] or UNKNOWN_TYPE


def unreadable(path: Path, error: Exception) -> InvalidRequestError:
    """The sentence for a body file that the system would not give."""
    reason = getattr(error, "strerror", None) or "its name is not valid"
    return InvalidRequestError(f"The body file {path} cannot be read: {reason}.", field="body")


def _form_text(text: str) -> str:
    return quote_plus(text, safe="*-._", errors="surrogatepass").replace("~", "%7E")
