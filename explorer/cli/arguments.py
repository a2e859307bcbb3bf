"""What can be written on the command line. Knows words only; imports nothing heavy."""

import argparse
import math

from explorer import __version__

_HIGHEST_PORT = 65535
_LONGEST_S = 31_536_000
"""A year; the clocks of some systems cannot count much further."""

_EPILOG = """commands:
  explorer [FOLDER]                      open the window, on a collection folder if one is named
  explorer send [METHOD] URL             send a request and explain its failure
  explorer send PATH/TO/request.yml      send a saved request
  explorer diagnose FILE                 explain recorded exchanges (JSON Lines or HAR)
  explorer sandbox                       run the sample SMS API on this computer
  explorer new DIR                       make a collection (or a workspace) in a folder
  explorer ls [DIR]                      list the requests of a collection
  explorer show PATH/TO/request.yml      show a request as it would be sent
  explorer env ls|set                    list environments, set a variable
  explorer validate [DIR]                name every fault of a collection's files with its place

`explorer COMMAND --help` tells the options of a command."""

_DIAGNOSE_EPILOG = """each line of output is a JSON object with these keys; what is not known is null or empty:
  id, format, is_error, code, message    what the response says
  fields, missing                        fields it blames; methods, schemes, scopes, types it asks for
  docs_url, request_id                   where it is explained; what support wants to know
  retryable, retry_after_s               whether the same request may pass later, and after how many seconds
  headline                               the finding in one sentence
  layer                                  what failed: none, request, connection, proxy, gateway, server, application
  causes                                 objects with id, text, evidence and
                                         standing (confirmed, likely, possible, ruled_out)
  remedies                               objects with kind, title, action, target, cause and what carries them out:
                                         edits, after_s, link; the best one first

`explorer send --json` prints the same object under "diagnosis"."""


def parse(argv: list[str]) -> argparse.Namespace:
    """The parsed words with ``command`` set; wrong ones end the process with code 2, as argparse does."""
    if argv and argv[0] in _PARSERS:
        arguments = _PARSERS[argv[0]]().parse_args(argv[1:])
        arguments.command = argv[0]
        return arguments
    arguments = _window().parse_args(argv)
    arguments.command = "window"
    return arguments


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"explorer {name}".strip(),
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _window() -> argparse.ArgumentParser:
    parser = _parser("", "Compose HTTP requests, send them, and see exactly why one failed.")
    parser.epilog = _EPILOG
    parser.add_argument("folder", nargs="?", help="a collection folder to open")
    parser.add_argument("--sample", action="store_true", help="open the sample workspace with the sandbox running")
    parser.add_argument("--version", action="version", version=f"Explorer {__version__}")
    return parser


def _send() -> argparse.ArgumentParser:
    parser = _parser("send", "Send one request; print the response, and what is wrong with it if it failed.")
    parser.add_argument("words", nargs="+", metavar="[METHOD] URL", help="a URL, or the path of a saved request")
    parser.add_argument("-H", "--header", action="append", default=[], metavar="NAME: VALUE", help="add a header")
    parser.add_argument("-d", "--data", metavar="BODY", help="request body; @FILE reads a file, @- standard input")
    parser.add_argument("-e", "--env", default="", metavar="NAME", help="environment of the collection")
    parser.add_argument("-C", "--folder", metavar="DIR", help="collection folder (found from the file otherwise)")
    parser.add_argument("--var", action="append", default=[], metavar="NAME=VALUE", help="set a variable for this send")
    parser.add_argument("-i", "--include", action="store_true", help="print status line and headers too")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the body to a file")
    parser.add_argument("-k", "--insecure", action="store_true", help="accept any certificate, for this send only")
    parser.add_argument("--no-follow", action="store_true", help="do not follow redirects")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="longest wait for connection and data")
    parser.add_argument("-y", "--yes", action="store_true", help="send to a protected environment without a question")
    parser.add_argument("--private", action="store_true", help="do not record this in the history")
    parser.add_argument("--check", action="store_true", help="after a failed connection, look at the way to the host")
    parser.add_argument("--json", action="store_true", help="print exchange and diagnosis as one JSON object")
    return parser


