"""Start-up and idle memory against an empty PySide6 window, alternating in one run: ``make bench-startup``.

Each round starts every variant once as a fresh process; the table shows medians and ratios of medians to the empty
window of the same run. CPU and memory are the process's own accounting (getrusage, /proc).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROUNDS = 7
REQUESTS = 500
ROOT = Path(__file__).parents[2]

EMPTY = """
import sys
from tests.benchmarks.probe import first_paint
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1440, 900)
first_paint(window, app.quit)
window.show()
getattr(app, "exec")()
"""


def make_workspace(folder: Path) -> None:
    """A collection of 500 requests in 10 folders."""
    source = ROOT / "resources/examples/sinch-sms/Sinch SMS API/Batches/Send a batch.yml"
    (folder / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Bench\n')
    for number in range(REQUESTS):
        parent = folder / f"Folder {number // 50}"
        parent.mkdir(exist_ok=True)
        shutil.copyfile(source, parent / f"Request {number}.yml")


def run(arguments: list[str], home: Path) -> dict[str, float]:
    """Start a process; its lines are measurements, times counted from just before it was started."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "EXPLORER_HOME": str(home)}
    # Bytecode is kept, as in an installed program, also where this shell switches that off.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    started = time.time()
    environment["BENCH_STARTED"] = repr(started)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    wall = time.time() - started
    values = {"exit_wall": wall}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            values |= json.loads(line)
    return values


def main() -> int:
    with tempfile.TemporaryDirectory() as name, sandbox() as server:
        rows = measure(Path(name), server)
    empty = rows["empty window"]
    print(f"Medians of {ROUNDS} alternated rounds, workspace of {REQUESTS} requests; x = ratio to the empty window")
    print(f"{'':34}{'wall s':>8}{'x':>7}{'CPU s':>8}{'x':>7}{'RSS MB':>8}{'x':>7}")
    for title, variant, key in (
        ("empty window, first paint", "empty window", "paint"),
        ("Explorer, first paint", "explorer", "paint"),
        ("Explorer, URL typed, Send enabled", "explorer", "usable"),
        ("Explorer, idle after one request", "explorer", "idle"),
    ):
        print(line(title, rows[variant], key, empty))
    help_ratio = rows["--help"]["exit_wall"] / rows["bare python"]["exit_wall"]
    print(f"explorer --help {rows['--help']['exit_wall']:.3f} s = {help_ratio:.1f} x a bare interpreter")
    return 0


@contextmanager
def sandbox() -> Iterator[str]:
    """A server for the one request, in a process of its own; its address."""
    command = [sys.executable, "-m", "explorer", "sandbox", "--port", "0", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())["base_url"]
        finally:
            server.terminate()


def measure(folder: Path, server: str) -> dict[str, dict[str, float]]:
    """Medians by variant and key."""
    workspace, home = folder / "workspace", folder / "home"
    workspace.mkdir()
    make_workspace(workspace)
    variants = {
        "bare python": ["-c", "pass"],
        "--help": ["-m", "explorer", "--help"],
        "empty window": ["-c", EMPTY],
        "explorer": ["-m", "tests.benchmarks.window_start", str(workspace), server],
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in variants}
    for number in range(1 + ROUNDS):
        for name, arguments in variants.items():
            found = run(arguments, home)
            if number:  # the first round writes the bytecode
                runs[name].append(found)
    return {name: {key: median(one[key] for one in found) for key in found[0]} for name, found in runs.items()}


def line(title: str, values: dict[str, float], key: str, empty: dict[str, float]) -> str:
    """One row of the table."""
    cells = ""
    for unit, figure in (("wall", ".3f"), ("cpu", ".3f"), ("rss", ".1f")):
        value = values[f"{key}_{unit}"]
        cells += f"{value:>8{figure}}{value / empty[f'paint_{unit}']:>7.2f}"
    return f"{title:34}{cells}"


if __name__ == "__main__":
    sys.exit(main())
