from __future__ import annotations

import pytest

from matching.vocabulary import NEEDS
from tests.unit.matching.made import ask, cautions, fate, offer, seeker


def must(*keys: str, **answers):
    return seeker(needs=dict.fromkeys(keys, "must"), **answers)


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [("yes", "fits"), ("no", "need"), ("not_sure", "asks about pictures"), (None, "asks about pictures")],
)
def test_unknown_is_not_yes_and_not_no(answer, becomes):
    assert fate(offer(access={"pictures": answer} if answer else {}), must("pictures")) == becomes


def test_what_can_be_arranged_passes_with_tell_them_first():
    assert cautions(offer(access={"pictures": "can_arrange"}), must("pictures")) == [
        ("tell_first", "pictures")
    ]


def test_what_is_safety_critical_is_asked_about_unless_it_is_yes():
    assert fate(offer(access={"seizures": "can_arrange"}), must("seizures")) == "asks about seizures"
    assert fate(offer(access={"seizures": "yes"}), must("seizures")) == "fits"
    assert fate(offer(), must("seizures")) == "asks about seizures"


def test_each_must_that_fails_is_counted_under_its_need():
    answer = ask(offer(access={"pictures": "no", "makaton": "no"}), must("pictures", "makaton", "bsl"))
    assert answer.left_out.by_need == {"pictures": 1, "makaton": 1}
    assert answer.left_out.by_rule == {"need": 1}


def test_a_yes_that_is_more_satisfies_less_and_never_the_other_way():
    assert fate(offer(access={"changing-places": "yes"}), must("accessible-toilet")) == "fits"
    assert (
        fate(offer(access={"changing-places": "yes", "accessible-toilet": "no"}), must("accessible-toilet"))
        == "fits"
    )
    assert (
        fate(offer(access={"accessible-toilet": "yes"}), must("changing-places"))
        == "asks about changing-places"
    )
    assert (
        fate(offer(access={"wheelchair": "yes"}), must("powered-wheelchair"))
        == "asks about powered-wheelchair"
    )
    assert (
        fate(offer(access={"one-to-one": "can_arrange"}), must("someone-with-me"))
        == "asks about someone-with-me"
    )


def test_it_does_not_apply_to_other_kinds():
    assert fate(offer(kind="activity"), must("job-coach")) == "fits"
    assert fate(offer(kind="volunteering"), must("job-coach")) == "asks about job-coach"


@pytest.mark.parametrize("key", [need.key for need in NEEDS.values() if need.in_person_only])
def test_what_is_about_the_building_or_the_way_does_not_apply_online(key):
    assert fate(offer(format="online", access={key: "no"}), must(key)) == "fits"


def test_other_needs_apply_online_too():
    assert fate(offer(format="online"), must("pictures")) == "asks about pictures"


@pytest.mark.parametrize("answer", ["no", "not_sure"])
def test_what_is_both_is_joined_from_home_where_the_building_would_be_in_the_way(answer):
    both = offer(format="both", access={"wheelchair": answer})
    assert fate(both, must("wheelchair")) == "fits"
    assert cautions(both, must("wheelchair")) == [("join_online", "wheelchair")]
    assert fate(offer(format="both"), must("pictures")) == "asks about pictures"


def test_what_is_both_and_can_be_arranged_is_arranged():
    assert cautions(offer(format="both", access={"seat": "can_arrange"}), must("seat")) == [
        ("tell_first", "seat")
    ]


@pytest.mark.parametrize(
    ("facts", "key", "becomes"),
    [
        ({"kind": "volunteering", "job_coach": True}, "job-coach", "fits"),
        ({"noise": "quiet"}, "low-noise", "fits"),
        ({"noise": "loud"}, "low-noise", "need"),
        ({"noise": "some"}, "low-noise", "asks about low-noise"),
        ({"group_size": "one"}, "small-group", "fits"),
        ({"group_size": "small"}, "small-group", "fits"),
        ({"group_size": "medium"}, "small-group", "need"),
        ({"group_size": ""}, "small-group", "asks about small-group"),
        ({"group_size": "tiny"}, "not-crowded", "fits"),
        ({"group_size": "crowd"}, "not-crowded", "need"),
        ({"group_size": "large"}, "not-crowded", "asks about not-crowded"),
        ({"supporter": "welcome"}, "bring-supporter", "fits"),
        ({"supporter": "must_come"}, "bring-supporter", "fits"),
        ({"supporter": "not_needed"}, "bring-supporter", "asks about bring-supporter"),
        ({"kind": "volunteering", "entry": ("interview",)}, "no-interview", "need"),
        ({"kind": "volunteering", "entry": ("none",)}, "no-interview", "fits"),
        ({"kind": "volunteering", "entry": ("work-trial",)}, "no-interview", "asks about no-interview"),
        ({"kind": "volunteering", "entry": ("english_maths_level",)}, "no-grades", "need"),
        ({"kind": "volunteering", "entry": ("qualification_named",)}, "no-grades", "need"),
        ({"kind": "volunteering", "entry": ("none",)}, "no-grades", "fits"),
        ({"kind": "volunteering", "entry": ()}, "no-grades", "asks about no-grades"),
    ],
)
def test_what_the_listing_says_elsewhere_counts_where_the_question_was_not_answered(facts, key, becomes):
    assert fate(offer(**facts), must(key)) == becomes


def test_the_answer_itself_wins_over_what_is_said_elsewhere():
    assert fate(offer(noise="loud", access={"low-noise": "yes"}), must("low-noise")) == "fits"
    assert fate(offer(noise="quiet", access={"low-noise": "no"}), must("low-noise")) == "need"
    assert cautions(offer(noise="loud", access={"low-noise": "can_arrange"}), must("low-noise")) == [
        ("tell_first", "low-noise")
    ]


def test_what_would_help_never_leaves_out_or_asks():
    helped = seeker(needs={"pictures": "would_help", "low-noise": "would_help", "wheelchair": "would_help"})
    assert fate(offer(), helped) == "fits"
    assert cautions(offer(access={"pictures": "no"}, noise="loud"), helped) == [
        ("has_not", "low-noise"),
        ("has_not", "pictures"),
    ]
    assert cautions(offer(format="online", access={"wheelchair": "no"}), helped) == []


def test_an_importance_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="would_help"):
        ask(offer(), seeker(needs={"pictures": "maybe"}))
    with pytest.raises(KeyError):
        ask(offer(), seeker(needs={"a-helicopter": "must"}))
