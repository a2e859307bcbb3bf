"""Every request survives the file, and saving changes only what changed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.errors import BrokenFileError
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    BodyVariant,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    Header,
    InheritAuth,
    KeyPlacement,
    MultipartBody,
    NoAuth,
    NoBody,
    OtherAuth,
    Param,
    ParamKind,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.core.storage import collections
from explorer.core.storage.collection_query import with_rows
from explorer.core.storage.collection_request import new_item, request_from, with_request
from explorer.core.storage.yaml_edit import edited
from explorer.core.storage.yaml_read import read
from explorer.core.storage.yaml_write import rendered

TEXTS = st.one_of(st.text(max_size=20), st.text(alphabet=" \t\r\n'\"#:-|{}é😀\x00\u2028", max_size=12))
NAMES = st.one_of(TEXTS, st.sampled_from(["no", "012", "1e3", "null", "{{base_url}}"]))
HEADERS = st.builds(Header, name=NAMES, value=TEXTS, enabled=st.booleans(), description=TEXTS)
PARAMS = st.builds(
    Param, name=NAMES, value=TEXTS, kind=st.sampled_from(ParamKind), enabled=st.booleans(), description=TEXTS
)
FIELDS = st.builds(FormField, name=NAMES, value=TEXTS, enabled=st.booleans(), description=TEXTS)
PARTS = st.one_of(
    st.builds(Part, name=NAMES, value=TEXTS, content_type=TEXTS, enabled=st.booleans(), description=TEXTS),
    st.builds(Part, name=NAMES, file_path=st.text(min_size=1, max_size=9), enabled=st.booleans()),
)
BODIES = st.one_of(
    st.just(NoBody()),
    st.builds(TextBody, kind=st.sampled_from(TextKind), text=TEXTS),
    st.builds(FormBody, fields=st.lists(FIELDS, max_size=3).map(tuple)),
    st.builds(MultipartBody, parts=st.lists(PARTS, max_size=3).map(tuple)),
    st.builds(FileBody, file_path=TEXTS, content_type=TEXTS),
    st.builds(GraphQLBody, query=TEXTS, variables=TEXTS),
)
AUTHS = st.one_of(
    st.just(NoAuth()),
    st.just(InheritAuth()),
    st.builds(BasicAuth, username=TEXTS, password=TEXTS),
    st.builds(BearerAuth, token=TEXTS),
    st.builds(ApiKeyAuth, name=TEXTS, value=TEXTS, placement=st.sampled_from(KeyPlacement)),
    st.builds(OtherAuth, kind=st.sampled_from(["awsv4", "oauth2", "digest"])),
)
SETTINGS = st.builds(
    RequestSettings,
    timeout_s=st.none() | st.floats(0, 1e6),
    follow_redirects=st.none() | st.booleans(),
    max_redirects=st.none() | st.integers(0, 10**6),
    encode_url=st.none() | st.booleans(),
)
REQUESTS = st.builds(
    Request,
    name=NAMES,
    method=NAMES,
    url=TEXTS,
    params=st.lists(PARAMS, max_size=3).map(tuple),
    headers=st.lists(HEADERS, max_size=3).map(tuple),
    auth=AUTHS,
    body=BODIES,
    settings=SETTINGS,
    docs=TEXTS,
)


def varied(body, others, chosen):
    """Body and variants of a request: of these one is selected, or none."""
    chosen = chosen if chosen < len(others) else -1
    listed = [
        BodyVariant(title=title, body=None if at == chosen else other) for at, (title, other) in enumerate(others)
    ]
    graphql = [isinstance(one, GraphQLBody) for one in (body, *(other for _, other in others))]
    if any(graphql):  # an item is of one kind
        listed = [replace(one, body=GraphQLBody(query=one.title)) if one.body is not None else one for one in listed]
        body = GraphQLBody(query="{a}")
    return {"body": body if chosen >= 0 else NoBody(), "variants": tuple(listed)}


VARIANTS = st.tuples(BODIES, st.lists(st.tuples(NAMES, BODIES), min_size=1, max_size=3), st.integers(-1, 2)).map(
    lambda drawn: varied(*drawn)
)


def whole(request):
    """As it is read: what only the enabled rows say stands in the URL as well."""
    return replace(request, url=with_rows(request.url, request.params))


@given(request=REQUESTS)
def test_a_request_comes_back_from_its_file_as_it_was(request):
    assert request_from(read(rendered(new_item(request, 1000)))) == whole(request)


@given(before=REQUESTS, after=REQUESTS)
def test_a_changed_request_comes_back_from_its_edited_file(before, after):
    text = rendered(new_item(before, 1000))
    data = read(edited(text, with_request(read(text), after)))
    assert request_from(data) == whole(after)
    assert data["info"]["seq"] == 1000


@settings(max_examples=40)
@given(request=REQUESTS, before=VARIANTS, after=VARIANTS)
def test_variants_come_back_from_their_edited_file(request, before, after):
    text = rendered(new_item(replace(request, **before), 1000))
    assert request_from(read(text)) == whole(replace(request, **before))
    changed = replace(request, **after)
    assert request_from(read(edited(text, with_request(read(text), changed)))) == whole(changed)


@given(request=REQUESTS)
def test_an_unchanged_request_asks_for_no_change(request):
    data = read(rendered(new_item(request, 1)))
    assert with_request(data, request_from(data)) == data


FILE = """\
# How a batch is sent
info:
  name: Send
  type: http
  seq: 2
  tags: [sms]
