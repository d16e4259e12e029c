"""What was suggested, checked against the facts: one offer and one seeker, as they stand.

The hard rules and the reasons are written down once more here, from the specification. They share nothing with `matching.rules` and
`matching.reasons` but the vocabulary and the reading of own words, so that a fault there is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from geopy.distance import geodesic

from matching.types import Offer, Reason, Seeker
from matching.vocabulary import INTEREST_GROUPS, NEEDS
from matching.words import Understood, stems, stems_of, understand

NO_LIMIT = 999  # years
QUIET = ("low-noise", "quiet-space")
SMALL = ("one", "tiny", "small")
EACH = {"session": "each time", "week": "each week", "term": "each term", "once": "once"}


def miles_to(offer: Offer, seeker: Seeker) -> float | None:
    """Geodesic miles; None where there is no point."""
    if offer.lat is None or offer.lng is None:
        return None
    return float(geodesic((seeker.lat, seeker.lng), (offer.lat, offer.lng)).miles)


def broken_rules(offer: Offer, seeker: Seeker, today: date, *, sure: bool) -> list[str]:
    """The hard rules that giving this to somebody breaks; with `sure`, also those by which it would have to be asked first."""
    starts = offer.starts_on or today
    once = offer.starts_on if offer.pattern == "one_off" and offer.ends_on is None else None
    in_person, miles, limit = offer.format == "in-person", miles_to(offer, seeker), seeker.max_miles
    far = limit is not None and miles is not None and miles > limit + 1e-9
    plan = offer.kind == "supported-internship" or offer.ehcp == "required"
    pilot = offer.pilot is not None and offer.pilot.ends_on >= max(starts, today)
    any_time = offer.pattern in ("flexible", "rolling")
    musts = [_must(offer, key) for key, importance in seeker.needs.items() if importance == "must"]
    rules = (  # its name, whether it leaves out, whether it asks
        ("over", any(day < today for day in (offer.ends_on, offer.apply_by, once) if day), False),
        ("kind", bool(seeker.kinds) and offer.kind not in seeker.kinds, False),
        ("age", seeker.age is not None and not _right_age(offer, seeker.age, today), False),
        ("ehcp", plan and seeker.ehcp is False and not pilot, plan and not seeker.ehcp),
        (
            "travel",
            in_person and (seeker.modes == ("online",) or far),
            in_person and miles is None and limit is not None,
        ),
        (
            "times",
            bool(seeker.times and offer.times) and not set(seeker.times) & set(offer.times),
            bool(seeker.times) and not offer.times and not any_time,
        ),
        ("cost", not _can_pay(offer, seeker, unknown=True), not _can_pay(offer, seeker, unknown=False)),
        ("need", "no" in musts, "ask" in musts),
        ("dislike", bool(offer.interests) and set(offer.interests) <= set(seeker.not_interests), False),
    )
    return [name for name, leaves_out, asks in rules if leaves_out or (sure and asks)]


def _right_age(offer: Offer, age: int, today: date) -> bool:
    lowest, highest = offer.age_min or 0, NO_LIMIT if offer.age_max is None else offer.age_max
    if offer.kind == "supported-internship":
        lowest, highest = max(lowest, 16), min(highest, 24)
    if offer.kind == "volunteering" and not offer.under_16_confirmed:
        lowest = max(lowest, 16)
    starts = offer.starts_on
    if starts is None or starts <= today:
        return lowest <= age <= highest
    before = (starts.month, starts.day) < (today.month, today.day)
    youngest = age + starts.year - today.year - before  # a birthday may lie between
    return lowest <= youngest + 1 and youngest <= highest


def _can_pay(offer: Offer, seeker: Seeker, *, unknown: bool) -> bool:
    if seeker.max_cost is None or offer.pence is None:
        return unknown or seeker.max_cost is None
    return Fraction(offer.pence, 12 if offer.per == "term" else 1) <= 100 * Fraction(str(seeker.max_cost))


def _must(offer: Offer, key: str) -> str:
    """What a must comes to: "no", "ask", or "" where it stands in nobody's way."""
    answer, need = reading(offer, key), NEEDS[key]
    met = answer == "yes" or (answer == "can_arrange" and not need.safety_critical)
    from_home = offer.format != "in-person" and need.in_person_only
    if met or from_home or answer == "not_applicable":
        return ""
    return "no" if answer == "no" else "ask"


