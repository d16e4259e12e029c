from __future__ import annotations

from geopy.distance import geodesic

from tests.unit.matching.made import MANCHESTER, ask, offer, seeker


def north(miles):
    point = geodesic(miles=miles).destination(tuple(MANCHESTER.values()), 0)
    return {"lat": point.latitude, "lng": point.longitude}


def changes(offers, person):
    return [(each.rule, dict(each.change), each.adds) for each in ask(offers, person).open_up]


def test_the_next_step_in_miles_that_adds_something():
    offers = [offer("a"), offer("b", **north(6.5)), offer("c", **north(7.9)), offer("d", **north(9))]
    assert changes(offers, seeker(max_miles=5)) == [("travel", {"max_miles": 8}, 2)]


def test_when_nothing_fits_it_looks_as_far_as_anybody_goes():
    assert changes([offer("a", **north(45))], seeker(max_miles=5)) == [("travel", {"max_miles": 50}, 1)]
    assert changes([offer("a"), offer("b", **north(45))], seeker(max_miles=5)) == []


def test_any_time():
    offers = [offer("a", times=("mon_am",)), offer("b", times=()), offer("c", times=("sat_am",))]
    assert changes(offers, seeker(times=("sat_am",))) == [("times", {"times": ()}, 2)]


def test_the_next_price_or_any_price():
    offers = [offer("a", pence=450), offer("b", pence=None)]
    assert changes(offers, seeker(max_cost=0)) == [("cost", {"max_cost": 5}, 1)]
    assert changes(offers[1:], seeker(max_cost=0)) == [("cost", {"max_cost": None}, 1)]


def test_the_kind_that_adds_most():
    offers = [offer("a", kind="uni-bridge"), offer("b", kind="volunteering"), offer("c", kind="volunteering")]
    assert changes(offers, seeker(kinds=("activity",))) == [
        ("kind", {"kinds": ("activity", "volunteering")}, 2)
    ]


def test_only_what_that_one_change_lets_fit():
    offers = [
        offer("too far and at another time", times=("mon_am",), **north(7)),
        offer("too far and has not what they must have", access={"pictures": "no"}, **north(7)),
        offer("too far and not known", **north(7)),
        offer("too far and only disliked", interests=("horses",), access={"pictures": "yes"}, **north(7)),
        offer("too far", access={"pictures": "yes"}, **north(7)),
    ]
    person = seeker(max_miles=5, times=("sat_am",), needs={"pictures": "must"}, not_interests=("horses",))
    assert changes(offers, person) == [("travel", {"max_miles": 8}, 1)]


def test_two_changes_are_offered_where_few_things_fit_and_both_are_needed():
    both = [offer(id, pence=450, **north(7)) for id in ("a", "b")]
    person = seeker(max_miles=5, max_cost=0)
    assert changes(both, person) == [("travel+cost", {"max_miles": 8, "max_cost": 5}, 2)]
    assert changes([*both, *(offer(f"near-{at}") for at in range(5))], person) == []


def test_two_changes_are_not_offered_where_each_adds_as_much_alone():
    apart = [offer("a", pence=300), offer("b", **north(7))]
    assert [rule for rule, _, _ in changes(apart, seeker(max_miles=5, max_cost=0))] == ["travel", "cost"]


def test_a_must_is_never_offered_for_dropping():
    assert changes([offer(access={"pictures": "no"})], seeker(needs={"pictures": "must"})) == []


def test_it_says_it_in_words():
    offers = [
        offer("a", **north(7)),
        offer("b", **north(7.5)),
        offer("c", pence=300),
        offer("d", kind="volunteering"),
    ]
    person = seeker(max_miles=5, max_cost=0, kinds=("activity",))
    assert [each.text for each in ask(offers, person).open_up] == [
        "If you can travel 8 miles, there are 2 more.",
        "If you can pay £3 each time, there is 1 more.",
        'If you look at "volunteering" too, there is 1 more.',
    ]
