"""The hard rules for one offer and one seeker, written as plainly as the specification says them, and slow.

Nothing here is shared with the fast rules but the vocabulary. `judge` is what the others are compared with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from geopy.distance import geodesic

from matching.types import Offer, Seeker
from matching.vocabulary import NEEDS, Need


@dataclass
class Verdict:
    """`fails`: the first rule failed, or None. `asks` are needs' keys and "ehcp", "pilot", "place", "times", "cost"."""

    fails: str | None = None
    failed_needs: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    cautions: set[tuple[str, str]] = field(default_factory=set)
    miles: float | None = None


def judge(offer: Offer, seeker: Seeker, today: date, not_interests: set[str]) -> Verdict:
    verdict = Verdict(miles=_miles(offer, seeker))
    for name, rule in RULES:
        if not rule(offer, seeker, today, not_interests, verdict):
            verdict.fails = name
            return verdict
    return verdict


def _miles(offer: Offer, seeker: Seeker) -> float | None:
    if offer.format == "online":
        return 0.0
    if offer.lat is None:
        return None
    return geodesic((seeker.lat, seeker.lng), (offer.lat, offer.lng)).miles


def _over(offer, seeker, today, not_interests, verdict):
    if offer.ends_on is not None and offer.ends_on < today:
        return False
    if offer.apply_by is not None and offer.apply_by < today:
        return False
    once = offer.pattern == "one_off" and offer.ends_on is None and offer.starts_on is not None
    return not (once and offer.starts_on < today)


def _kind(offer, seeker, today, not_interests, verdict):
    return not seeker.kinds or offer.kind in seeker.kinds


def _age(offer, seeker, today, not_interests, verdict):
    lowest, highest = offer.age_min, offer.age_max
    if offer.kind == "supported-internship":
        lowest, highest = max(lowest or 16, 16), min(24 if highest is None else highest, 24)
    if offer.kind == "volunteering" and not offer.under_16_confirmed:
        lowest = max(lowest or 16, 16)
    if seeker.age is None:
        if lowest or highest is not None:
            verdict.cautions.add(("ages", "ages"))
        return True
    ages = [seeker.age]
    if offer.starts_on is not None and offer.starts_on > today:
        years = offer.starts_on.year - today.year
        if (offer.starts_on.month, offer.starts_on.day) < (today.month, today.day):
            years -= 1
        ages = [seeker.age + years, seeker.age + years + 1]
    good = [(lowest or 0) <= age and (highest is None or age <= highest) for age in ages]
    if any(good) and not all(good):
        verdict.cautions.add(("age_on_start", "ages"))
    return any(good)


def _ehcp(offer, seeker, today, not_interests, verdict):
    if offer.kind != "supported-internship" and offer.ehcp != "required":
        return True
    if seeker.ehcp:
        return True
    start = max(offer.starts_on or today, today)
    if offer.pilot is not None and offer.pilot.ends_on >= start:
        verdict.asks.append("pilot")
        return True
    if seeker.ehcp is None:
        verdict.asks.append("ehcp")
        return True
    return False


def _travel(offer, seeker, today, not_interests, verdict):
    only_online = list(seeker.modes) == ["online"]
    limit, miles = seeker.max_miles, verdict.miles
    if offer.format == "online":
        return True
    if offer.format == "both":
        if only_online or (limit is not None and (miles is None or miles > limit)):
            verdict.cautions.add(("join_online", ""))
        return True
    if only_online:
        return False
    if limit is None:
        return True
    if miles is None:
        verdict.asks.append("place")
        return True
    return miles <= limit


def _times(offer, seeker, today, not_interests, verdict):
    if not seeker.times or set(seeker.times) & set(offer.times):
        return True
    if offer.times:
        return False
    if offer.pattern not in ("flexible", "rolling"):
        verdict.asks.append("times")
    return True


