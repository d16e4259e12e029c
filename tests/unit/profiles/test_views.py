"""Each page once: what it shows, where it goes on to, what it keeps, and that no cache keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
import time_machine
from django.test import Client

from opportunities.models import OpportunityPage, ProviderPage, VolunteeringPage
from profiles.answers import COOKIE, MOST_SAVED, NOTHING, Answers, seal

Offer = Callable[..., OpportunityPage]
NEAR = {"outcode": "SK8", "lat": 53.3742, "lng": -2.1886}


def text(response) -> str:
    return unescape(response.content.decode())


class TestQuestions:
    def test_start_says_how_many_and_goes_to_the_first(self, visitor) -> None:
        assert "13 short questions" in text(visitor.get("/find/"))
        assert visitor.post("/find/", {})["Location"] == "/find/who/"

    def test_a_shared_computer_forgets_with_the_browser(self, visitor) -> None:
        visitor.post("/find/", {"shared": "on"})
        visitor.post("/find/age/", {"age": "17"})
        assert visitor.cookies[COOKIE]["max-age"] == ""
        visitor.post("/find/", {})
        assert visitor.cookies[COOKIE]["max-age"] == 60 * 60 * 24 * 14

    def test_a_page_keeps_its_answer_and_goes_on(self, visitor) -> None:
        response = visitor.post("/find/age/", {"age": "17"})
        assert response["Location"] == "/find/plan/"
        assert visitor.answers.age == 17
        assert 'value="17"' in text(visitor.get("/find/age/"))

    def test_an_error_keeps_what_was_typed(self, visitor) -> None:
        page = text(visitor.post("/find/age/", {"age": "seventy"}, follow=True))
        assert 'value="seventy"' in page
        assert "error-summary" in page
        assert "<title>Fix this: " in page
        assert visitor.answers.age is None
        assert "Fix this" not in text(visitor.get("/find/plan/"))
        visitor.post("/find/age/", {"age": "17"})
        assert "Fix this" not in text(visitor.get("/find/age/"))

    def test_an_answer_to_a_form_is_always_another_address(self, visitor, offer: Offer) -> None:
        """So that Back never asks to send a form again."""
        page = offer()
        visitor.says(saved=tuple(range(10_000, 10_000 + MOST_SAVED)))
        for path, sent in (
            ("/find/age/", {"age": "seventy"}),
            ("/find/likes/", {"words": "x" * 9000, "groups": ["games"] * 900}),
            ("/things/near/", {"place": "Narnia"}),
            ("/my-list/save/", {"thing": page.pk, "saved": "on"}),
            ("/find/forget/", {}),
        ):
            assert visitor.post(path, sent).status_code == 302, path

    def test_skip_goes_on_and_keeps_what_was_said_before(self, visitor) -> None:
        visitor.says(age=17)
        assert '<a class="btn" href="/find/plan/"><span>Skip this</span></a>' in text(
            visitor.get("/find/age/")
        )
        visitor.get("/find/plan/")
        assert visitor.answers.age == 17

    def test_a_change_from_the_check_page_goes_back_there(self, visitor) -> None:
        assert visitor.post("/find/age/?from=check", {"age": "17"})["Location"] == "/find/check/"
        assert visitor.post("/find/age/?from=results", {"age": "17"})["Location"] == "/find/results/"
        assert visitor.post("/find/age/?from=elsewhere", {"age": "17"})["Location"] == "/find/plan/"

    def test_a_change_goes_deeper_before_it_goes_back(self, visitor) -> None:
        response = visitor.post("/find/needs/?from=check", {"groups": ["sensory"]})
        assert response["Location"] == "/find/needs-1/?from=check"
        response = visitor.post(response["Location"], {"group": "sensory", "breaks": "must"})
        assert response["Location"] == "/find/check/"
        assert visitor.answers.needs == {"breaks": "must"}

    def test_a_page_that_is_not_called_for_leads_to_its_question(self, visitor) -> None:
        assert visitor.get("/find/needs-3/")["Location"] == "/find/needs/"
        assert visitor.get("/find/more-likes/")["Location"] == "/find/likes/"
        assert visitor.get("/find/shoe-size/").status_code == 404
        assert visitor.get("/find/needs-9/").status_code == 404

    def test_own_words_are_shown_back_and_escaped(self, visitor) -> None:
        visitor.says(words="I love <b>trains</b> and zorbleflux")
        page = visitor.get("/find/understood/").content.decode()
        assert "Trains and trams" in page
        assert "zorbleflux" in page
        assert "<b>" not in page

    def test_check_shows_every_answer_with_a_way_to_change_it(self, visitor) -> None:
        visitor.says(age=17, **NEAR)
        page = text(visitor.get("/find/check/"))
        assert "SK8" in page
        assert page.count("You skipped this") == 11
        assert 'href="/find/place/?from=check"' in page


class TestResults:
    def test_nothing_is_matched_before_something_was_said(self, visitor, offer: Offer) -> None:
        offer("Train club")
        page = text(visitor.get("/find/results/"))
        assert "Train club" not in page
        assert 'href="/find/"' in page

    def test_the_two_groups_and_what_was_left_out(self, visitor, offer: Offer) -> None:
        offer("Train club", access={"quiet-space": "yes"})
        offer("Tram club")
        offer("Bus club", access={"quiet-space": "no"})
        page = text(
            visitor.says(needs={"quiet-space": "must"}, need_groups=("sensory",)).get("/find/results/")
        )
        assert page.index("1 thing fits you") < page.index("Train club")
        assert page.index("1 might fit. Ask first") < page.index("Tram club")
        assert "Bus club" not in page
        assert "1 left out" in page
        assert "1 without what you must have" in page

    def test_one_press_opens_up_more_and_undo_takes_it_back(self, visitor, offer: Offer) -> None:
        offer("Train club", kind=VolunteeringPage)
        visitor.says(kinds=("activity",), age=17)
        assert "Nothing fits you yet" in text(visitor.get("/find/results/"))
        response = visitor.post(
            "/find/change/", {"field": "kinds", "kinds": ["activity", "volunteering"]}, follow=True
        )
        assert "We changed what to look for" in text(response)
        assert "Train club" in text(response)
        response = visitor.post("/find/undo/", follow=True)
        assert "We changed" not in text(response)
        assert visitor.answers.kinds == ("activity",)

    def test_a_new_answer_ends_the_way_back(self, visitor) -> None:
        visitor.says(max_miles=5.0)
        visitor.post("/find/change/", {"field": "max_miles", "max_miles": "12"})
        visitor.post("/find/age/", {"age": "17"})
        visitor.post("/find/undo/")
        assert visitor.answers.max_miles == 12

    def test_a_press_that_says_nonsense_changes_nothing(self, visitor) -> None:
        visitor.says(age=17)
        response = visitor.post("/find/change/", {"field": "age", "age": "3"})
        assert response["Location"] == "/find/check/"
        assert visitor.answers.age == 17

    def test_show_more_shows_more(self, visitor, offer: Offer) -> None:
        for number in range(12):
            offer(f"Club {number}")
        visitor.says(age=17)
        assert text(visitor.get("/find/results/")).count("<article") == 6
        assert 'href="/find/results/?fits=12#fit-7"' in text(visitor.get("/find/results/"))
        assert text(visitor.get("/find/results/?fits=12")).count("<article") == 12
        for nonsense in ("-1", "x", "²", "99999999999", "1e9"):
            assert visitor.get("/find/results/", {"fits": nonsense}).status_code == 200

    def test_what_changes_the_answers_is_never_a_get(self, visitor) -> None:
        for path in ("/find/change/", "/find/undo/", "/my-list/save/"):
            assert visitor.get(path).status_code == 405

    def test_answers_of_another_site_are_no_answers(self, visitor) -> None:
        visitor.cookies[COOKIE] = "x" * 5000
        assert visitor.get("/find/results/").status_code == 200
        visitor.cookies[COOKIE] = seal(Answers(age=17))[:-2] + "AA"
        assert "Tell us a little first" in text(visitor.get("/find/results/"))


class TestMyList:
    def test_save_and_take_off_say_what_they_did_and_go_back(self, visitor, offer: Offer) -> None:
        page = offer()
        sent = {"thing": page.pk, "saved": "on", "next": page.url}
        response = visitor.post("/my-list/save/", sent, follow=True)
        assert response.redirect_chain == [(page.url, 302)]
        assert "It is on your list" in text(response)
        assert "btn--saved" in text(response)
        assert "Canal crew" in text(visitor.get("/my-list/"))
        response = visitor.post("/my-list/save/", {"thing": page.pk, "next": page.url}, follow=True)
        assert "It is not on your list now" in text(response)
        visitor.post("/my-list/save/", {"thing": page.pk, "saved": "on"})
        response = visitor.post("/my-list/save/", {"thing": page.pk}, follow=True)
        assert "“Canal crew” is not on your list now" in text(response)
        assert "Undo" in text(response)
        visitor.post("/find/undo/", {"next": "/my-list/"})
        assert visitor.answers.saved == (page.pk,)

    def test_it_goes_back_to_this_site_only(self, visitor, offer: Offer) -> None:
        sent = {"thing": offer().pk, "saved": "on", "next": "https://elsewhere.example/"}
        assert visitor.post("/my-list/save/", sent)["Location"] == "/my-list/"

    def test_what_is_not_public_can_not_be_saved(self, visitor, offer: Offer, provider: ProviderPage) -> None:
        page = offer()
        provider.verification = "paused"
        provider.save()
        for thing in (page.pk, "999999", "x", ""):
            assert visitor.post("/my-list/save/", {"thing": thing, "saved": "on"}).status_code == 404

    def test_what_is_gone_from_the_site_is_said_and_can_be_taken_off(self, visitor, offer: Offer) -> None:
        page = offer()
        visitor.says(saved=(page.pk,))
        page.unpublish()
        assert "not on this site now" in text(visitor.get("/my-list/"))
        visitor.post("/my-list/save/", {"thing": page.pk})
        assert visitor.answers.saved == ()

    def test_a_full_list_says_so(self, visitor, offer: Offer) -> None:
        visitor.says(saved=tuple(range(10_000, 10_000 + MOST_SAVED)))
        response = visitor.post("/my-list/save/", {"thing": offer().pk, "saved": "on"}, follow=True)
        assert response.status_code == 409
        assert "Your list is full" in text(response)

    def test_an_empty_list_says_what_to_do(self, visitor) -> None:
        assert "Press Save on a thing you like" in text(visitor.get("/my-list/"))

    def test_forget_asks_first_and_then_forgets_everything(self, visitor) -> None:
        visitor.says(age=17, saved=(1,))
        assert "You can not get them back" in text(visitor.get("/find/forget/"))
        assert visitor.answers.age == 17
        assert "All gone" in text(visitor.post("/find/forget/", follow=True))
        assert visitor.answers == NOTHING
        assert visitor.cookies[COOKIE]["max-age"] == 0


class TestLookingAround:
    def test_a_to_z_for_everybody(self, visitor, offer: Offer) -> None:
        offer("beta club", lat=53.37, lng=-2.18)
        offer("Alpha club", lat=53.9, lng=-2.9)
        page = text(visitor.get("/things/"))
        assert page.index("Alpha club") < page.index("beta club")
        assert "away" not in page

    def test_nearest_first_once_a_district_is_given(self, visitor, offer: Offer) -> None:
        offer("Alpha club", lat=53.9, lng=-2.9)
        offer("Home club", format="online", lat=None, lng=None)
        offer("Beta club", lat=53.37, lng=-2.18)
        response = visitor.post(
            "/things/near/", {"place": "sk8 1ab", "next": "/things/activity/"}, follow=True
        )
        page = text(response)
        assert response.redirect_chain == [("/things/activity/", 302)]
        assert page.index("Beta club") < page.index("Alpha club") < page.index("Home club")
        assert "Nearest to SK8 first" in page
        assert [int(miles) < 4 for miles in re.findall(r"About (\d+) miles? away", page)] == [True, False]

    def test_a_district_that_is_not_known_is_asked_again(self, visitor) -> None:
        page = text(visitor.post("/things/near/", {"place": "Narnia", "next": "/things/"}, follow=True))
        assert "error-summary" in page
        assert 'value="Narnia"' in page

    def test_answers_about_me_change_nothing_here(self, visitor, offer: Offer) -> None:
        offer("Alpha club", access={"hoist": "no"})
        offer("Beta club", interests=["trains"], access={"hoist": "yes"})
        neutral = text(visitor.get("/things/"))
        visitor.says(age=99, interests=("trains",), needs={"hoist": "must"})
        told = text(visitor.get("/things/"))
        assert [neutral.index(name) < neutral.index("Beta club") for name in ("Alpha club",)] == [True]
        assert told.index("Alpha club") < told.index("Beta club")
        assert "Why am I seeing this?" not in told

    def test_one_kind(self, visitor, offer: Offer) -> None:
        offer("Alpha club")
        offer("Helper", kind=VolunteeringPage)
        page = text(visitor.get("/things/volunteering/"))
        assert "Helper" in page
        assert "Alpha club" not in page
        assert visitor.get("/things/circus/").status_code == 404

    def test_words_find_their_other_endings(self, visitor, offer: Offer) -> None:
        offer("Chess club")
        offer("Dance group", summary="You dance.")
        offer("Helper", kind=VolunteeringPage, summary="Help at clubs.")
        assert "Chess club" in text(visitor.get("/things/", {"q": "Clubs"}))
        assert "Dance group" in text(visitor.get("/things/", {"q": "dancing"}))
        assert "Helper" not in text(visitor.get("/things/activity/", {"q": "clubs"}))
        page = text(visitor.get("/things/", {"q": "chess dancing"}))
        assert "We found nothing with those words" in page
        assert "Chess club" not in page
        for nonsense in ("!!!", '"', "a" * 500, "* OR", "\x00"):
            assert visitor.get("/things/", {"q": nonsense}).status_code == 200

    def test_pages_of_twelve(self, visitor, offer: Offer) -> None:
        for number in range(13):
            offer(f"Club {number:02}")
        assert text(visitor.get("/things/")).count("<article") == 12
        last = text(visitor.get("/things/?page=2"))
        assert last.count("<article") == 1
        assert "Page 2 of 2" in last
        assert visitor.get("/things/?page=x").status_code == 200


class TestOneThing:
    def test_it_asks_for_answers_before_there_are_any(self, visitor, offer: Offer) -> None:
        page = text(visitor.get(offer().url))
        assert "Then you see here what they have" in page
        assert "This fits you" not in page

    def test_my_needs_stand_beside_its_answers(self, visitor, offer: Offer) -> None:
        page = offer(
            access={"quiet-space": "yes", "breaks": "no"}, access_notes={"quiet-space": "By the door."}
        )
        visitor.says(needs={"quiet-space": "must", "breaks": "would_help", "hoist": "would_help"}, **NEAR)
        shown = text(visitor.get(page.url))
        mine = shown[shown.index('id="my-needs"') : shown.index('id="how-to-join"')]
        for words in (
            "This fits you.",
            "By the door.",
            "answer--yes",
            "answer--no",
            "answer--not_known",
            "8 miles away",
        ):
            assert words in mine, words


class TestTheCookie:
    def test_it_is_closed_to_scripts_and_to_other_sites(self, visitor) -> None:
        visitor.post("/find/age/", {"age": "17"})
        cookie = visitor.cookies[COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["secure"]

    def test_on_a_safe_line_it_goes_over_safe_lines_only(self, db: None) -> None:
        client = Client()
        client.post("/find/age/", {"age": "17"}, secure=True)
        assert client.cookies[COOKIE]["secure"]

    @pytest.mark.parametrize(
        "path", ["/find/", "/find/age/", "/find/check/", "/find/results/", "/my-list/", "/things/"]
    )
    def test_no_cache_keeps_a_page_made_from_answers(self, visitor, path: str) -> None:
        response = visitor.says(age=17).get(path)
        assert {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}

    def test_the_page_of_a_thing_is_kept_by_no_cache_either(self, visitor, offer: Offer) -> None:
        assert "no-store" in visitor.get(offer().url)["Cache-Control"]

    def test_two_weeks_start_again_with_each_day_of_use(self, visitor) -> None:
        with time_machine.travel(date(2026, 11, 23), tick=False):
            visitor.post("/find/age/", {"age": "17"})
            first = visitor.cookies[COOKIE].value
            assert COOKIE not in visitor.get("/find/check/").cookies
        with time_machine.travel(date(2026, 11, 30), tick=False):
            again = visitor.get("/find/check/").cookies[COOKIE]
        assert again.value != first
        assert again["max-age"] == 60 * 60 * 24 * 14
        assert visitor.answers.age == 17

    def test_nobody_is_given_a_cookie_for_looking(self, visitor, offer: Offer) -> None:
        for path in ("/find/", "/find/results/", "/things/", "/my-list/", offer().url):
            assert COOKIE not in visitor.get(path).cookies
