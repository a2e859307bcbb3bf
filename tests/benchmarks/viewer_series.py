"""Memory of the window while one long body after the other is sent for, shown and closed, each in a tab of its own:
``python -m tests.benchmarks.viewer_series [COUNT]``. Megabytes above what there was after one small answer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.viewer import output, serving

PATHS = "/pretty/10,/minified/1"
TARGET_MB = 11.0
"""A tenth of the window."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=30)
    parser.add_argument("--paths", default=PATHS, help="of the bench's server, with commas; /minified/0.002 is 2 KB")
    wishes = parser.parse_args()
    count = wishes.count
    with tempfile.TemporaryDirectory(prefix="bench-series-") as name, serving() as server:
        folder = Path(name)
        (folder / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Bench\n')
        lines = output(
            sys.executable, "-m", "tests.benchmarks.viewer_window", str(folder), server, wishes.paths, str(count)
        )
    grown = json.loads(next(line for line in lines.splitlines() if line.startswith("{")))["grown_mb"]
    print("bodies closed: MB above the first small answer")
    for number in sorted({1, 2, 5, 10, 20, 50, 100, count}):
        if number <= count:
            print(f"{number:>13}: {grown[number - 1]:.1f}")
    is_met = grown[-1] <= TARGET_MB
    print(f"{'target':>13}: {TARGET_MB:.0f} at the end, {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
