"""What to know before going, and what to ask the provider first. Source: formats, "The rules, exactly", the last paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from matching.catalogue import ANY_AGE, ENTRY_BIT, JOIN, ROOM, SUPPORT, WHO_FOR_BIT
from matching.closeup import DISLIKES, SHORT, Closeup, Person, spoken
from matching.days import FIRST_DAY
from matching.messages import Value, in_a_sentence, message, say
from matching.rules import BOTH, IN_PERSON, IN_PERSON_ONLY, SAFETY_CRITICAL
from matching.scoring import CHECK_OLD_AFTER, PLACES_OLD_AFTER
from matching.types import Caution, Question
from matching.vocabulary import ENTRY, NEEDS, WHO_FOR

WELCOMES_ALL = WHO_FOR_BIT["everyone"]
SOME_ONLY = (
    "send-only",
    "girls-and-women",
    "boys-and-men",
    "local-council-residents-only",
    "students-of-named-college-only",
)


@lru_cache(maxsize=10_000)  # nothing that somebody typed goes in
def told(code: str, key: str, said: str = "", **values: Value) -> Caution:
    """One of says.json, where its pattern is at `said`, or else at `key`."""
    return Caution(code, key, say(code, said or key, 0, **values))


def asks(about: str, said: str = "", **values: Value) -> Question:
    return Question(None, about, say("ask", said or about, 0, **values))


ASK_ABOUT = {about: asks(about) for about in ("ehcp", "pilot", "place", "times", "cost")}
FOR_SOME = [
    (WHO_FOR_BIT[key], Caution("who_for", key, message(f"It is {in_a_sentence(WHO_FOR[key])}.")))
    for key in SOME_ONLY
]
ENTRIES = [
    (bit, Caution("entry", key, message(f"{ENTRY[key]}."))) for key, bit in ENTRY_BIT.items() if key != "none"
]
REFERRED = JOIN["referral-needed"]
NOT_ROOM = {ROOM[key]: told(key, key) for key in ("full", "waiting_list", "not_open_yet")}
MUST_COME, OTHER_COSTS, PLACES_OLD = (
    told("must_come", "supporter"),
    told("other_costs", "cost"),
    told("places_old", "places"),
)
NEVER, LONG_AGO = (told("not_checked", "checked_on", said) for said in ("never", "long_ago"))


def cautions(person: Person, offer: Closeup, hated: Sequence[Caution]) -> tuple[Caution, ...]:
    """All that hold. `hated`: that the listing says words which the person dislikes."""
    asked, today = person.asked, person.day
    some_ages = asked.age is None or offer.starts > today
    check = None if offer.checked >= today - CHECK_OLD_AFTER else LONG_AGO if offer.checked else NEVER
    found = [
        *spoken(DISLIKES, offer.interests & person.disliked),
        *hated,
        *spoken(person.tell_first, offer.can_arrange & offer.applies & asked.musts & ~SAFETY_CRITICAL),
        _age(person, offer) if some_ages else None,
        _joining_online(person, offer) if offer.format == BOTH else None,
        *spoken(person.has_not, offer.no & offer.applies & asked.helps),
        *_who_and_how(offer.who_for, offer.supporter, offer.entry),
        _referral(person.catalogue.referrers.get(offer.row)) if offer.joining == REFERRED else None,
        OTHER_COSTS if offer.other_costs else None,
        NOT_ROOM.get(offer.room),
        PLACES_OLD if 0 < offer.places_updated < today - PLACES_OLD_AFTER else None,
        check,
    ]
    return tuple(filter(None, found))


@lru_cache(maxsize=10_000)
def _who_and_how(who_for: int, supporter: int, entry: int) -> list[Caution]:
    """Whom it is for and how one gets in, of which few combinations come up."""
    some = [] if who_for & WELCOMES_ALL else [caution for bit, caution in FOR_SOME if who_for & bit]
    must_come = [MUST_COME] if supporter == SUPPORT["must_come"] else []
    return [*some, *must_come, *(caution for bit, caution in ENTRIES if entry & bit)]


@lru_cache(maxsize=1000)
def _referral(by: str | None) -> Caution:
    return told("referral", "joining", "by", by=by.rstrip(".")) if by else told("referral", "joining")


def _age(person: Person, offer: Closeup) -> Caution | None:
    """Where no age was given, or it starts later: that there is a limit, or that a birthday may come in between."""
    lowest, highest, age = offer.age_min, offer.age_max, person.asked.age
    if age is None:
        return _ages(lowest, highest, "ages") if lowest or highest < ANY_AGE else None
    on, today = date.fromordinal(offer.starts + FIRST_DAY), person.today
    youngest = age + on.year - today.year - ((on.month, on.day) < (today.month, today.day))
    return None if lowest <= youngest < highest else _ages(lowest, highest, "age_on_start")


@lru_cache(maxsize=10_000)
def _ages(lowest: int, highest: int, code: str) -> Caution:
    said = "over" if highest >= ANY_AGE else "between" if lowest else "under"
    ages = say("ages", said, lowest=lowest, highest=highest)
    return Caution(code, "ages", ages) if code == "ages" else told(code, "ages", ages=ages)


def _joining_online(person: Person, offer: Closeup) -> Caution | None:
    """For what one can go to or join from home: why it would be from home."""
    asked = person.asked
    if asked.only_online:
        return told("join_online", "online")
    if asked.max_miles is not None and offer.beyond:
        return told("join_online", "travel", "nowhere" if offer.miles is None else "too_far")
    met = offer.yes | (offer.can_arrange & ~SAFETY_CRITICAL)
    unmet = asked.musts & IN_PERSON_ONLY & offer.applies & ~met
    for need in NEEDS.values():
        if unmet & need.bit:
            answer = "no" if offer.no & need.bit else "not_known"
            return told("join_online", need.key, answer, need=SHORT[need.key])
    return None


def questions(person: Person, offer: Closeup) -> Iterator[Question]:
    """What the rules ask, in their order; nothing for what fits."""
    asked = person.asked
    if offer.plan_required and not asked.ehcp:
        if offer.pilot_ends < max(offer.starts, person.day):
            yield ASK_ABOUT["ehcp"]
        else:
            council = person.catalogue.pilot_councils.get(offer.row)
            yield asks("pilot", "council", council=council) if council else ASK_ABOUT["pilot"]
    if offer.format == IN_PERSON and offer.miles is None and asked.max_miles is not None:
        yield ASK_ABOUT["place"]
    if asked.times and not offer.times:
        yield ASK_ABOUT["times"]
    if asked.most_twelfths is not None and offer.pence < 0:
        yield ASK_ABOUT["cost"]
    yield from spoken(person.ask, offer.musts_to_ask)
