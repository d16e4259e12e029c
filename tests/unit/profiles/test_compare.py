"""Two or three things side by side: the rows, the choice on the list, and what is said when it can not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest

from opportunities.models import ActivityPage, OpportunityPage, ProviderPage
from profiles.answers import Answers
from profiles.beside import Beside, NeedRow
from profiles.compare import Cell, Row, compare, side_by_side
from profiles.saved import in_batches

TODAY = date(2026, 11, 23)
Offer = Callable[..., OpportunityPage]
NEAR = {"outcode": "SK8", "lat": 53.3742, "lng": -2.1886}


def text(response: Any) -> str:
    return unescape(response.content.decode())


def ticks(response: Any) -> int:
    """How many boxes of the list are ticked."""
    return len(re.findall(r'<input type="checkbox" name="things"[^>]* checked', text(response)))


def found(*needs: tuple[str, str, str], far: str = "", verdict: str = "This fits you.") -> Beside:
    """What was found beside somebody's answers: needs as (name, "must" or "would_help", answer)."""
    return Beside(
        verdict=verdict,
        needs=tuple(
            NeedRow(says=says, must=how == "must", answer=answer, note="", plan_first=False)
            for says, how, answer in needs
        ),
        far=far,
        reasons=(),
        cautions=(),
        to_ask=(),
        message="",
    )


@pytest.fixture
def film(db: None) -> ActivityPage:
    return ActivityPage(
        title="Film club", times=["sat_am"], pattern="weekly", pence=300, per="session", noise="quiet"
    )


@pytest.fixture
def walk(db: None) -> ActivityPage:
    return ActivityPage(title="Camera walk", times=["sat_am"], pattern="weekly", pence=0, group_size="small")


class TestRows:
    def test_musts_come_before_what_would_help_and_facts_come_last(
        self, film: ActivityPage, walk: ActivityPage
    ) -> None:
        rows = side_by_side(
            (film, walk),
            [
                found(("Breaks", "would_help", "yes"), ("Hoist", "must", "yes"), far="About 2 miles away"),
                found(
                    ("Breaks", "would_help", "no"), ("Hoist", "must", "not_known"), far="About 3 miles away"
                ),
            ],
        )
        assert [(row.name, row.how) for row in rows[:2]] == [("Hoist", "must"), ("Breaks", "would_help")]
        assert [row.name for row in rows[2:]] == [
            "Does it fit?", "When", "How far", "Cost", "Ages", "Room", "How loud", "How many people", "Checked",
        ]  # fmt: skip

    def test_each_row_has_a_cell_for_each_thing_in_the_same_order(
        self, film: ActivityPage, walk: ActivityPage
    ) -> None:
        for row in side_by_side(
            (film, walk, film), [found(("Hoist", "must", answer)) for answer in ("yes", "can_arrange", "no")]
        ):
            assert [cell.thing for cell in row.cells] == ["Film club", "Camera walk", "Film club"]
        assert [cell.answer for cell in side_by_side((film, walk), [
            found(("Hoist", "must", "yes")), found(("Hoist", "must", "no")),
        ])[0].cells] == ["yes", "no"]  # fmt: skip

    def test_a_row_says_where_the_things_differ(self, film: ActivityPage, walk: ActivityPage) -> None:
        rows = {row.name: row for row in side_by_side((film, walk), [])}
        assert not rows["When"].differs
        assert rows["Cost"].differs
        assert [cell.words for cell in rows["Cost"].cells] == ["£3 each time", "Free"]
        assert rows["How loud"].cells[1].words == "We do not know how loud it is"

    def test_a_note_alone_is_no_difference(self) -> None:
        assert not Row("Hoist", (Cell("a", answer="yes", note="Ask Sam."), Cell("b", answer="yes"))).differs
        assert Row("Hoist", (Cell("a", answer="yes"), Cell("b", answer="can_arrange"))).differs

    def test_with_nothing_said_there_is_no_word_of_fit_or_distance(
        self, film: ActivityPage, walk: ActivityPage
    ) -> None:
        names = [row.name for row in side_by_side((film, walk), [])]
        assert names[0] == "When"
        assert not {"Does it fit?", "How far"} & set(names)

    def test_far_is_said_where_it_is_known_of_one(self, film: ActivityPage, walk: ActivityPage) -> None:
        rows = {
            row.name: row
            for row in side_by_side(
                (film, walk), [found(far="About 2 miles away"), found(verdict="It is too far.")]
            )
        }
        assert [cell.words for cell in rows["How far"].cells] == ["About 2 miles away", "We do not know"]
        assert rows["Does it fit?"].differs

    def test_batches_hold_all_in_order(self) -> None:
        assert in_batches("abcdefg", 3) == [list("abc"), list("def"), list("g")]
        assert in_batches("", 3) == []