def reading(offer: Offer, key: str) -> str:
    """The answer to a need, as rule 8 reads it: "yes", "can_arrange", "no", "not_sure" or "not_applicable"."""
    need, small = NEEDS[key], offer.group_size in SMALL
    other_kind = bool(need.only_for) and offer.kind not in need.only_for
    if other_kind or (offer.format == "online" and need.in_person_only):
        return "not_applicable"
    if any(offer.access.get(each) == "yes" for each in (key, *need.satisfied_by)):
        return "yes"
    elsewhere = {
        "job-coach": "yes" if offer.job_coach else "",
        "low-noise": {"quiet": "yes", "loud": "no"}.get(offer.noise),
        "small-group": "yes" if small else "no" if offer.group_size else "",
        "not-crowded": "yes" if small else "no" if offer.group_size == "crowd" else "",
        "bring-supporter": "yes" if offer.supporter in ("welcome", "must_come") else "",
        "no-interview": "no" if "interview" in offer.entry else "",
        "no-grades": "no" if {"english_maths_level", "qualification_named"} & set(offer.entry) else "",
    } | (dict.fromkeys(("no-interview", "no-grades"), "yes") if tuple(offer.entry) == ("none",) else {})
    given = offer.access.get(key, "not_sure")
    return given if given != "not_sure" else elsewhere.get(key) or "not_sure"


def untrue(
    offers: Mapping[str, Offer], seeker: Seeker, today: date, reasons: Mapping[str, Sequence[Reason]]
) -> list[str]:
    """The reasons that do not hold, as "id: code key". `reasons`: what is said of each, by id."""
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    return [
        f"{id}: {reason.code} {reason.key}"
        for id, said in reasons.items()
        for reason in said
        if not is_true(reason, offers[id], seeker, today, understood)
    ]


def is_true(reason: Reason, offer: Offer, seeker: Seeker, today: date, understood: Understood) -> bool:
    """Whether a reason holds of this offer for this seeker. One whose code is not known here does not."""
    key, said = reason.key, dict(reason.message.values)
    dislikes = {*seeker.not_interests, *understood.not_interests}
    likes = {*seeker.interests, *understood.interests} - dislikes
    wants_friends = "meeting-people" in likes or "help-make-friends" in seeker.needs
    match reason.code, key:
        case "interest", _:
            members = set(INTEREST_GROUPS[key].members) if key in INTEREST_GROUPS else {key}
            return bool(members & likes and members & (set(offer.interests) - dislikes))
        case "words", _:
            text = f" {stems(' '.join((offer.title, offer.summary, *offer.steps)))} "
            return key in understood.liked_words and f" {stems_of(key.split())} " in text
        case "need", _:
            asked = key in seeker.needs or ("quiet" in seeker.matters and key in QUIET)
            return asked and reading(offer, key) == "yes"
        case "near", "online":
            return offer.format != "in-person" and "online" in seeker.modes
        case "near", "miles":  # miles are given to one decimal place, and then in whole ones
            miles = None if offer.format == "online" else miles_to(offer, seeker)
            return miles is not None and miles <= float(str(said["count"])) + 0.05
        case "time", _:
            return key in seeker.times and key in offer.times
        case "cost", "free":
            return offer.pence == 0 and offer.other_cost in ("none", "")
        case "cost", "pounds":
            as_said = offer.pence == said["price"] and EACH.get(offer.per, "") in reason.text
            return as_said and seeker.max_cost is not None and _can_pay(offer, seeker, unknown=False)
        case "regular", _:
            return key == offer.pattern
        case "friends", "small-group":
            return (wants_friends or "small" in seeker.matters) and offer.group_size in SMALL
        case "friends", _:
            return wants_friends and reading(offer, key) == "yes"
        case "supporter", _:
            return offer.supporter_free and key in seeker.needs and reading(offer, key) != "no"
        case "outcome", _:
            return key in offer.outcomes
        case "room", _:
            lately = offer.places_updated_on is not None and (today - offer.places_updated_on).days <= 56
            counted = said.get("count") in (None, offer.places_left)
            return lately and counted and offer.places_state in ("open", "few_left")
    return False
