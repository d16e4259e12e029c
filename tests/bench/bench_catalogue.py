"""How long a process takes to load 100,000 rows, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import statistics
import time

from tests.bench.generate import columns

ROWS = 100_000
RUNS = 5
MOST = 2.0  # seconds


def measure(address: str) -> list[float]:
    """Seconds of each run, in this process, over the database at this address, which is filled first."""
    os.environ["DATABASE_URL"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from opportunities import catalogue
    from tests.bench.database import fill

    print(f"  filling a database with {ROWS:,} rows ...", flush=True)
    fill(columns(ROWS))
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        loaded = catalogue.load()
        seconds.append(time.perf_counter() - start)
        assert len(loaded) == ROWS
    return seconds


if __name__ == "__main__":
    import sys

    print(
        f"Loading a process's catalogue from {ROWS:,} rows on {sys.argv[1]} (we promise under {MOST:.0f} s)",
        flush=True,
    )
    seconds = measure(sys.argv[2])
    print(f"  median {statistics.median(seconds):.2f} s   worst {max(seconds):.2f} s")
    sys.exit(statistics.median(seconds) >= MOST)
