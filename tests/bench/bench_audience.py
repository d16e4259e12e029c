"""audience(): whom one new offer fits of a million people, beside the same rules as a tuned PostgreSQL query over the same people."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from functools import partial

import psycopg

from matching.audience import Seekers, audience
from matching.catalogue import Catalogue
from tests.bench import oracle
from tests.bench.bench_suggest import rows_of
from tests.bench.generate import TODAY, columns, offers, seekers
from tests.bench.timing import compare, interleaved, line, machine, middle_and_p95, promised
from tests.postgres import throwaway_cluster

PEOPLE, OFFERS = 1_000_000, 100


def run() -> list[str]:
    """Measure and print; what we promise and did not hold."""
    print(
        f"{PEOPLE:,} people, {OFFERS} offers with a place. {machine()}\n  making the people ...", flush=True
    )
    people = [replace(person, own_words="") for person in seekers(PEOPLE, seed=5, no_limit=0.02)]
    ours = Seekers.from_seekers(people)
    made = columns(400, seed=6)
    local = [one for one in offers(made) if one.format == "in-person" and one.lat is not None][:OFFERS]
    catalogue = Catalogue.from_columns(made)
    with throwaway_cluster() as dsn, psycopg.connect(dsn) as connection:
        oracle.load(connection, made)
        oracle.load_people(connection, people)
        del people
        gc.collect()
        gc.freeze()
        asked = [oracle.of_an_offer(connection, one.id, TODAY) for one in local]
        mine, theirs = interleaved(
            {
                "ours": [partial(audience, catalogue, ours, one.id, TODAY) for one in local],
                "theirs": [partial(rows_of, connection, *question) for question in asked],
            }
        ).values()
    line("audience(), one local offer", mine, "promised: p95 under 5 ms")
    line("PostgreSQL, the same people", theirs)
    ratio, _ = compare("audience_1m", mine, theirs, "tuned PostgreSQL")
    return promised(audience_1m_15_times=ratio >= 15, audience_1m_p95_under_5_ms=middle_and_p95(mine)[1] < 5)


if __name__ == "__main__":
    sys.exit(1 if run() else 0)
