"""Reasons, cautions and questions: true, in order, and plain."""

from __future__ import annotations

import pytest

from matching.catalogue import Catalogue
from matching.explain import needs_beside_answers
from tests.unit.matching.made import ask, cautions, day, offer, only, seeker


def reasons(one, person):
    return [(each.code, each.key) for each in only(ask(one, person)).reasons]


def test_at_most_four_and_what_matters_most_first():
    rich = offer(
        interests=("trains", "video-games", "meeting-people"),
        access={"quiet-space": "yes", "pictures": "yes"},
        group_size="small",
        pattern="weekly",
        title="Minecraft night",
        places_state="open",
        places_left=4,
        places_updated_on=day(-1),
    )
    person = seeker(
        interests=("trains",),
        own_words="Minecraft",
        needs={"quiet-space": "must"},
        times=("sat_am",),
        max_cost=5,
        max_miles=5,
    )
    assert reasons(rich, person) == [
        ("interest", "trains"),
        ("need", "quiet-space"),
        ("words", "minecraft"),
        ("interest", "video-games"),
    ]


@pytest.mark.parametrize(
    ("facts", "answers", "reason", "text"),
    [
        ({}, {"max_miles": 5}, ("near", "miles"), "It is within 1 mile of your area."),
        ({"format": "online"}, {"modes": ("online", "bus")}, ("near", "online"), "You can join from home."),
        ({}, {"times": ("sat_am",)}, ("time", "sat_am"), "It is on Saturday morning, when you can go."),
        ({}, {}, ("cost", "free"), "It is free."),
        (
            {"pence": 350, "per": "session"},
            {"max_cost": 4},
            ("cost", "pounds"),
            "It costs £3.50 each time. You said you can pay that.",
        ),
        ({}, {"interests": ("meeting-people",)}, ("regular", "weekly"), "It is every week."),
        (
            {"group_size": "tiny"},
            {"interests": ("meeting-people",)},
            ("friends", "small-group"),
            "The group is small. That makes it easier to get to know people.",
        ),
        (
            {"access": {"help-make-friends": "yes"}},
            {"interests": ("meeting-people",)},
            ("friends", "help-make-friends"),
            "Staff help people make friends.",
        ),
        (
            {"supporter_free": True},
            {"needs": {"bring-supporter": "would_help"}},
            ("supporter", "bring-supporter"),
            "Your supporter does not pay.",
        ),
        (
            {"places_state": "few_left", "places_left": 1, "places_updated_on": day(0)},
            {},
            ("room", "places"),
            "There is 1 place left.",
        ),
        ({"outcomes": ("health",)}, {}, ("outcome", "health"), "It is good for: being healthy."),
        (
            {"interests": ("singing",)},
            {"interests": ("playing-music",)},
            ("interest", "music"),
            "It is close to what you like: music.",
        ),
        (
            {"noise": "quiet"},
            {"needs": {"low-noise": "would_help"}},
            ("need", "low-noise"),
            "It is usually quiet, or has quiet sessions.",
        ),
        (
            {"access": {"changing-places": "yes"}},
            {"needs": {"accessible-toilet": "must"}},
            ("need", "accessible-toilet"),
            "There is an accessible toilet.",
        ),
    ],
)
def test_a_reason(facts, answers, reason, text):
    found = {
        (each.code, each.key): each.text for each in only(ask(offer(**facts), seeker(**answers))).reasons
    }
    assert found[reason] == text


def test_reasons_that_are_not_true_are_not_given():
    assert reasons(offer(pence=0, other_cost="Bring lunch."), seeker()) == [
        ("near", "miles")
    ]  # free it is not
    alone = offer(supporter_free=True, access={"bring-supporter": "no"}, pence=None, lat=53.6)
    assert reasons(alone, seeker(needs={"bring-supporter": "would_help"})) == []
    far = offer(lat=53.6, pence=None)
    assert reasons(far, seeker(max_miles=9)) == []
    old = offer(pence=None, lat=53.6, places_state="open", places_left=3, places_updated_on=day(-57))
    assert reasons(old, seeker()) == []
    online = offer(format="online", access={"wheelchair": "yes"}, pence=None)
    assert reasons(online, seeker(needs={"wheelchair": "must"})) == []


