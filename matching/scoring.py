"""The soft preferences: one function each, a whole number from 0 to 1000, and their weights. They order what passes, and leave
nothing out. Whole numbers, so that no rounding of a machine changes an order.

Weights are few and say what matters: something liked outweighs all that follows it but words. What holds a dislike comes after all
that holds none, whatever its points. Each thing that somebody says matters most adds a weight of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import ANY_AGE, GROUP_SIZE, OVERDUE, PATTERN, ROOM, SMALL_GROUPS, Catalogue
from matching.days import Day
from matching.rules import ONLINE, Asked, does_not_apply
from matching.sifting import NEAR_WITHOUT_A_LIMIT, NO_PLACE
from matching.vocabulary import INTEREST_GROUPS, NEEDS, interest_bits

Array = npt.NDArray[Any]
Part = Any  # a number from 0 to 1000 for each row, or one for all

WEIGHTS = {
    "interest": 1000,  # something that they like; half of it for something of the same group
    "more_interests": 150,  # a second and a third thing that they like
    "words": 300,  # the listing says words that they said
    "helps": 350,  # what would help is there
    "nothing_missing": 100,  # nothing that would help is said not to be there
    "friends": 200,  # for who wants friends: regular, and a small group
    "near": 150,
    "room": 100,
    "checked": 50,
}
MATTERS_MOST = 300  # for each of up to three things that matter most
# Taken off what its provider did not confirm in time. It is more than variety ever takes off, so that what waits to be confirmed
# comes after what is as good and was confirmed, whoever runs that; and less than one thing liked, so that it is still found.
OVERDUE_LOSES = 400

FRIENDS_INTEREST, FRIENDS_NEED = "meeting-people", "help-make-friends"
PLACES_OLD_AFTER, CHECK_OLD_AFTER = 56, 183  # days
CHEAP = 300 * 12  # twelfths of a penny each time


def _by_code(codes: Mapping[str | None, int], worth: Mapping[str, int]) -> Array:
    table = np.zeros(len(codes), dtype=np.int32)
    for key, value in worth.items():
        table[codes[key]] = value
    return table


REGULAR = _by_code(
    PATTERN,
    dict.fromkeys(("weekly", "fortnightly", "rolling"), 1000)
    | {"monthly": 600, "block": 600, "flexible": 300},
)
SMALL = _by_code(GROUP_SIZE, dict.fromkeys(SMALL_GROUPS, 1000))
HAS_ROOM = _by_code(
    ROOM, {"open": 1000, "few_left": 1000, "": 600, "not_open_yet": 400, "waiting_list": 200, "full": 0}
)
MORE_INTERESTS = np.array([0, 0, 500, 1000], dtype=np.int32)  # by how many are liked
NARROW = np.repeat([1000, 700, 300, 0], [4, 3, 4, 245]).astype(
    np.int32
)  # by the years between the youngest and the oldest
CHECKED = np.append(1000 * np.arange(CHECK_OLD_AFTER, -1, -1) // CHECK_OLD_AFTER, 0).astype(
    np.int32
)  # by days since
LIKED_GROUPS = [interest_bits(group.members) for group in INTEREST_GROUPS.values()]
QUIET = NEEDS["low-noise"].bit | NEEDS["quiet-space"].bit


@dataclass(frozen=True, eq=False)
class Scored:
    """The rows to score, how far they are in tenths of a mile, and for whom on which day."""

    catalogue: Catalogue
    rows: Array
    tenths: Array
    asked: Asked
    day: Day

    def column(self, name: str) -> Array:
        found: Array = getattr(self.catalogue, name).take(self.rows)
        return found

    @cached_property
    def interests(self) -> tuple[Array, Array]:
        return self.column("interests_low"), self.column("interests_high")

    @cached_property
    def shared(self) -> Array:
        """How many things that they like each row has."""
        (low, high), likes = self.interests, self.asked.likes
        found: Array = np.bitwise_count(low & likes[0]) + np.bitwise_count(high & likes[1])
        return found

    @cached_property
    def helpful(self) -> Array:
        """What would help and applies to each row, as masks."""
        found: Array = self.asked.helps & ~does_not_apply(self.catalogue, self.rows)
        return found


def wants_friends(asked: Asked) -> bool:
    """They like meeting people, or want help to make friends."""
    low, high = interest_bits([FRIENDS_INTEREST])
    return bool(
        asked.likes[0] & low or asked.likes[1] & high or (asked.musts | asked.helps) & NEEDS[FRIENDS_NEED].bit
    )


def liked_groups(asked: Asked) -> tuple[int, int]:
    """Every interest of each group that holds a liked one, but what is disliked."""
    low = high = 0
    for group_low, group_high in LIKED_GROUPS:
        if asked.likes[0] & group_low or asked.likes[1] & group_high:
            low, high = low | group_low, high | group_high
    return low & ~asked.dislikes[0], high & ~asked.dislikes[1]


def interest(of: Scored) -> Part:
    """1000 for something liked, 500 for something of the same group."""
    if of.asked.likes == (0, 0):
        return 0
    groups = liked_groups(of.asked)
    low, high = of.interests
    close = ((low & groups[0]) | (high & groups[1])) != 0
    return np.where(of.shared > 0, 1000, close * np.int32(500))


def more_interests(of: Scored) -> Part:
    """500 for a second thing that they like, 1000 for a third."""
    return MORE_INTERESTS.take(of.shared, mode="clip") if of.asked.likes != (0, 0) else 0


def helps(of: Scored) -> Part:
    """The share of what would help that is there; half for "can be arranged"."""
    if not of.asked.helps:
        return 0
    there, arranged = (np.bitwise_count(of.column(said) & of.helpful) for said in ("yes", "can_arrange"))
    return np.int32(500) * (2 * there + arranged) // of.asked.helps.bit_count()


def nothing_missing(of: Scored) -> Part:
    """1000 less the share of what would help that is said not to be there."""
    if not of.asked.helps:
        return 1000
    missing = np.bitwise_count(of.column("no") & of.helpful)
    return 1000 - np.int32(1000) * missing // of.asked.helps.bit_count()


def friends(of: Scored) -> Part:
    """For who wants friends: mostly that it is regular, and that the group is small."""
    return (regular(of) * 7 + small(of) * 3) // 10 if wants_friends(of.asked) else 0


def near(of: Scored) -> Part:
    """1000 at the door, 0 at the limit (or at ten miles). From home counts as near for who said so, and as half-way for others."""
    miles = NEAR_WITHOUT_A_LIMIT if of.asked.max_miles is None else of.asked.max_miles
    limit = max(1, round(miles * 10))
    worth = np.maximum(1000 - 1000 * of.tenths // limit, 0)
    worth[of.tenths == NO_PLACE] = 0
    worth[of.column("format") == ONLINE] = 1000 if of.asked.only_online else 500
    return worth


def room(of: Scored) -> Part:
    """There is room; a fifth less when that was not said of late."""
    worth = HAS_ROOM.take(of.column("room"))
    old = of.column("places_updated") < of.day.number - PLACES_OLD_AFTER
    return np.where(old, worth * 4 // 5, worth)


def checked(of: Scored) -> Part:
    """1000 when checked today, 0 when it is half a year ago or never was."""
    return CHECKED.take(np.subtract(of.day.number, of.column("checked"), dtype=np.int32), mode="clip")


def support(of: Scored) -> Part:
    """The share of all that they need that is there."""
    needs = of.asked.musts | of.asked.helps
    if not needs:
        return 0
    there = of.column("yes") & needs & ~does_not_apply(of.catalogue, of.rows)
    return 1000 * np.bitwise_count(there).astype(np.int32) // needs.bit_count()


def quiet(of: Scored) -> Part:
    """Low noise or a quiet space is there; half when it can be arranged."""
    arranged = (of.column("can_arrange") & QUIET != 0) * np.int32(500)
    return np.where(of.column("yes") & QUIET != 0, 1000, arranged)


def people_my_age(of: Scored) -> Part:
    """The fewer years between the youngest and the oldest that it is for."""
    lowest, highest = of.column("age_min"), of.column("age_max")
    return np.where(highest == ANY_AGE, 0, NARROW.take(np.maximum(highest, lowest) - lowest))


def small(of: Scored) -> Part:
    """The group is small."""
    return SMALL.take(of.column("group_size"))


def regular(of: Scored) -> Part:
    """It is every week or two; less for every month, a block of some weeks, or at any time."""
    return REGULAR.take(of.column("pattern"))


def free(of: Scored) -> Part:
    """It is free; half when it is cheap."""
    price = of.column("each_time")
    return np.where(price == 0, 1000, ((price > 0) & (price <= CHEAP)) * np.int32(500))


PARTS: Mapping[str, Callable[[Scored], Part]] = {
    "interest": interest,
    "more_interests": more_interests,
    "helps": helps,
    "nothing_missing": nothing_missing,
    "friends": friends,
    "near": near,
    "room": room,
    "checked": checked,
}
MATTERS: Mapping[str, Callable[[Scored], Part]] = {
    "like": interest,
    "near": near,
    "support": support,
    "quiet": quiet,
    "age": people_my_age,
    "small": small,
    "regular": regular,
    "free": free,
}


def points(of: Scored) -> Array:
    """The points of each row, without those for words: what it can get is `best(asked)`. They can be less than 0."""
    total = np.zeros(len(of.rows), dtype=np.int32)
    for name, part in PARTS.items():
        total += WEIGHTS[name] * part(of)
    for name in of.asked.matters:
        total += MATTERS_MOST * MATTERS[name](of)
    total[of.column("details") & OVERDUE != 0] -= OVERDUE_LOSES * 1000
    return total


def from_words(said: Array) -> Array:
    """The points for so many liked words that a text says."""
    found: Array = WEIGHTS["words"] * 500 * np.minimum(said, 2)
    return found


def best(asked: Asked) -> int:
    """The most points that there can be for somebody."""
    return 1000 * (sum(WEIGHTS.values()) + MATTERS_MOST * len(asked.matters))
