"""Bodies of extreme shapes in every form of the real window: ``python -m tests.benchmarks.viewer_forms``.

For each body and group of acts (see ``viewer_forms_window``) the most CPU of the window's thread in one go, and the
longest gap of its loop less that of an idle second. Acts on the whole window, whatever it shows, are a group of their
own without a target.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.viewer import output, serving

BODIES = (
    "/minified/0.02",
    "/numbers/0.95",
    "/deep/0.95",
    "/keys/0.95",
    "/strings/0.95",
    "/wide/0.95",
    "/ragged/0.95",
    "/deepxml/0.95",
    "/yaml/0.02",
    "/markdown/0.02",
    "/ndjson/32",
    "/csv/32",
    "/xml/32",
    "/yaml/32",
    "/flowyaml/32",
    "/markdown/32",
    "/wide/32",
    "/numbers/60",
)
GROUPS = ("arrive", "text", "filter", "tree", "table", "window")
WHOLE_WINDOW = ("theme", "width", "close")
MOST_SLICE_MS, MOST_GAP_MS = 16.0, 50.0

Times = dict[str, tuple[float, float]]


def acts(folder: Path, server: str, path: str) -> Times:
    """Longest gap and slice by act."""
    home = folder / "home"
    os.environ["EXPLORER_HOME"] = str(home)
    module = "tests.benchmarks.viewer_forms_window"
    lines = output(sys.executable, "-m", module, str(folder / "workspace"), server, path)
    shutil.rmtree(home)
    return dict(json.loads(next(line for line in lines.splitlines() if line.startswith("{"))))


def group_of(act: str) -> str:
    group, _, what = act.partition(": ")
    return "window" if what in WHOLE_WINDOW or act in WHOLE_WINDOW else group


def best(runs: list[Times]) -> Times:
    """Of several runs: whoever else works on the machine only adds."""
    return {act: (min(run[act][0] for run in runs), min(run[act][1] for run in runs)) for act in runs[0]}


def print_acts(times: Times) -> None:
    """The acts one by one, the longest slice first."""
    for act, (gap_ms, slice_ms) in sorted(times.items(), key=lambda one: -one[1][1]):
        print(f"{act:>24}{slice_ms:8.1f}{gap_ms:6.0f}")


def row(path: str, times: Times) -> list[str]:
    """Prints a row of the table; what missed its target."""
    idle_ms, _ = times.pop("idle")
    missed = []
    print(f"{path:>15}", end="")
    for group in GROUPS:
        inside = {act: time for act, time in times.items() if group_of(act) == group}
        if not inside:
            print(" " * 14, end="")
            continue
        gap_ms = max(gap for gap, _ in inside.values()) - idle_ms
        slice_ms = max(spent for _, spent in inside.values())
        print(f"{slice_ms:8.1f}{gap_ms:6.0f}", end="")
        if group != "window":
            missed += [
                f"{act} of {path} ({spent:.0f} ms CPU, {gap - idle_ms:.0f} ms)"
                for act, (gap, spent) in inside.items()
                if spent > MOST_SLICE_MS or gap - idle_ms > MOST_GAP_MS
            ]
    print(flush=True)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--acts", action="store_true", help="print every act of each body as well")
    parser.add_argument("bodies", nargs="*", default=BODIES)
    wishes = parser.parse_args()
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-forms-") as name, serving() as server:
        folder = Path(name)
        (folder / "workspace").mkdir()
        (folder / "workspace" / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Bench\n')
        print(f"slice (target {MOST_SLICE_MS:.0f} ms of CPU) and gap above idle (target {MOST_GAP_MS:.0f} ms) by form")
        print(f"{'body':>15}" + "".join(f"{group:>14}" for group in GROUPS))
        for path in wishes.bodies:
            times = best([acts(folder, server, path) for _ in range(wishes.rounds)])
            if wishes.acts:
                print_acts(times)
            missed += row(path, times)
    print("Every target met." if not missed else "MISSED:\n  " + "\n  ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
