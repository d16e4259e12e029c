"""What to know before going, and what to ask the provider first. Source: formats, "The rules, exactly", the last paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from matching.catalogue import ANY_AGE, ENTRY_BIT, JOIN, ROOM, SUPPORT, WHO_FOR_BIT
from matching.closeup import Closeup, Person
from matching.days import FIRST_DAY
from matching.messages import Message, in_a_sentence, message
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
    (WHO_FOR_BIT[key], Caution("who_for", key, message(f"It is {in_a_sentence(WHO_FOR[key])}.")))
    for key in FOR_SOME
)
ENTRIES = tuple(
    (bit, Caution("entry", key, message(f"{ENTRY[key]}."))) for key, bit in ENTRY_BIT.items() if key != "none"
)
NOT_ROOM = {
    ROOM["full"]: Caution("full", "full", message("It is full now.")),
    ROOM["waiting_list"]: Caution("waiting_list", "waiting_list", message("There is a waiting list.")),
    ROOM["not_open_yet"]: Caution("not_open_yet", "not_open_yet", message("It is not open yet.")),
}
MUST_COME = Caution("must_come", "supporter", message("A supporter must come with you."))
REFER = Caution("referral", "joining", message("Someone must refer you."))
OTHER_COSTS = Caution("other_costs", "cost", message("There are other things to pay for."))
PLACES_OLD = Caution("places_old", "places", message("We last heard about free places over 8 weeks ago."))
NEVER_CHECKED = Caution("not_checked", "checked_on", message("Nobody has checked this yet."))
CHECKED_LONG_AGO = Caution("not_checked", "checked_on", message("It was last checked over 6 months ago."))
TOO_FAR = Caution(
    "join_online", "travel", message("You would join this one from home. The place is too far away.")
)
NOWHERE = Caution(
    "join_online", "travel", message("You can join this one from home. We do not know where the place is.")
)
ONLY_ONLINE = Caution("join_online", "online", message("You can join this one from home, or go there."))
ASK_EHCP = Question(None, "ehcp", message("Do I need an EHC plan to join?"))
ASK_PILOT = Question(None, "pilot", message("Can I join with no EHC plan?"))
ASK_PLACE = Question(None, "place", message("Where is it?"))
ASK_TIMES = Question(None, "times", message("What days and times is it on?"))
ASK_COST = Question(None, "cost", message("How much does it cost each time?"))
SHORT = {key: message(need.short) for key, need in NEEDS.items()}
TELL_FIRST = {
    key: Caution(
        "tell_first", key, message("Tell them first. They can arrange this: {need}.", need=SHORT[key])
    )
    for key in NEEDS
}
NOT_THERE = {
    key: Caution(
        "join_online",
        key,
        message("You can join this one from home. They do not have this there: {need}.", need=SHORT[key]),
    )
    for key in NEEDS
}
NOT_SURE_THERE = {
    key: Caution(
        "join_online",
        key,
        message(
            "You can join this one from home. We do not know if they have this there: {need}.",
            need=SHORT[key],
        ),
    )
    for key in NEEDS
}
DISLIKED = tuple(
    (
        interest.index,
        Caution(
            "dislike",
            key,
            message("Part of it is what you do not like: {interest}.", interest=message(interest.label)),
        ),
    )
    for key, interest in INTERESTS.items()
)
HAS_NOT = {key: Caution("has_not", key, message(need.has_not)) for key, need in NEEDS.items()}
ASK = {key: Question(key, None, message(need.question)) for key, need in NEEDS.items()}
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
        found.append(_referred(by.rstrip(".")) if by else REFER)
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
        for index, caution in DISLIKED:
            if hated >> index & 1:
                yield caution
    for word in words:
        yield Caution("dislike", word, message('It says "{word}", which you do not like.', word=word))


def _referred(by: str) -> Caution:
    return Caution("referral", "joining", message("Someone must refer you: {by}.", by=by))


def _age(person: Person, offer: Closeup) -> Iterator[Caution]:
    lowest, highest, age = offer.age_min, offer.age_max, person.asked.age
    if age is None:
        if lowest or highest < ANY_AGE:
            yield Caution("ages", "ages", _ages(lowest, highest))
    elif offer.starts > person.day:
        starts, today = date.fromordinal(offer.starts + FIRST_DAY), person.today
        youngest = age + starts.year - today.year - ((starts.month, starts.day) < (today.month, today.day))
        if youngest < lowest or youngest + 1 > highest:
            check = message("Check your age on the first day. {ages}", ages=_ages(lowest, highest))
            yield Caution("age_on_start", "ages", check)


@lru_cache(maxsize=1000)
def _ages(lowest: int, highest: int) -> Message:
    if highest >= ANY_AGE:
        return message("It is for age {lowest} and over.", lowest=lowest)
    if lowest:
        return message("It is for ages {lowest} to {highest}.", lowest=lowest, highest=highest)
    return message("It is for age {highest} and under.", highest=highest)


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
                yield (NOT_THERE if offer.no & need.bit else NOT_SURE_THERE)[need.key]
                return


def questions(person: Person, offer: Closeup) -> Iterator[Question]:
    """What the rules ask, in their order; nothing for what fits."""
    asked = person.asked
    if offer.plan_required and not asked.ehcp:
        if offer.pilot_ends >= max(offer.starts, person.day):
            council = person.catalogue.pilot_councils.get(offer.row)
            yield _ask_pilot(council) if council else ASK_PILOT
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


def _ask_pilot(council: str) -> Question:
    return Question(
        None, "pilot", message("Can I join with no EHC plan, if I live in {council}?", council=council)
    )
