"""What ``explorer send`` prints: the response on standard output, the finding on standard error."""

import shutil
import sys
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.diagnosis import Diagnosis, Standing
from explorer.core.model.exchange import Content, Response
from explorer.core.workspace import Performed

_WORDS = {
    Standing.CONFIRMED: "certain",
    Standing.LIKELY: "likely",
    Standing.POSSIBLE: "possible",
    Standing.RULED_OUT: "ruled out",
}


def print_report(performed: Performed, *, include: bool, with_body: bool) -> None:
    """Body (and head when ``include``) to standard output; diagnosis, if there is one, to standard error."""
    response = performed.exchange.response
    if response is not None:
        if include:
            _print_head(response)
        if with_body:
            _print_body(response.body)
    if performed.diagnosis.is_error:
        print(diagnosis_text(performed.diagnosis), file=sys.stderr)


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """The finding as plain text."""
    lines = [f"\n{diagnosis.headline}", diagnosis.effect, ""]
    status = diagnosis.status
    if status is not None:
        lines.append(f"  What   {status.code} {status.reason}: {status.api_meaning or status.meaning}")
    if diagnosis.code_meaning is not None:
        lines.append(f"         {diagnosis.code_meaning.code}: {diagnosis.code_meaning.meaning}")
    if diagnosis.message:
        lines.append(f"         Server text: {diagnosis.message}")
    for problem in diagnosis.problems:
        if problem.place is not None:
            where = f", line {problem.place.line}" if problem.place.line else ""
            lines.append(f"  Where  {' > '.join(problem.place.crumbs)}{where}")
    lines += _listed("Why", [f"{cause.text} ({_WORDS[cause.standing]})" for cause in diagnosis.causes])
    lines += _listed("Fix", [remedy.title for remedy in diagnosis.remedies])
    lines += [f"  See    {link.title}: {link.url}" for link in diagnosis.references]
    return "\n".join(lines).replace("`", "")


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
    print(f"{response.http_version} {response.status} {response.reason}".rstrip())
    for name, value in response.headers:
        print(f"{name}: {value}")
    print(flush=True)


def _print_body(body: Content) -> None:
    out = sys.stdout.buffer
    if body.path is not None:
        with body.path.open("rb") as source:
            shutil.copyfileobj(source, out)
    else:
        out.write(body.data)
    if sys.stdout.isatty() and not body.data.endswith(b"\n"):
        out.write(b"\n")
    out.flush()
