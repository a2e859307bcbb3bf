"""Known secrets leave the texts of a finding; what only looks like one, and what an edit writes, stays."""

from dataclasses import replace

from explorer.core.model.diagnosis import Edit, EditTarget, Remedy, RemedyKind
from explorer.core.model.request import Request, TextBody, TextKind
from explorer.core.storage.known_secrets import speakable, without_secrets
from explorer.core.storage.secret_forms import MASK
from tests import factories

SECRET = "hunter2/xyz"


def test_a_request_is_masked_wherever_the_value_stands():
    body = TextBody(kind=TextKind.JSON, text='{"p": "hunter2\\/xyz"}')
    request = Request(name="One", url="http://h/hunter2%2Fxyz", docs=f"Bearer abc, {SECRET}", body=body)
    safe = without_secrets(request, (SECRET, "http"))
    assert (safe.url, safe.docs) == (f"http://h/{MASK}", f"Bearer abc, {MASK}")
    assert SECRET not in repr(to_texts(safe))
    assert "hunter2" not in safe.body.text
    assert without_secrets(request, ("else-where",)) is request


def to_texts(request: Request) -> tuple[str, ...]:
    return (request.name, request.url, request.docs)


def test_a_finding_does_not_quote_a_secret_and_its_edits_still_work():
    edit = Edit(target=EditTarget.VARIABLE, name="p", before="x", after=SECRET)
    remedy = Remedy(kind=RemedyKind.EDIT, title=f"Put `{SECRET}` back", edits=(edit,))
    finding = replace(factories.diagnosis(), headline=f"`{SECRET}` is refused", remedies=(remedy,))
    exchange = factories.exchange()
    sent = replace(exchange, sent=replace(exchange.sent, secrets=(SECRET,)))
    shown = speakable(finding, sent)
    assert shown.headline == f"`{MASK}` is refused"
    assert shown.remedies == (replace(remedy, title=f"Put `{MASK}` back"),)
    assert speakable(finding, replace(exchange, sent=None)) == finding
