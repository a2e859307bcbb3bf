"""Large response bodies of every kind that is met, made by size; errors state themselves at the beginning."""

import json
from collections.abc import Callable, Iterator

from explorer.core.model.exchange import Content, Response

_ROW = {"id": 17, "name": "Ada Lovelace", "tags": ["a", "b"], "price": 12.5, "note": "plain words, nothing wrong"}


def _repeated(head: str, unit: str, tail: str, size_bytes: int) -> bytes:
    count = max(1, (size_bytes - len(head) - len(tail)) // len(unit))
    return (head + unit * count + tail).encode()


def _object(size_bytes: int, indent: int | None) -> bytes:
    row = json.dumps(_ROW, indent=indent)
    document = {"error": {"code": "too_large", "message": "The page is too large."}, "rows": []}
    head, _, tail = json.dumps(document, indent=indent).rpartition("[]")
    return _repeated(head + "[" + row, "," + row, "]" + tail, size_bytes)


def _deep(size_bytes: int) -> bytes:
    return _repeated('{"code":"deep","message":"Too deep.","value":', "[", "", size_bytes)


def _nested(size_bytes: int) -> bytes:
    """Objects that are closed again; deeper than any parser goes."""
    depth = size_bytes // 10
    return b'{"error":' * depth + b"1" + b"}" * depth


def _array(size_bytes: int) -> bytes:
    row = json.dumps(_ROW)
    return _repeated("[" + row, "," + row, "]", size_bytes)


def _string(size_bytes: int) -> bytes:
    return _repeated('{"message":"', 'one \\"quoted\\" word, ', '"}', size_bytes)


def _html(size_bytes: int) -> bytes:
    head = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body>"
    return _repeated(head, "<p class='x'>Some <b>words</b> &amp; more.</p>\n", "</body></html>", size_bytes)


def _html_scripts(size_bytes: int) -> bytes:
    head = "<html><head><title>Down</title></head><body>"
    return _repeated(head, "<script>if (a < b) { c() }</script><!-- x -->", "</body></html>", size_bytes)


def _xml(size_bytes: int) -> bytes:
    head = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please wait.</Message>'
    return _repeated(head, '<row id="1" kind="x"><name>Ada</name></row>\n', "</Error>", size_bytes)


def _xml_deep(size_bytes: int) -> bytes:
    return _repeated("<Error>", "<a>", "", size_bytes)


def _text(size_bytes: int) -> bytes:
    return _repeated("upstream broke: ", "words and more words in one line after another\n", "", size_bytes)


def _ndjson(size_bytes: int) -> bytes:
    return _repeated("", json.dumps(_ROW) + "\n", '{"error":"broken"}\n', size_bytes)


def _events(size_bytes: int) -> bytes:
    return _repeated("", f"event: row\ndata: {json.dumps(_ROW)}\n\n", "", size_bytes)


def _csv(size_bytes: int) -> bytes:
    return _repeated("a;b;c\n", '1,2,{["x"]}\n', "", size_bytes)


def _yaml(size_bytes: int) -> bytes:
    return _repeated("error: broken\nrows:\n", "- id: 17\n  name: Ada Lovelace\n  tags: [a, b]\n", "", size_bytes)


def _markdown(size_bytes: int) -> bytes:
    return _repeated("# Broken\n", "Some *words*:\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n", "", size_bytes)


def _binary(size_bytes: int) -> bytes:
    return bytes(range(256)) * (size_bytes // 256)


KINDS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "JSON, minified": ("application/json", lambda size: _object(size, None)),
    "JSON, pretty": ("application/json", lambda size: _object(size, 4)),
    "JSON, deep arrays": ("application/json", _deep),
    "JSON, deep objects": ("application/json", _nested),
    "JSON, array of objects": ("application/json", _array),
    "JSON, one long string": ("application/json", _string),
    "HTML": ("text/html", _html),
    "HTML, scripts": ("text/html", _html_scripts),
    "XML": ("application/xml", _xml),
    "XML, deep": ("application/xml", _xml_deep),
    "text": ("text/plain", _text),
    "NDJSON": ("application/x-ndjson", _ndjson),
    "event stream": ("text/event-stream", _events),
    "CSV": ("text/csv", _csv),
    "YAML": ("application/yaml", _yaml),
    "Markdown": ("text/markdown", _markdown),
    "bytes": ("application/octet-stream", _binary),
}


def responses(size_bytes: int, statuses: tuple[int, ...] = (200, 400)) -> Iterator[tuple[str, Response]]:
    """One response of every kind and status, with a name for the table."""
    for name, (media_type, make) in KINDS.items():
        body = Content.of(make(size_bytes))
        for status in statuses:
            yield (
                f"{name}, {status}",
                Response(
                    status=status,
                    reason="",
                    http_version="HTTP/1.1",
                    headers=(("Content-Type", media_type),),
                    body=body,
                ),
            )
