"""A path that the API's description does not have."""

import pytest

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.openapi import catalog_from_openapi
from explorer.core.model.diagnosis import Diagnosis, Standing
from explorer.core.model.request import NoAuth, NoBody, Request
from tests.core.diagnosis.exchanges import answered
from tests.core.diagnosis.openapi.documents import pets

BASE = "https://eu.shelter.example.com/v2"
CONTEXT = Context(catalogs=(catalog_from_openapi(pets(), "pets")[0],))
ID = "6f1c1d6e-8a3e-4d4e-9d7b-0f4a3b2c1d0e"


def got(path: str, status: int = 404) -> Diagnosis:
    request = Request(method="GET", url=BASE + path, body=NoBody(), auth=NoAuth())
    return diagnose(answered(request, status), CONTEXT)


@pytest.mark.parametrize("path", ["/pet", "/petts", f"/Pets/{ID}"])
def test_the_nearest_path_is_named_and_written(path: str) -> None:
    found = got(path)
    assert (found.causes[0].id, found.causes[0].standing) == ("schema.path", Standing.CONFIRMED)
    edit = found.remedies[0].edits[0]
    url = BASE + path
    assert url[: edit.start] + edit.after + url[edit.end :] in (f"{BASE}/pets", f"{BASE}/pets/{ID}")


def test_a_path_like_no_other_is_named() -> None:
    standings = [one.standing for one in got("/invoices").causes if one.id == "schema.path"]
    assert standings == [Standing.LIKELY]


@pytest.mark.parametrize(("path", "status"), [(f"/pets/{ID}", 404), ("/pet", 400), ("/pet", 403)])
def test_nothing_is_said_of_a_known_path_or_another_failure(path: str, status: int) -> None:
    assert not [one for one in got(path, status).causes if one.id == "schema.path"]
