"""What is handed to whoever runs the API: a report, the request as a command and an archive of the exchange.

It is made of values whose secrets are masked already (``masking`` does that); nothing here looks for secrets.
"""

import io
import zipfile
from dataclasses import dataclass, replace

from explorer.core.interchange.bundle_report import report_markdown
from explorer.core.interchange.curl import curl_command
from explorer.core.interchange.har_writer import har_text
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange

_UNSENT = "# Nothing was sent, so there is no command.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportBundle:
    """The texts as they are shown, copied and saved."""

    markdown: str
    curl: str
    har: str


def support_bundle(masked: Exchange, diagnosis: Diagnosis, version: str) -> SupportBundle:
    """``masked`` and ``diagnosis`` without secrets; ``version`` is Explorer's."""
    return SupportBundle(
        markdown=report_markdown(masked, diagnosis, version),
        curl=_command(masked),
        har=har_text(masked, diagnosis, version),
    )


def bundle_zip(bundle: SupportBundle) -> bytes:
    """An archive with report.md, request.curl and exchange.har."""
    files = {"report.md": bundle.markdown, "request.curl": bundle.curl, "exchange.har": bundle.har}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode("utf-8", "backslashreplace"))
    return buffer.getvalue()


def _command(masked: Exchange) -> str:
    """The command; a body kept in a file is shown by its head, since the file is on this machine and not masked."""
    sent = masked.sent
    if sent is None:
        return _UNSENT
    if sent.body.is_complete or sent.body.path is None:
        return curl_command(sent) + "\n"
    cut = f"# The body is cut: {len(sent.body.data)} of {sent.body.size_bytes} bytes are shown.\n"
    return cut + curl_command(replace(sent, body=replace(sent.body, path=None))) + "\n"
