"""The check of what was suggested finds each rule that is broken and each reason that is not true, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.catalogue import Catalogue
from matching.messages import Pence, counted, message
from matching.suggest import suggest
from matching.types import Pilot, Reason
from matching.words import understand
from opportunities.fact_check import broken_rules, is_true, untrue
from tests.bench import generate
from tests.unit.matching.made import TODAY, day, offer, seeker

FAR = {"lat": 54.4, "lng": -2.9}
NOWHERE = {"lat": None, "lng": None}
WORK, PLAN = {"kind": "supported-internship"}, {"ehcp": True}

# facts of the offer, answers of the seeker, and the rule that giving it breaks
LEAVES_OUT = [
    ({"ends_on": day(-1)}, {}, "over"),
    ({"apply_by": day(-1)}, {}, "over"),
    ({"pattern": "one_off", "starts_on": day(-1)}, {}, "over"),
    ({}, {"kinds": ("volunteering",)}, "kind"),
    ({"age_min": 18}, {"age": 17}, "age"),
    ({"age_max": 16}, {"age": 17}, "age"),
    ({"kind": "supported-internship"}, {"age": 25, "ehcp": True}, "age"),
    ({"kind": "volunteering"}, {"age": 15}, "age"),
    ({"age_max": 16, "starts_on": day(400)}, {"age": 16}, "age"),
    ({"ehcp": "required"}, {"ehcp": False}, "ehcp"),
    (FAR, {"max_miles": 10}, "travel"),
    ({}, {"modes": ("online",)}, "travel"),
    ({}, {"times": ("sun_am",)}, "times"),
    ({"pence": 501, "per": "session"}, {"max_cost": 5}, "cost"),
    ({"pence": 6001, "per": "term"}, {"max_cost": 5}, "cost"),
    ({"access": {"step-free": "no"}}, {"needs": {"step-free": "must"}}, "need"),
    ({"noise": "loud"}, {"needs": {"low-noise": "must"}}, "need"),
    ({"group_size": "crowd"}, {"needs": {"not-crowded": "must"}}, "need"),
    ({"entry": ("interview",)} | WORK, {"needs": {"no-interview": "must"}} | PLAN, "need"),
    ({"interests": ("football",)}, {"not_interests": ("football",)}, "dislike"),
]
ASKS = [
    ({"ehcp": "required"}, {}, "ehcp"),
    ({"ehcp": "required", "pilot": Pilot("Bury", day(9))}, {"ehcp": False}, "ehcp"),
    (NOWHERE, {"max_miles": 10}, "travel"),
    ({"times": ()}, {"times": ("sun_am",)}, "times"),
    ({"pence": None}, {"max_cost": 5}, "cost"),
    ({}, {"needs": {"step-free": "must"}}, "need"),
    ({"access": {"hoist": "can_arrange"}}, {"needs": {"hoist": "must"}}, "need"),
]
FITS = [
    ({"ends_on": day(0), "apply_by": day(0)}, {}),
    ({"kind": "volunteering", "under_16_confirmed": True}, {"age": 15}),
    ({"age_min": 18, "starts_on": day(200)}, {"age": 17}),
    ({"ehcp": "required"}, {"ehcp": True}),
    (FAR | {"format": "both"}, {"max_miles": 10, "modes": ("online",)}),
    (NOWHERE, {}),
    ({"times": (), "pattern": "rolling"}, {"times": ("sun_am",)}),
    ({"pence": 6000, "per": "term"}, {"max_cost": 5}),
    ({"access": {"wheelchair": "yes"}}, {"needs": {"step-free": "must"}}),
    ({"access": {"quiet-space": "can_arrange"}}, {"needs": {"quiet-space": "must"}}),
    ({"format": "online"} | NOWHERE, {"needs": {"step-free": "must"}, "max_miles": 1}),
    ({"format": "both", "access": {"step-free": "no"}}, {"needs": {"step-free": "must"}}),
    ({}, {"needs": {"job-coach": "must"}}),
    ({"interests": ("football", "singing")}, {"not_interests": ("football",)}),
    ({"entry": ("none",)} | WORK, {"needs": {"no-interview": "must", "no-grades": "must"}} | PLAN),
    ({"job_coach": True} | WORK, {"needs": {"job-coach": "must"}} | PLAN),
]


@pytest.mark.parametrize(("facts", "answers", "rule"), LEAVES_OUT)
def test_each_rule_that_is_broken_is_found(facts, answers, rule):
    for sure in (True, False):
        assert broken_rules(offer(**facts), seeker(**answers), TODAY, sure=sure) == [rule]


@pytest.mark.parametrize(("facts", "answers", "rule"), ASKS)
def test_what_must_be_asked_breaks_a_rule_only_where_it_is_said_to_fit(facts, answers, rule):
    assert broken_rules(offer(**facts), seeker(**answers), TODAY, sure=True) == [rule]
    assert broken_rules(offer(**facts), seeker(**answers), TODAY, sure=False) == []


@pytest.mark.parametrize(("facts", "answers"), FITS)
def test_what_fits_breaks_nothing(facts, answers):
    assert broken_rules(offer(**facts), seeker(**answers), TODAY, sure=True) == []


def reason(code, key, pattern="So.", **values):
    return Reason(code, key, message(pattern, **values))


def within(miles):
    return Reason("near", "miles", counted("{count} mile.", "{count} miles.", miles))


def left(places):
    return Reason("room", "places", counted("{count} place left.", "{count} places left.", places))


COSTS = reason("cost", "pounds", "It costs {price} each time.", price=Pence(350))
FRIENDS = {"interests": ("meeting-people",)}
ROOM = {"places_state": "open", "places_left": 4, "places_updated_on": TODAY}

# A reason, the facts and the answers that make it true, and what of them makes it false.
REASONS = [
    (reason("interest", "football"), {"interests": ("football",)}, {"interests": ("football",)}, {"interests": ("singing",)}, {}),
    (reason("interest", "football"), {"interests": ("football",)}, {"interests": ("football",)}, {}, {"interests": ()}),
    (reason("interest", "football"), {"interests": ("football",)}, {"own_words": "I like football"}, {}, {"own_words": "I hate football"}),
    (reason("interest", "sport"), {"interests": ("football",)}, {"interests": ("swimming",)}, {"interests": ("baking",)}, {}),
    (reason("interest", "sport"), {"interests": ("football",)}, {"interests": ("swimming",)}, {}, {"not_interests": ("football",)}),
    (reason("words", "ukulele"), {"summary": "Play ukuleles."}, {"own_words": "I like ukulele"}, {"summary": "Play."}, {}),
    (reason("words", "ukulele"), {"summary": "Play ukuleles."}, {"own_words": "I like ukulele"}, {}, {"own_words": "I like drums"}),
    (reason("need", "step-free"), {"access": {"wheelchair": "yes"}}, {"needs": {"step-free": "would_help"}}, {"access": {"step-free": "can_arrange"}}, {}),
    (reason("need", "step-free"), {"access": {"step-free": "yes"}}, {"needs": {"step-free": "must"}}, {}, {"needs": {}}),
    (reason("need", "step-free"), {"access": {"step-free": "yes"}}, {"needs": {"step-free": "must"}}, {"format": "online"}, {}),
    (reason("need", "low-noise"), {"noise": "quiet"}, {"matters": ("quiet",)}, {}, {"matters": ("near",)}),
    (reason("friends", "small-group"), {"group_size": "small"}, {"matters": ("small",)}, {}, {"matters": ()}),
    (within(1), {}, {}, FAR, {}),
    (within(1), {}, {}, NOWHERE, {}),
    (reason("near", "online"), {"format": "both"}, {"modes": ("online", "bus")}, {"format": "in-person"}, {}),
    (reason("near", "online"), {"format": "both"}, {"modes": ("online", "bus")}, {}, {"modes": ("bus",)}),
    (reason("time", "sat_am"), {}, {"times": ("sat_am",)}, {"times": ("sun_am",)}, {}),
    (reason("time", "sat_am"), {}, {"times": ("sat_am",)}, {}, {"times": ("sun_am",)}),
    (reason("cost", "free"), {"pence": 0}, {}, {"pence": None}, {}),
    (reason("cost", "free"), {"pence": 0}, {}, {"other_cost": "A boiler suit"}, {}),
    (COSTS, {"pence": 350, "per": "session"}, {"max_cost": 4}, {"pence": 300}, {}),
    (COSTS, {"pence": 350, "per": "session"}, {"max_cost": 4}, {"per": "week"}, {}),
    (COSTS, {"pence": 350, "per": "session"}, {"max_cost": 4}, {}, {"max_cost": 3}),
    (COSTS, {"pence": 350, "per": "session"}, {"max_cost": 4}, {}, {"max_cost": None}),
    (reason("regular", "weekly"), {"pattern": "weekly"}, {}, {"pattern": "monthly"}, {}),
    (reason("friends", "small-group"), {"group_size": "small"}, FRIENDS, {"group_size": "big"}, {}),
    (reason("friends", "small-group"), {"group_size": "small"}, FRIENDS, {}, {"interests": ()}),
    (reason("supporter", "bring-supporter"), {"supporter_free": True}, {"needs": {"bring-supporter": "must"}}, {"supporter_free": False}, {}),
    (reason("supporter", "bring-supporter"), {"supporter_free": True}, {"needs": {"bring-supporter": "must"}}, {}, {"needs": {}}),
    (reason("outcome", "employment"), {"outcomes": ("employment",)}, {}, {"outcomes": ()}, {}),
    (left(4), ROOM, {}, {"places_left": 3}, {}),
    (left(4), ROOM, {}, {"places_state": "full"}, {}),
    (left(4), ROOM, {}, {"places_updated_on": day(-57)}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "facts", "answers", "other_facts", "other_answers"), REASONS)
def test_a_reason_is_true_or_is_found_out(given, facts, answers, other_facts, other_answers):
    def holds(thing, person):
        said = understand(person.own_words, person.interests, person.not_interests)
        return is_true(given, thing, person, TODAY, said)

    assert holds(offer(**facts), seeker(**answers))
    assert not holds(offer(**facts | other_facts), seeker(**answers | other_answers))


def test_a_reason_that_nobody_knows_how_to_check_is_not_true():
    assert untrue({"it": offer()}, seeker(), TODAY, {"it": [reason("popular", "all")]}) == ["it: popular all"]


def test_it_agrees_with_the_suggestions_over_a_made_up_catalogue():
    columns = generate.columns(400, seed=7)
    columns["lat"] = [None if lat is None else 53.4 + (lat % 1) * 0.3 for lat in columns["lat"]]
    columns["lng"] = [None if lng is None else -2.4 + (lng % 1) * 0.4 for lng in columns["lng"]]
    offers = {one.id: one for one in generate.offers(columns)}
    catalogue, checked = Catalogue.from_columns(columns), 0
    for at, made in enumerate(generate.seekers(14, seed=11)):
        person = replace(made, lat=53.5, lng=-2.2 - at / 50)
        understood = understand(person.own_words, person.interests, person.not_interests)
        # A dislike that was read, not ticked, is a rule too; the check does not read.
        read = {
            id
            for id, one in offers.items()
            if one.interests and set(one.interests) <= set(understood.not_interests)
        }
        found = suggest(catalogue, person, generate.TODAY, limit=None)
        passes = {
            sure: {
                id for id, one in offers.items() if not broken_rules(one, person, generate.TODAY, sure=sure)
            }
            - read
            for sure in (True, False)
        }
        assert {one.id for one in found.fits} == passes[True]
        assert {one.id for one in (*found.fits, *found.ask_first)} == passes[False]
        reasons = {one.id: one.reasons for one in (*found.fits, *found.ask_first)}
        assert untrue(offers, person, generate.TODAY, reasons) == []
        checked += sum(len(said) for said in reasons.values())
    assert checked > 100
