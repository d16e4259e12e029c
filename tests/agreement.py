"""Do the three agree? `python -m tests.agreement --cases 1000000 --seed 1`

The plain rules (tests/unit/matching/reference_rules.py), the PostgreSQL query (tests/bench/oracle.py) and `suggest` answer the same made-up
cases. A case is one seeker asked of one catalogue of a dozen offers. All three must give the same buckets, order, counts and scores;
`suggest` and the plain rules the same changes that would open up more, with the same counts.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import psycopg
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from matching import catalogue as fast_catalogue
from matching.suggest import suggest
from matching.types import Offer, Seeker
from matching.vocabulary import NEEDS, interest_bits, need_bits
from matching.words import stems
from tests import cases
from tests.bench import oracle
from tests.postgres import throwaway_cluster
from tests.unit.matching import reference_rules as plain

ROUND = 50  # catalogues that PostgreSQL is asked about at once
# Of how many cases one is ranked by distance, too, and how many one is opened up, in the long run.
NEAREST_EVERY, OPEN_UP_EVERY = 8, 10


class Difference(NamedTuple):
    """Two answers to one case that are not the same: what of them, whose, and both."""

    what: str
    between: str
    first: Any
    second: Any
    seeker: Seeker
    made: cases.Catalogue

    def __str__(self) -> str:
        asked = {key for need in self.seeker.needs for key in (need, *NEEDS[need].satisfied_by)} | {*QUIET}
        offers = "\n".join(f"  {_said(offer, asked)}" for offer in self.made.offers)
        return (
            f"{self.what}: {self.between}\n  {self.first}\n  {self.second}\n"
            f"today {self.made.today}\n{_said(self.seeker)}\n{offers}"
        )


QUIET = ("low-noise", "quiet-space")


def _said(one: Offer | Seeker, needs: Collection[str] = ()) -> str:
    """What it says that is not the usual thing; of its access, what it says of these needs."""
    said = {
        field.name: value
        for field in fields(one)
        if (value := getattr(one, field.name)) not in (field.default, None, "", (), {})
    }
    if "access" in said:
        said["access"] = {key: answer for key, answer in said["access"].items() if key in needs}
    return f"{type(one).__name__}({', '.join(f'{name}={value!r}' for name, value in said.items())})"


def differences(
    connection: psycopg.Connection[Any],
    made: Sequence[cases.Catalogue],
    nearest_every: int = 1,
    open_up_every: int = 1,
) -> Iterator[Difference]:
    """Every case of these catalogues, answered by all three."""
    queried = query(connection, made)
    number = 0
    for catalogue in made:
        fast = fast_catalogue.Catalogue.from_offers(catalogue.offers)
        for seeker in catalogue.seekers:
            expected = plain.answer_to(catalogue.offers, seeker, catalogue.today)
            found = [*_plain_and_query(expected, next(queried), catalogue.offers, seeker)]
            found += _plain_and_fast(expected, fast, seeker, catalogue, "best")
            if number % nearest_every == 0:
                expected.fits = plain.in_order(expected.fits, seeker, "nearest")
                expected.ask_first = plain.in_order(expected.ask_first, seeker, "nearest")
                found += _plain_and_fast(expected, fast, seeker, catalogue, "nearest")
            if number % open_up_every == 0:
                found += _opened(fast, seeker, catalogue)
            number += 1
            yield from (Difference(*each, seeker, catalogue) for each in found if each[2] != each[3])


def reduced(connection: psycopg.Connection[Any], found: Difference) -> Difference:
    """The same difference for the one seeker, without the offers that it does not take."""
    for offer in found.made.offers:
        offers = [each for each in found.made.offers if each is not offer]
        smaller = replace(found.made, offers=offers, seekers=[found.seeker])
        again = differences(connection, [smaller]) if offers else iter(())
        found = next((each for each in again if each.what == found.what), found)
    return found


def query(connection: psycopg.Connection[Any], made: Sequence[cases.Catalogue]) -> Iterator[tuple[Any, ...]]:
    """What PostgreSQL says of each case, in their order: a row of `oracle.EVERYBODY`, and the musts that each offer fails."""
    columns = [as_columns(catalogue.offers, number) for number, catalogue in enumerate(made)]
    oracle.load(
        connection,
        {name: [value for each in columns for value in each[name]] for name in columns[0]},
        tuned=False,
    )
    oracle.load_seekers(
        connection,
        (
            (number, oracle.parameters(seeker, catalogue.today))
            for number, catalogue in enumerate(made)
            for seeker in catalogue.seekers
        ),
    )
    with connection.cursor(binary=True) as cursor:
        refused = dict(cursor.execute(oracle.of_table(oracle.REFUSED)).fetchall())
        for row in cursor.execute(oracle.of_table(oracle.EVERYBODY)).fetchall():
            yield (*row[1:], refused.get(row[0], []))


def _plain_and_query(
    expected: plain.Answer, row: tuple[Any, ...], offers: Sequence[Offer], seeker: Seeker
) -> Iterator[tuple[str, str, Any, Any]]:
    between = "plain rules, query"
    fails, ask_first, questions, musts, disliked, tenths, points, value, place, nearest, score, refused = row
    ids = sorted(offer.id for offer in offers)
    at = {id: index for index, id in enumerate(ids)}
    for name, bucket, asks in (("fits", expected.fits, False), ("ask_first", expected.ask_first, True)):
        in_bucket = [index for index in range(len(ids)) if fails[index] == 0 and ask_first[index] == asks]
        rows = [at[each.offer.id] for each in bucket]
        yield name, between, rows, sorted(in_bucket, key=place.__getitem__)
        if set(rows) != set(in_bucket):
            continue
        yield f"{name}: points", between, [each.points for each in bucket], [points[index] for index in rows]
        yield f"{name}: values", between, [each.value for each in bucket], [value[index] for index in rows]
        yield (
            f"{name}: scores",
            between,
            [each.score for each in bucket],
            [round(score[index], 4) for index in rows],
        )
        yield (
            f"{name}: dislikes",
            between,
            [each.disliked for each in bucket],
            [disliked[index] for index in rows],
        )
        yield (
            f"{name}: tenths of miles",
            between,
            [each.tenths for each in bucket],
            [tenths[index] for index in rows],
        )
        yield (
            f"{name}: questions",
            between,
            [
                sorted("plan" if asked in ("ehcp", "pilot") else asked for asked in each.asks)
                for each in bucket
            ],
            [_questions(questions[index], musts[index], seeker) for index in rows],
        )
        again = [at[each.offer.id] for each in plain.in_order(list(bucket), seeker, "nearest")]
        yield f"{name}, nearest first", between, again, sorted(in_bucket, key=nearest.__getitem__)
        plain.in_order(bucket, seeker, "best")
    by_rule = Counter(oracle.RULES[rule - 1] for rule in fails if rule)
    yield "left out by rule", between, expected.by_rule, by_rule
    failed = Counter(key for mask in refused for key in seeker.needs if NEEDS[key].bit & mask)
    yield "left out by need", between, expected.by_need, failed


def _questions(mask: int, musts: int, seeker: Seeker) -> list[str]:
    """The names of the questions of a mask; one about the plan is not told from one about a pilot."""
    asked = [key for at, key in enumerate(("plan", "place", "times", "cost")) if mask >> at & 1]
    return sorted([*asked, *(key for key in seeker.needs if NEEDS[key].bit & musts)])


def _plain_and_fast(
    expected: plain.Answer,
    fast: fast_catalogue.Catalogue,
    seeker: Seeker,
    made: cases.Catalogue,
    order: Any,
) -> Iterator[tuple[str, str, Any, Any]]:
    between = f"plain rules, suggest(order={order!r})"
    answer = suggest(fast, seeker, made.today, limit=None, order=order)
    for name, bucket, found in (
        ("fits", expected.fits, answer.fits),
        ("ask_first", expected.ask_first, answer.ask_first),
    ):
        yield name, between, [each.offer.id for each in bucket], [each.id for each in found]
        yield (
            f"{name}: scores",
            between,
            [each.score for each in bucket],
            [round(each.score, 4) for each in found],
        )
        miles = [None if each.tenths is None else each.tenths / 10 for each in bucket]
        yield f"{name}: miles", between, miles, [each.miles for each in found]
        asks = [sorted(each.asks) for each in bucket]
        yield (
            f"{name}: questions",
            between,
            asks,
            [sorted(a.need or a.about for a in each.to_ask) for each in found],
        )
    yield "left out by rule", between, expected.by_rule, Counter(answer.left_out.by_rule)
    yield "left out by need", between, expected.by_need, Counter(answer.left_out.by_need)
    total = sum(expected.by_rule.values())
    counted = (answer.left_out.total, answer.fits_total, answer.ask_first_total)
    yield "totals", between, (total, len(expected.fits), len(expected.ask_first)), counted


def _opened(
    fast: fast_catalogue.Catalogue, seeker: Seeker, made: cases.Catalogue
) -> Iterator[tuple[str, str, Any, Any]]:
    expected = {
        each.rule: (each.change, each.adds) for each in plain.open_up(made.offers, seeker, made.today)
    }
    answer = suggest(fast, seeker, made.today).open_up
    found = {each.rule: (dict(each.change), each.adds) for each in answer}
    yield "open_up", "plain rules, suggest", expected, found


def as_columns(offers: Iterable[Offer], catalogue: int) -> dict[str, list[Any]]:
    """Offers as `oracle.load` reads them."""
    rows = []
    for offer in offers:
        low, high = interest_bits(offer.interests)
        text = " ".join((offer.title, offer.summary, *offer.steps))
        rows.append(
            {name: getattr(offer, name) for name in SAME}
            | {
                "catalogue": catalogue,
                "interests_low": low,
                "interests_high": high,
                "yes_bits": need_bits(offer.access, "yes"),
                "can_arrange_bits": need_bits(offer.access, "can_arrange"),
                "no_bits": need_bits(offer.access, "no"),
                "pilot_ends_on": offer.pilot.ends_on if offer.pilot else None,
                "search_words": stems(text),
            }
        )
    return {name: [row[name] for row in rows] for name in rows[0]}


SAME = (
    *("id", "provider", "kind", "format", "lat", "lng", "age_min", "age_max", "ehcp", "times", "pattern"),
    *("starts_on", "ends_on", "apply_by", "pence", "per", "group_size", "noise", "supporter", "entry"),
    *("places_state", "places_updated_on", "checked_on", "overdue", "job_coach", "under_16_confirmed"),
)


@lru_cache
def _connection(dsn: str) -> psycopg.Connection[Any]:
    """The one connection of this process, with tables of its own."""
    connection = psycopg.connect(dsn, autocommit=True)
    connection.execute(f"CREATE SCHEMA process_{os.getpid()}")
    connection.execute(f"SET search_path TO process_{os.getpid()}")
    connection.execute("SET client_min_messages TO warning")
    return connection


def one_round(dsn: str, seed: int, number: int) -> tuple[int, int, str]:
    """The number of a round, how many differences it has, and the first of them in words, reduced."""
    pick = random.Random(f"{seed}-{number}")
    made = [cases.catalogue(pick.choice) for _ in range(ROUND)]
    found = list(differences(_connection(dsn), made, NEAREST_EVERY, OPEN_UP_EVERY))
    return number, len(found), str(reduced(_connection(dsn), found[0])) if found else ""


def run(number: int, seed: int, first: int, processes: int) -> int:
    """Compare so many cases; in how many rounds of them something differs."""
    console = Console()
    size = ROUND * cases.SEEKERS
    numbers = range(first, first + -(-number // size))
    wrong = 0
    bar = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with (
        throwaway_cluster() as dsn,
        ProcessPoolExecutor(processes) as pool,
        Progress(*bar, console=console) as progress,
    ):
        task = progress.add_task("Cases", total=len(numbers) * size)
        for at, differ, said in pool.map(partial(one_round, dsn, seed), numbers):
            if differ:
                wrong += 1
                again = f"python -m tests.agreement --seed {seed} --first {at} --cases {size}"
                console.print(
                    f"{differ} differ. Again: {again}\n{said}", markup=False, highlight=False, soft_wrap=True
                )
            progress.advance(task, size)
    console.print(
        f"{len(numbers) * size:,} cases, seed {seed}: {wrong or 'no'} rounds of {size:,} with a difference"
    )
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description="Do the plain rules, the query and suggest() agree?")
    parser.add_argument("--cases", type=int, default=10_000, help="how many, in rounds of a thousand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the round to begin with, to repeat one")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(min(run(asked.cases, asked.seed, asked.first, asked.processes), 1))


if __name__ == "__main__":
    main()
