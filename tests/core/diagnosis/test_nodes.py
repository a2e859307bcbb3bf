"""The captions of the path strip."""

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.request import Header, TextBody, TextKind
from tests import factories

WRITTEN = factories.request(
    url="https://api.example.com/people?page=0",
    headers=(Header(name="X-Tenant", value="?"),),
    body=TextBody(kind=TextKind.JSON, text='{"name": "", "age": -1}'),
)


@pytest.mark.parametrize(
    ("fields", "caption"),
    [
        (("name", "age", "page", "X-Tenant"), "4 fields at fault"),
        (("X-Tenant", "name"), "2 fields at fault"),
        (("name", "name"), "1 field at fault"),
        (("X-Tenant",), "Header at fault"),
        (("name", "unknown"), "2 fields at fault"),
    ],
)
def test_every_field_that_is_listed_is_counted(fields: tuple[str, ...], caption: str) -> None:
    errors = [{"field": field, "message": "is not valid"} for field in fields]
    outcome = factories.response(422, "", {"message": "Not valid", "errors": errors})
    sent = factories.sent(url=WRITTEN.url, headers=(("X-Tenant", "?"), ("Content-Type", "application/json")))
    found = diagnose(factories.exchange(outcome, request=WRITTEN, sent=sent))
    assert found.nodes[0].caption == caption
