"""An opportunity's facts as words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from opportunities.listing import ago, times_in_words
from opportunities.models import OpportunityPage

Offer = Callable[..., OpportunityPage]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (["sat_am"], "Saturday morning"),
        (["sat_pm", "sat_am"], "Saturday morning and afternoon"),
        (
            [f"{day}_{part}" for day in WEEKDAYS for part in ("am", "pm")],
            "Monday to Friday, morning and afternoon",
        ),
        (["sat_am", "sun_am"], "Saturday and Sunday, morning"),
        (["mon_am", "mon_pm", "mon_eve"], "Monday morning, afternoon and evening"),
        (["tue_am", "thu_eve"], "Tuesday morning; Thursday evening"),
    ],
    ids=str,
)
def test_days_and_times(slots: list[str], words: str) -> None:
    assert times_in_words(slots) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"pence": None}, "We do not know the price"),
        ({"pence": 0}, "Free"),
        ({"pence": 350, "per": "session"}, "£3.50 each time"),
        ({"pence": 4000, "per": "term", "supporter_free": True}, "£40 each term. Your supporter comes free"),
        ({"pence": 0, "other_cost": "your lunch"}, "Free. You also pay for: your lunch"),
    ],
    ids=str,
)
def test_what_it_costs(offer: Offer, facts: dict[str, object], words: str) -> None:
    assert offer(**facts).cost_text == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"age_min": 14, "age_max": 25}, "Ages 14 to 25"),
        ({"age_min": 16}, "16 and over"),
        ({"age_max": 18}, "Up to 18"),
        ({"age_min": 18, "age_max": 18}, "Age 18"),
        ({}, "Any age"),
    ],
    ids=str,
)
def test_the_ages(offer: Offer, facts: dict[str, object], words: str) -> None:
    assert offer(**facts).ages_text == words


@time_machine.travel(date(2026, 11, 24), tick=False)
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"places_state": ""}, "We do not know if there is room. Ask them"),
        ({"places_state": "open", "places_left": 1, "places_updated_on": date(2026, 11, 1)}, "1 place left"),
        ({"places_state": "open", "places_left": 4, "places_updated_on": date(2026, 9, 29)}, "4 places left"),
        (
            {"places_state": "open", "places_left": 4, "places_updated_on": date(2026, 9, 28)},
            "4 places left. This was true on 28 September 2026. Ask if there is room now",
        ),
    ],
    ids=str,
)
def test_whether_there_is_room_and_how_old_that_is(
    offer: Offer, facts: dict[str, object], words: str
) -> None:
    assert offer(**facts).room_text == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (20, "3 weeks ago"),
        (21, "3 weeks ago"),
        (22, "4 weeks ago"),
        (56, "8 weeks ago"),
        (57, "2 months ago"),
        (93, "3 months ago"),
        (94, "4 months ago"),
        (366, "12 months ago"),
    ],
)
def test_how_long_ago_is_never_less_than_it_is(days: int, words: str) -> None:
    assert ago(days) == words


@time_machine.travel(date(2026, 11, 24), tick=False)
@pytest.mark.parametrize(
    ("facts", "words", "advice"),
    [
        ({}, "Nobody has checked this yet", "Ask them if it is right."),
        ({"checked_on": date(2026, 11, 4)}, "Checked 3 weeks ago", ""),
        (
            {"checked_on": date(2026, 11, 24), "checked_by": "provider"},
            "Checked today by the provider",
            "",
        ),
        ({"checked_on": date(2026, 11, 4), "checked_by": "moderator"}, "Checked 3 weeks ago by us", ""),
        (
            {"checked_on": date(2026, 6, 1), "checked_by": "provider"},
            "Checked 6 months ago by the provider",
            "Ask if it is still right.",
        ),
        (
            {"checked_on": date(2026, 8, 1), "checked_by": "provider", "freshness": "overdue"},
            "Checked 4 months ago by the provider. The provider has not said lately that this is still right. Ask them",
            "",
        ),
        (
            {"freshness": "overdue"},
            "Nobody has checked this yet. The provider has not said lately that this is still right. Ask them",
            "",
        ),
    ],
    ids=str,
)
def test_when_it_was_checked_and_by_whom(
    offer: Offer, facts: dict[str, object], words: str, advice: str
) -> None:
    page = offer(**facts)
    assert (page.checked_text, page.checked_advice) == (words, advice)


def test_an_answer_that_was_not_given_is_not_known(offer: Offer) -> None:
    groups = {
        group.key: group for group in offer(access={"wheelchair": "yes", "hoist": "not_sure"}).access_groups
    }
    physical = groups["physical"]
    assert [(row.key, row.answer) for row in physical.rows] == [("wheelchair", "yes")]
    assert "hoist" in [row.key for row in physical.not_known]
    assert not groups["sensory"].rows


def test_a_question_for_work_alone_is_not_asked_of_an_activity(offer: Offer) -> None:
    asked = {row.key for group in offer().access_groups for row in (*group.rows, *group.not_known)}
    assert "quiet-space" in asked
    assert "job-coach" not in asked


def test_where_something_came_from(offer: Offer) -> None:
    assert offer().source_text == ""
    page = offer("Imported", source="Bucks", source_id="7", source_licence="OGL v3")
    assert page.source_text == "This came from Bucks on terms called OGL v3"