@pytest.mark.parametrize(
    ("key", "facts", "reason"),
    [
        ("near", {}, ("near", "miles")),
        ("free", {}, ("cost", "free")),
        ("regular", {}, ("regular", "weekly")),
        ("small", {"group_size": "small"}, ("friends", "small-group")),
        ("quiet", {"noise": "quiet"}, ("need", "low-noise")),
        ("quiet", {"access": {"quiet-space": "yes"}}, ("need", "quiet-space")),
    ],
)
def test_what_matters_most_is_said_once_and_only_when_it_holds(key, facts, reason):
    rich = offer(
        interests=("trains",), access={"pictures": "yes", "aac": "yes"} | facts.pop("access", {}), **facts
    )
    person = {"interests": ("trains",), "needs": {"pictures": "must", "aac": "would_help"}}
    assert reasons(rich, seeker(**person, matters=(key,)))[:2] == [("interest", "trains"), reason]
    found = reasons(rich, seeker(**person, matters=(key, "like", "support", "near", "free")[:3]))
    assert len(found) == len(set(found)) == 4
    bare = offer(
        interests=("trains",), lat=53.9, pence=None, pattern="one_off", noise="loud", group_size="large"
    )
    assert reasons(bare, seeker(interests=("trains",), matters=(key,))) == [("interest", "trains")]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"places_state": "full"}, [("full", "full")]),
        ({"places_state": "waiting_list"}, [("waiting_list", "waiting_list")]),
        ({"places_state": "not_open_yet"}, [("not_open_yet", "not_open_yet")]),
        ({"places_updated_on": day(-56)}, []),
        ({"places_updated_on": day(-57)}, [("places_old", "places")]),
        ({"checked_on": day(-183)}, []),
        ({"checked_on": day(-184)}, [("not_checked", "checked_on")]),
        ({"checked_on": None}, [("not_checked", "checked_on")]),
        (
            {"who_for": ("send-only", "girls-and-women")},
            [("who_for", "send-only"), ("who_for", "girls-and-women")],
        ),
        ({"who_for": ("disabled-and-non-disabled-together", "lgbtq-welcome")}, []),
        ({"supporter": "must_come"}, [("must_come", "supporter")]),
        ({"entry": ("interview", "work-trial")}, [("entry", "interview"), ("entry", "work-trial")]),
        ({"entry": ("none",)}, []),
        ({"joining": "referral-needed", "referral_by": "Your social worker."}, [("referral", "joining")]),
        ({"joining": "waiting-list"}, []),
    ],
)
def test_cautions_that_hold_whoever_asks(facts, told):
    assert cautions(offer(**facts), seeker()) == told


def test_who_refers_is_said():
    referred = offer(joining="referral-needed", referral_by="Your social worker.")
    assert only(ask(referred, seeker())).cautions[0].text == "Someone must refer you: Your social worker."


def test_questions_come_in_the_order_of_the_rules_and_only_when_asked():
    vague = offer(ehcp="required", lat=None, lng=None, times=(), pence=None, access={"hoist": "no"})
    person = seeker(
        max_miles=5,
        times=("sat_am",),
        max_cost=0,
        needs={"pictures": "must", "aac": "must", "hoist": "would_help"},
    )
    (suggestion,) = ask(vague, person).ask_first
    assert [each.need or each.about for each in suggestion.to_ask] == [
        "ehcp",
        "place",
        "times",
        "cost",
        "aac",
        "pictures",
    ]
    assert suggestion.to_ask[-1].question == "Do you use pictures, symbols or Easy Read?"


def test_needs_beside_answers_read_as_rule_8_reads_them():
    one = offer(kind="activity", noise="quiet", access={"hoist": "can_arrange", "pictures": "no"})
    person = seeker(
        needs={
            "pictures": "would_help",
            "low-noise": "must",
            "hoist": "must",
            "aac": "must",
            "job-coach": "must",
        }
    )
    answers = needs_beside_answers(Catalogue.from_offers([one]), "it", person)
    assert [(each.key, each.importance, each.answer, each.safety_critical) for each in answers] == [
        ("low-noise", "must", "yes", False),
        ("aac", "must", "not_known", False),
        ("hoist", "must", "can_arrange", True),
        ("pictures", "would_help", "no", False),
        ("job-coach", "must", "not_applicable", False),
    ]
    with pytest.raises(KeyError):
        needs_beside_answers(Catalogue.from_offers([one]), "other", person)