class TestComparison:
    def test_the_answers_are_those_of_each_things_own_page(self, offer: Offer) -> None:
        one = offer("Canal crew", access={"quiet-space": "yes"}, access_notes={"quiet-space": "Below deck."})
        other = offer("Tram club", access={"quiet-space": "no"})
        answers = Answers(
            saved=(one.pk, other.pk), comparing=(other.pk, one.pk), needs={"quiet-space": "must"}, **NEAR
        )
        found = compare(answers, TODAY)
        assert found.names == "Canal crew and Tram club"
        quiet, fits = found.rows[:2]
        assert [(cell.answer, cell.note) for cell in quiet.cells] == [("yes", "Below deck."), ("no", "")]
        assert quiet.differs
        assert [cell.words for cell in fits.cells] == [
            "This fits you.",
            "This may not fit you. It does not have what you must have.",
        ]

    def test_what_went_away_is_counted(self, offer: Offer, provider: ProviderPage) -> None:
        one, other = offer("Canal crew"), offer("Tram club")
        answers = Answers(saved=(one.pk, other.pk), comparing=(one.pk, other.pk))
        other.unpublish()
        assert (compare(answers, TODAY).gone, compare(answers, TODAY).rows) == (1, ())
        provider.verification = "paused"
        provider.save()
        assert compare(answers, TODAY).gone == 2


