"""An exchange as JSON for people and programs: ``explorer send --json``, copying, support bundles. Masked.

For storing see ``codec``; this form is readable and cannot be turned back.
"""

import codecs
import re
from typing import Any

from explorer.core.model.exchange import Content, Exchange, Failure, Headers, Hop, Response, SentRequest, TlsInfo
from explorer.core.storage.codec import to_plain
from explorer.core.storage.masking import mask_exchange

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def exchange_json(exchange: Exchange) -> dict[str, Any]:
    """JSON-able keys: id, started, name, request_key, environment, request, response, failure, timeline, hops,
    settings. Either ``response`` or ``failure`` is None.

    Text bodies stand under "body"; others as Base64 under "body_base64". A body that lies in a file has its head
    there, its length in "size_bytes" and its path in "body_file".
    """
    safe = mask_exchange(exchange)
    return {
        "id": safe.id,
        "started": safe.started.isoformat(),
        "name": safe.request.name,
        "request_key": safe.request_key,
        "environment": safe.environment,
        "request": _request(safe),
        "response": _response(safe.response) if safe.response else None,
        "failure": _failure(safe.failure) if safe.failure else None,
        "timeline": _timeline(safe),
        "hops": [_hop(hop) for hop in safe.hops],
        "settings": [{"name": item.name, "value": item.value, "origin": item.origin} for item in safe.settings],
    }


def _request(exchange: Exchange) -> dict[str, Any]:
    if exchange.sent is not None:
        return _sent(exchange.sent)
    request = exchange.request
    headers = tuple((row.name, row.value) for row in request.headers if row.enabled)
    return {"method": request.method, "url": request.url, "headers": _pairs(headers), "body": None}


def _sent(sent: SentRequest) -> dict[str, Any]:
    return {
        "method": sent.method,
        "url": sent.url,
        "http_version": sent.http_version,
        "headers": _pairs(sent.headers),
        **_body(sent.body, sent.headers),
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "reason": response.reason,
        "http_version": response.http_version,
        "headers": _pairs(response.headers),
        **_body(response.body, response.headers),
        "wire_size_bytes": response.wire_size_bytes,
        "surplus_bytes": response.surplus_bytes,
        "remote_address": response.remote_address,
        "tls": _tls(response.tls),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "kind": failure.kind.value,
        "phase": failure.phase.value if failure.phase else None,
        "message": failure.message,
        "detail": failure.detail,
        "host": failure.host,
        "port": failure.port,
        "errno": failure.errno_name,
        "tls_verify_code": failure.tls_verify_code,
        "tls": _tls(failure.tls),
        "trusted_sha256": failure.trusted_sha256 or None,
        "timeout_s": failure.timeout_s,
        "request_sent": failure.request_sent,
        "partial": _response(failure.partial) if failure.partial else None,
    }


def _timeline(exchange: Exchange) -> dict[str, Any]:
    spans = [_untyped(to_plain(span)) for span in exchange.timeline.spans]
    return {"duration_s": exchange.timeline.duration_s, "spans": spans}


def _hop(hop: Hop) -> dict[str, Any]:
    return {"request": _sent(hop.sent), "response": _response(hop.response), "note": hop.note}


def _tls(tls: TlsInfo | None) -> dict[str, Any] | None:
    return _untyped(to_plain(tls)) if tls else None


def _untyped(plain: Any) -> Any:
    """Without the class names that only the codec needs."""
    if isinstance(plain, dict):
        return {key: _untyped(value) for key, value in plain.items() if key != "type"}
    return [_untyped(item) for item in plain] if isinstance(plain, list) else plain


def _pairs(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _body(content: Content, headers: Headers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    text = body_text(content, headers)
    if text is None:
        found["body_base64"] = to_plain(content.data)
    else:
        found["body"] = text
    found["size_bytes"] = content.size_bytes
    if content.path is not None:
        found["body_file"] = str(content.path)
    return found


def body_text(content: Content, headers: Headers) -> str | None:
    """The body as text by its charset, else UTF-8; None when it is no text. A cut last character is left out."""
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    declared = _CHARSET.search(content_type)
    for charset in (declared.group(1) if declared else "utf-8", "utf-8"):
        try:
            text = codecs.getincrementaldecoder(charset)().decode(content.data, final=content.is_complete)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if "\0" in text else text
    return None