http:
  method: POST
  url: "{{base_url}}/batches?a=1"
  params:
    - {name: a, value: "1", type: query, description: {content: "*first*", type: text/markdown}}
    - name: b
      value: 012   # typed without quotes
      type: query
      disabled: true
  headers:
    - name: X-One
      value: on
  body:
    - title: Small
      body:
        type: json
        data: "{}"
    - title: Big
      selected: true
      body: {type: sparql, data: ASK}
  auth:
    type: oauth2
    flow: client_credentials
runtime:
  scripts:
    - type: tests
      code: |
        check()
settings:
  encodeUrl: inherit
  timeout: 1500
  followRedirects: inherit
x-foreign: 1
docs:
  content: Read me
  type: text/plain
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\n')
    file = tmp_path / "Send.yml"
    file.write_text(FILE)
    return file


def test_everything_the_format_allows_is_read(path):
    assert collections.read_request(path) == Request(
        name="Send",
        method="POST",
        url="{{base_url}}/batches?a=1",
        params=(Param(name="a", value="1", description="*first*"), Param(name="b", value="012", enabled=False)),
        headers=(Header(name="X-One", value="on"),),
        auth=OtherAuth(kind="oauth2"),
        body=TextBody(kind=TextKind.SPARQL, text="ASK"),
        variants=(
            BodyVariant(title="Small", body=TextBody(kind=TextKind.JSON, text="{}")),
            BodyVariant(title="Big", body=None),
        ),
        settings=RequestSettings(timeout_s=1.5),
        docs="Read me",
    )


def test_saving_unchanged_does_not_touch_the_file(path):
    request = collections.read_request(path)
    before = path.stat()
    collections.save_request(path.parent, "Send.yml", request)
    assert path.read_text() == FILE
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def saved(path, **changes):
    request = replace(collections.read_request(path), **changes)
    collections.save_request(path.parent, path.name, request)
    assert collections.read_request(path) == request
    return path.read_text()


def test_only_the_changed_lines_differ(path):
    assert saved(path, method="PUT") == FILE.replace("method: POST", "method: PUT")


def test_a_changed_variant_keeps_its_kind_and_the_others(path):
    text = saved(path, body=TextBody(kind=TextKind.SPARQL, text="ASK {}"))
    assert text == FILE.replace("{type: sparql, data: ASK}", '{type: sparql, data: "ASK {}"}')


def variants(request, *bodies):
    """Other bodies for the variants of a request, None for the one that is selected."""
    return tuple(replace(one, body=body) for one, body in zip(request.variants, bodies, strict=True))


def test_another_variant_is_selected_by_its_line_and_that_of_the_one_before(path):
    before = collections.read_request(path)
    small, big = before.variants[0].body, before.body
    text = saved(path, body=small, variants=variants(before, None, big))
    assert text == FILE.replace("selected: true", "selected: false").replace(
        "title: Small\n", "title: Small\n      selected: true\n"
    ).replace("title: Small\n      selected: true\n      body:", "title: Small\n      body:").replace(
        'data: "{}"\n', 'data: "{}"\n      selected: true\n'
    )
    assert saved(path, body=big, variants=before.variants).count("selected: true") == 1


def test_a_variant_is_added_renamed_and_removed_beside_untouched_ones(path):
    before = collections.read_request(path)
    big = replace(before.variants[0], title="Third", body=FormBody(fields=(FormField(name="a", value="b"),)))
    text = saved(path, variants=(*before.variants, big))
    lines = "    - title: Third\n      body:\n        type: form-urlencoded\n        data:\n"
    assert lines in text
    assert text.replace(text[text.index("    - title: Third") : text.index("  auth:\n")], "") == FILE
    text = saved(path, variants=before.variants)
    assert text == FILE
    renamed = (replace(before.variants[0], title="Tiny"), before.variants[1])
    assert saved(path, variants=renamed) == FILE.replace("title: Small", "title: Tiny")
    assert saved(path, variants=before.variants[1:]).replace("    - title: Big\n", "") == FILE.replace(
        FILE[FILE.index("    - title: Small") : FILE.index("      selected: true")], ""
    )


