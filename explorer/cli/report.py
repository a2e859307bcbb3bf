"""What ``explorer send`` prints: the response on standard output, the finding on standard error."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from explorer.cli.output import say, visible, write_bytes, write_line
from explorer.core.errors import StorageError
from explorer.core.model.checks import Checks
from explorer.core.model.diagnosis import Diagnosis, Standing
from explorer.core.model.exchange import Content, Exchange, Response
from explorer.core.workspace import Performed

_CHUNK_BYTES = 1024 * 1024
_WORDS = {
    Standing.CONFIRMED: "certain",
    Standing.LIKELY: "likely",
    Standing.POSSIBLE: "possible",
    Standing.RULED_OUT: "ruled out",
}


def print_report(performed: Performed, *, include: bool, with_body: bool) -> None:
    """Body (and head when ``include``) to standard output; diagnosis, if there is one, and whom nobody vouches for to
    standard error."""
    response = performed.exchange.response
    if response is not None:
        if include:
            _print_head(response)
        if with_body:
            _print_body(response.body)
    for words in trust_texts(performed.exchange):
        say(words)
    if performed.diagnosis.body_note:
        say(visible(performed.diagnosis.body_note))
    if performed.diagnosis.is_error:
        say(diagnosis_text(performed.diagnosis))


def trust_texts(exchange: Exchange) -> tuple[str, ...]:
    """A sentence for each server of the chain whose certificate only the person trusts."""
    last = exchange.sent.url if exchange.sent else ""
    answered = [(hop.sent.url, hop.response.tls) for hop in exchange.hops]
    found = {}
    for url, tls in (*answered, (last, exchange.outcome.tls)):
        if tls is not None and tls.trusted_until is not None:
            end = tls.trusted_until.astimezone()
            found[urlsplit(url).netloc.rpartition("@")[2]] = f"{end:%Y-%m-%d %H:%M}"
    return tuple(
        f"The certificate of {host} is trusted by you until {end}; no authority vouches for it."
        for host, end in found.items()
    )


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """The finding as plain text; control characters that the server put into its words are escaped."""
    lines = [f"\n{diagnosis.headline}", diagnosis.effect, ""]
    status = diagnosis.status
    if status is not None:
        lines.append(f"  What   {status.code} {status.reason}: {status.api_meaning or status.meaning}")
    if diagnosis.code_meaning is not None:
        lines.append(f"         {diagnosis.code_meaning.code}: {diagnosis.code_meaning.meaning}")
    if diagnosis.message:
        # Indented, so that a text of many lines cannot pass for lines of ours.
        lines.append(f"         Server text: {diagnosis.message}".replace("\n", f"\n{'':22}"))
    for problem in diagnosis.problems:
        if problem.place is not None:
            where = f", line {problem.place.line}" if problem.place.line else ""
            lines.append(f"  Where  {' > '.join(problem.place.crumbs)}{where}")
    lines += _listed("Why", [f"{cause.text} ({_WORDS[cause.standing]})" for cause in diagnosis.causes])
    lines += _listed("Fix", [remedy.title for remedy in diagnosis.remedies])
    lines += [f"  See    {link.title}: {link.url}" for link in diagnosis.references]
    return visible("\n".join(lines).replace("`", ""))


def checks_text(checks: Checks) -> str:
    """What a look at the way found, a line each."""
    from explorer.core.diagnosis.checked.lines import plain_text  # late: only after a failure, when wished for

    head, *rows = plain_text(checks).splitlines()
    return visible("\n".join([f"\n  {head}", *(f"    {row}" for row in rows)]))


def write_body(body: Content, path: Path) -> None:
    """The body into a file; raises StorageError."""
    try:
        if body.path is not None:
            shutil.copyfile(body.path, path)
        else:
            path.write_bytes(body.data)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", path=path) from error


def _listed(title: str, rows: list[str]) -> list[str]:
    return [f"  {title if index == 0 else '':<6} {row}" for index, row in enumerate(rows)]


def _print_head(response: Response) -> None:
    write_line(visible(f"{response.http_version} {response.status} {response.reason}".rstrip()))
    for name, value in response.headers:
        write_line(visible(f"{name}: {value}"))
    write_line("")


def _print_body(body: Content) -> None:
    write_bytes(_chunks(body))
    if sys.stdout.isatty() and not body.data.endswith(b"\n"):
        write_line("")


def _chunks(body: Content) -> Iterator[bytes]:
    if body.path is None:
        yield body.data
        return
    try:
        with body.path.open("rb") as source:
            while chunk := source.read(_CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise StorageError(f"{body.path} cannot be read: {error.strerror}.", path=body.path) from error
