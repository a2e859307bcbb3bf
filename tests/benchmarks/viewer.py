"""Long bodies in the real window against their floors, in one run: ``make bench-viewer``.

Each round starts the window anew for every body, and beside it what it is compared with: an idle second of the same
window, ``curl -o`` with ``msgspec.json.format`` in a bare process, and QPlainTextEdit. Shared machines are not steady:
read the ratios, not the times.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
BODIES = ("/minified/1", "/pretty/10", "/minified/10", "/pretty/100", "/minified/100", "/objects/25")
GIGABYTE = "/pretty/1000"
SPARE_BYTES = 8_000_000_000
"""A gigabyte is kept as received, by the history and formatted."""

FORMAT = """
import sys, time, msgspec
started = time.perf_counter()
data = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(msgspec.json.format(data, indent=2))
print(time.perf_counter() - started)
"""
EDITOR = """
import sys, time
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication(sys.argv)
edit = QPlainTextEdit()
edit.resize(683, 700)
edit.show()
text = open(sys.argv[1], encoding="utf-8").read()
started = time.perf_counter()
edit.setPlainText(text)
edit.viewport().repaint()
print(time.perf_counter() - started)
"""


def output(*command: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=True)
    return done.stdout


def window(folder: Path, server: str, path: str) -> dict[str, float]:
    """One run of the window."""
    home = folder / "home"
    os.environ["EXPLORER_HOME"] = str(home)
    lines = output(sys.executable, "-m", "tests.benchmarks.viewer_window", str(folder / "workspace"), server, path)
    shutil.rmtree(home)
    return dict(json.loads(next(line for line in lines.splitlines() if line.startswith("{"))))


def floor(folder: Path, server: str, path: str) -> float:
    """Seconds of curl to a file and of formatting that file in a bare process."""
    body, pretty = folder / "body", folder / "pretty"
    received = output("curl", "-s", "-o", str(body), "-w", "%{time_total}", server + path)
    return float(received) + float(output(sys.executable, "-c", FORMAT, str(body), str(pretty)))


def editor(folder: Path) -> float:
    """Seconds of QPlainTextEdit with the text that ``floor`` formatted."""
    return float(output(sys.executable, "-c", EDITOR, str(folder / "pretty")))


@contextmanager
def serving() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.body_server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gigabyte", action="store_true", help="one round with a gigabyte, where the disk has room")
    parser.add_argument("bodies", nargs="*", default=BODIES)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-viewer-") as name, serving() as server:
        folder = Path(name)
        (folder / "workspace").mkdir()
        (folder / "workspace" / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Bench\n')
        print(HEAD)
        for path in wishes.bodies:
            print(row(folder, server, path, wishes.rounds), flush=True)
        if wishes.gigabyte:
            free = shutil.disk_usage(folder).free
            print(
                row(folder, server, GIGABYTE, 1) if free > SPARE_BYTES else f"{GIGABYTE}: only {free / 1e9:.1f} GB free"
            )
    return 0


TITLES = (
    "body", "gap-idle", "slice", "head s", "screen s", "all s", "x floor", "x edit", "peak MB", "closed", "p99 ms",
    "find s", "tree s",
)  # fmt: skip
HEAD = (
    "gap-idle: longest gap of the loop less that of an idle second, ms (target 50). slice: most CPU of the window's\n"
    "thread in one go, ms (16). head: after the first byte (0.2). screen: first rows after the last byte (0.1).\n"
    "all: everything formatted, after Send. x floor: to curl -o and msgspec alone (1.5). x edit: to QPlainTextEdit at\n"
    "10 MB (0.1). peak, closed: memory of the window above what it had, at most and after the tab closed, MB.\n"
    "p99: frame of jumps through the text (33). find: a term that is not there (0.3). tree: its first rows (0.5).\n"
    + "".join(f"{title:>{15 if not at else 9}}" for at, title in enumerate(TITLES))
)


def row(folder: Path, server: str, path: str, rounds: int) -> str:
    """Medians of the rounds as a row of the table; gap and slice are the best of the rounds."""
    runs, floors, editors = [], [], []
    for _ in range(rounds):
        runs.append(window(folder, server, path))
        floors.append(floor(folder, server, path))
        if path.endswith("/10"):
            editors.append(editor(folder))

    def middle(name: str) -> float:
        return median(run[name] for run in runs)

    cells = (
        f"{min(run['gap_ms'] - run['idle_gap_ms'] for run in runs):.0f}",
        f"{min(run['slice_ms'] for run in runs):.1f}",
        f"{middle('head_s'):.3f}",
        f"{middle('screen_s'):.3f}",
        f"{middle('all_s'):.2f}",
        f"{median(run['all_s'] / floor for run, floor in zip(runs, floors, strict=True)):.2f}",
        f"{middle('all_s') / median(editors):.2f}" if editors else "",
        f"{middle('peak_mb'):.0f}",
        f"{middle('after_close_mb'):.0f}",
        f"{middle('frame_p99_ms'):.1f}",
        f"{middle('find_absent_s'):.2f}",
        f"{middle('tree_s'):.2f}" if "tree_s" in runs[0] else "",
    )
    return f"{path:>15}" + "".join(f"{cell:>9}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