def test_no_body_keeps_the_variants_and_the_chosen_one_comes_back(path):
    before = collections.read_request(path)
    text = saved(path, body=NoBody(), variants=variants(before, before.variants[0].body, before.body))
    listed = read(text)["http"]["body"]
    assert [one["selected"] for one in listed] == [False] * len(listed)
    assert [one["body"] for one in listed] == [one["body"] for one in read(FILE)["http"]["body"]]
    listed = read(saved(path, body=before.body, variants=before.variants))["http"]["body"]
    assert [one["body"] for one in listed if one["selected"]] == [{"type": "sparql", "data": "ASK"}]


def test_without_titles_the_selected_body_stays(path):
    assert read(saved(path, variants=()))["http"]["body"] == {"type": "sparql", "data": "ASK"}


def test_a_variant_that_cannot_be_read_stays_as_it_is(path):
    path.write_text(FILE.replace("type: json", "type: hologram"))
    before = collections.read_request(path)
    assert before.variants[0].fault == "The body type “hologram” is not known."
    text = saved(path, body=TextBody(kind=TextKind.SPARQL, text="ASK {}"))
    assert "type: hologram" in text


def test_rows_keep_what_explorer_does_not_know(path):
    params = collections.read_request(path).params
    text = saved(path, params=(params[1], replace(params[0], value="2")))
    assert "value: 012   # typed without quotes" in text
    text = saved(path, params=(replace(params[0], value="3"),))
    assert read(text)["http"]["params"][0]["description"] == {"content": "*first*", "type": "text/markdown"}


def test_settings_scripts_and_foreign_keys_stay(path):
    text = saved(path, settings=RequestSettings(timeout_s=0.1, follow_redirects=False))
    changed = FILE.replace("timeout: 1500", "timeout: 100").replace(
        "followRedirects: inherit", "followRedirects: false"
    )
    assert text == changed


def test_an_unknown_scheme_is_replaced_only_on_purpose(path):
    text = saved(path, auth=BearerAuth(token="{{token}}"))
    assert text == FILE.replace("type: oauth2\n    flow: client_credentials", 'type: bearer\n    token: "{{token}}"')


def test_switched_off_headers_stand_beside_the_file(path):
    request = replace(collections.read_request(path), automatic_headers_off=frozenset({"accept"}))
    collections.save_request(path.parent, "Send.yml", request)
    assert path.read_text() == FILE
    assert collections.read_request(path) == request
    assert (path.parent / ".explorer" / "requests.json").is_file()


def test_a_part_with_several_files_becomes_a_part_for_each():
    part = {"name": "f", "type": "file", "value": ["a", "b"]}
    data = {"http": {"body": {"type": "multipart-form", "data": [part]}}}
    request = request_from(data)
    assert request.body == MultipartBody(parts=(Part(name="f", file_path="a"), Part(name="f", file_path="b")))
    assert with_request(data, replace(request, method="POST"))["http"]["body"] == data["http"]["body"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("info:\n  type: http\nhttp:\n  headers:\n    - name: [a]\n", 5, "must be text"),
        ("info:\n  type: http\nhttp:\n  headers: x\n", 4, "must be a list"),
        ("info:\n  type: http\nhttp:\n  body:\n    type: msgpack\n", 5, "msgpack"),
        ("info:\n  type: mystery\n", 2, "mystery"),
        ("info:\n  type: http\n  seq: .inf\n", 3, "number"),
        ("openapi: 3.1.0\n", 1, "not a request"),
        ("- a\n", 1, "names with values"),
        ("info:\n  type: grpc\n", 0, "grpc"),
    ],
)
def test_a_wrong_shape_is_said_with_its_line(path, text, line, words):
    path.write_text(text)
    with pytest.raises(BrokenFileError) as caught:
        collections.read_request(path)
    assert caught.value.line == line
    assert words in caught.value.reason


def test_secrets_are_not_in_an_error(path):
    path.write_text("info:\n  type: http\nhttp:\n  auth:\n    type: bearer\n    token: [hunter2]\n")
    with pytest.raises(BrokenFileError) as caught:
        collections.read_request(path)
    assert "hunter2" not in str(caught.value)
