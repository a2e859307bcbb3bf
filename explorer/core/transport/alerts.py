"""Names of the alerts with which a peer ends TLS (RFC 8446 section 6; a few older ones from RFC 5246)."""

import re

ALERTS = {
    0: "close_notify",
    10: "unexpected_message",
    20: "bad_record_mac",
    22: "record_overflow",
    40: "handshake_failure",
    42: "bad_certificate",
    43: "unsupported_certificate",
    44: "certificate_revoked",
    45: "certificate_expired",
    46: "certificate_unknown",
    47: "illegal_parameter",
    48: "unknown_ca",
    49: "access_denied",
    50: "decode_error",
    51: "decrypt_error",
    70: "protocol_version",
    71: "insufficient_security",
    80: "internal_error",
    86: "inappropriate_fallback",
    90: "user_canceled",
    109: "missing_extension",
    110: "unsupported_extension",
    112: "unrecognized_name",
    113: "bad_certificate_status_response",
    115: "unknown_psk_identity",
    116: "certificate_required",
    120: "no_application_protocol",
}
_ALERT_RECORD, _NUMBER_AT = 0x15, 6
_PREFIX = re.compile(r"^(SSLV3|TLSV1|TLSV13)_(ALERT_)?")


def alert_of(reason: str, head: bytes = b"") -> str:
    """By OpenSSL's reason ("SSLV3_ALERT_CERTIFICATE_REVOKED"), else by the first bytes that came; empty for none.

    OpenSSL has no words for some numbers, so the bytes say more where they came before any encryption.
    """
    name = _PREFIX.sub("", reason).lower() if _PREFIX.match(reason) else ""
    if name in ALERTS.values():
        return name
    if len(head) > _NUMBER_AT and head[0] == _ALERT_RECORD and head[1] == 3:
        return ALERTS.get(head[_NUMBER_AT], f"alert {head[_NUMBER_AT]}")
    return ""
