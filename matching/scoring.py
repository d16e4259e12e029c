"""The soft preferences: one function each, from 0 to 1, and their weights. They order what passes, and leave nothing out.

Weights are few and say what matters: something liked outweighs all that follows it but words, and nothing disliked outweighs
everything together, so that what holds a dislike comes after all that holds none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import GROUP_SIZE, PATTERN, ROOM, SMALL_GROUPS, Catalogue
from matching.days import Day
from matching.places import METRES_IN_A_MILE, arc
from matching.rules import ONLINE, Asked, does_not_apply
from matching.sifting import Sifted
from matching.vocabulary import INTEREST_GROUPS, NEEDS, interest_bits

Array = npt.NDArray[Any]

WEIGHTS = {
    "interest": 1.0,  # something that they like; half of it for something of the same group
    "more_interests": 0.15,  # a second and a third thing that they like
    "words": 0.3,  # the listing says a word that they said
    "helps": 0.35,  # what would help is there
    "nothing_missing": 0.15,  # nothing that would help is said not to be there
    "friends": 0.15,  # for who wants friends: regular, and a small group
    "near": 0.15,
    "room": 0.1,
    "checked": 0.05,
}
BEST = sum(WEIGHTS.values())

FRIENDS_INTEREST, FRIENDS_NEED = "meeting-people", "help-make-friends"
REGULAR = ("weekly", "fortnightly", "rolling")
NEAR_WITHOUT_A_LIMIT = 10.0  # miles at which nearness counts for nothing, when no limit was given
PLACES_OLD_AFTER, CHECK_OLD_AFTER = 56, 183  # days
ROOM_WORTH = {"open": 1.0, "few_left": 1.0, "": 0.6, "not_open_yet": 0.4, "waiting_list": 0.2, "full": 0.0}


def wants_friends(asked: Asked) -> bool:
    """They like meeting people, or want help to make friends."""
    low, high = interest_bits([FRIENDS_INTEREST])
    return bool(
        asked.likes[0] & low or asked.likes[1] & high or (asked.musts | asked.helps) & NEEDS[FRIENDS_NEED].bit
    )


def liked_groups(asked: Asked) -> tuple[int, int]:
    """Every interest of each group that holds a liked one."""
    low = high = 0
    for group_low, group_high in _GROUPS:
        if asked.likes[0] & group_low or asked.likes[1] & group_high:
            low, high = low | group_low, high | group_high
    return low & ~asked.dislikes[0], high & ~asked.dislikes[1]


_GROUPS = [interest_bits(group.members) for group in INTEREST_GROUPS.values()]


def words(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """Which rows say a disliked word, and what liked words add to a score, in millionths: half of their weight for each that
    the listing says, up to two."""
    texts = (
        [catalogue.texts[row] for row in rows.tolist()] if asked.liked_words or asked.disliked_words else []
    )
    nothing = np.zeros(len(rows), dtype=np.uint8)
    liked, disliked = (
        sum((says(texts, stem) for _, stem in those), nothing)
        for those in (asked.liked_words, asked.disliked_words)
    )
    return disliked > 0, _WORDS.take(liked, mode="clip")


def says(texts: Sequence[str], stem: str) -> Array:
    """Which of these texts say a stemmed word or phrase."""
    return np.array([stem in text for text in texts], dtype=np.uint8)


def most_from_words(asked: Asked) -> int:
    """The most that liked words can add to a score, in millionths."""
    return int(_WORDS[min(len(asked.liked_words), 2)])


def interest(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """1 for something liked, a half for something of the same group; and up to 1 for a second and a third thing liked."""
    low, high = catalogue.interests_low.take(rows), catalogue.interests_high.take(rows)
    shared = np.bitwise_count(low & asked.likes[0]) + np.bitwise_count(high & asked.likes[1])
    groups = liked_groups(asked)
    near = ((low & groups[0]) | (high & groups[1])) != 0
    return np.where(shared > 0, 1.0, near * 0.5), _MORE.take(shared, mode="clip")


def helps(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array | float, Array | float]:
    """The share of what would help that is there (half for "can be arranged"), and 1 less the share that is said not to be."""
    if not asked.helps:
        return 0.0, 1.0
    wanted = asked.helps & ~does_not_apply(catalogue, rows)
    there, arranged, missing = (
        np.bitwise_count(answers.take(rows) & wanted)
        for answers in (catalogue.yes, catalogue.can_arrange, catalogue.no)
    )
    of = asked.helps.bit_count()
    return (there * 2 + arranged) / (of * 2), 1 - missing / of


def friends(catalogue: Catalogue, rows: Array, asked: Asked) -> Array | float:
    """For who wants friends: mostly that it is regular, and that the group is small."""
    if not wants_friends(asked):
        return 0.0
    return 0.7 * _REGULAR.take(catalogue.pattern.take(rows)) + 0.3 * _SMALL.take(
        catalogue.group_size.take(rows)
    )


def near(catalogue: Catalogue, rows: Array, asked: Asked, metres: Array) -> Array:
    """1 at the door, 0 at the limit (or at ten miles). From home counts as near for who said so, and as half-way for others."""
    limit = (asked.max_miles or NEAR_WITHOUT_A_LIMIT) * METRES_IN_A_MILE
    worth = np.fmax(1 - metres / limit, 0.0)
    return np.where(catalogue.format.take(rows) == ONLINE, 1.0 if asked.only_online else 0.5, worth)


def room(catalogue: Catalogue, rows: Array, day: Day) -> Array:
    """There is room, the more so when that was said of late."""
    old = catalogue.places_updated.take(rows) < day.number - PLACES_OLD_AFTER
    return _ROOM.take(catalogue.room.take(rows)) * np.where(old, 0.8, 1.0)


def checked(catalogue: Catalogue, rows: Array, day: Day) -> Array:
    """1 when checked today, 0 when it is half a year ago or never was."""
    return _CHECKED.take(np.subtract(day.number, catalogue.checked.take(rows), dtype=np.int32), mode="clip")


def _by_code(codes: dict[str | None, int], worth: dict[str, float]) -> Array:
    table = np.zeros(len(codes))
    for key, value in worth.items():
        table[codes[key]] = value
    return table


_REGULAR = _by_code(PATTERN, dict.fromkeys(REGULAR, 1.0) | {"monthly": 0.6, "block": 0.6, "flexible": 0.3})
_SMALL = _by_code(GROUP_SIZE, dict.fromkeys(SMALL_GROUPS, 1.0))
_ROOM = _by_code(ROOM, ROOM_WORTH)
_MORE = np.array([0, 0, 0.5, 1])  # by how many things are liked
_CHECKED = np.linspace(1, 0, CHECK_OLD_AFTER + 1)  # by days since


def score(catalogue: Catalogue, sifted: Sifted, asked: Asked, day: Day) -> Array:
    """From 0 to 1 for each row that passed, without words, in whole millionths: no rounding of a machine changes an order."""
    rows = sifted.rows
    first, more = interest(catalogue, rows, asked)
    there, nothing_missing = helps(catalogue, rows, asked)
    parts = {
        "interest": first,
        "more_interests": more,
        "helps": there,
        "nothing_missing": nothing_missing,
        "friends": friends(catalogue, rows, asked),
        "near": near(catalogue, rows, asked, arc(np.sqrt(sifted.squared))),
        "room": room(catalogue, rows, day),
        "checked": checked(catalogue, rows, day),
    }
    return in_millionths(sum(WEIGHTS[name] * part for name, part in parts.items()))


def in_millionths(weighted: Any) -> Array:
    """Of the best score there can be."""
    millionths: Array = np.rint(weighted * (1e6 / BEST)).astype(np.int32)
    return millionths


_WORDS = in_millionths(WEIGHTS["words"] / 2 * np.array([0, 1, 2]))  # by how many are said
