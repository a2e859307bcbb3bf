"""A collection that Explorer writes itself: every kind of body and auth, folders, environments, settings."""

from dataclasses import replace
from pathlib import Path

from explorer.core.model.collection import Collection, Folder
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.example import Example, ExampleBodyKind, ExampleRequest, ExampleResponse
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    Header,
    InheritAuth,
    KeyPlacement,
    MultipartBody,
    NoAuth,
    OtherAuth,
    Param,
    ParamKind,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.core.model.tree import find
from explorer.core.storage import collections
from explorer.core.storage.example_changes import add_example
from explorer.core.storage.yaml_write import rendered

NOT_SENT = {
    "awsv4": {"accessKeyId": "a", "secretAccessKey": "{{s}}", "service": "s3", "region": "eu", "profileName": "p"},
    "wsse": {"username": "u", "password": "{{s}}"},
    "digest": {"username": "u", "password": "{{s}}"},
    "ntlm": {"username": "u", "password": "{{s}}", "domain": "d"},
    "oauth1": {"consumerKey": "k", "consumerSecret": "{{s}}", "signatureMethod": "HMAC-SHA256"},
    "oauth2": {
        "flow": "client_credentials",
        "accessTokenUrl": "http://127.0.0.1:1/token",
        "credentials": {"clientId": "c", "clientSecret": "{{s}}", "placement": "body"},
        "scope": "read",
    },
}
"""Fields by scheme; Explorer keeps them and cannot make the credentials."""
BODIES: dict[str, Body] = {
    **{f"w-{kind.value}": TextBody(kind=kind, text='{\n  "no": "{{who}} 012"\n}\n') for kind in TextKind},
    "w-long": TextBody(kind=TextKind.TEXT, text="\n\n  begins with blanks\t\nand ends\n\n"),
    "w-form": FormBody(
        fields=(
            FormField(name="a", value="1e3"),
            FormField(name="no", value="{{who}}", description="said"),
            FormField(name="off", value="x", enabled=False),
        )
    ),
    "w-multipart": MultipartBody(
        parts=(
            Part(name="t", value="null"),
            Part(name="j", value="{}", content_type="application/json"),
            Part(name="f", file_path="data.bin", content_type="application/x-own"),
            Part(name="off", value="x", enabled=False),
        )
    ),
    "w-file": FileBody(file_path="data.bin", content_type="application/x-own"),
    "w-graphql": GraphQLBody(query="query {\n  me { id }\n}\n", variables='{"id": "{{who}}"}'),
}
AUTHS = {
    "w-none": NoAuth(),
    "w-inherit": InheritAuth(),
    "w-basic": BasicAuth(username="me", password="no"),
    "w-bearer": BearerAuth(token="012"),
    "w-key": ApiKeyAuth(name="X-Key", value="{{who}}"),
    "w-query": ApiKeyAuth(name="key", value="k", placement=KeyPlacement.QUERY),
}

EXAMPLES = (
    Example(
        name="404 unknown: no",
        description="A code that is not known # here",
        request=ExampleRequest(
            url="{{host}}/w-json/:id?a=1&b={{number}}",
            method="POST",
            headers=(
                Header(name="X-One", value="on", description="shown"),
                Header(name="Off", value="x", enabled=False),
            ),
            params=(
                Param(name="a", value="1"),
                Param(name="b", value="{{number}}"),
                Param(name="id", value="012", kind=ParamKind.PATH),
            ),
            body=TextBody(kind=TextKind.JSON, text='{\n  "no": "{{who}} 012"\n}\n'),
        ),
        response=ExampleResponse(
            status=404,
            reason="Not Found",
            headers=(("Content-Type", "application/json"), ("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")),
            body_kind=ExampleBodyKind.JSON,
            body='{\n  "code": "unknown",\n  "n": 1.00\n}',
        ),
    ),
    *(
        Example(
            name=f"{kind} and {name}",
            request=ExampleRequest(url="http://a/", method="PUT", body=BODIES[name]),
            response=ExampleResponse(status=200, reason="OK", body_kind=kind, body=f"<a>{kind}\n  é</a>\n"),
        )
        for kind, name in (
            (ExampleBodyKind.TEXT, "w-form"),
            (ExampleBodyKind.XML, "w-multipart"),
            (ExampleBodyKind.HTML, "w-file"),
        )
    ),
)


