"""``explorer validate``: every fault of a collection's files, one a line, as editors and build servers read them."""

import argparse
import os
from pathlib import Path

from explorer.cli.exit_codes import FAILED, FINE
from explorer.cli.opened import opened
from explorer.cli.output import say, visible, write_json, write_line
from explorer.core.storage.collection_check import Checked, Finding, check_collection
from explorer.core.storage.collection_files import read_text
from explorer.core.storage.workspace_file import WORKSPACE_FILE
from explorer.core.storage.yaml_read import place_of


def run(arguments: argparse.Namespace) -> int:
    """Print the faults and a count; 1 when there is any (warnings count with ``--strict``)."""
    found = opened(arguments.folder)
    faults = warnings = files = 0
    for number, folder in enumerate(found.folders):
        if folder.is_dir():
            checked, root = check_collection(folder, arguments.env), folder
        else:
            root = Path(os.path.abspath(arguments.folder))
            checked = _missing(root, number)
        for finding in checked.findings:
            _print(root, finding, as_json=arguments.json)
        count = sum(one.is_warning for one in checked.findings)
        faults, warnings, files = faults + len(checked.findings) - count, warnings + count, files + checked.files
    say(f"explorer: {_count(faults, 'fault')} and {_count(warnings, 'warning')} in {_count(files, 'file')}.")
    return FAILED if faults or (warnings and arguments.strict) else FINE


def _missing(workspace: Path, number: int) -> Checked:
    reason = "The workspace lists this collection, which is not there."
    line, column = place_of(read_text(workspace / WORKSPACE_FILE), ("collections", number, "path"))
    return Checked(findings=(Finding(key=WORKSPACE_FILE, reason=reason, line=line, column=column),), files=1)


def _print(folder: Path, finding: Finding, *, as_json: bool) -> None:
    """What the whole file is about stands at its beginning, so that every line has the same form."""
    path = os.path.relpath(folder / finding.key)
    word = "warning" if finding.is_warning else "error"
    line, column = max(finding.line, 1), max(finding.column, 1)
    if as_json:
        write_json({"file": path, "line": line, "column": column, "severity": word, "reason": finding.reason})
    else:
        write_line(visible(f"{path}:{line}:{column}: {word}: {finding.reason}"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
