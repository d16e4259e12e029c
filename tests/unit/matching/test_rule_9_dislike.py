from __future__ import annotations

from tests.unit.matching.made import ask, cautions, fate, offer, seeker

HORSES = seeker(not_interests=("horses",))


def test_left_out_only_when_every_interest_is_disliked():
    assert fate(offer(interests=("horses",)), HORSES) == "dislike"
    assert fate(offer(interests=("horses", "dogs")), HORSES) == "fits"
    assert fate(offer(interests=()), HORSES) == "fits"


def test_some_disliked_comes_after_all_that_holds_none():
    mixed = offer("a", interests=("horses", "dogs"))
    plain = offer("b", lat=53.6, checked_on=None)
    answer = ask([mixed, plain], seeker(not_interests=("horses",), interests=("dogs",)))
    assert [each.id for each in answer.fits] == ["b", "a"]
    assert cautions(mixed, HORSES) == [("dislike", "horses")]


def test_dislikes_are_read_from_words():
    assert fate(offer(interests=("football",)), seeker(own_words="I don't like football")) == "dislike"


def test_what_is_ticked_wins_over_what_is_read():
    liked = seeker(interests=("football",), own_words="I don't like football")
    assert cautions(offer(interests=("football",)), liked) == []
    hated = seeker(not_interests=("football",), own_words="I love football")
    assert fate(offer(interests=("football",)), hated) == "dislike"


def test_words_for_a_part_put_what_says_them_last_and_do_nothing_else():
    says = offer("a", title="Superheroes night", interests=("anime-comics",))
    other = offer("b", title="Manga club", interests=("anime-comics",), lat=53.55)
    person = seeker(own_words="I love comics. I don't like superheroes")
    answer = ask([says, other], person)
    assert [each.id for each in answer.fits] == ["b", "a"]
    assert [(each.code, each.key) for each in answer.fits[1].cautions] == [("dislike", "superheroes")]
    assert fate(says, seeker(own_words="I don't like superheroes")) == "fits"


def test_words_for_a_part_are_found_in_summary_and_steps_and_as_whole_words():
    person = seeker(own_words="no tills")
    assert cautions(offer(summary="You work on a till."), person) == [("dislike", "tills")]
    assert cautions(offer(steps=("You learn the tills.",)), person) == [("dislike", "tills")]
    assert cautions(offer(summary="You come until noon."), person) == []
    assert cautions(offer(summary="Staff are trained."), seeker(own_words="I hate trains")) == []
