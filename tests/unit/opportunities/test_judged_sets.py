"""What is written of how good the suggestions are is what the judged sets give, and is good enough to be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching import evaluation
from matching.catalogue import Catalogue
from opportunities import clock, judged
from opportunities.judged import Measured

ROOT = Path(__file__).parents[3]
WRITTEN = json.loads((ROOT / "docs" / "evaluation.json").read_text())
PAGE = (ROOT / "docs" / "matching.md").read_text()


@pytest.fixture(params=["tuned", "held-out"])
def half(request) -> tuple[dict, Measured]:
    given = judged.load(ROOT / "tests" / "judged" / request.param, today=clock.today(), table=False)
    catalogue = Catalogue.from_offers(given.offers.values())
    rankings = {person.name: evaluation.ours(catalogue, person) for person in given.people}
    return WRITTEN[request.param.replace("-", "_")], judged.measure(given, rankings)


def test_no_rule_is_broken_no_reason_is_untrue_and_nothing_good_is_missed(half):
    _, measured = half
    assert [measured.count(fault) for fault in ("violations", "untrue", "missed")] == [0, 0, 0]


def test_the_best_come_first(half):
    written, measured = half
    assert measured.ndcg >= 0.90
    assert measured.ndcg - written["other"]["ndcg"] >= 0.15


def test_the_figures_that_are_written_are_those_that_are_measured(half):
    written, measured = half
    assert written["ours"] == {
        "ndcg": pytest.approx(measured.ndcg, abs=0.0006),
        **{fault: measured.count(fault) for fault in ("violations", "missed", "late")},
    }
    assert f"| **Ours** | {measured.ndcg:.3f} |" in PAGE
    assert written["people"] == len(measured.each)
