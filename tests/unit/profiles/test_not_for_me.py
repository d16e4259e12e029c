"""Hiding one thing, the way back, and counts that stay exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from opportunities.models import OpportunityPage, ProviderPage
from profiles.answers import MOST_HIDDEN, Answers
from profiles.cards import MOST_IN_A_LINE, one_line
from profiles.changes import bring_back, hide
from profiles.shown import Shown
from profiles.suggestions import results_for
from profiles.views.results import place

TODAY = date(2026, 11, 23)
Offer = Callable[..., OpportunityPage]


def text(response) -> str:
    return unescape(response.content.decode())


def test_the_last_hidden_is_first_and_there_is_a_way_back() -> None:
    answers = hide(hide(Answers(age=17), 3), 7)
    assert answers.hidden == (7, 3)
    assert answers.undone().hidden == (3,)
    assert hide(answers, 3).hidden == (3, 7)
    assert bring_back(answers, 7).hidden == (3,)
    assert bring_back(answers, None).hidden == ()
    assert bring_back(answers, None).undone().hidden == (7, 3)
    assert bring_back(answers, 99).hidden == (7, 3)


def test_of_too_many_the_oldest_goes() -> None:
    answers = Answers(hidden=tuple(range(MOST_HIDDEN)))
    hidden = hide(answers, 999).hidden
    assert len(hidden) == MOST_HIDDEN
    assert hidden[0] == 999
    assert MOST_HIDDEN - 1 not in hidden


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("fit-3", ("fit", 3)),
        ("ask-1", ("ask", 1)),
        ("fit-0", ("", 0)),
        ("fit-٣", ("", 0)),
        ("fit-3000", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_a_place_in_the_list_is_read_with_care(said: str, found: tuple[str, int]) -> None:
    assert place(said) == found


class TestResults:
    def test_it_is_in_no_bucket_and_no_count(self, offer: Offer) -> None:
        fits, asks, other = (
            offer("Fits", access={"hoist": "yes"}),
            offer("Asks"),
            offer("Other", access={"hoist": "yes"}),
        )
        answers = Answers(needs={"hoist": "must"}, hidden=(fits.pk, asks.pk))
        found = results_for(answers, TODAY)
        assert (found.fits.total, found.ask_first.total, found.left_out) == (1, 0, 0)
        assert [card.id for card in found.fits.cards] == [other.pk]
        assert [(thing.id, thing.title) for thing in found.hidden] == [(fits.pk, "Fits"), (asks.pk, "Asks")]

    def test_what_is_gone_from_the_site_is_not_told_of(self, offer: Offer) -> None:
        page = offer()
        page.unpublish()
        assert results_for(Answers(age=17, hidden=(page.pk, 99_999)), TODAY).hidden == ()

    def test_what_the_press_did_is_said_where_it_was(self, offer: Offer) -> None:
        pages = [offer(f"Club {number}") for number in range(3)]
        answers = hide(Answers(age=17), pages[2].pk)
        found = results_for(answers, TODAY, undo_at=("fit", 2))
        assert found.undo == "You hid “Club 2”."
        assert (found.fits.undo_at, found.ask_first.undo_at) == (2, 0)
        assert results_for(answers, TODAY, undo_at=("fit", 50)).fits.undo_at == 3, "after the last"
        assert results_for(answers, TODAY, undo_at=("ask", 1)).ask_first.undo_at == 0, "there are none"
        assert results_for(answers.settled(), TODAY, undo_at=("fit", 2)).fits.undo_at == 0, (
            "nothing to take back"
        )

    def test_nearest_first_is_only_another_order(self, offer: Offer) -> None:
        offer("Train club", interests=["trains"], lat=53.6)
        offer("Near club")
        answers = Answers(interests=("trains",), outcode="M3", lat=53.4757, lng=-2.2556)
        best, nearest = results_for(answers, TODAY), results_for(answers, TODAY, Shown(order="nearest"))
        assert [card.title for card in best.fits.cards] == ["Train club", "Near club"]
        assert [card.title for card in nearest.fits.cards] == ["Near club", "Train club"]
        assert best.fits.total == nearest.fits.total
        assert [(one.words, one.chosen) for one in nearest.orders] == [
            ("Best fit first", False),
            ("Nearest first", True),
        ]
        assert len(results_for(Answers(age=17), TODAY).orders) == 1


class TestViews:
    def test_hide_undo_and_bring_back(self, visitor, offer: Offer) -> None:
        pages = [offer(f"Club {number}") for number in range(3)]
        visitor.says(age=17)
        sent = {"thing": f"{pages[1].pk},fit-2", "next": "/find/results/?fits=20"}
        answer = visitor.post("/find/not-for-me/", sent)
        assert answer["Location"] == "/find/results/?fits=20&at=fit-2#undo"
        page = text(visitor.get("/find/results/?at=fit-2"))
        assert page.index("Club 0") < page.index("You hid “Club 1”.") < page.index("Club 2")
        assert "2 things fit you" in page
        assert "You hid 1 thing. See it" in page
        visitor.post("/find/undo/", {"next": "/find/results/"})
        assert visitor.answers.hidden == ()
        for one in pages[:2]:
            visitor.post("/find/not-for-me/", {"thing": one.pk})
        visitor.post("/find/show-again/", {"thing": pages[0].pk})
        assert visitor.answers.hidden == (pages[1].pk,)
        assert "You brought things back" in text(visitor.get("/find/results/"))
        visitor.post("/find/show-again/", {"all": "on"})
        assert visitor.answers.hidden == ()

    def test_the_thing_is_in_the_body_and_never_in_an_address(self, visitor, offer: Offer) -> None:
        page = offer()
        visitor.says(age=17)
        answer = visitor.post("/find/not-for-me/", {"thing": f"{page.pk},fit-1&x={page.pk}"})
        assert answer["Location"] == "/find/results/#undo"
        assert visitor.get("/find/not-for-me/").status_code == 405
        assert visitor.get("/find/show-again/").status_code == 405

    def test_what_is_not_public_can_not_be_hidden(
        self, visitor, offer: Offer, provider: ProviderPage
    ) -> None:
        page = offer()
        provider.verification = "paused"
        provider.save()
        for thing in (page.pk, "999999", "x", ""):
            assert visitor.post("/find/not-for-me/", {"thing": thing}).status_code == 404

    def test_with_all_of_them_hidden_there_is_still_a_way_back(self, visitor, offer: Offer) -> None:
        page = offer("Only club")
        visitor.says(age=17, hidden=(page.pk,))
        shown = text(visitor.get("/find/results/"))
        assert "Nothing fits you yet" in shown
        assert "Show it again" in shown

    def test_hiding_leaves_my_list_and_looking_around_as_they_are(self, visitor, offer: Offer) -> None:
        page = offer("Only club")
        visitor.says(age=17, saved=(page.pk,), hidden=(page.pk,))
        assert "Only club" in text(visitor.get("/my-list/"))
        assert "Only club" in text(visitor.get("/things/"))


def test_a_card_says_what_it_is_in_one_line() -> None:
    assert one_line("Help on a boat. You get wet.") == "Help on a boat. You get wet."
    long = "Help to steer and to look after a long canal boat. You learn to open locks."
    assert len(long) > MOST_IN_A_LINE
    assert one_line(long) == "Help to steer and to look after a long canal boat."
    saint = "Make short films about St. Helens and the people who live there."
    assert one_line(saint) == saint
