"""The ten invented people of `seekers/`, each against a few offers that their "must" and "must not" lists are about."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from matching.types import Pilot, Seeker
from tests.unit.matching.made import ask, offer

# Town centres, rounded: the middle of each person's district, more or less.
DISTRICTS = {
    "P01": (53.49, -2.09),  # Ashton
    "P02": (53.38, -2.21),  # Cheadle
    "P03": (53.48, -2.37),  # Eccles
    "P04": (53.57, -2.43),  # Bolton
    "P07": (53.42, -2.32),  # Sale
    "P09": (53.45, -2.05),  # Hyde
    "P12": (54.07, -2.85),  # Morecambe
    "P15": (53.82, -3.05),  # Blackpool
    "P18": (53.55, -2.01),  # Uppermill
    "P22": (53.53, -2.42),  # Little Hulton
}
MOSSLEY, CITY, PRESTON = (53.515, -2.041), (53.478, -2.242), (53.763, -2.703)


def person(name):
    said = json.loads((Path(__file__).parent / "seekers" / f"{name}.json").read_text())
    lat, lng = DISTRICTS[name]
    return Seeker(
        lat=lat,
        lng=lng,
        outcode=said["outcode"],
        age=said["age"],
        ehcp=said["ehcp"],
        interests=tuple(said["interests"]),
        not_interests=tuple(said["not_interests"]),
        own_words=said["own_words"],
        needs=said["needs"],
        modes=tuple(said["travel"]["modes"]),
        max_miles=said["travel"]["max_miles"],
        kinds=tuple(said["kinds"]),
        times=tuple(said["times"]),
        max_cost=said["max_cost"],
    )


def answer(name, *offers):
    """What the person is told, by id: in `fits`, in `ask_first`, and the rules that left out the rest."""
    who = person(name)
    here = dict(zip(("lat", "lng"), DISTRICTS[name], strict=True))
    made = [offer(id, **({"times": who.times[:1] or ("sat_am",)} | here | facts)) for id, facts in offers]
    found = ask(made, who, date(2026, 11, 23))
    return (
        found,
        [each.id for each in found.fits],
        [each.id for each in found.ask_first],
        found.left_out.by_rule,
    )


def at(place):
    return dict(zip(("lat", "lng"), place, strict=True))


def codes(suggestion):
    return {(each.code, each.key) for each in (*suggestion.reasons, *suggestion.cautions)}


QUIET = {"access": {"quiet-space": "yes"}, "noise": "quiet"}


def test_p01_finds_a_quiet_train_club_and_no_loud_or_far_one():
    found, fits, asks, left = answer(
        "P01",
        (
            "trains",
            {"interests": ("trains",), "title": "Model railway club", "age_min": 11, "pence": 400, **QUIET},
        ),
        ("minecraft", {"interests": ("video-games",), "title": "Minecraft morning", **QUIET}),
        ("young-helpers", {"kind": "volunteering", "under_16_confirmed": True, **QUIET}),
        ("internship", {"kind": "supported-internship", **QUIET}),
        ("loud", {"interests": ("video-games",), "noise": "loud", "access": {"quiet-space": "yes"}}),
        ("unknown", {"interests": ("trains",), "noise": "some", "access": {"quiet-space": "yes"}}),
        ("city", {**QUIET, **at(CITY)}),
        ("dear", {"pence": 600, **QUIET}),
        ("adults", {"age_min": 18, **QUIET}),
    )
    assert set(fits) == {"trains", "minecraft", "young-helpers"}
    assert fits[-1] == "young-helpers"
    assert asks == ["unknown"]
    assert left == {"kind": 1, "age": 1, "travel": 1, "cost": 1, "need": 1}
    by_id = {each.id: each for each in found.fits}
    assert {("interest", "trains"), ("need", "quiet-space")} <= codes(by_id["trains"])
    assert {("interest", "video-games"), ("words", "minecraft")} <= codes(by_id["minecraft"])


def test_p02_sees_tv_first_and_grades_are_said():
    steps = {"access": {"clear-steps": "yes", "job-coach": "yes"}}
    found, fits, asks, left = answer(
        "P02",
        (
            "shop",
            {
                "kind": "supported-internship",
                "interests": ("retail",),
                "job_coach": True,
                "access": {"clear-steps": "yes"},
            },
        ),
        ("film", {"kind": "volunteering", "interests": ("film-making",), **steps}),
        ("radio", {"kind": "volunteering", "interests": ("radio-presenting",), **steps}),
        (
            "grades",
            {
                "kind": "volunteering",
                "interests": ("tv-and-film",),
                "entry": ("english_maths_level",),
                **steps,
            },
        ),
        (
            "no-coach",
            {
                "kind": "volunteering",
                "interests": ("tv-and-film",),
                "access": {"clear-steps": "yes", "job-coach": "no"},
            },
        ),
        ("ages", {"kind": "supported-internship", "age_min": 18, "job_coach": True}),
    )
    assert set(fits[:2]) == {"film", "grades"}
    assert fits[2:] == ["radio", "shop"]
    assert asks == []
    assert left == {"age": 1, "need": 1}
    by_id = {each.id: each for each in found.fits}
    assert ("entry", "english_maths_level") in codes(by_id["grades"])
    assert not any(each.code == "interest" for each in by_id["shop"].reasons)
    assert ("interest", "tv-film") in codes(by_id["radio"])


def test_p03_gets_games_work_with_no_interview_and_no_football():
    _, fits, asks, left = answer(
        "P03",
        (
            "games",
            {
                "kind": "supported-internship",
                "interests": ("game-design",),
                "access": {"breaks": "yes", "no-interview": "yes"},
            },
        ),
        (
            "open",
            {
                "kind": "volunteering",
                "interests": ("coding",),
                "access": {"breaks": "yes"},
                "entry": ("none",),
            },
        ),
        (
            "interview",
            {
                "kind": "volunteering",
                "interests": ("coding",),
                "access": {"breaks": "yes"},
                "entry": ("interview",),
            },
        ),
        (
            "football",
            {
                "kind": "volunteering",
                "interests": ("football",),
                "access": {"breaks": "yes"},
                "entry": ("none",),
            },
        ),
        ("evenings", {"kind": "volunteering", "times": ("mon_eve",)}),
        ("no-word", {"kind": "volunteering", "interests": ("coding",)}),
    )
    assert set(fits) == {"games", "open"}
    assert asks == ["no-word"]
    assert left == {"times": 1, "need": 1, "dislike": 1}


def test_p04_wheelchair_and_toilet_are_yes_or_asked_and_never_guessed():
    care = {"kind": "volunteering", "interests": ("disabled-people",)}
    found, fits, asks, left = answer(
        "P04",
        ("both", {**care, "access": {"wheelchair": "yes", "accessible-toilet": "yes"}}),
        ("changing-places", {**care, "access": {"powered-wheelchair": "yes", "changing-places": "yes"}}),
        ("not-sure", {**care, "access": {"wheelchair": "not_sure", "accessible-toilet": "yes"}}),
        ("toilet-blank", {**care, "access": {"wheelchair": "yes"}}),
        ("steps", {**care, "access": {"wheelchair": "no", "accessible-toilet": "yes"}}),
    )
    assert set(fits) == {"both", "changing-places"}
    assert set(asks) == {"not-sure", "toilet-blank"}
    assert {each.id: [ask.need for ask in each.to_ask] for each in found.ask_first} == {
        "not-sure": ["wheelchair"],
        "toilet-blank": ["accessible-toilet"],
    }
    assert left == {"need": 1}


def test_p07_needs_no_plan_and_a_quiet_visit_comes_before_a_large_day():
    visit = {"kind": "uni-bridge", "interests": ("university",), "access": {"visit-first": "yes"}}
    found, fits, asks, left = answer(
        "P07",
        ("open-day", {**visit, "group_size": "crowd", "pattern": "one_off", "starts_on": date(2027, 1, 9)}),
        ("quiet-visit", {**visit, "group_size": "small"}),
        ("mentor", {**visit, "format": "online", "lat": None, "lng": None, "times": ("wed_eve",)}),
        ("internship", {"kind": "supported-internship", "access": {"visit-first": "yes"}}),
    )
    assert fits[0] == "quiet-visit"
    assert set(fits) == {"quiet-visit", "open-day", "mentor"}
    assert ("has_not", "small-group") in codes(next(each for each in found.fits if each.id == "open-day"))
    assert asks == []
    assert left == {"kind": 1}


def test_p07_a_pilot_that_is_open_is_asked_about():
    who = person("P07")
    pilot = offer(
        "pilot",
        kind="supported-internship",
        pilot=Pilot("Trafford", date(2027, 3, 1)),
        access={"visit-first": "yes"},
        times=("sat_am",),
    )
    wider = Seeker(**{name: getattr(who, name) for name in Seeker.__slots__ if name != "kinds"}, kinds=())
    (suggestion,) = ask(pilot, wider).ask_first
    assert [each.about for each in suggestion.to_ask] == ["pilot"]


def test_p09_three_musts_and_what_is_not_known_is_asked_exactly():
    music = {"interests": ("playing-music",), "supporter_free": True}
    found, fits, asks, left = answer(
        "P09",
        (
            "toilet-only",
            {**music, "access": {"aac": "yes", "powered-wheelchair": "yes", "accessible-toilet": "yes"}},
        ),
        (
            "wheelchair-only",
            {**music, "access": {"aac": "yes", "wheelchair": "yes", "changing-places": "yes"}},
        ),
        (
            "no-hoist",
            {**music, "access": {"aac": "yes", "powered-wheelchair": "yes", "changing-places": "no"}},
        ),
    )
    assert fits == []
    assert {each.id: [ask.need for ask in each.to_ask] for each in found.ask_first} == {
        "toilet-only": ["changing-places"],
        "wheelchair-only": ["powered-wheelchair"],
    }
    assert asks
    assert left == {"need": 1}
    assert all(("supporter", "bring-supporter") in codes(each) for each in found.ask_first)


def test_p09_all_three_fit():
    _, fits, _, _ = answer(
        "P09",
        (
            "band",
            {
                "interests": ("playing-music",),
                "access": dict.fromkeys(("aac", "powered-wheelchair", "changing-places"), "yes"),
            },
        ),
    )
    assert fits == ["band"]


def test_p12_only_a_providers_yes_is_safe():
    swim = {"interests": ("swimming",)}
    every = {"hoist": "yes", "personal-care": "yes", "one-to-one": "yes"}
    found, fits, asks, _ = answer(
        "P12",
        ("hydro", {**swim, "access": every}),
        ("arrange", {**swim, "access": every | {"personal-care": "can_arrange"}}),
        ("no-staff", {**swim, "access": {"hoist": "yes", "one-to-one": "yes"}}),
    )
    assert fits == ["hydro"]
    assert set(asks) == {"arrange", "no-staff"}
    assert {ask.need for each in found.ask_first for ask in each.to_ask} == {"personal-care"}


def test_p15_dogs_and_gardens_near_by_and_no_horses():
    ok = {"kind": "volunteering", "access": {"up-and-down": "yes"}}
    _, fits, _, left = answer(
        "P15",
        ("kennels", {**ok, "interests": ("dogs",)}),
        ("gardens", {**ok, "interests": ("gardening",)}),
        ("stables", {**ok, "interests": ("horses",)}),
        ("farm", {**ok, "interests": ("horses", "farm-animals")}),
        ("to-24", {**ok, "age_max": 24, "interests": ("dogs",)}),
        ("preston", {**ok, "interests": ("dogs",), **at(PRESTON)}),
    )
    assert set(fits[:2]) == {"kennels", "gardens"}
    assert fits[2:] == ["farm"]
    assert left == {"age": 1, "travel": 1, "dislike": 1}


def test_p18_the_councils_edge_does_not_matter_and_seizures_do():
    club = {"interests": ("football",), "access": {"seizures": "yes"}}
    found, fits, asks, _ = answer(
        "P18",
        ("tameside", {**club, **at(MOSSLEY)}),
        ("residents", {**club, "who_for": ("local-council-residents-only",)}),
        ("no-answer", {"interests": ("football",)}),
        ("arrange", {"interests": ("football",), "access": {"seizures": "can_arrange"}}),
    )
    assert set(fits) == {"tameside", "residents"}
    assert set(asks) == {"no-answer", "arrange"}
    assert ("who_for", "local-council-residents-only") in codes(
        next(each for each in found.fits if each.id == "residents")
    )


def test_p22_allergies_that_were_not_answered_are_asked():
    helper = {"kind": "volunteering", "interests": ("childcare",)}
    _, fits, asks, left = answer(
        "P22",
        ("nursery", {**helper, "access": {"allergies": "yes"}}),
        ("bolton", {**helper, "access": {"allergies": "yes"}, "lat": 53.567, "lng": -2.43}),
        ("kitchen", {"kind": "volunteering", "interests": ("cooking",)}),
        ("cafe", {"kind": "volunteering", "interests": ("cooking",), "access": {"allergies": "no"}}),
    )
    assert set(fits) == {"nursery", "bolton"}
    assert asks == ["kitchen"]
    assert left == {"need": 1}
