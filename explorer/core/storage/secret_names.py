"""Which names of headers, parameters and fields stand before a credential. It looks at names only, never at values.

A name is read as words, so that "X-Auth-Key", "authKey" and "AUTH_KEY" are one name and "monkey" is none of them.
"""

import re
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_ANYWHERE = re.compile(
    r"token(?!s|i[sz]|type)|secret(?!ar)|apikey|passw(?:or)?d(?!less)|passphrase|passcode|credential(?!s)|signature$"
)
"""In a name without its separators."""

_ABOUT = frozenset(
    (
        *(
            "type",
            "types",
            "count",
            "counts",
            "limit",
            "limits",
            "usage",
            "url",
            "uri",
            "endpoint",
            "expiry",
            "expires",
        ),
        *("expiration", "expired", "policy", "length", "issued", "created", "updated", "changed", "at", "in", "budget"),
        *("name", "names", "arn", "version", "status", "valid", "required", "strength", "hint", "ttl", "field"),
    )
)
"""Last words of names that tell something about a credential and are none themselves."""

_WHOLE = frozenset(
    (
        *("key", "auth", "xauth", "pass", "session", "xsession", "sessionid", "xsessionid", "jsessionid", "phpsessid"),
        *("sig", "cookie", "setcookie"),
    )
)
_LAST = frozenset(("jwt", "pwd", "assertion", "authorization", "sas"))
_KEY_OF = (
    *("access", "account", "admin", "api", "app", "application", "auth", "client", "encryption", "function"),
    *("functions", "master", "private", "secret", "service", "session", "shared", "signing", "subscription"),
)
_KEYS = re.compile(rf"(?:{'|'.join(_KEY_OF)})keys?$")


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a header, parameter or field of this name carries a credential: its words are token, api key ..."""
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words or (words[-1] in _ABOUT and len(words) > 1):
        return False
    whole, last = "".join(words), words[-1]
    if whole in _WHOLE or last in _LAST or _ANYWHERE.search(whole):
        return True
    return _KEYS.search(whole if last in ("key", "keys") else last) is not None


def is_plain_key(name: str) -> bool:
    """Whether it is the bare word "key": in a URL a credential, in a body more often the name of something."""
    return name.lower() == "key"
