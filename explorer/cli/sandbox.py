"""``explorer sandbox``: the sample API in the foreground."""

import argparse
from dataclasses import asdict

from explorer.cli.output import flush, write_json, write_line
from explorer.core.sandbox.server import SandboxInfo, serve_forever


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; raises SandboxError when the port is taken."""
    serve_forever(arguments.port, _announce_json if arguments.json else _announce)
    return 0


def _announce_json(info: SandboxInfo) -> None:
    write_json(asdict(info))
    flush()


def _announce(info: SandboxInfo) -> None:
    write_line(f"base_url={info.base_url} service_plan_id={info.service_plan_id} token={info.token}")
    write_line(f"The SMS API listens on {info.base_url}. Ctrl-C ends it.")
    flush()
