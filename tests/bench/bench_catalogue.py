"""A process's catalogue at 100,000 rows, on SQLite and on PostgreSQL: building it, loading it whole, following a change of 200
listings, and the look at the stamp that each request pays. One process fills the database, another measures, as a web process
does that has just started."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS, CHANGED = 100_000, 200
RUNS = {"whole": 5, "patch": 20, "stamp": 2_000}
MOST_MS = {"build": 1_000, "patch": 2, "stamp, without the way": 0.1}


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


def timed(work: Callable[[], Any], runs: int, before: Callable[[], Any] = lambda: None) -> list[float]:
    """Milliseconds of each run; what is done `before` each is not counted."""
    taken = []
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def asked(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()


def measure() -> dict[str, list[float]]:
    """Milliseconds of each run, by what was done."""
    from django.db import connection

    from matching.catalogue import Catalogue
    from opportunities import catalogue
    from opportunities.models import CatalogueStamp, OpportunityPage

    read = catalogue.columns(OpportunityPage.objects.public())
    found = {"whole": timed(catalogue.load, RUNS["whole"])}
    found["build"] = timed(lambda: Catalogue.from_columns(read), RUNS["whole"])
    keeper = catalogue.Keeper()
    loaded = keeper.fresh()
    if len(loaded) != ROWS:
        raise RuntimeError(f"expected {ROWS:,} opportunities, loaded {len(loaded):,}")
    step = ROWS // CHANGED
    ids = sorted(read["id"])[::step]
    gc.collect()
    gc.freeze()
    # As a request of today finds it: the day's groups are made already, and are patched too.
    from opportunities import clock

    loaded.on(clock.today())
    some = catalogue.of_ids(ids, tuple(read))
    # Each patch is made of the one before: a second patch of one catalogue would copy all columns first.
    chain = [Catalogue.from_columns(read)]
    chain[0].on(clock.today())
    found["patch"] = timed(lambda: chain.append(chain[-1].patch(some)), RUNS["patch"])
    chain.clear()
    found["patch from the database"] = timed(keeper.fresh, 8, lambda: CatalogueStamp.advance(ids))
    found["alphabet"] = timed(lambda: keeper.a_to_z(keeper.fresh()), 1)
    CatalogueStamp.advance()
    keeper.a_to_z(keeper.fresh())
    found["patch from the database, with A to Z"] = timed(
        lambda: keeper.a_to_z(keeper.fresh()), 8, lambda: CatalogueStamp.advance(ids)
    )
    found["stamp"] = timed(keeper.fresh, RUNS["stamp"])
    with connection.cursor() as cursor:
        found["SELECT 1"] = timed(lambda: asked(cursor, "SELECT 1"), RUNS["stamp"])
    # What the way to a database on another machine takes is not ours.
    way = statistics.median(found["SELECT 1"])
    found["stamp, without the way"] = [max(taken - way, 0.0) for taken in found["stamp"]]
    return found


def middle_and_p95(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


def summary(found: dict[str, list[float]]) -> dict[str, Any]:
    """The row of the table: following 200 changes beside loading everything anew, as without a log of changes."""
    (median, p95), (its_median, its_p95) = (
        middle_and_p95(found[name]) for name in ("patch from the database", "whole")
    )
    return {
        "median_ms": round(median, 3),
        "p95_ms": round(p95, 3),
        "ratio_median": round(its_median / median, 1),
        "ratio_p95": round(its_p95 / p95, 1),
        "against": "loading the catalogue whole",
        "parts": {name: middle_and_p95(values) for name, values in found.items()},
    }


def run(name: str, result: Path | None) -> list[str]:
    """Measure and print; what we promise and did not hold. With a path, the summary is written there as JSON."""
    found = measure()
    for what, values in found.items():
        median, p95 = middle_and_p95(values)
        promise = f"promised: {MOST_MS[what]:,g} ms" if what in MOST_MS else ""
        print(f"  {what:<40} median {median:9.3f} ms   p95 {p95:9.3f} ms   {promise}", flush=True)
    made = summary(found)
    print(
        f"  Loading it whole takes {made['ratio_median']} times as long as following {CHANGED} changes",
        flush=True,
    )
    if result:
        result.write_text(json.dumps(made))
    return [
        f"{what} takes {middle_and_p95(found[what])[0]:.3f} ms on {name}, over {most:,g} ms"
        for what, most in MOST_MS.items()
        if middle_and_p95(found[what])[0] > most
    ]


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        start()
        fill_database()
    else:
        name, address, *result = sys.argv[1:]
        print(f"A process's catalogue of {ROWS:,} rows on {name}")
        print("  filling the database ...", flush=True)
        os.environ |= {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        subprocess.run([sys.executable, "-m", "tests.bench.bench_catalogue", "fill"], check=True)
        start()
        if broken := run(name, Path(result[0]) if result else None):
            sys.exit(f"A promise did not hold: {'; '.join(broken)}. Is the machine busy with something else?")
