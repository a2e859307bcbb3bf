"""curl commands out and in: what a shell would run is what was sent, and what people paste becomes a request."""

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import UsageError
from explorer.core.interchange.curl import curl_command
from explorer.core.interchange.curl_read import is_curl, request_from_curl
from explorer.core.model.exchange import Content, SentRequest
from explorer.core.model.request import BasicAuth, FileBody, Header, MultipartBody, Part, Request, TextBody, TextKind


def test_a_command_says_everything_that_was_sent() -> None:
    sent = SentRequest(
        method="PATCH",
        url="http://h/a?b=[1]",
        headers=(("Host", "h"), ("X-A", "it's"), ("Content-Length", "2")),
        body=Content.of(b"{}"),
    )
    words = shlex.split(curl_command(sent).replace("\\\n", ""))
    assert words == [
        "curl", "--globoff", "--request", "PATCH", "http://h/a?b=[1]", "--header", "X-A: it's", "--data-binary", "{}",
    ]  # fmt: skip


def test_a_plain_get_is_short() -> None:
    sent = SentRequest(method="GET", url="http://h/", headers=(("Accept", "*/*"),))
    assert curl_command(sent) == "curl --globoff http://h/ \\\n  --header 'Accept: */*'"


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=40))
def test_what_goes_out_comes_in_again(text: str) -> None:
    sent = SentRequest(method="PUT", url="http://h/", headers=(("X-A", text.strip()),), body=Content.of(b"x"))
    back = request_from_curl(curl_command(sent))
    assert (back.method, back.url) == ("PUT", "http://h/")
    assert back.headers[0] == Header(name="X-A", value=text.strip())


def test_browsers_copy_as_curl() -> None:
    request = request_from_curl(
        "curl 'https://api.example.com/v1/items?x=1' \\\n -X POST -H 'Accept: */*' --compressed "
        "-H 'content-type: application/json' --data-raw '{\"a\": 1}'"
    )
    assert request == Request(
        name="items",
        method="POST",
        url="https://api.example.com/v1/items?x=1",
        headers=(Header(name="Accept", value="*/*"), Header(name="content-type", value="application/json")),
        auth=request.auth,
        body=TextBody(kind=TextKind.JSON, text='{"a": 1}'),
    )


def test_other_options() -> None:
    assert request_from_curl("curl -u ada:pw http://h").auth == BasicAuth(username="ada", password="pw")
    assert request_from_curl("curl -I http://h").method == "HEAD"
    assert request_from_curl("curl -G -d a=1 -d b=2 http://h/x").url == "http://h/x?a=1&b=2"
    assert request_from_curl("curl --data-binary @f.bin http://h").body == FileBody(file_path="f.bin")
    assert request_from_curl("curl -F a=1 -F 'f=@p.png;type=image/png' http://h").body == MultipartBody(
        parts=(Part(name="a", value="1"), Part(name="f", file_path="p.png", content_type="image/png"))
    )
    assert request_from_curl("curl -XDELETE http://h/1").method == "DELETE"


@pytest.mark.parametrize("command", ["curl", "curl 'http://h", "curl --socks5-gssapi http://h"])
def test_what_is_not_understood_gets_a_sentence(command: str) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        request_from_curl(command)


def test_only_curl_commands_look_like_curl() -> None:
    assert is_curl("  curl http://h")
    assert not is_curl("curly")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_itself_accepts_the_command() -> None:
    sent = SentRequest(method="GET", url="http://127.0.0.1:9/", headers=(("X-A", "1"),))
    words = shlex.split(curl_command(sent).replace("\\\n", ""))
    done = subprocess.run([*words, "--max-time", "5"], capture_output=True, text=True, check=False)
    assert done.returncode == 7, done.stderr
