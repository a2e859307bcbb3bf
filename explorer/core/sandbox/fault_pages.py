"""Pages under ``/_sandbox`` that other layers must cope with: redirects, slowness, size, errors of foreign shapes."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

LONGEST_WAIT_S = 30.0
LARGEST_BODY_BYTES = 1_000_000_000
MOST_REDIRECTS = 100
_CHUNK_BYTES = 65_536
_HEAD, _MIDDLE, _TAIL = b'{"rows":[', b'],"padding":"', b'"}'
_ROW = b'{"id":"01KDWFZY80M9S346Q3D25VT4F5","to":["447700900123"],"canceled":false,"parts":1},\n'
_SMALLEST_BODY_BYTES = 64
_BODILESS = frozenset({204, 205, 304})
_REDIRECTS = (301, 302, 303, 307, 308)


async def health(_request: Request) -> Response:
    return JSONResponse({"status": "UP"})


async def redirect(request: Request) -> Response:
    """``n`` hops, each with the status of ``?status=`` (302 unless given), then 200."""
    hops, status = int(request.path_params["n"]), _number(request, "status", 302)
    if hops > MOST_REDIRECTS or status not in _REDIRECTS:
        return _refused(f"At most {MOST_REDIRECTS} hops, with a status of 301, 302, 303, 307 or 308.")
    if hops == 0:
        return JSONResponse({"redirects": "done", "method": request.method})
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/_sandbox/redirect/{hops - 1}{query}", status_code=int(status))


async def slow(request: Request) -> Response:
    seconds = _number(request, "seconds", 1.0)
    if seconds is None or not 0 <= seconds <= LONGEST_WAIT_S:
        return _refused(f"seconds must be 0 to {LONGEST_WAIT_S:g}.")
    await asyncio.sleep(seconds)
    return JSONResponse({"waited_s": seconds})


async def large(request: Request) -> Response:
    """A JSON document of exactly ``bytes`` bytes, streamed."""
    size = _number(request, "bytes", 1_000_000)
    if size is None or not _SMALLEST_BODY_BYTES <= size <= LARGEST_BODY_BYTES:
        return _refused(f"bytes must be {_SMALLEST_BODY_BYTES} to {LARGEST_BODY_BYTES}.")
    headers = {"content-length": str(int(size))}
    return StreamingResponse(_document(int(size)), media_type="application/json", headers=headers)


async def status(request: Request) -> Response:
    code = int(request.path_params["code"])
    if not 200 <= code <= 599:
        return _refused("The status must be 200 to 599.")
    if code in _BODILESS:
        return Response(status_code=code)
    return JSONResponse({"status": code, "error": _phrase(code)}, status_code=code)


async def gateway_page(_request: Request) -> Response:
    """What a reverse proxy in front of a dead service answers, with its own line ends and name."""
    lines = (
        "<html>",
        "<head><title>502 Bad Gateway</title></head>",
        "<body>",
        "<center><h1>502 Bad Gateway</h1></center>",
        "<hr><center>nginx/1.24.0</center>",
        "</body>",
        "</html>",
        "",
    )
    return HTMLResponse("\r\n".join(lines), status_code=502, headers={"server": "nginx/1.24.0"})


async def problem(request: Request) -> Response:
    """Problem details (RFC 9457) with two places in the request."""
    body = {
        "type": "https://errors.example.com/validation",
        "title": "The request is not valid",
        "status": 422,
        "detail": "Two fields cannot be accepted.",
        "instance": request.url.path,
        "errors": [
            {"pointer": "#/to/0", "detail": "must be a telephone number"},
            {"pointer": "#/body", "detail": "must not be empty"},
        ],
    }
    return JSONResponse(body, status_code=422, media_type="application/problem+json")


async def callback_sink(_request: Request) -> Response:
    """Takes any callback; exists so that a callback URL on this machine can be named."""
    return Response(status_code=200)


FAULT_PAGES = [
    Route("/health", health),
    Route("/redirect/{n:int}", redirect, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    Route("/slow", slow, methods=["GET", "POST"]),
    Route("/large", large),
    Route("/status/{code:int}", status, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    Route("/html/502", gateway_page, methods=["GET", "POST"]),
    Route("/problem", problem, methods=["GET", "POST"]),
]


async def _document(size: int) -> AsyncIterator[bytes]:
    """Whole rows while they fit, then padding to the byte."""
    rows = max(0, (size - len(_HEAD + _MIDDLE + _TAIL) - len(_ROW)) // len(_ROW))
    yield _HEAD
    per_chunk = _CHUNK_BYTES // len(_ROW)
    chunk, left = _ROW * per_chunk, max(0, rows - 1)
    while left:
        step = min(left, per_chunk)
        yield chunk if step == per_chunk else _ROW * step
        left -= step
    last = _ROW.rstrip(b",\n") if rows else b""
    written = len(_HEAD) + max(0, rows - 1) * len(_ROW) + len(last)
    yield last + _MIDDLE + b"x" * (size - written - len(_MIDDLE + _TAIL)) + _TAIL


def _number(request: Request, name: str, default: float) -> float | None:
    try:
        return float(request.query_params.get(name, default))
    except ValueError:
        return None


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Unregistered status"


def _refused(sentence: str) -> Response:
    return JSONResponse({"error": "Bad Request", "message": sentence}, status_code=400)
