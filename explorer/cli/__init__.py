"""The command line. Each command is imported only when it is asked for, so that ``--help`` answers at once."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from explorer.cli.arguments import parse
from explorer.core.errors import ExplorerError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 a failure, 2 a command line that makes no sense."""
    arguments = parse(sys.argv[1:] if argv is None else list(argv))
    try:
        return _run(arguments.command)(arguments)
    except UsageError as error:
        print(f"explorer: {error}", file=sys.stderr)
        return 2
    except ExplorerError as error:
        print(f"explorer: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; Python would complain again while closing stdout.
        sys.stdout = None
        return 1


def _run(command: str) -> Callable[[Namespace], int]:
    # Imported here because Qt and httpx cost hundreds of milliseconds that --help must not pay.
    match command:
        case "send":
            from explorer.cli.send import run
        case "diagnose":
            from explorer.cli.diagnose import run
        case "sandbox":
            from explorer.cli.sandbox import run
        case _:
            from explorer.cli.window import run
    return run
