"""The plain rules, the PostgreSQL query and `suggest` give the same answer to ten thousand made-up cases.

A case is one seeker asked of one catalogue of a dozen offers (tests/cases.py); `python -m tests.agreement` does the same for as many as
there is time for.
"""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import cases
from tests.agreement import differences, reduced

CATALOGUES, EXAMPLES = 5, 105  # of 20 seekers each: 10,500 cases


@st.composite
def catalogues(draw: st.DrawFn) -> cases.Catalogue:
    return cases.catalogue(lambda choices: draw(st.sampled_from(choices)))


@pytest.fixture(scope="module")
def connection(postgres_dsn):
    with psycopg.connect(postgres_dsn) as connection:
        yield connection


@pytest.mark.postgres
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # what differs is reduced here, which is quicker
)
@given(made=st.lists(catalogues(), min_size=CATALOGUES, max_size=CATALOGUES))
def test_the_three_agree(connection, made):
    found = next(differences(connection, made, nearest_every=4, open_up_every=10), None)
    if found:
        pytest.fail(str(reduced(connection, found)))
