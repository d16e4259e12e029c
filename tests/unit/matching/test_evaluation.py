"""What a ranking is worth: nDCG against values worked out by hand, and each fault found."""

from __future__ import annotations

import pytest

from matching.catalogue import Catalogue
from matching.evaluation import STEP, Judged, Ranking, exposure, figures, gini, ndcg, ours, plain
from profiles.shown import STEP as SHOWN_AT_FIRST
from tests.unit.matching.made import TODAY, offer, seeker


def judged(grades, never=(), dislikes=()):
    return Judged("amir", seeker(), TODAY, grades, dict.fromkeys(never, "He is 15."), frozenset(dislikes))


@pytest.mark.parametrize(
    ("order", "grades", "worth"),
    [
        ("abc", {"a": 3, "b": 2, "c": 1}, 1.0),
        # 3 + 0 + 7 / 2 = 6.5, of 7 + 3 / log2(3) + 1 / 2 = 9.39279
        ("bxa", {"a": 3, "b": 2, "c": 1}, 6.5 / 9.39279),
        ("xyz", {"a": 3}, 0.0),
        ("", {"a": 1}, 0.0),
        ("ab", {"b": 1}, 0.63093),  # 1 / log2(3)
        # The eleventh place counts for nothing, neither in what was given nor in the best there is.
        ("xxxxxxxxxxa", {"a": 3}, 0.0),
        ("abcdefghij", dict.fromkeys("abcdefghijk", 2), 1.0),
    ],
)
def test_ndcg_as_worked_out_by_hand(order, grades, worth):
    assert ndcg(tuple(order), grades) == pytest.approx(worth, abs=1e-5)


def test_where_nothing_is_good_there_is_no_ndcg():
    assert ndcg(("a",), {}) is None


def test_a_thing_that_must_never_be_shown_is_found_wherever_it_is_answered_for():
    person = judged({}, never=["bar"])
    last = (*(f"x{number}" for number in range(30)), "bar")
    assert figures(person, Ranking(last, answered_for=last), {}, []).violations == ("bar: He is 15.",)
    assert figures(person, plain(last), {}, []).violations == ()
    assert figures(person, plain(("bar",)), {}, []).violations == ("bar: He is 15.",)


def test_a_broken_rule_is_a_violation_once_for_each_thing():
    broken = {"far": ["travel", "cost"], "near": []}
    found = figures(judged({}), plain(("far", "near")), broken, [])
    assert found.violations == ("far: travel, cost",)


def test_good_ones_that_are_nowhere_and_good_ones_that_come_late():
    order = (*(f"x{number}" for number in range(10)), "late", "a-little")
    found = figures(judged({"gone": 2, "late": 3, "x9": 2, "a-little": 1}), plain(order), {}, [])
    assert found.missed == ("gone",)
    assert found.late == ("gone", "late")


def test_dislikes_count_among_the_first_ten():
    order = ("pony", *(f"x{number}" for number in range(9)), "horse")
    assert figures(judged({}, dislikes=["pony", "horse"]), plain(order), {}, []).dislikes == ("pony",)


def test_ours_is_the_order_of_the_page():
    fits = [offer(f"fit{number}") for number in range(8)]
    asks = [offer(f"ask{number}", times=(), pattern="") for number in range(8)]
    person = Judged("amir", seeker(times=("sat_am",)), TODAY, {}, {})
    ranking = ours(Catalogue.from_offers([*fits, *asks]), person)
    kinds = [id[:3] for id in ranking.order]
    assert kinds == ["fit"] * 6 + ["ask"] * 6 + ["fit"] * 2 + ["ask"] * 2
    assert ranking.fits == {one.id for one in fits}
    assert ranking.answered_for == ranking.order
    assert ranking.reasons.keys() == set(ranking.order)
    assert {reason.code for reason in ranking.reasons["fit0"]} >= {"time", "cost"}
    assert STEP == SHOWN_AT_FIRST


@pytest.mark.parametrize(
    ("counts", "worth"), [([3, 3, 3], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([], 0.0), ([0, 0], 0.0)]
)
def test_gini_as_worked_out_by_hand(counts, worth):
    assert gini(counts) == pytest.approx(worth)


def test_exposure_says_what_small_providers_have():
    listed = [offer(f"big{number}", provider="big") for number in range(3)]
    listed += [offer("small0", provider="small"), offer("other0", provider="other")]
    offers = {one.id: one for one in listed}
    person = judged({"big0": 1, "big1": 3, "small0": 2, "other0": 1})
    seen = exposure(offers, [person], [plain(("big0", "big1", "big2", "small0"))])
    assert seen.small_shown == 0.25
    assert seen.small_relevant == 0.5
    # Of the providers of relevant things: 3, 1 and 0 places; 2, 1 and 1 relevant things.
    assert seen.gini_shown == pytest.approx(0.5)
    assert seen.gini_relevant == pytest.approx(1 / 6)
