"""What a list was narrowed to: read from its address, said in words, taken off one by one, and judged by matching's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from opportunities import clock
from opportunities.models import OpportunityPage, SupportedInternshipPage, VolunteeringPage
from profiles import filters, shown
from profiles.answers import NOTHING, Answers
from profiles.browsing import cards_of, looser, things
from profiles.filters import Filters
from profiles.shown import CALM_STEP, STEP, Shown
from profiles.spoken import that_fit

TODAY = date(2026, 11, 23)
NEAR = {"outcode": "M3", "lat": 53.4757, "lng": -2.2556}
ME = Answers(age=17, **NEAR)
Offer = Callable[..., OpportunityPage]


def read(address: str, kind: str = "", answers: Answers = ME) -> Filters:
    return filters.read(QueryDict(address), kind, answers)


def titles(address: str, kind: str = "", answers: Answers = ME) -> list[str]:
    found = things(read(address, kind, answers), answers, TODAY)
    return [card.title for card in cards_of(found[:20], answers)]


class TestAddress:
    @pytest.mark.parametrize(
        ("sent", "kind", "address"),
        [
            ("", "", "/things/"),
            ("", "activity", "/things/activity/"),
            ("kind=activity", "", "/things/activity/"),
            ("kind=volunteering", "activity", "/things/volunteering/"),
            ("kind=activity&kind=volunteering", "", "/things/?kind=activity&kind=volunteering"),
            ("kind=activity&kind=volunteering&kind=supported-internship&kind=uni-bridge", "", "/things/"),
            ("q=+chess++club+&cost=&far=&sort=", "", "/things/?q=chess+club"),
            (
                "day=sat&day=sun&cost=0&mine=on",
                "activity",
                "/things/activity/?day=sat&day=sun&cost=0&mine=on",
            ),
            ("sort=nearest", "", "/things/"),
            ("sort=a_to_z", "", "/things/?sort=a_to_z"),
            ("day=someday&cost=free&far=-1&sort=best&kind=circus&x=y", "", "/things/"),
        ],
    )
    def test_what_is_usual_or_no_choice_of_ours_is_not_in_it(
        self, sent: str, kind: str, address: str
    ) -> None:
        assert read(sent, kind).address() == address

    def test_it_reads_what_it_says(self) -> None:
        said = read(
            "q=chess&day=sat&part=am&cost=5&far=10&mine=on&unsure=on&sort=soon&kind=activity&kind=volunteering"
        )
        assert read(said.address().partition("?")[2]) == said

    def test_an_age_and_a_district_are_not_in_it(self) -> None:
        said = read("mine=on&far=5")
        assert "17" not in said.address()
        assert "M3" not in said.address()

    def test_what_depends_on_an_age_or_a_district_needs_one(self) -> None:
        assert read("mine=on&far=5&sort=nearest", answers=NOTHING).address() == "/things/"

    def test_each_filter_is_a_tag_that_takes_itself_off(self) -> None:
        tags = read("q=chess&day=sat&day=sun&cost=0&far=5&mine=on&sort=soon", "activity").tags(ME)
        assert [tag.words for tag in tags] == [
            "“chess”",
            "Saturday",
            "Sunday",
            "Free things only",
            "Up to 5 miles",
            "Age 17",
        ]
        assert tags[1].without == "/things/activity/?q=chess&day=sun&cost=0&far=5&mine=on&sort=soon"
        assert read("", "activity").tags(ME) == ()
        assert [tag.words for tag in read("kind=activity&kind=uni-bridge").tags(ME)] == [
            "Things to do",
            "College to university",
        ]


class TestRules:
    def test_unknown_is_no_match_and_is_counted(self, offer: Offer) -> None:
        offer("Free club", pence=0, times=["sat_am"])
        offer("Dear club", pence=900, per="session", times=["sun_pm"])
        offer("Silent club")
        assert titles("cost=0") == ["Free club"]
        assert titles("day=sat") == ["Free club"]
        assert titles("part=pm") == ["Dear club"]
        assert titles("day=sat&part=pm") == []
        assert titles("cost=10&sort=a_to_z") == ["Dear club", "Free club"]
        assert things(read("cost=0"), ME, TODAY).unsure == 1
        assert titles("cost=0&unsure=on") == ["Free club", "Silent club"]

    def test_mine_is_what_my_age_may_join(self, offer: Offer) -> None:
        offer("Kids", age_max=11)
        offer("Teens", age_min=14, age_max=17)
        offer("Internship", kind=SupportedInternshipPage)
        assert titles("mine=on") == ["Internship", "Teens"]
        assert titles("mine=on", answers=Answers(age=30)) == []

    def test_what_needs_a_plan_is_on_for_everybody(self, offer: Offer) -> None:
        offer("Internship", kind=SupportedInternshipPage)
        assert titles("", answers=NOTHING) == ["Internship"]

    def test_what_is_over_is_not_on(self, offer: Offer) -> None:
        offer("Gone club", ends_on=date(2026, 11, 22))
        assert titles("") == []

    def test_how_far(self, offer: Offer) -> None:
        offer("Near club")
        offer("Far club", lat=53.6)
        assert titles("far=2") == ["Near club"]

    def test_orders(self, offer: Offer) -> None:
        offer("alpha club", lat=53.6, checked_on=date(2026, 11, 1))
        offer("Beta club", lat=53.5, starts_on=date(2027, 1, 9))
        offer("Gamma club", checked_on=date(2026, 11, 20), starts_on=date(2026, 12, 1))
        assert titles("") == ["Gamma club", "Beta club", "alpha club"]
        assert titles("", answers=NOTHING) == ["alpha club", "Beta club", "Gamma club"]
        assert titles("sort=checked") == ["Gamma club", "alpha club", "Beta club"]
        assert titles("sort=soon") == ["Gamma club", "Beta club", "alpha club"]

    def test_a_new_title_has_its_place_from_a_to_z(self, offer: Offer) -> None:
        offer("Beta club")
        assert titles("sort=a_to_z") == ["Beta club"]
        offer("Alpha club")
        assert titles("sort=a_to_z") == ["Alpha club", "Beta club"]

    def test_an_empty_list_counts_what_each_filter_hides(self, offer: Offer) -> None:
        offer("Chess club", pence=0, times=["sat_am"])
        offer("Go club", pence=0, times=["sun_am"])
        found = looser(read("q=chess&day=sun&cost=0"), ME, TODAY)
        assert [(one.words, one.count, one.without) for one in found] == [
            ("“chess”", 1, "/things/?day=sun&cost=0"),
            ("Sunday", 1, "/things/?q=chess&cost=0"),
        ]

    def test_two_queries_for_a_list_once_the_alphabet_is_known(
        self, offer: Offer, django_assert_num_queries
    ) -> None:
        for number in range(3):
            offer(f"Club {number}")
        titles("")
        with django_assert_num_queries(2):  # the catalogue's stamp, and the pages
            titles("kind=activity&mine=on")


class TestPage:
    def test_an_address_is_made_tidy(self, visitor: Client) -> None:
        answer = visitor.get("/things/?q=&kind=activity&cost=0&far=&sort=")
        assert answer["Location"] == "/things/activity/?cost=0"
        assert visitor.get("/things/activity/?cost=0").status_code == 200

    def test_pages_keep_the_filters(self, visitor: Client, offer: Offer) -> None:
        for number in range(13):
            offer(f"Club {number:02}", pence=0)
        page = unescape(visitor.get("/things/?cost=0").content.decode())
        assert 'href="/things/?cost=0&page=2"' in page
        assert "13 found." in page
        assert 'href="/things/?cost=0&page=1"' in unescape(
            visitor.get("/things/?cost=0&page=2").content.decode()
        )

    def test_calm_mode_has_no_pages_and_shows_more(self, visitor: Client, offer: Offer) -> None:
        for number in range(7):
            offer(f"Club {number}")
        visitor.cookies["look"] = "calm:on"
        page = visitor.get("/things/").content.decode()
        assert page.count("<article") == 3
        assert 'href="/things/?show=6#thing-4"' in page
        assert visitor.get("/things/?show=6").content.decode().count("<article") == 6
        assert "Show 1 more" in visitor.get("/things/?show=6").content.decode()
        assert visitor.get("/things/?show=9").content.decode().count("<article") == 7

    def test_an_age_is_asked_for_only_where_it_is_not_known(self, visitor: Client, offer: Offer) -> None:
        offer()
        page = visitor.get("/things/").content.decode()
        assert "/find/age/?from=browse" in page
        assert 'name="mine"' not in page
        assert visitor.post("/find/age/?from=browse", {"age": "17"})["Location"] == "/things/"
        assert 'name="mine"' in visitor.get("/things/").content.decode()

    def test_a_list_without_a_match_says_what_to_do(self, visitor: Client, offer: Offer) -> None:
        offer("Helper", kind=VolunteeringPage, pence=0, checked_on=clock.today())
        for address, words in (
            ("/things/?q=zzz", "We found nothing with those words"),
            ("/things/?day=sat", "Take them all off"),
            ("/things/?q=helper&day=sat", "Take off Saturday: 1 thing"),
            ("/things/uni-bridge/", "See all that is on"),
        ):
            assert words in unescape(visitor.get(address).content.decode()), address


class TestShown:
    def test_only_what_is_not_usual_is_in_the_address(self) -> None:
        assert Shown().address() == "/find/results/"
        assert (
            Shown(fits=20).address(ask=30, order="nearest") == "/find/results/?fits=20&ask=30&order=nearest"
        )
        assert Shown(fits=3, ask=3, step=3).address(fits=6) == "/find/results/?fits=6"

    @pytest.mark.parametrize("nonsense", ["-1", "x", "²", "99999999999", "1e9", "", "4"])
    def test_nonsense_shows_what_is_usual(self, nonsense: str) -> None:
        found = shown.read(QueryDict(f"fits={nonsense}&ask={nonsense}"), calm=False, placed=True)
        assert (found.fits, found.ask) == (STEP, STEP)

    def test_calm_mode_shows_three(self) -> None:
        found = shown.read(QueryDict("fits=6"), calm=True, placed=True)
        assert (found.fits, found.ask, found.step) == (6, CALM_STEP, CALM_STEP)

    def test_nothing_is_near_where_no_place_is_known(self) -> None:
        assert shown.read(QueryDict("order=nearest"), calm=False, placed=True).order == "nearest"
        assert shown.read(QueryDict("order=nearest"), calm=False, placed=False).order == "best"
        assert shown.read(QueryDict("order=worst"), calm=False, placed=True).order == "best"


def test_what_fits_into_a_line_is_shown_and_the_first_always() -> None:
    tags = [
        filters.Tag(words, "") for words in ("a very long one indeed", "short", "another long one", "tiny")
    ]
    first, others = that_fit(tags, 40, 3)
    assert [tag.words for tag in first] == ["a very long one indeed", "short", "tiny"]
    assert [tag.words for tag in others] == ["another long one"]
    assert [tag.words for tag in that_fit(tags, 1, 3)[0]] == ["a very long one indeed"]
    assert that_fit([], 40, 3) == ((), ())
