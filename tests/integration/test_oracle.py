"""The queries that the bench runs against say what the plain rules say: for one person, and for one offer among many people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import psycopg
import pytest

from matching.vocabulary import NEEDS
from tests.bench import oracle
from tests.bench.generate import TODAY, columns, offers, seekers
from tests.unit.matching import reference_rules as plain

# Close together, so that travel limits cut through the middle of them.
MADE = columns(600, seed=21)
MADE["lat"] = [None if lat is None else 53.3 + (lat % 1) * 0.3 for lat in MADE["lat"]]
MADE["lng"] = [None if lng is None else -2.4 + (lng % 1) * 0.4 for lng in MADE["lng"]]
OFFERS = list(offers(MADE))
PEOPLE = [
    replace(person, lat=53.4 + at % 7 / 50, lng=-2.2 - at % 5 / 50, matters=(("near", "quiet"), ())[at % 2])
    for at, person in enumerate(seekers(300, seed=22, no_limit=0.2))
]
EASY = [replace(person, needs={}, age=None, ehcp=True) for person in PEOPLE[:10]]
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def connection(postgres_dsn):
    with psycopg.connect(postgres_dsn) as connection:
        oracle.load(connection, MADE)
        yield connection
        connection.execute("DROP TABLE offers, worths")


@pytest.mark.parametrize("person", [*PEOPLE[:12], *EASY])
def test_one_person(connection, person):
    asked = oracle.parameters(person, TODAY)
    expected = plain.answer_to(OFFERS, person, TODAY)
    fits, ask_first = ({each.offer.id for each in bucket} for bucket in (expected.fits, expected.ask_first))

    def rows(query):
        return connection.execute(oracle.prepared(query), asked).fetchall()

    found, by_rule, by_need = {0: set(), oracle.ASKS_FIRST: set()}, Counter(), Counter()
    for verdict, refused, count, ids in rows(oracle.ANSWER):
        if verdict in found:
            found[verdict].update(ids)
        else:
            _count(by_rule, by_need, verdict, refused, count)
    assert found == {0: fits, oracle.ASKS_FIRST: ask_first}
    assert (by_rule, by_need) == (expected.by_rule, expected.by_need)

    if person.max_miles is not None:
        near = rows(oracle.MATCHES)
        assert {id for id, asks in near if not asks} == fits
        assert {id for id, asks in near if asks} == ask_first

    buckets = {0: expected.fits, oracle.ASKS_FIRST: expected.ask_first}
    by_rule, by_need, first = Counter(), Counter(), {verdict: [] for verdict in buckets}
    for verdict, refused, number, id, score, tenths, place in rows(oracle.TOP):
        if verdict in buckets:
            assert number == len(buckets[verdict])
            first[verdict].append((place, id, round(score, 4), tenths))
        else:
            _count(by_rule, by_need, verdict, refused, number)
    assert (by_rule, by_need) == (expected.by_rule, expected.by_need)
    for verdict, bucket in buckets.items():
        assert sorted(first[verdict]) == [
            (place, each.offer.id, each.score, each.tenths) for place, each in enumerate(bucket[:20], start=1)
        ]


def _count(by_rule, by_need, fails, refused, count):
    by_rule[oracle.RULES[fails - 1]] += count
    by_need.update({need.key: count for need in NEEDS.values() if (refused or 0) & need.bit})


@pytest.mark.parametrize("person", [*PEOPLE[:12], *EASY])
def test_what_would_open_up_more(connection, person):
    counts = connection.execute(oracle.prepared(oracle.OPEN_UP), oracle.parameters(person, TODAY)).fetchall()
    found = oracle.opened(counts, person)
    expected = plain.open_up(OFFERS, person, TODAY)
    assert [tuple(each) for each in found] == [(each.rule, each.change, each.adds) for each in expected]


def test_something_is_opened_up_for_each_rule_and_by_two_changes():
    rules = {each.rule for person in (*PEOPLE[:12], *EASY) for each in plain.open_up(OFFERS, person, TODAY)}
    assert rules > {"travel", "times", "cost", "kind"}


def test_one_offer_among_many_people(connection):
    oracle.load_people(connection, PEOPLE)
    for offer in OFFERS[:60]:
        query, asked = oracle.of_an_offer(connection, offer.id, TODAY)
        found = {asks: set(ids) for asks, ids in connection.execute(query, asked)}
        expected = {False: set(), True: set()}
        for number, person in enumerate(PEOPLE):
            hated = set(plain.person_of(person, TODAY).disliked)
            verdict = plain.judge(offer, person, TODAY, hated)
            if not verdict.fails:
                expected[bool(verdict.asks)].add(number)
        assert found == {asks: people for asks, people in expected.items() if people}
    connection.execute("DROP TABLE people")


def test_the_geodesic_in_sql_is_the_geodesic(connection):
    pairs = [
        ((offer.lat, offer.lng), (person.lat, person.lng)) for offer in OFFERS[:40] for person in PEOPLE[:8]
    ]
    for one, other in (*pairs, ((49.9, -6.3), (60.8, -0.9)), ((53.4, -2.2), (53.4, -2.2))):
        if one[0] is None:
            continue
        (metres,) = connection.execute("SELECT geodesic(%s, %s, %s, %s)", (*one, *other)).fetchone()
        assert abs(metres - plain.miles_between(one, other) * 1609.344) < 2e-6
