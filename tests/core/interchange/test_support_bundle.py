"""The bundle tells everything about an exchange except its secrets."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.interchange.support_bundle import SupportBundle, bundle_zip, support_bundle
from explorer.core.model.diagnosis import Cause, Diagnosis, Edit, EditTarget, Problem, Remedy, RemedyKind, Standing
from explorer.core.model.exchange import Content, Exchange, Hop, Outcome
from explorer.core.model.request import BearerAuth
from explorer.core.storage.masking import MASK, mask_diagnosis, mask_exchange, secrets_of
from tests import factories

VARIABLE = "env1ronment-värde/77+x"
BEARER = "b3arer-0f-the-request"
COOKIE = "c00kie-session-4411"
SET_COOKIE = "n3w-session-992211"
API_KEY = "k3y-in-the-query-31"
ISSUED = "1ssued-access-token-5"
SECRETS = (VARIABLE, BEARER, COOKIE, SET_COOKIE, API_KEY, ISSUED)


def exchange(outcome: Outcome | None = None) -> Exchange:
    """An exchange with secrets in every place, echoed by the server."""
    echo = " and ".join((VARIABLE, BEARER, COOKIE, API_KEY))
    answer = factories.response(
        401,
        "Unauthorized",
        json.dumps({"code": "denied", "text": f"Wrong: {echo}", "access_token": ISSUED}, ensure_ascii=False),
        headers=(
            ("Content-Type", "application/json"),
            ("Set-Cookie", f"sid={SET_COOKIE}; HttpOnly"),
            ("X-Echo", f"{BEARER} {API_KEY}"),
            ("Location", f"/login?api_key={API_KEY}"),
        ),
    )
    asked = factories.sent(
        url=f"http://h/x?api_key={API_KEY}&q=1",
        headers=(("Authorization", f"Bearer {BEARER}"), ("Cookie", f"sid={COOKIE}"), ("X-Note", VARIABLE)),
        body=Content.of(json.dumps({"note": VARIABLE, "kept": "visible"}).encode()),
        secrets=(VARIABLE,),
    )
    return factories.exchange(
        outcome or answer,
        sent=asked,
        request=factories.request(auth=BearerAuth(token=BEARER)),
        hops=(Hop(sent=asked, response=replace(answer, status=307)),),
    )


def finding() -> Diagnosis:
    """A diagnosis that quotes what the server echoed, whole and shortened."""
    return factories.diagnosis(
        headline=f"`{BEARER}` was refused.",
        effect=f"Nothing was done with `{VARIABLE}`.",
        message=f"Wrong: {VARIABLE} and {COOKIE}",
        code="denied",
        request_id="req-visible",
        problems=(Problem(field="note", message=f"{API_KEY} is unknown; `{BEARER[:12]}…` too", code=ISSUED),),
        causes=(
            Cause(id="c", text=f"It is `{VARIABLE[:10]}…`", standing=Standing.RULED_OUT, evidence=SET_COOKIE),
            Cause(id="d", text="The clock is wrong", standing=Standing.LIKELY),
        ),
        remedies=(
            Remedy(
                kind=RemedyKind.EDIT,
                title=f"Write {BEARER}",
                edits=(Edit(target=EditTarget.AUTH, before="short", after=BEARER),),
            ),
        ),
    )


def bundle(exchange: Exchange, diagnosis: Diagnosis) -> SupportBundle:
    secrets = secrets_of(exchange)
    return support_bundle(mask_exchange(exchange, secrets), mask_diagnosis(diagnosis, secrets), "1.2.3")


def everything(made: SupportBundle) -> str:
    with zipfile.ZipFile(io.BytesIO(bundle_zip(made))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files == {"report.md": made.markdown, "request.curl": made.curl, "exchange.har": made.har}
    return "\n".join(files.values())


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("is_answered", [True, False])
def test_no_secret_is_in_any_text(secret: str, is_answered: bool) -> None:
    whole = exchange()
    broken = factories.failure(
        message=f"No answer to {BEARER}.", detail=f"{VARIABLE} {API_KEY}", partial=whole.response
    )
    text = everything(bundle(whole if is_answered else exchange(broken), finding()))
    assert secret not in text
    assert json.dumps(secret)[1:-1] not in text
    assert secret[:10] not in text
    assert MASK in text


def test_what_is_no_secret_stays() -> None:
    made = bundle(exchange(), finding())
    for text in (made.markdown, made.curl, made.har):
        assert "visible" in text
        assert "http://h/x?api_key=" in text
    assert "req-visible" in made.markdown
    assert "- note: " in made.markdown
    assert f"- 307 from POST http://h/x?api_key={MASK}&q=1" in made.markdown
    assert "- The clock is wrong (likely)" in made.markdown
    assert "Authorization: Bearer " + MASK in made.curl
    assert len(json.loads(made.har)["log"]["entries"]) == 2


def test_a_remedy_holds_no_credential_either() -> None:
    whole = exchange()
    (remedy,) = mask_diagnosis(finding(), secrets_of(whole)).remedies
    assert BEARER not in remedy.title
    assert [(edit.before, edit.after) for edit in remedy.edits] == [(MASK, MASK)]


def test_a_diagnosis_without_secrets_is_left_alone() -> None:
    said = factories.diagnosis(headline="A beginning… of nothing", message="plain")
    assert mask_diagnosis(said, secrets_of(exchange())) == said


def test_nothing_sent_is_told() -> None:
    made = bundle(factories.exchange(factories.failure(), sent=None), factories.diagnosis())
    assert made.curl == "# Nothing was sent, so there is no command.\n"
    assert "Nothing was sent." in made.markdown


def test_a_body_in_a_file_is_cut_and_names_no_file() -> None:
    kept = Content(data=b"head", size_bytes=5000, path=Path("/home/somebody/bodies/1"))
    made = bundle(factories.exchange(sent=factories.sent(body=kept)), factories.diagnosis())
    assert "somebody" not in everything(made)
    assert made.curl.startswith("# The body is cut: 4 of 5000 bytes are shown.\ncurl ")
