"""How long a process takes to load 100,000 rows, on SQLite and on PostgreSQL. One process fills the database, another loads from it,
as a web process does that has just started."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

ROWS = 100_000
RUNS = 5
MOST = 2.0  # seconds


def start() -> None:
    import django

    django.setup()


def fill_database() -> None:
    """Write the rows, and let the database look at them as it would in its own time."""
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.database import fill
    from tests.bench.generate import columns

    call_command("migrate", verbosity=0)
    fill(columns(ROWS))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def load() -> bool:
    """Load some times, print how long it took, and say whether the promise held."""
    from opportunities import catalogue

    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        loaded = catalogue.load()
        seconds.append(time.perf_counter() - begun)
        if len(loaded) != ROWS:
            raise RuntimeError(f"expected {ROWS:,} opportunities, loaded {len(loaded):,}")
    print(f"  median {statistics.median(seconds):.2f} s   worst {max(seconds):.2f} s")
    return statistics.median(seconds) < MOST


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        start()
        fill_database()
    else:
        name, address = sys.argv[1:]
        print(f"Loading a process's catalogue from {ROWS:,} rows on {name} (we promise under {MOST:.0f} s)")
        print("  filling the database ...", flush=True)
        os.environ |= {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        subprocess.run([sys.executable, "-m", "tests.bench.bench_catalogue", "fill"], check=True)
        start()
        sys.exit(not load())