def write_own(folder: Path, url: str) -> None:
    """Make the collection in ``folder`` with the functions that the window uses."""
    collections.create_collection(folder, "Written: no # 1")
    (folder / "data.bin").write_bytes(bytes(range(256)))
    collections.save_collection_settings(
        folder,
        Collection(
            key=str(folder),
            name="Written: no # 1",
            headers=(Header(name="X-All", value="on"), Header(name="X-Never", value="x", enabled=False)),
            auth=BearerAuth(token="{{who}}"),
            variables=(Variable(name="shared", value="yes"),),
            docs="# Title\n\ntext\n",
        ),
    )
    key = collections.create_environment(folder, "Test")
    variables = (
        Variable(name="who", value="on"),
        Variable(name="number", value="012", description="a number"),
        Variable(name="off", value="x", enabled=False),
        Variable(name="secret", secret=True),
    )
    collections.save_environment(folder, Environment(key=key, name="Test", variables=variables, color="ok"))
    for name, body in BODIES.items():
        key = collections.create_request(folder, "", Request(name=name, method="POST", url=f"{url}/{name}", body=body))
        for example in EXAMPLES if name == "w-json" else ():
            add_example(folder, key, example)
    inside = collections.create_folder(folder, "", "Auth / kinds")
    found = find(collections.load(folder), inside)
    assert isinstance(found, Folder)
    for name, auth in AUTHS.items():
        collections.create_request(folder, inside, Request(name=name, url=f"{url}/{name}", auth=auth))
    collections.create_request(folder, inside, _with_rows(url))
    number_as_bruno_does(folder, inside)
    collections.move(folder, f"{inside}/w-query.yml", inside, f"{inside}/w-inherit.yml")


def number_as_bruno_does(folder: Path, inside: str) -> None:
    """1, 2, 3 without gaps, so that what moves between two of them gets a fraction."""
    found = find(collections.load(folder), inside)
    assert isinstance(found, Folder)
    for index, item in enumerate(found.items):
        path = folder / item.key
        path.write_text(path.read_text().replace(f"seq: {item.seq:.0f}\n", f"seq: {index + 1}\n"))


def write_not_sent(folder: Path) -> None:
    """Requests whose credentials Explorer keeps and cannot make; each is changed by Explorer once."""
    for kind, fields in NOT_SENT.items():
        http = {"method": "GET", "url": "http://127.0.0.1:1/", "auth": {"type": kind, **fields}}
        data = {"info": {"name": kind, "type": "http", "seq": 9000}, "http": http}
        (folder / f"{kind}.yml").write_text(rendered(data))
        request = collections.read_request(folder / f"{kind}.yml")
        assert request.auth == OtherAuth(kind=kind)
        collections.save_request(folder, f"{kind}.yml", replace(request, method="PUT"))


def _with_rows(url: str) -> Request:
    return Request(
        name="w-rows",
        url=f"{url}/w-rows/:id?a=1&b={{{{number}}}}",
        params=(
            Param(name="a", value="1", description="first"),
            Param(name="b", value="{{number}}"),
            Param(name="off", value="x", enabled=False),
            Param(name="id", value="7", kind=ParamKind.PATH),
        ),
        headers=(
            Header(name="X-One", value="{{shared}}", description="shown"),
            Header(name="X-Two", value="x", enabled=False),
        ),
        auth=NoAuth(),
        settings=RequestSettings(timeout_s=20.5, follow_redirects=False, max_redirects=3, encode_url=True),
        docs="Read *me*\n",
    )