class TestPages:
    def test_ticks_go_to_the_device_and_not_into_an_address(self, visitor: Any, offer: Offer) -> None:
        things = [offer(f"Club {number}") for number in range(3)]
        visitor.says(saved=tuple(page.pk for page in things))
        picked = [str(page.pk) for page in things[:2]]
        response = visitor.post("/my-list/compare/", {"things": picked}, follow=True)
        assert response.redirect_chain == [("/my-list/compare/", 302)]
        assert visitor.answers.comparing == (things[0].pk, things[1].pk)
        page = text(response)
        assert "Club 0 and Club 1, side by side" in page
        assert "Club 2" not in page
        assert response["Cache-Control"] == "private, no-store"
        assert ticks(visitor.get("/my-list/")) == 2

    @pytest.mark.parametrize(
        ("ticked", "says"),
        [
            (0, "You ticked nothing. Tick two or three things."),
            (1, "You ticked one thing. Tick one or two more."),
            (4, "You ticked 4 things. Untick some, so that 3 are left."),
        ],
    )
    def test_too_few_or_too_many_says_so_and_keeps_the_ticks(
        self, visitor: Any, offer: Offer, ticked: int, says: str
    ) -> None:
        things = [offer(f"Club {number}") for number in range(4)]
        visitor.says(saved=tuple(page.pk for page in things))
        picked = [str(page.pk) for page in things[:ticked]]
        response = visitor.post("/my-list/compare/", {"things": picked}, follow=True)
        assert response.redirect_chain == [("/my-list/", 302)]
        assert says in text(response)
        assert "<title>Fix this: My list" in text(response)
        assert ticks(response) == ticked
        assert visitor.answers.comparing == ()
        visitor.post("/my-list/compare/", {"things": [str(page.pk) for page in things[:3]]})
        assert len(visitor.answers.comparing) == 3
        assert "error-summary" not in text(visitor.get("/my-list/"))

    def test_only_what_is_on_the_list_can_be_picked(self, visitor: Any, offer: Offer) -> None:
        listed, other = offer("Canal crew"), offer("Tram club")
        visitor.says(saved=(listed.pk,))
        for picked in ([str(listed.pk), str(other.pk)], ["x", "999999"]):
            page = text(visitor.post("/my-list/compare/", {"things": picked}, follow=True))
            assert "One of these is not on your list now" in page

    def test_needs_are_first_and_their_absence_says_how_to_add_them(self, visitor: Any, offer: Offer) -> None:
        things = [
            offer("Canal crew", access={"quiet-space": "yes"}),
            offer("Tram club", access={"quiet-space": "no"}),
        ]
        ids = tuple(page.pk for page in things)
        visitor.says(saved=ids, comparing=ids)
        page = text(visitor.get("/my-list/compare/"))
        assert 'href="/find/needs/?from=compare"' in page
        assert "Does it fit?" not in page
        response = visitor.post("/find/needs/?from=compare", {"groups": ["sensory"]})
        response = visitor.post(response["Location"], {"group": "sensory", "quiet-space": "must"})
        assert response["Location"] == "/my-list/compare/"
        page = text(visitor.get("/my-list/compare/"))
        assert (
            page.index("Quiet space")
            < page.index("Does it fit?")
            < page.index("How far" if "How far" in page else "When")
        )
        assert "from=compare" not in page

    def test_with_too_little_it_says_what_to_do_next(self, visitor: Any, offer: Offer) -> None:
        assert "Save two things or more" in text(visitor.get("/my-list/compare/"))
        one, other = offer("Canal crew"), offer("Tram club")
        visitor.says(saved=(one.pk,))
        assert "Save two things or more" in text(visitor.get("/my-list/compare/"))
        visitor.says(saved=(one.pk, other.pk))
        assert "Tick two or three things on your list" in text(visitor.get("/my-list/compare/"))

    def test_what_went_away_is_said(self, visitor: Any, offer: Offer) -> None:
        things = [offer(f"Club {number}") for number in range(3)]
        ids = tuple(page.pk for page in things)
        visitor.says(saved=ids, comparing=ids)
        things[2].unpublish()
        page = text(visitor.get("/my-list/compare/"))
        assert "1 thing that you picked is not on this site now" in page
        assert "Club 0 and Club 1, side by side" in page

    def test_one_saved_thing_has_no_box_to_tick(self, visitor: Any, offer: Offer) -> None:
        one, other = offer("Canal crew"), offer("Tram club")
        visitor.says(saved=(one.pk,))
        assert 'form="compare"' not in text(visitor.get("/my-list/"))
        visitor.says(saved=(one.pk, other.pk))
        page = text(visitor.get("/my-list/"))
        assert page.count('form="compare"') == 2


class TestMyList:
    def test_a_card_says_what_of_my_needs_it_has(self, visitor: Any, offer: Offer) -> None:
        page = offer("Canal crew", access={"quiet-space": "yes"})
        visitor.says(saved=(page.pk,), needs={"quiet-space": "must", "breaks": "would_help"})
        shown = text(visitor.get("/my-list/"))
        assert shown.index("answer--yes") < shown.index("Quiet space") < shown.index("answer--not_known")

    def test_calm_shows_three_and_then_three_more(self, visitor: Any, offer: Offer) -> None:
        things = [offer(f"Club {number}") for number in range(7)]
        visitor.says(saved=tuple(page.pk for page in things))
        assert "Show 3 more" not in text(visitor.get("/my-list/"))
        visitor.cookies["look"] = "calm:on"
        page = text(visitor.get("/my-list/"))
        assert page.index("Club 2") < page.index("Show 3 more") < page.index("Club 3")
        assert page.index("Club 5") < page.index("Show 1 more") < page.index("Club 6")

    def test_what_was_taken_off_is_named_and_can_be_put_back(self, visitor: Any, offer: Offer) -> None:
        one, other = offer("Canal crew"), offer("Tram club")
        visitor.says(saved=(one.pk, other.pk), comparing=(one.pk, other.pk))
        page = text(visitor.post("/my-list/save/", {"thing": one.pk}, follow=True))
        assert "“Canal crew” is not on your list now." in page
        assert visitor.answers.comparing == (other.pk,)
        visitor.post("/find/undo/", {"next": "/my-list/"})
        assert visitor.answers.saved == (one.pk, other.pk)
        assert visitor.answers.comparing == (one.pk, other.pk)
        other.unpublish()
        visitor.post("/my-list/save/", {"thing": other.pk})
        assert "One thing is not on your list now." in text(visitor.get("/my-list/"))
