"""``explorer validate``: every fault of a collection's files, one a line, as editors and build servers read them."""

import argparse
import os
from pathlib import Path

from explorer.cli.exit_codes import FAILED, FINE
from explorer.cli.opened import opened
from explorer.cli.output import say, visible, write_json, write_line
from explorer.core.storage.collection_check import Checked, Finding, check_collection


def run(arguments: argparse.Namespace) -> int:
    """Print the faults and a count; 1 when there is any (warnings count with ``--strict``)."""
    found = opened(arguments.folder)
    faults = warnings = files = 0
    for folder in found.folders:
        checked = check_collection(folder, arguments.env) if folder.is_dir() else _missing(folder)
        for finding in checked.findings:
            _print(folder, finding, as_json=arguments.json)
        count = sum(one.is_warning for one in checked.findings)
        faults, warnings, files = faults + len(checked.findings) - count, warnings + count, files + checked.files
    say(f"explorer: {_count(faults, 'fault')} and {_count(warnings, 'warning')} in {_count(files, 'file')}.")
    return FAILED if faults or (warnings and arguments.strict) else FINE


def _missing(folder: Path) -> Checked:
    reason = "The workspace lists this collection, which is not there."
    return Checked(findings=(Finding(key="", reason=reason),), files=0)


def _print(folder: Path, finding: Finding, *, as_json: bool) -> None:
    path = os.path.relpath(folder / finding.key)
    word = "warning" if finding.is_warning else "error"
    if as_json:
        place = {"line": finding.line, "column": finding.column}
        write_json({"file": path, **place, "severity": word, "reason": finding.reason})
    else:
        place_text = f"{path}:{finding.line}:{finding.column}" if finding.line else path
        write_line(visible(f"{place_text}: {word}: {finding.reason}"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
