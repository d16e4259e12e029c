"""What explanations are made from: one offer's facts as plain values, and one person's answers made ready to be spoken of."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.days import Day
from matching.messages import in_a_sentence, message, say
from matching.rules import Asked, does_not_apply
from matching.scoring import wants_friends
from matching.sifting import NO_PLACE, Passed
from matching.types import Caution, Question, Reason, Seeker
from matching.vocabulary import INTEREST_GROUPS, INTERESTS, LOW_BITS, NEEDS, Interest, interest_bits
from matching.words import Understood

Array = npt.NDArray[Any]
T = TypeVar("T")

# One offer, for one seeker, as `Catalogue` has it. `miles` is None when it has no place. `yes`, `can_arrange`, `no` are as rule 8
# reads them; `applies` are the needs that do.
Closeup = namedtuple(
    "Closeup",
    "row miles beyond musts_to_ask applies interests format age_min age_max plan_required pilot_ends starts times pattern pence "
    "per yes can_arrange no outcomes room places_left places_updated group_size supporter joining entry who_for checked "
    "supporter_free other_costs",
)
FACTS = Closeup._fields[6:]  # those that the catalogue has
NEAR_ENOUGH = 3.0  # miles: near for anybody; else it is half of the limit


def _like(interest: Interest) -> Reason:
    label = message(in_a_sentence(interest.label))
    said = message(interest.because) if interest.because else say("interest", "like", interest=label)
    return Reason("interest", interest.key, said)


def _close(key: str, label: str) -> Reason:
    return Reason("interest", key, say("interest", "close", interest=message(in_a_sentence(label))))


def _mask(keys: Iterable[str]) -> int:
    low, high = interest_bits(keys)
    return low | high << LOW_BITS


# What is said of each need and interest.
SHORT = {key: message(need.short) for key, need in NEEDS.items()}
HAS = {key: Reason("need", key, message(need.has)) for key, need in NEEDS.items()}
HAS_NOT = {key: Caution("has_not", key, message(need.has_not)) for key, need in NEEDS.items()}
TELL_FIRST = {key: Caution("tell_first", key, say("tell_first", "need", need=SHORT[key])) for key in NEEDS}
ASK = {key: Question(key, None, message(need.question)) for key, need in NEEDS.items()}
LIKES = {key: _like(interest) for key, interest in INTERESTS.items()}
CLOSE = [(_mask(group.members), _close(key, group.label)) for key, group in INTEREST_GROUPS.items()]
DISLIKES = [
    (1 << at, Caution("dislike", key, say("dislike", "interest", interest=message(interest.label))))
    for at, (key, interest) in enumerate(INTERESTS.items())
]
NEED_BITS = [(need.bit, key) for key, need in NEEDS.items()]


def spoken(pairs: Iterable[tuple[int, T]], bits: int) -> list[T]:
    """What goes with any of these bits."""
    return [said for bit, said in pairs if bits & bit] if bits else []


class Person:
    """One seeker's answers, and what is said of each thing that they like or need, with its bit, in order."""

    def __init__(
        self,
        catalogue: Catalogue,
        seeker: Seeker,
        understood: Understood,
        asked: Asked,
        day: Day,
        today: date,
    ) -> None:
        self.catalogue, self.asked, self.today, self.day = catalogue, asked, today, day.number
        self.matters, self.online = seeker.matters, "online" in seeker.modes
        self.friends = wants_friends(asked)
        self.near_enough = max(NEAR_ENOUGH, (asked.max_miles or 0) / 2)
        self.liked, self.disliked = (low | high << LOW_BITS for low, high in (asked.likes, asked.dislikes))
        self.wanted = asked.musts | asked.helps
        musts = [(bit, key) for bit, key in NEED_BITS if asked.musts & bit]
        helps = [(bit, key) for bit, key in NEED_BITS if asked.helps & bit]
        said = dict.fromkeys((*seeker.interests, *understood.interests))
        self.has = [(bit, HAS[key]) for bit, key in musts + helps]
        self.has_not = [(bit, HAS_NOT[key]) for bit, key in helps]
        self.tell_first = [(bit, TELL_FIRST[key]) for bit, key in musts]
        self.ask = [(bit, ASK[key]) for bit, key in musts]
        self.likes = [(1 << INTERESTS[key].index, LIKES[key]) for key in said]
        self.words = [
            (stem, Reason("words", word, say("words", "words", words=word)))
            for word, stem in asked.liked_words
        ]
        self.hated_words = [
            (stem, Caution("dislike", word, say("dislike", "word", word=word)))
            for word, stem in asked.disliked_words
        ]
        self.close = [(members, reason) for members, reason in CLOSE if members & self.liked]


def close_up(catalogue: Catalogue, passed: Passed, places: Array) -> list[Closeup]:
    """The offers at these places of `passed`."""
    rows = passed.rows[places]
    facts = catalogue.facts(rows)
    columns = (
        rows.tolist(),
        [None if tenths == NO_PLACE else tenths / 10 for tenths in passed.tenths[places].tolist()],
        passed.beyond[places].tolist(),
        passed.musts_to_ask[places].tolist(),
        (~does_not_apply(catalogue, rows)).tolist(),
        [
            low | high << LOW_BITS
            for low, high in zip(facts["interests_low"], facts["interests_high"], strict=True)
        ],
        *(facts[name] for name in FACTS),
    )
    return list(map(Closeup._make, zip(*columns, strict=True)))
