"""The identifier for support, among all that a response carries."""

import pytest

from explorer.core.diagnosis.request_ids import header_request_id


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["CF-RAY", "X-Request-Id"], "X-Request-Id"),
        (["X-Request-Id", "X-GitHub-Request-Id"], "X-GitHub-Request-Id"),
        (["x-ms-client-request-id", "x-ms-correlation-request-id", "x-ms-request-id"], "x-ms-request-id"),
        (["X-Correlation-Id", "traceparent"], "X-Correlation-Id"),
        (["x-amz-apigw-id", "x-amzn-RequestId"], "x-amzn-RequestId"),
        (["Original-Request", "Request-Id"], "Request-Id"),
        (["X-Acme-Debug-Id"], "X-Acme-Debug-Id"),
        (["Audit-Id"], "Audit-Id"),
        (["x-tt-logid"], "x-tt-logid"),
        (["x-slack-req-id"], "x-slack-req-id"),
        (["Content-Id-Like", "Access-Control-Request-Id"], None),
    ],
)
def test_choice(names: list[str], chosen: str | None) -> None:
    found = header_request_id(tuple((name, f"value-of-{name}") for name in names))
    assert found == (f"value-of-{chosen}" if chosen else None)


def test_of_a_trace_parent_only_the_trace() -> None:
    value = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert header_request_id((("traceparent", value),)) == "0af7651916cd43dd8448eb211c80319c"


def test_blank_values_are_no_identifiers() -> None:
    assert header_request_id((("X-Request-Id", " "), ("CF-Ray", "8a-ARN"))) == "8a-ARN"
