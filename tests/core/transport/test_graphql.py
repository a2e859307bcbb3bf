"""What a GraphQL body looks like on the wire, and the other things a saved request may ask of its sender."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import InvalidRequestError
from explorer.core.model.request import GraphQLBody, Header, Request, RequestSettings, TextBody, TextKind
from explorer.core.transport import SendOptions, prepare
from explorer.core.transport.automatic import LATER, automatic_headers
from explorer.core.transport.urls import encoded_anew

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def sent(body, *headers):
    return prepare(Request(method="POST", url="http://h/graphql", headers=headers, body=body), SendOptions())


def shown(request):
    return {name: value for name, value, *_ in automatic_headers(request)}


def test_query_and_variables_are_one_json_object():
    made = sent(GraphQLBody(query='query {\n  a(x: "é")\n}', variables='{ "n": 1.0,\n "s": "two  words" }'))
    text = '{"query":"query {\\n  a(x: \\"é\\")\\n}","variables":{"n":1.0,"s":"two  words"}}'
    assert made.body.data == text.encode()
    headers = dict(made.headers)
    assert headers["Content-Type"] == "application/json"
    assert headers["Content-Length"] == str(len(text.encode()))


def test_a_content_type_of_ones_own_stays():
    made = sent(GraphQLBody(query="{ a }"), Header(name="content-type", value="application/graphql+json"))
    assert [value for name, value in made.headers if name.lower() == "content-type"] == ["application/graphql+json"]


def test_no_variables_are_an_empty_object():
    assert sent(GraphQLBody(query="{ a }", variables=" \n")).body.data == b'{"query":"{ a }","variables":{}}'


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ('{\n  "a": }', "The GraphQL variables are not valid JSON (line 2, column 8)."),
        ("[1]", "The GraphQL variables must be a JSON object."),
        ("[" * 100_000, "The GraphQL variables are not valid JSON."),
    ],
)
def test_variables_that_are_no_object_are_refused_in_words(variables, words):
    body = GraphQLBody(query="{ a }", variables=variables)
    with pytest.raises(InvalidRequestError) as caught:
        sent(body)
    assert (caught.value.message, caught.value.field) == (words, "body")
    assert shown(Request(method="POST", url="http://h/", body=body))["Content-Length"] == LATER


@given(
    query=st.text(), variables=st.dictionaries(st.text(max_size=5), VALUES, max_size=3), indent=st.none() | st.just(2)
)
def test_whatever_is_typed_arrives(query, variables, indent):
    body = GraphQLBody(query=query, variables=json.dumps(variables, indent=indent))
    assert json.loads(sent(body).body.data) == {"query": query, "variables": variables}


def test_the_length_is_shown_before_sending_unless_a_template_stands_in_it():
    request = Request(method="POST", url="http://h/", body=GraphQLBody(query="{ a }"))
    assert shown(request)["Content-Length"] == "32"
    templated = Request(method="POST", url="http://h/", body=GraphQLBody(query="{ a }", variables='{"a": "{{b}}"}'))
    assert shown(templated)["Content-Length"] == LATER


def test_sparql_has_its_media_type():
    assert dict(sent(TextBody(kind=TextKind.SPARQL, text="ASK {}")).headers)["Content-Type"] == (
        "application/sparql-query"
    )


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("http://h:1/a b/c%20d?x=1 2&y=a%20b&z=é:/@,", "http://h:1/a%20b/c%20d?x=1%202&y=a%2520b&z=%C3%A9%3A%2F%40%2C"),
        ("http://h/p?a&b=&c=d=e", "http://h/p?a&b=&c=d%3De"),
        ("http://h/!'()*~?&=x", "http://h/!'()*~?"),
        ("h/ä?q=(1)#part", "h/%C3%A4?q=(1)#part"),
        ("http://h", "http://h"),
    ],
)
def test_encode_url(url, encoded):
    """The same as Bruno's; its fragments aside, which go nowhere."""
    assert encoded_anew(url) == encoded
    made = prepare(Request(url=url, settings=RequestSettings(encode_url=True)), SendOptions())
    assert made.url.endswith(encoded.partition("#")[0].removeprefix("h/").partition("//h")[2])


def test_without_encode_url_the_query_stays_as_typed():
    made = prepare(Request(url="http://h/?y=a%20b&z=:/@,"), SendOptions())
    assert made.url == "http://h/?y=a%20b&z=:/@,"
