"""The rules as a PostgreSQL query give the same buckets and the same counts as `suggest`."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest

from matching.catalogue import Catalogue
from matching.suggest import suggest
from matching.vocabulary import NEEDS
from tests.bench import oracle
from tests.bench.generate import TODAY, columns, seekers

RULES = ("over", "kind", "age", "ehcp", "travel", "times", "cost", "need", "dislike")


@pytest.mark.postgres
def test_the_query_and_suggest_agree(postgres_dsn):
    made = columns(4000, seed=21)
    made["lat"] = [None if lat is None else 53.2 + (lat % 1) * 0.6 for lat in made["lat"]]
    made["lng"] = [None if lng is None else -2.7 + (lng % 1) * 0.9 for lng in made["lng"]]
    catalogue = Catalogue.from_columns(made)
    with psycopg.connect(postgres_dsn) as connection:
        oracle.load(connection, made)
        for seeker in seekers(60, seed=22):
            answer = suggest(catalogue, seeker, TODAY, limit=None)
            asked = oracle.parameters(seeker, TODAY)
            fits, ask_first = set(), set()
            by_rule, by_need = Counter(), Counter()
            for fails, asks, refused, count, ids in connection.execute(oracle.prepared(oracle.ANSWER), asked):
                if not fails:
                    (ask_first if asks else fits).update(ids)
                    continue
                by_rule[RULES[fails - 1]] += count
                by_need.update({need.key: count for need in NEEDS.values() if (refused or 0) & need.bit})
            assert {each.id for each in answer.fits} == fits
            assert {each.id for each in answer.ask_first} == ask_first
            assert answer.left_out.by_rule == by_rule
            assert answer.left_out.by_need == by_need
            if seeker.max_miles is not None:
                rows = connection.execute(oracle.prepared(oracle.MATCHES), asked).fetchall()
                assert {id for id, asks in rows if not asks} == fits
                assert {id for id, asks in rows if asks} == ask_first
