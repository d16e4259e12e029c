"""What to know before going, and what to ask the provider first. Source: formats, "The rules, exactly", the last paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from matching.catalogue import ANY_AGE, ENTRY_BIT, JOIN, ROOM, SUPPORT, WHO_FOR_BIT
from matching.closeup import Closeup, Person
from matching.days import FIRST_DAY
from matching.rules import BOTH, IN_PERSON, IN_PERSON_ONLY, SAFETY_CRITICAL
from matching.scoring import CHECK_OLD_AFTER, PLACES_OLD_AFTER
from matching.types import Caution, Question
from matching.vocabulary import ENTRY, INTERESTS, NEEDS, WHO_FOR

FOR_ALL, FOR_SOME = (
    WHO_FOR_BIT["everyone"],
    (
        "send-only",
        "girls-and-women",
        "boys-and-men",
        "local-council-residents-only",
        "students-of-named-college-only",
    ),
)
SOME_ONLY = tuple(
    (WHO_FOR_BIT[key], Caution("who_for", key, f"It is {WHO_FOR[key][0].lower()}{WHO_FOR[key][1:]}."))
    for key in FOR_SOME
)
ENTRIES = tuple(
    (bit, Caution("entry", key, f"{ENTRY[key]}.")) for key, bit in ENTRY_BIT.items() if key != "none"
)
NOT_ROOM = {
    ROOM["full"]: Caution("full", "full", "It is full now."),
    ROOM["waiting_list"]: Caution("waiting_list", "waiting_list", "There is a waiting list."),
    ROOM["not_open_yet"]: Caution("not_open_yet", "not_open_yet", "It is not open yet."),
}
MUST_COME = Caution("must_come", "supporter", "A supporter must come with you.")
OTHER_COSTS = Caution("other_costs", "cost", "There are other things to pay for.")
PLACES_OLD = Caution("places_old", "places", "We last heard about free places over 8 weeks ago.")
NEVER_CHECKED = Caution("not_checked", "checked_on", "Nobody has checked this yet.")
CHECKED_LONG_AGO = Caution("not_checked", "checked_on", "It was last checked over 6 months ago.")
TOO_FAR = Caution("join_online", "travel", "You would join this one from home. The place is too far away.")
NOWHERE = Caution(
    "join_online", "travel", "You can join this one from home. We do not know where the place is."
)
ONLY_ONLINE = Caution("join_online", "online", "You can join this one from home, or go there.")
ASK_EHCP = Question(None, "ehcp", "Do I need an EHC plan to join?")
ASK_PLACE = Question(None, "place", "Where is it?")
ASK_TIMES = Question(None, "times", "What days and times is it on?")
ASK_COST = Question(None, "cost", "How much does it cost each time?")
TELL_FIRST = {
    key: Caution("tell_first", key, f"Tell them first. They can arrange this: {need.short}.")
    for key, need in NEEDS.items()
}
HAS_NOT = {key: Caution("has_not", key, need.has_not) for key, need in NEEDS.items()}
ASK = {key: Question(key, None, need.question) for key, need in NEEDS.items()}
REFERRAL_NEEDED = JOIN["referral-needed"]


def cautions(person: Person, offer: Closeup, words: Sequence[str]) -> tuple[Caution, ...]:
    """All that hold. `words` are those that the person dislikes and the listing says."""
    found: list[Caution] = []
    if words or offer.interests & person.disliked:
        found += _dislikes(person, offer, words)
    arranged = offer.can_arrange & offer.applies & person.asked.musts & ~SAFETY_CRITICAL
    if arranged:
        found += [TELL_FIRST[need.key] for need in person.musts if arranged & need.bit]
    if person.asked.age is None or offer.starts > person.day:
        found += _age(person, offer)
    if offer.format == BOTH:
        found += _joining_online(person, offer)
    lacking = offer.no & offer.applies & person.asked.helps
    if lacking:
        found += [HAS_NOT[need.key] for need in person.helps if lacking & need.bit]
    found += _who_and_how(offer.who_for, offer.supporter, offer.entry)
    if offer.joining == REFERRAL_NEEDED:
        by = person.catalogue.referrers.get(offer.row)
        found.append(
            Caution(
                "referral",
                "joining",
                f"Someone must refer you: {by.rstrip('.')}." if by else "Someone must refer you.",
            )
        )
    if offer.other_costs:
        found.append(OTHER_COSTS)
    if offer.room in NOT_ROOM:
        found.append(NOT_ROOM[offer.room])
    if 0 < offer.places_updated < person.day - PLACES_OLD_AFTER:
        found.append(PLACES_OLD)
    if not offer.checked:
        found.append(NEVER_CHECKED)
    elif offer.checked < person.day - CHECK_OLD_AFTER:
        found.append(CHECKED_LONG_AGO)
    return tuple(found)


@cache
def _who_and_how(who_for: int, supporter: int, entry: int) -> tuple[Caution, ...]:
    """What is said to everybody of whom it is for and how one gets in. Few combinations come up."""
    found = []
    if not who_for & FOR_ALL:
        found += [caution for bit, caution in SOME_ONLY if who_for & bit]
    if supporter == SUPPORT["must_come"]:
        found.append(MUST_COME)
    return (*found, *(caution for bit, caution in ENTRIES if entry & bit))


def _dislikes(person: Person, offer: Closeup, words: Sequence[str]) -> Iterator[Caution]:
    hated = offer.interests & person.disliked
    if hated:
        for interest in INTERESTS.values():
            if hated >> interest.index & 1:
                yield Caution(
                    "dislike", interest.key, f"Part of it is what you do not like: {interest.label}."
                )
    for word in words:
        yield Caution("dislike", word, f'It says "{word}", which you do not like.')


def _age(person: Person, offer: Closeup) -> Iterator[Caution]:
    lowest, highest, age = offer.age_min, offer.age_max, person.asked.age
    if age is None:
        if lowest or highest < ANY_AGE:
            yield Caution("ages", "ages", f"It is for {_ages(lowest, highest)}.")
    elif offer.starts > person.day:
        starts, today = date.fromordinal(offer.starts + FIRST_DAY), person.today
        youngest = age + starts.year - today.year - ((starts.month, starts.day) < (today.month, today.day))
        if youngest < lowest or youngest + 1 > highest:
            yield Caution(
                "age_on_start",
                "ages",
                f"Check your age on the first day. It is for {_ages(lowest, highest)}.",
            )


def _ages(lowest: int, highest: int) -> str:
    if highest >= ANY_AGE:
        return f"age {lowest} and over"
    return f"ages {lowest} to {highest}" if lowest else f"age {highest} and under"


def _joining_online(person: Person, offer: Closeup) -> Iterator[Caution]:
    """For what one can go to or join from home: why it would be from home."""
    if person.asked.only_online:
        yield ONLY_ONLINE
    elif person.asked.max_miles is not None and offer.beyond:
        yield NOWHERE if offer.miles is None else TOO_FAR
    else:
        met = offer.yes | (offer.can_arrange & ~SAFETY_CRITICAL)
        unmet = person.asked.musts & IN_PERSON_ONLY & offer.applies & ~met
        for need in person.musts:
            if unmet & need.bit:
                said = (
                    "They do not have this there"
                    if offer.no & need.bit
                    else "We do not know if they have this there"
                )
                yield Caution(
                    "join_online", need.key, f"You can join this one from home. {said}: {need.short}."
                )
                return


def questions(person: Person, offer: Closeup) -> Iterator[Question]:
    """What the rules ask, in their order; nothing for what fits."""
    asked = person.asked
    if offer.plan_required and not asked.ehcp:
        if offer.pilot_ends >= max(offer.starts, person.day):
            council = person.catalogue.pilot_councils.get(offer.row)
            yield Question(
                None, "pilot", f"Can I join with no EHC plan{f', if I live in {council}' if council else ''}?"
            )
        else:
            yield ASK_EHCP
    if offer.format == IN_PERSON and offer.miles is None and asked.max_miles is not None:
        yield ASK_PLACE
    if asked.times and not offer.times:
        yield ASK_TIMES
    if asked.most_twelfths is not None and offer.pence < 0:
        yield ASK_COST
    if offer.musts_to_ask:
        for need in person.musts:
            if offer.musts_to_ask & need.bit:
                yield ASK[need.key]
