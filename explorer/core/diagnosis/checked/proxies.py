"""The proxy as a check found it: is it there, does it want credentials, does it let the request through."""

from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.checked.addresses import each
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, ruled_out
from explorer.core.model.checks import Checks, ProxyFound, Speech
from explorer.core.model.exchange import Failure, FailureKind

_PROXY = (FailureKind.PROXY_REFUSED, FailureKind.PROXY_AUTH, FailureKind.PROXY_FAILED)


def there(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Whether anything listens where the proxy should be."""
    if not checks.through or failure.kind not in _PROXY:
        return
    lookup = checks.lookup
    if lookup is not None and not lookup.addresses:
        text = (
            f"The address of the proxy is wrong: the name {wording.quoted(lookup.name)} is not known{_origin(checks)}"
        )
        yield confirmed("proxy_refused.address", text, remedies=_SETTINGS)
    elif checks.knocks and not checks.is_open:
        text = f"The proxy is not running, or its address is wrong{_origin(checks)}: {each(checks.knocks)}"
        yield confirmed("proxy_refused.down", text, remedies=_SETTINGS)
    elif checks.is_open and failure.kind is FailureKind.PROXY_REFUSED:
        text = f"It has passed: the proxy `{checks.through}` accepts connections now"
        yield confirmed("proxy_refused.passed", text, remedies=(remedies.retry("Send it again"),))


def asked(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """What the proxy says when it is asked for the host."""
    answer = checks.proxy_answer
    if answer is None or failure.kind not in _PROXY:
        return
    took = wording.milliseconds(answer.duration_s)
    if answer.error:
        text = f"The proxy `{checks.through}` does not get through its own TLS handshake: {answer.error}"
        yield confirmed("proxy_failed.tls", text, remedies=_SETTINGS)
    elif answer.status == 407:
        yield _credentials(checks)
    elif answer.speech is Speech.HTTP and _refuses(checks.scheme, answer.status):
        text = f"The proxy answers, and does not connect to `{checks.place}`: it said {wording.quoted(answer.line)}"
        yield confirmed("proxy_failed.target", f"{text} after {took}")
    elif answer.speech is Speech.HTTP:
        text = f"It has passed: the proxy connects to `{checks.place}` now, after {took}"
        yield confirmed(f"{failure.kind}.passed", text, remedies=(remedies.retry("Send it again"),))
        if failure.kind is FailureKind.PROXY_AUTH:
            yield ruled_out("proxy_auth.credentials", "The proxy wants a user name and password: it wanted none now")
    else:
        yield _no_proxy(checks)


def _refuses(scheme: str, status: int) -> bool:
    """A tunnel is refused by any error; a plain request may be answered by the host behind, except by these."""
    return status >= 400 if scheme == "https" else status in (403, 502, 503, 504)


def _credentials(checks: Checks) -> Finding:
    schemes = checks.proxy_answer.schemes if checks.proxy_answer else ()
    wants = f" ({wording.listed(schemes)})" if schemes else ""
    what = "the ones in the settings were not accepted" if checks.proxy.has_credentials else "the settings hold none"
    text = f"The proxy `{checks.through}` wants a user name and password{wants}, and {what}{_origin(checks)}"
    return confirmed("proxy_auth.credentials", text, remedies=_SETTINGS)


def _no_proxy(checks: Checks) -> Finding:
    answer = checks.proxy_answer
    said = f"it said {wording.quoted(answer.line)}" if answer and answer.line else "it closed the connection"
    if answer and answer.speech is Speech.SILENT:
        said = f"it gave no answer in {wording.milliseconds(answer.duration_s)}"
    if answer and answer.speech is Speech.TLS:
        said = "it speaks TLS, so its URL begins with `https://`"
    return confirmed("proxy_failed.not_proxy", f"No proxy of this kind listens at `{checks.through}`: {said}")


def between(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Whether settings put a proxy in between now, where the connection to the host failed."""
    if failure.kind in _PROXY or not failure.kind.startswith(("tls_", "connect", "dns", "unreachable")):
        return
    id = f"{failure.kind}.proxy"
    does = "presents another certificate" if failure.kind.startswith("tls_") else "stands in between"
    if not checks.through and not checks.proxy.place:
        why = _bypassed(checks.proxy) or "no proxy is set"
        yield ruled_out(id, f"A proxy {does}: {why}")


def _bypassed(found: ProxyFound) -> str:
    if not found.bypass:
        return ""
    what = (
        "this computer is never reached through one" if found.bypass == "loopback" else f"`{found.bypass}` excludes it"
    )
    return f"`{found.variable}` sets one, and {what}"


def _origin(checks: Checks) -> str:
    """Where the setting stands, when the settings still name the same proxy."""
    found = checks.proxy
    if found.place != checks.through:
        return "; the settings name another one now" if found.place else "; the settings name none now"
    whose = f"`{found.variable}`" if found.variable else found.origin
    return f", as set in {whose}" if whose else ""


_SETTINGS = (remedies.open_environments("Check the proxy in the environment’s settings"),)

RULES = (there, asked, between)
