"""`make bench`: the speeds that we promise, measured side by side in one run. Each part runs in a process of its own; a promise that
did not hold is said, and makes the whole run fail at its end. The figures are in build/bench.json, the picture in docs/bench.svg."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.timing import RESULTS, keep
from tests.postgres import throwaway_cluster


def part(*arguments: str) -> bool:
    """Run a part; whether what it promises held."""
    print(flush=True)
    return subprocess.run([sys.executable, "-m", *arguments], check=False).returncode == 0


if __name__ == "__main__":
    RESULTS.unlink(missing_ok=True)
    held = [
        part("tests.bench.bench_suggest", "100000"),
        part("tests.bench.bench_suggest", "1000000"),
        part("tests.bench.bench_audience"),
        part("tests.bench.bench_batch"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        result = Path(folder) / "catalogue.json"
        held.append(part("tests.bench.bench_catalogue", "SQLite", address, str(result)))
        if result.exists():
            keep("catalogue_100k", json.loads(result.read_text()))
        with throwaway_cluster() as dsn:
            held.append(
                part("tests.bench.bench_catalogue", "PostgreSQL", dsn.replace("postgresql://", "postgres://"))
            )
        held.append(part("tests.bench.bench_pages", address))
    part("tests.bench.chart")
    sys.exit(0 if all(held) else 1)