def _diagnose() -> argparse.ArgumentParser:
    parser = _parser("diagnose", "Explain recorded exchanges: one JSON object a line in, one a line out.")
    parser.epilog = _DIAGNOSE_EPILOG
    parser.add_argument("file", help="JSON Lines or a HAR 1.2 file; - reads standard input")
    parser.add_argument("--catalog", default="", metavar="PATH", help="error codes of your own APIs (catalog.toml)")
    return parser


def _sandbox() -> argparse.ArgumentParser:
    parser = _parser("sandbox", "Run the sample SMS API on 127.0.0.1 until Ctrl-C.")
    parser.add_argument("--port", type=_port, default=8025, help="port to listen on (default 8025; 0 takes a free one)")
    parser.add_argument("--json", action="store_true", help="print where it listens as one JSON line")
    return parser


def _new() -> argparse.ArgumentParser:
    parser = _parser("new", "Make a collection in a folder; a workspace one level up lists it from then on.")
    parser.add_argument("folder", help="the folder, made when missing")
    parser.add_argument("--name", help="its name (the folder's otherwise)")
    parser.add_argument("--workspace", action="store_true", help="make a workspace for collections instead")
    return parser


def _ls() -> argparse.ArgumentParser:
    parser = _parser("ls", "List what is in a collection, or in each collection of a workspace.")
    parser.add_argument("folder", nargs="?", default=".", help="a collection or workspace (default: this folder)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _show() -> argparse.ArgumentParser:
    parser = _parser("show", "Show a saved request with what it inherits; --env fills in the variables.")
    parser.add_argument("path", metavar="PATH", help="the file of a request")
    parser.add_argument("-e", "--env", default="", metavar="NAME", help="as it would be sent with this environment")
    parser.add_argument("-C", "--folder", metavar="DIR", help="collection folder (found from the file otherwise)")
    parser.add_argument("--var", action="append", default=[], metavar="NAME=VALUE", help="set a variable")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _env() -> argparse.ArgumentParser:
    parser = _parser("env", "List environments and their variables, or set variables in place.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="ls|set")
    listing = verbs.add_parser("ls", help="list environments and variables; secrets are masked")
    listing.add_argument("folder", nargs="?", default=".", help="the collection (default: around this folder)")
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    setting = verbs.add_parser("set", help="set variables; the value of a secret goes to the keychain")
    setting.add_argument("environment", metavar="ENVIRONMENT", help="the environment to change")
    help_text = "what to set; a NAME alone takes its value from standard input"
    setting.add_argument("words", nargs="+", metavar="NAME[=VALUE]", help=help_text)
    setting.add_argument("-C", "--folder", default=".", metavar="DIR", help="the collection (default: around this one)")
    setting.add_argument("--secret", action="store_true", help="mark the variables as secret")
    return parser


def _validate() -> argparse.ArgumentParser:
    parser = _parser("validate", "Check every file of a collection: FILE:LINE:COLUMN and the reason for each fault.")
    parser.add_argument("folder", nargs="?", default=".", help="a collection or workspace (default: this folder)")
    parser.add_argument(
        "-e", "--env", default="", metavar="NAME", help="variables count as known when this one has them"
    )
    parser.add_argument("--strict", action="store_true", help="warnings count as faults")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each fault, one a line")
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0 and up to {_LONGEST_S}")
    return seconds


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= _HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is not a port; ports are numbers from 0 to {_HIGHEST_PORT}")
    return int(text)


_PARSERS = {
    "send": _send,
    "diagnose": _diagnose,
    "sandbox": _sandbox,
    "new": _new,
    "ls": _ls,
    "show": _show,
    "env": _env,
    "validate": _validate,
}
