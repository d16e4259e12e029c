"""Why something is suggested: up to four reasons, those that matter most first, each of them true and checkable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

from matching.catalogue import GROUP_SIZE, PATTERN, PER, ROOM, SMALL_GROUPS
from matching.closeup import Closeup, Person
from matching.messages import Pence, counted, gettext_noop, in_a_sentence, message
from matching.rules import IN_PERSON, ONLINE
from matching.scoring import PLACES_OLD_AFTER
from matching.types import Reason
from matching.vocabulary import NEEDS, OUTCOMES, TIME_SLOTS

MOST = 4

COSTS = gettext_noop("It costs {price}. You said you can pay that.")
COSTS_EACH = {
    PER["session"]: gettext_noop("It costs {price} each time. You said you can pay that."),
    PER["week"]: gettext_noop("It costs {price} each week. You said you can pay that."),
    PER["term"]: gettext_noop("It costs {price} each term. You said you can pay that."),
    PER["once"]: gettext_noop("It costs {price} once. You said you can pay that."),
}
TIMES = {
    1 << at: Reason("time", key, message("It is on {time}, when you can go.", time=message(label)))
    for at, (key, label) in enumerate(TIME_SLOTS.items())
}
GOOD_FOR = tuple(
    (
        1 << at,
        Reason("outcome", key, message("It is good for: {outcome}.", outcome=message(in_a_sentence(label)))),
    )
    for at, (key, label) in enumerate(OUTCOMES.items())
)
REGULAR = {
    PATTERN["weekly"]: Reason("regular", "weekly", message("It is every week.")),
    PATTERN["fortnightly"]: Reason("regular", "fortnightly", message("It is every two weeks.")),
    PATTERN["monthly"]: Reason("regular", "monthly", message("It is every month.")),
}
SMALL = {GROUP_SIZE[key] for key in SMALL_GROUPS}
SMALL_GROUP, MAKE_FRIENDS, BRING_SUPPORTER = (
    NEEDS[key].bit for key in ("small-group", "help-make-friends", "bring-supporter")
)
IS_SMALL = Reason(
    "friends", "small-group", message("The group is small. That makes it easier to get to know people.")
)
HELPS_FRIENDS = Reason("friends", "help-make-friends", message(NEEDS["help-make-friends"].has))
SUPPORTER_FREE = Reason("supporter", "bring-supporter", message("Your supporter does not pay."))
FROM_HOME = Reason("near", "online", message("You can join from home."))
FREE = Reason("cost", "free", message("It is free."))
HAS_ROOM = (ROOM["open"], ROOM["few_left"])


def best_reasons(person: Person, offer: Closeup, words: Sequence[str]) -> tuple[Reason, ...]:
    """The first few of all true reasons. `words` are those that the person likes and the listing says."""
    liked = [reason for bit, reason in person.likes if offer.interests & bit]
    there = offer.yes & offer.applies
    has = [reason for bit, reason in person.has if there & bit] if there & person.needs else []
    best = liked[:1] + has[:1]
    if words:
        said = message('You said "{words}". It talks about that too.', words=words[0])
        best.append(Reason("words", words[0], said))
    elif not liked:
        best += [reason for members, reason in person.liked_groups if offer.interests & members][:1]
    if offer.supporter_free and person.needs & BRING_SUPPORTER & ~offer.no:
        best.append(SUPPORTER_FREE)
    best += has[1:2] + liked[1:2]
    if len(best) < MOST and person.friends:
        best += _friends(person, offer)
    if len(best) < MOST and (shared := offer.times & person.asked.times):
        best.append(TIMES[shared & -shared])  # the first of the week
    for about in (_place, _cost):
        if len(best) < MOST and (reason := about(person, offer)):
            best.append(reason)
    best += has[2:] + liked[2:]
    if len(best) < MOST and (reason := _room(person, offer)):
        best.append(reason)
    if len(best) < MOST:
        best += [reason for bit, reason in GOOD_FOR if offer.outcomes & bit]
    return tuple(best[:MOST])


def _friends(person: Person, offer: Closeup) -> list[Reason]:
    regular = [REGULAR[offer.pattern]] if offer.pattern in REGULAR else []
    if offer.group_size in SMALL and not person.needs & SMALL_GROUP:
        return [*regular, IS_SMALL]
    return [*regular, HELPS_FRIENDS] if offer.yes & MAKE_FRIENDS & ~person.needs else regular


def _place(person: Person, offer: Closeup) -> Reason | None:
    if offer.format != IN_PERSON and person.online:
        return FROM_HOME
    if offer.format == ONLINE or offer.miles is None or offer.beyond:
        return None
    return _within(max(1, math.ceil(offer.miles))) if offer.miles <= person.near_enough else None


@cache
def _within(miles: int) -> Reason:
    within = counted(
        "It is within {count} mile of your area.", "It is within {count} miles of your area.", miles
    )
    return Reason("near", "miles", within)


def _cost(person: Person, offer: Closeup) -> Reason | None:
    if offer.pence == 0 and not offer.other_costs:
        return FREE
    return (
        _costs(offer.pence, offer.per) if offer.pence > 0 and person.asked.most_twelfths is not None else None
    )


@lru_cache(maxsize=1000)
def _costs(pence: int, per: int) -> Reason:
    return Reason("cost", "pounds", message(COSTS_EACH.get(per, COSTS), price=Pence(pence)))


def _room(person: Person, offer: Closeup) -> Reason | None:
    """Only when it was said of late."""
    old = offer.places_updated < person.day - PLACES_OLD_AFTER
    return None if old or offer.room not in HAS_ROOM or not offer.places_left else _left(offer.places_left)


@lru_cache(maxsize=1000)
def _left(places: int) -> Reason:
    if places < 1:
        return Reason("room", "places", message("There is room."))
    said = counted("There is {count} place left.", "There are {count} places left.", places)
    return Reason("room", "places", said)
