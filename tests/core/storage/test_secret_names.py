"""Names of credentials are told from names that only look like them."""

import pytest

from explorer.core.storage.secret_names import is_plain_key, is_secret_name

SECRET = """key access_key accessKey AccessKey auth jwt pwd session sas private_key assertion client_assertion passcode
X-Auth-Key X-Access-Key X-Functions-Key Ocp-Apim-Subscription-Key X-Authorization X-Api-Key apikey apiKey APIKEY api-key
password passwd secret token access_token refreshToken client_secret X-Amz-Signature X-Amz-Credential passphrase sig
db_password id_token user_pwd authKey KEY Proxy-Authorization X-Amz-Security-Token api%key"""

HARMLESS = """token_type tokenType keyword keywords monkey author authority authors session_count max_tokens tokens
public_key primary_key sort_key Idempotency-Key Sec-WebSocket-Key authentication_url token_count tokenizer
token_endpoint secretary password_policy passwordless client_assertion_type x-ratelimit-remaining-tokens
Access-Control-Allow-Credentials WWW-Authenticate Content-Type compass passenger jwt_issuer message to key_id
session_status sassy signal id"""


@pytest.mark.parametrize("name", [*SECRET.split()])
def test_names_of_credentials(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["", "-", *HARMLESS.split()])
def test_names_that_only_look_like_it(name: str) -> None:
    assert not is_secret_name(name)


def test_the_bare_key() -> None:
    assert is_plain_key("Key")
    assert not is_plain_key("api_key")
