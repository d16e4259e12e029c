"""What a listing must say before it can be sent to a moderator or published. A draft may lack any of it.

From `must_have` of the vocabulary's kinds (facets.json) and from what a person needs to dare a first visit: the steps, the place,
what it helps with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

Problems = dict[str, str]


def missing(page: Any) -> Problems:
    """Field to what to do about it, in plain words; empty when nothing is missing."""
    problems: Problems = {}
    if not page.what_happens:
        problems["what_happens"] = gettext(
            "Write what will happen, one step on each line. A first visit is easier when people know."
        )
    if not page.outcomes:
        problems["outcomes"] = gettext("Tick at least one thing that it helps with.")
    if page.format != "online" and page.lat is None:
        problems["postcode"] = gettext(
            "Write the postcode of the place, so that people can see how far it is."
        )
    if page.picture_id and not page.picture_description:
        problems["picture_description"] = gettext("Say in a few words what the picture shows.")
    return problems | OF_KIND.get(page.kind or page.KIND, _nothing)(page)


def _nothing(page: Any) -> Problems:
    return {}


def _activity(page: Any) -> Problems:
    if page.times or page.pattern or page.starts_on:
        return {}
    return {"pattern": gettext("Say when it is: tick days, or say how often, or give the first day.")}


def _internship(page: Any) -> Problems:
    wanted = {
        "education_provider": gettext("Write the college or school that the internship is with."),
        "duration_months": gettext("Write how many months it lasts, from 6 to 12."),
        "hours_per_week": gettext("Write how many hours a week it is. Most are about 20."),
        "employer": gettext("Write where the work is."),
        "starts_on": gettext("Give the first day."),
    }
    problems = {field: words for field, words in wanted.items() if not getattr(page, field)}
    if not page.job_coach:
        problems["job_coach"] = gettext("Every supported internship has a trained job coach.")
    if page.access_to_work is None:
        problems["access_to_work"] = gettext("Say if you help people to ask for Access to Work money.")
    if not page.access_notes.get("job-coach"):
        problems["support"] = gettext("Say how the job coach helps people, and for how long.")
    return problems


def _volunteering(page: Any) -> Problems:
    problems = {}
    if not page.not_for_profit:
        problems["not_for_profit"] = gettext(
            "Only groups that are not for profit can ask for volunteers here."
        )
    if page.age_min is not None and page.age_min < 16 and not page.under_16_confirmed:
        problems["under_16_confirmed"] = gettext("Say yes to this, or make the youngest age 16.")
    return problems


def _uni_bridge(page: Any) -> Problems:
    wanted = {
        "university": gettext("Write which university it is."),
        "disability_team_contact": gettext("Say how people reach the university's disability team."),
    }
    return {field: words for field, words in wanted.items() if not getattr(page, field)}


OF_KIND: dict[str, Callable[[Any], Problems]] = {
    "activity": _activity,
    "supported-internship": _internship,
    "volunteering": _volunteering,
    "uni-bridge": _uni_bridge,
}
