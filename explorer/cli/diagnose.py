"""``explorer diagnose``: recorded exchanges in, findings out."""

import argparse
from collections.abc import Iterable

from explorer.cli.exit_codes import FINE, USAGE
from explorer.cli.output import say, write_json
from explorer.cli.sources import read_source, shown_name
from explorer.cli.team_catalogs import named_catalogs
from explorer.core.diagnosis import Context, diagnose, plugins
from explorer.core.diagnosis.answer import answer
from explorer.core.errors import UsageError
from explorer.core.interchange.exchange_lines import OnBad, exchanges_from_lines
from explorer.core.interchange.har import exchanges_from_har, is_har
from explorer.core.model.exchange import Exchange


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object a line; what is no exchange is named on standard error and passed over.

    0 when all could be read, else 2. Raises UsageError when the file cannot be read or has nothing in it.
    """
    name = shown_name(arguments.file)
    text = read_source(arguments.file).decode("utf-8-sig", "replace")
    bad: list[str] = []

    def on_bad(sentence: str) -> None:
        bad.append(sentence)
        say(f"explorer: {sentence}")

    context = Context(catalogs=named_catalogs(arguments.catalog))
    count = 0
    for exchange in _exchanges(text, name, on_bad):
        write_json(answer(exchange.id, diagnose(exchange, context)))
        count += 1
    for sentence in plugins.news():
        say(f"explorer: {sentence}")
    if not count and not bad:
        raise UsageError(f"{name} has no exchange in it.")
    return USAGE if bad else FINE


def _exchanges(text: str, name: str, on_bad: OnBad) -> Iterable[Exchange]:
    read = exchanges_from_har if is_har(text) else exchanges_from_lines
    return read(text, name, on_bad)
