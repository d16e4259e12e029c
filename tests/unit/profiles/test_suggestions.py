"""Answers to a seeker, and what matching says to what a page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import isnan
from typing import Any

import pytest
from django.http import QueryDict

from matching.messages import message
from matching.types import LeftOut, OpenUp
from matching.vocabulary import INTEREST_GROUPS, NEEDS
from opportunities.models import OpportunityPage, VolunteeringPage
from opportunities.somebody_else import ask_for_them, their_words
from profiles.answers import NOTHING, Answers
from profiles.beside import beside
from profiles.cards import far_words
from profiles.changes import NotAChange, changed
from profiles.shown import Shown
from profiles.spoken import check_list, few, matched_on
from profiles.suggestions import button_for, left_out_words, results_for, seeker_of

TODAY = date(2026, 11, 23)
NEAR = {"outcode": "M3", "lat": 53.4757, "lng": -2.2556}
Offer = Callable[..., OpportunityPage]


class TestSeeker:
    def test_what_was_not_said_limits_nothing(self) -> None:
        seeker = seeker_of(NOTHING)
        assert seeker.age is None
        assert seeker.ehcp is None
        assert seeker.max_miles is None
        assert isnan(seeker.lat)

    def test_not_sure_about_a_plan_is_not_a_no(self) -> None:
        assert seeker_of(Answers(plan="not_sure")).ehcp is None
        assert seeker_of(Answers(plan="no")).ehcp is False

    def test_miles_without_a_place_are_no_limit(self) -> None:
        assert seeker_of(Answers(max_miles=5)).max_miles is None
        assert seeker_of(Answers(max_miles=5, **NEAR)).max_miles == 5

    def test_a_whole_group_is_each_thing_in_it_but_what_is_disliked(self) -> None:
        answers = Answers(groups=("games", "music"), interests=("singing",), not_interests=("board-games",))
        liked = set(seeker_of(answers).interests)
        assert liked == {"singing", *INTEREST_GROUPS["games"].members} - {"board-games"}

    def test_what_matters_most_is_handed_on(self) -> None:
        assert seeker_of(Answers(matters=("free", "near"))).matters == ("free", "near")


class TestResults:
    def test_what_matters_most_comes_first_and_is_among_what_was_matched_on(self, offer: Offer) -> None:
        offer("A club", pence=2000, per="session", interests=["trains"])
        offer("B club", pence=0, per="session", interests=["trains"])

        def first(**said: Any) -> str:
            found = results_for(Answers(interests=("trains",), **said), TODAY)
            return found.fits.cards[0].title

        assert first() == "A club"
        assert first(matters=("free",)) == "B club"
        for answers, words in (
            (Answers(matters=("free",)), "most of all: it is free"),
            (
                Answers(matters=("like", "near", "free"), supporting=True),
                "most of all: what they like and 2 more",
            ),
        ):
            (found,) = matched_on(answers)
            assert found.words == words
            assert found.url == "/find/matters/?from=results"

    def test_what_fits_and_what_might_with_its_question(self, offer: Offer) -> None:
        offer("Train club", interests=["trains"], access={"quiet-space": "yes"})
        offer("Tram club", interests=["trains"])
        offer("Loud club", access={"quiet-space": "no"})
        found = results_for(Answers(interests=("trains",), needs={"quiet-space": "must"}, **NEAR), TODAY)
        (fits,), (ask,) = found.fits.cards, found.ask_first.cards
        assert (fits.title, found.fits.title) == ("Train club", "1 thing fits you")
        assert [(line.answer, line.names) for line in fits.needs] == [("yes", "Quiet space")]
        assert 2 <= len(fits.reasons) <= 4
        assert ask.title == "Tram club"
        assert ask.to_ask == (NEEDS["quiet-space"].question,)
        assert NEEDS["quiet-space"].question in ask.message
        assert "Tram club" in ask.message
        assert found.left_out == 1
        assert found.left_out_needs == ("Quiet space: 1",)

    def test_the_wording_follows_who_it_is_for(self, offer: Offer) -> None:
        offer("Train club", interests=["trains"])
        found = results_for(Answers(supporting=True, interests=("trains",)), TODAY)
        assert found.fits.title == "1 thing fits them"
        assert found.fits.cards[0].reasons[0] == "They like trains and trams."

    def test_a_group_is_not_told_as_each_thing_in_it(self, offer: Offer) -> None:
        offer("Dog club", interests=["dogs", "cats"])
        reasons = results_for(Answers(groups=("animals",)), TODAY).fits.cards[0].reasons
        assert reasons[0] == "You picked “Animals”."
        assert reasons.count("You picked “Animals”.") == 1

    def test_nothing_is_near_when_no_place_was_said(self, offer: Offer) -> None:
        offer("Train club", interests=["trains"])
        card = results_for(Answers(interests=("trains",)), TODAY).fits.cards[0]
        assert card.far == ""
        assert not any("mile" in reason for reason in card.reasons)

    def test_what_one_joins_from_home_needs_no_hoist(self, offer: Offer) -> None:
        offer("Both club", format="both", access={"hoist": "no", "clear-steps": "no"})
        answers = Answers(needs={"hoist": "must", "clear-steps": "would_help"}, **NEAR)
        (card,) = results_for(answers, TODAY).fits.cards
        assert [(line.answer, line.names) for line in card.needs] == [("no", "Clear steps")]
        assert any("from home" in caution for caution in card.cautions)

    def test_each_press_that_opens_up_more_does_what_it_says(self, offer: Offer) -> None:
        offer("Near club")
        offer("Far club", lat=53.56, lng=-2.2556)
        offer("Helper", kind=VolunteeringPage)
        offer("Dear club", pence=900, per="session")
        answers = Answers(age=17, max_miles=4, kinds=("activity",), max_cost=0, **NEAR)
        before = results_for(answers, TODAY)
        assert before.open_up
        for button in before.open_up:
            sent = QueryDict(mutable=True)
            for field, values in button.change:
                sent.appendlist("field", field)
                sent.setlist(field, values)
            after = results_for(changed(answers, sent), TODAY)
            assert after.fits.total > before.fits.total, button.text
            assert after.undo
            assert results_for(changed(answers, sent).undone(), TODAY).fits.total == before.fits.total

    def test_only_the_cards_asked_for_are_made(self, offer: Offer) -> None:
        for number in range(12):
            offer(f"Club {number}")
        found = results_for(Answers(age=17), TODAY)
        assert (len(found.fits.cards), found.fits.total, found.fits.step) == (6, 12, 6)
        assert found.fits.more == "/find/results/?fits=12#fit-7"
        assert results_for(Answers(age=17), TODAY, Shown(fits=12)).fits.more == ""

    def test_one_query_for_the_cards(self, offer: Offer, django_assert_num_queries) -> None:
        for number in range(12):
            offer(f"Club {number}", access={"hoist": "not_sure"} if number % 2 else {"hoist": "yes"})
        answers = Answers(age=17, needs={"hoist": "must"}, **NEAR)
        results_for(answers, TODAY)
        with django_assert_num_queries(4):  # the stamp, the pages, whom one can ask, and what was asked
            results_for(answers, TODAY)


class TestChange:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("saved", ["1"]),
            ("needs", ["hoist"]),
            ("", []),
            ("max_miles", ["far"]),
            ("max_miles", ["-1"]),
            ("max_cost", ["nan"]),
            ("kinds", ["circus"]),
        ],
    )
    def test_what_no_press_can_send_changes_nothing(self, field: str, values: list[str]) -> None:
        sent = QueryDict(mutable=True)
        sent["field"] = field
        sent.setlist(field or "value", values)
        with pytest.raises(NotAChange):
            changed(NOTHING, sent)

    def test_a_change_of_numbers_and_of_keys(self) -> None:
        miles = button_for(
            OpenUp("travel", {"max_miles": 12}, 3, message("If you can travel 12 miles.")), supporting=False
        )
        assert miles.change == (("max_miles", ("12",)),)
        any_cost = button_for(
            OpenUp("cost", {"max_cost": None}, 3, message("If you can pay.")), supporting=True
        )
        assert (any_cost.text, any_cost.change) == ("If they can pay.", (("max_cost", ("",)),))
        any_time = button_for(OpenUp("times", {"times": ()}, 3, message("If you can go.")), supporting=False)
        assert any_time.change == (("times", ()),)


class TestWords:
    def test_left_out_says_the_most_first(self) -> None:
        left_out = LeftOut(100, {"age": 20, "travel": 80, "cost": 0}, {})
        assert left_out_words(left_out, supporting=False) == "80 too far, 20 for other ages"

    @pytest.mark.parametrize(
        ("miles", "format", "words"),
        [
            (0.0, "in-person", "About 1 mile away"),
            (1.0, "in-person", "About 1 mile away"),
            (1.1, "in-person", "About 2 miles away"),
            (4.0, "both", "About 4 miles away, or join from home"),
            (0.0, "online", "You join from home"),
            (None, "in-person", ""),
        ],
    )
    def test_miles_are_whole_and_never_too_few(self, miles: float | None, format: str, words: str) -> None:
        assert far_words(miles, format) == words

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("You like trains.", "They like trains."),
            ("A supporter must come with you.", "A supporter must come with them."),
            ("Your supporter does not pay.", "Their supporter does not pay."),
            ("If you can travel 12 miles, there is 1 more.", "If they can travel 12 miles, there is 1 more."),
            ("Someone must refer you.", "Someone must refer them."),
            ("It is quiet.", "It is quiet."),
            ("Staff ask before they touch you.", "Staff ask before they touch them."),
            ("They send you a plan before you come.", "They send them a plan before they come."),
            (
                "Someone will meet you and stay with you at first.",
                "Someone will meet them and stay with them at first.",
            ),
            ("Staff know how to help if you are upset.", "Staff know how to help if they are upset."),
        ],
    )
    def test_what_is_said_to_me_is_told_about_them(self, said: str, told: str) -> None:
        assert their_words(said) == told

    def test_a_question_is_asked_for_them(self) -> None:
        question = "Will a named person meet me and stay with me at first?"
        assert ask_for_them(question) == "Will a named person meet them and stay with them at first?"
        assert (
            ask_for_them("Can you send me a plan before I come?")
            == "Can you send them a plan before they come?"
        )

    def test_every_word_that_was_matched_on_leads_to_its_question(self) -> None:
        answers = Answers(
            age=17, plan="no", modes=("bus",), max_miles=5, interests=("trains",), not_interests=("football",),
            groups=("transport",), needs={"hoist": "must", "seat": "must", "breaks": "would_help"},
            need_groups=("physical",), kinds=("activity",), times=("sat_am",), max_cost=0, **NEAR,
        )  # fmt: skip
        said = {one.words: one.url for one in matched_on(answers)}
        assert said["near M3"].startswith("/find/place/")
        assert said["not football"].startswith("/find/dislikes/")
        assert said["free things only"].startswith("/find/cost/")
        assert said["hoist and 2 more"].startswith("/find/needs/")
        assert len(said) == 11
        assert matched_on(NOTHING) == ()

    def test_check_your_answers_has_every_question_once(self) -> None:
        rows = check_list(Answers(age=17, needs={"hoist": "must"}, need_groups=("physical",)))
        assert len(rows) == 13
        said = {row.question: row.answer for row in rows}
        assert said["How old are you?"] == "17"
        assert said["What do you need?"] == "Must have: Hoist"
        assert said["Where do you live?"] == ""

    def test_few_keeps_capitals_that_mean_something(self) -> None:
        assert few(["TV and film", "Dogs", "Cats"], 1) == "TV and film and 2 more"
        assert few(["Dogs", "Cats"]) == "dogs, cats"


class TestBesideOneThing:
    def test_it_says_what_the_results_say(self, offer: Offer) -> None:
        page = offer(
            access={"medicine": "can_arrange", "quiet-space": "yes"}, access_notes={"medicine": "Ask Sam."}
        )
        answers = Answers(
            needs={"medicine": "must", "quiet-space": "would_help", "breaks": "would_help"}, **NEAR
        )
        found = beside(page, answers, TODAY)
        assert found.verdict == "This might fit you. Ask first."
        by_name = {row.says: row for row in found.needs}
        assert by_name["Medicine"].answer == "can_arrange"
        assert by_name["Medicine"].plan_first
        assert by_name["Medicine"].note == "Ask Sam."
        assert by_name["Quiet space"].answer == "yes"
        assert by_name["Breaks"].answer == "not_known"
        assert found.far == "About 1 mile away"
        assert found.to_ask == (NEEDS["medicine"].question,)

    def test_what_does_not_fit_says_why_and_still_shows_the_answers(self, offer: Offer) -> None:
        page = offer(access={"hoist": "no"}, age_max=15)
        found = beside(page, Answers(age=17, needs={"hoist": "must"}), TODAY)
        assert found.verdict == "This may not fit you. It is for other ages."
        assert [row.answer for row in found.needs] == ["no"]
        assert "them" in beside(page, Answers(age=17, supporting=True), TODAY).verdict
