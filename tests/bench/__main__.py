"""`make bench`: the speeds that we promise, measured side by side in one run. Each part runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import throwaway_cluster


def part(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], check=True)


if __name__ == "__main__":
    part("tests.bench.bench_suggest")
    print("\nLoading the catalogue of a process from 100,000 rows (we promise under 2 s):", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        part("tests.bench.bench_catalogue", "SQLite", address)
        with throwaway_cluster() as dsn:
            part("tests.bench.bench_catalogue", "PostgreSQL", dsn.replace("postgresql://", "postgres://"))
        print(flush=True)
        part("tests.bench.bench_pages", address)
