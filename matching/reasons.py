"""Why something is suggested: up to four reasons, those that matter most first, each of them true and checkable."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import islice

from matching.catalogue import GROUP_SIZE, PATTERN, PER, ROOM, SMALL_GROUPS
from matching.closeup import HAS, Closeup, Person, spoken
from matching.messages import Pence, Value, in_a_sentence, message, say
from matching.rules import IN_PERSON, ONLINE
from matching.scoring import PLACES_OLD_AFTER
from matching.types import Reason
from matching.vocabulary import COST_PER, NEEDS, OUTCOMES, SAYS, TIME_SLOTS

MOST = 4


def reason(code: str, key: str, said: str = "", count: int = 0, **values: Value) -> Reason:
    """One of says.json, where its pattern is at `said`, or else at `key`."""
    return Reason(code, key, say(code, said or key, count, **values))


TIMES = {
    1 << at: reason("time", key, "time", time=message(label))
    for at, (key, label) in enumerate(TIME_SLOTS.items())
}
GOOD_FOR = [
    reason("outcome", key, "outcome", outcome=message(in_a_sentence(label)))
    for key, label in OUTCOMES.items()
]
REGULAR = {PATTERN[key]: reason("regular", key) for key in SAYS["regular"]}
COSTS = {PER[""]: "pounds"} | {PER[key]: key for key in COST_PER}
HAS_ROOM = (ROOM["open"], ROOM["few_left"])
SMALL = [GROUP_SIZE[key] for key in SMALL_GROUPS]
IS_SMALL = reason("friends", "small-group")
HELPS_FRIENDS = Reason("friends", "help-make-friends", HAS["help-make-friends"].message)
SUPPORTER_FREE = reason("supporter", "bring-supporter")
SMALL_GROUP, MAKE_FRIENDS, BRING_SUPPORTER, LOW_NOISE, QUIET_SPACE = (
    NEEDS[key].bit
    for key in ("small-group", "help-make-friends", "bring-supporter", "low-noise", "quiet-space")
)


def best_reasons(person: Person, offer: Closeup, said: Reason | None) -> tuple[Reason, ...]:
    """The first few of all true reasons. `said`: that the listing says a word which the person likes."""
    liked = spoken(person.likes, offer.interests & person.liked)
    has = spoken(person.has, offer.yes & offer.applies & person.wanted)
    if not said and not liked:
        said = next(iter(spoken(person.close, offer.interests)), None)
    supporter_free = offer.supporter_free and person.wanted & BRING_SUPPORTER & ~offer.no
    times = offer.times & person.asked.times
    near = _near(offer.format, offer.miles, offer.beyond, person.online, person.near_enough)
    cost = _cost(offer.pence, offer.per, offer.other_costs, person.asked.most_twelfths is not None)
    found = [
        *liked[:1],
        *(_what_matters(person, offer, near, cost) if person.matters else ()),
        *has[:1],
        said,
        SUPPORTER_FREE if supporter_free else None,
        *has[1:2],
        *liked[1:2],
        *(_friends(person, offer) if person.friends else ()),
        TIMES.get(times & -times),  # the first of the week
        near,
        cost,
        *has[2:],
        *liked[2:],
        _room(offer.room, offer.places_left, offer.places_updated >= person.day - PLACES_OLD_AFTER),
        *_good_for(offer.outcomes),
    ]
    true = filter(None, found)
    return tuple(islice(dict.fromkeys(true) if person.matters else true, MOST))


def _what_matters(
    person: Person, offer: Closeup, near: Reason | None, cost: Reason | None
) -> list[Reason | None]:
    """That it has what matters most to them, where a reason can say so. What they like and need is said anyway."""
    there = offer.yes & offer.applies
    says = {
        "near": near,
        "free": cost,
        "regular": REGULAR.get(offer.pattern),
        "small": IS_SMALL if offer.group_size in SMALL else None,
        "quiet": HAS["low-noise"]
        if there & LOW_NOISE
        else HAS["quiet-space"]
        if there & QUIET_SPACE
        else None,
    }
    return [says.get(key) for key in person.matters]


def _friends(person: Person, offer: Closeup) -> tuple[Reason | None, Reason | None]:
    if offer.group_size in SMALL and not person.wanted & SMALL_GROUP:
        return REGULAR.get(offer.pattern), IS_SMALL
    return REGULAR.get(offer.pattern), HELPS_FRIENDS if offer.yes & MAKE_FRIENDS & ~person.wanted else None


@lru_cache(maxsize=10_000)
def _near(format: int, miles: float | None, beyond: bool, online: bool, near_enough: float) -> Reason | None:
    if format != IN_PERSON and online:
        return reason("near", "online")
    if format == ONLINE or miles is None or beyond or miles > near_enough:
        return None
    return reason("near", "miles", count=max(1, math.ceil(miles)))


@lru_cache(maxsize=10_000)
def _cost(pence: int, per: int, other_costs: bool, limited: bool) -> Reason | None:
    if pence == 0:
        return None if other_costs else reason("cost", "free")
    return reason("cost", "pounds", COSTS[per], price=Pence(pence)) if pence > 0 and limited else None


@lru_cache(maxsize=10_000)
def _room(room: int, left: int, lately: bool) -> Reason | None:
    """Only when it was said of late."""
    if not lately or room not in HAS_ROOM or left == 0:
        return None
    return reason("room", "places", count=left) if left > 0 else reason("room", "places", "room")


@cache
def _good_for(outcomes: int) -> list[Reason]:
    return [said for at, said in enumerate(GOOD_FOR) if outcomes >> at & 1]
