"""The command line. Each command is imported only when it is asked for, so that ``--help`` answers at once."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from explorer.cli.arguments import parse
from explorer.cli.exit_codes import FAILED, INTERRUPTED, USAGE
from explorer.cli.output import OutputError, flush, say
from explorer.core.errors import ExplorerError, InvalidRequestError, UnresolvedVariableError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 a failure, 2 a command line that makes no sense, 130 Ctrl-C.

    Usage is all that was written by the person and cannot be meant: options, and a request that HTTP does not allow.
    """
    try:
        return _with_output_flushed(sys.argv[1:] if argv is None else list(argv))
    except (UsageError, InvalidRequestError, UnresolvedVariableError) as error:
        say(f"explorer: {error}")
        return USAGE
    except ExplorerError as error:
        if isinstance(error, OutputError):
            sys.stdout = None
        say(f"explorer: {error}")
        return FAILED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; Python would complain again while closing stdout.
        sys.stdout = None
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _with_output_flushed(argv: list[str]) -> int:
    """A disk that is full shows only when the buffer is written; Python would do that after we have gone."""
    try:
        arguments = parse(argv)
        return _run(arguments.command)(arguments)
    finally:
        flush()


def _run(command: str) -> Callable[[Namespace], int]:
    # Imported here because Qt and httpx cost hundreds of milliseconds that --help must not pay.
    match command:
        case "send":
            from explorer.cli.send import run
        case "diagnose":
            from explorer.cli.diagnose import run
        case "sandbox":
            from explorer.cli.sandbox import run
        case "new":
            from explorer.cli.new import run
        case "ls":
            from explorer.cli.ls import run
        case "show":
            from explorer.cli.show import run
        case "env":
            from explorer.cli.env import run
        case "validate":
            from explorer.cli.validate import run
        case _:
            from explorer.cli.window import run
    return run
