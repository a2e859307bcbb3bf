"""What browsers, documentation and terminals give as curl becomes the request that curl would send."""

import json
import shlex
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.errors import UsageError
from explorer.core.interchange.curl import written_command
from explorer.core.interchange.curl_read import is_curl, request_from_curl, requests_from_curl
from explorer.core.interchange.curl_words import commands
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FormBody,
    FormField,
    Header,
    Request,
    TextBody,
    TextKind,
)

CHROME_BASH = r"""curl 'https://shop.example/api/orders?x=1' \
  -H 'accept: */*' \
  -H 'authorization: Bearer abc.def' \
  -b 'sid=1; theme=dark' \
  -H 'content-type: application/json' \
  --data-raw $'{"note":"it\'s \u00fc\\n","a":1}' ;
curl 'https://shop.example/api/two' -H 'accept: */*'"""

CHROME_CMD = (
    'curl ^"https://shop.example/api/orders?x=1^&y=^%^20^" ^\r\n  -H ^"accept: */*^" ^\r\n  -X ^"PUT^" ^\r\n'
    '  --data-raw ^"^{^\\^"note^\\^":^\\^"100^%^ ^^ a^\n\nb^\\^"^}^" &\r\ncurl ^"https://shop.example/two^"'
)


def test_a_browser_on_a_posix_system() -> None:
    one, two = requests_from_curl(CHROME_BASH).requests
    assert one.auth == BearerAuth(token="abc.def")
    assert one.headers == (
        Header(name="accept", value="*/*"),
        Header(name="Cookie", value="sid=1; theme=dark"),
        Header(name="content-type", value="application/json"),
    )
    assert one.body == TextBody(kind=TextKind.JSON, text='{"note":"it\'s ü\\n","a":1}')
    assert (one.method, two.method, two.url) == ("POST", "GET", "https://shop.example/api/two")


def test_a_browser_on_windows() -> None:
    one, two = requests_from_curl(CHROME_CMD).requests
    assert (one.method, one.url) == ("PUT", "https://shop.example/api/orders?x=1&y=%20")
    assert isinstance(one.body, TextBody)
    assert one.body.text == '{"note":"100% ^ a\nb"}'
    assert two.url == "https://shop.example/two"
    old = 'curl "http://h/" ^\n -H "x-a: 1" ^\n --data-raw "{\\"a\\":1}" --compressed'
    assert request_from_curl(old).body == TextBody(kind=TextKind.JSON, text='{"a":1}')


def test_options_of_terminals_and_documentation() -> None:
    read = requests_from_curl("$ curl -sSkL -m 5 -XPATCH https://h/a -d @body.json -A '' -H 'Accept:' | jq . > out\n")
    request = read.requests[0]
    assert (request.method, request.url, request.settings.timeout_s) == ("PATCH", "https://h/a", 5.0)
    assert request.automatic_headers_off == {"accept", "user-agent"}
    assert read.notes == ("--insecure was left out: certificates stay checked unless the environment says otherwise.",)
    form = request_from_curl("curl https://h -d a=1 --data-urlencode 'b=x y&z' -e https://r;auto")
    assert form.body == FormBody(fields=(FormField(name="a", value="1"), FormField(name="b", value="x y&z")))
    given = request_from_curl("curl --json '{}' --url https://h/x --oauth2-bearer t")
    assert given.auth == BearerAuth(token="t")
    assert [one.name for one in given.headers] == ["Content-Type", "Accept"]
    assert request_from_curl("curl -H 'Authorization: Basic YWRhOnB3' h").auth == BasicAuth(
        username="ada", password="pw"
    )
    assert request_from_curl("curl h -d curl").body == TextBody(kind=TextKind.TEXT, text="curl")
    assert request_from_curl("curl -G h -d 'q=a b' --url-query 'z=1&2'").url == "h?q=a b&z=1%262"


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("curl --socks5-gssapi http://h", "--socks5-gssapi"),
        ("curl http://h -d", "--data"),
        ("curl http://h -F 'a=<f'", "--form"),
        ("curl http://h -H @f", "--header"),
        ("curl http://h --data-urlencode a@f", "--data-urlencode"),
        ("curl http://h -d a -d @f", "--data"),
        ("curl http://h -sZ", "-Z"),
        ("curl -d x", "URL"),
        ("curl $'http://h", "quote"),
        ('curl ^"http://h', "quote"),
    ],
)
def test_a_fault_names_the_option(command: str, option: str) -> None:
    with pytest.raises(UsageError, match=rf"{option}.*\.$"):
        requests_from_curl(command)


def test_what_looks_like_curl() -> None:
    assert is_curl("$ curl http://h")
    assert is_curl("/usr/bin/curl -v h")
    assert is_curl("curl.exe ^\n h")
    assert not is_curl("curls http://h")
    assert not is_curl("GET http://h")


@settings(max_examples=60)
@given(st.lists(st.text("ab'\"\\`$^&;|> \n\u00fc", max_size=8), min_size=1, max_size=4))
def test_words_are_those_of_the_shell(words: list[str]) -> None:
    text = "curl " + " ".join(shlex.quote(word) for word in words)
    assert commands(text) == (tuple(words),)


@settings(max_examples=40)
@given(st.dictionaries(st.text("abcÜ é&=+", min_size=1, max_size=5), st.text(max_size=8), min_size=1, max_size=3))
def test_what_is_written_is_read_again(values: dict[str, str]) -> None:
    fields = tuple(FormField(name=name, value=value) for name, value in values.items() if value.isprintable())
    request = Request(
        name="x", method="PUT", url="http://h/x", auth=BearerAuth(token="{{token}}"), body=FormBody(fields=fields)
    )
    back = request_from_curl(written_command(request))
    assert (back.method, back.url, back.auth) == (request.method, request.url, request.auth)
    key = ApiKeyAuth(name="X-Key", value="{{key}}")
    assert (
        Header(name="X-Key", value="{{key}}") in request_from_curl(written_command(Request(url="h", auth=key))).headers
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_sends_what_was_read(tmp_path) -> None:
    """The body and the names of the headers of a few commands, as curl itself puts them on the wire."""
    seen: list[tuple[str, str, str]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append((self.path, str(self.headers["Content-Type"]), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/a"
    for rest in ("-d a=1 -d b=2", "--json '{\"a\": 1}'", "--data-urlencode 'x=a b' -H 'Content-Type: text/x'", "-d {}"):
        command = f"curl -s {url} {rest}"
        subprocess.run(shlex.split(command), check=True, timeout=10)
        request = request_from_curl(command)
        kind = next((one.value for one in request.headers if one.name == "Content-Type"), "")
        sent = seen.pop()
        match request.body:
            case FormBody():
                assert sent[1:] == (
                    "application/x-www-form-urlencoded",
                    "&".join(f"{f.name}={f.value}" for f in request.body.fields),
                )
            case TextBody():
                assert sent[1:] == (kind, request.body.text)
            case _:
                pytest.fail(json.dumps(sent))
    server.shutdown()
    server.server_close()