def _cost(offer, seeker, today, not_interests, verdict):
    if seeker.max_cost is None:
        return True
    if offer.pence is None:
        verdict.asks.append("cost")
        return True
    each_time = Fraction(offer.pence, 100) / (12 if offer.per == "term" else 1)
    return each_time <= Fraction(str(seeker.max_cost))


def answer(offer: Offer, need: Need) -> str:
    """Rule 8: how the answer to a need is read."""
    if any(offer.access.get(key) == "yes" for key in (need.key, *need.satisfied_by)):
        return "yes"
    if offer.access.get(need.key, "not_sure") != "not_sure":
        return offer.access[need.key]
    small = offer.group_size in ("one", "tiny", "small")
    elsewhere = {
        "job-coach": "yes" if offer.job_coach else None,
        "low-noise": {"quiet": "yes", "loud": "no"}.get(offer.noise),
        "small-group": "yes" if small else "no" if offer.group_size else None,
        "not-crowded": "yes" if small else "no" if offer.group_size == "crowd" else None,
        "bring-supporter": "yes" if offer.supporter in ("welcome", "must_come") else None,
        "no-interview": "no" if "interview" in offer.entry else None,
        "no-grades": "no" if {"english_maths_level", "qualification_named"} & set(offer.entry) else None,
    }
    if need.key in ("no-interview", "no-grades") and tuple(offer.entry) == ("none",):
        return "yes"
    return elsewhere.get(need.key) or "not_sure"


def applies(offer: Offer, need: Need) -> bool:
    if need.only_for and offer.kind not in need.only_for:
        return False
    return not (offer.format == "online" and about_the_place(need))


def about_the_place(need: Need) -> bool:
    return need.scope == "venue" or need.group in ("physical", "getting-there")


def _need(offer, seeker, today, not_interests, verdict):
    for key in NEEDS:
        need = NEEDS[key]
        if key not in seeker.needs or not applies(offer, need):
            continue
        given = answer(offer, need)
        if seeker.needs[key] == "would_help":
            if given == "no":
                verdict.cautions.add(("has_not", key))
            continue
        safe = need.safety_critical
        if given == "yes":
            continue
        if given == "can_arrange" and not safe:
            verdict.cautions.add(("tell_first", key))
        elif offer.format == "both" and about_the_place(need):
            verdict.cautions.add(("join_online", ""))
        elif given == "no":
            verdict.failed_needs.append(key)
        else:
            verdict.asks.append(key)
    return not verdict.failed_needs


def _dislike(offer, seeker, today, not_interests, verdict):
    for key in set(offer.interests) & not_interests:
        verdict.cautions.add(("dislike", key))
    return not offer.interests or not set(offer.interests) <= not_interests


RULES = (
    ("over", _over),
    ("kind", _kind),
    ("age", _age),
    ("ehcp", _ehcp),
    ("travel", _travel),
    ("times", _times),
    ("cost", _cost),
    ("need", _need),
    ("dislike", _dislike),
)


def other_cautions(offer: Offer, today: date) -> set[str]:
    """The codes of the cautions that hold of an offer whoever asks, but `ages`, `age_on_start` and what needs and dislikes say."""
    some = {
        "send-only",
        "girls-and-women",
        "boys-and-men",
        "local-council-residents-only",
        "students-of-named-college-only",
    }
    old = offer.places_updated_on is not None and (today - offer.places_updated_on).days > 56
    unchecked = offer.checked_on is None or (today - offer.checked_on).days > 183
    return {
        code
        for code, holds in (
            ("other_costs", offer.other_cost != "none"),
            ("full", offer.places_state == "full"),
            ("waiting_list", offer.places_state == "waiting_list"),
            ("not_open_yet", offer.places_state == "not_open_yet"),
            ("places_old", old),
            ("not_checked", unchecked),
            ("who_for", bool(some & set(offer.who_for))),
            ("must_come", offer.supporter == "must_come"),
            ("entry", bool(set(offer.entry) - {"none"})),
            ("referral", offer.joining == "referral-needed"),
        )
        if holds
    }
