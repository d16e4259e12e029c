"""What explanations are made from: one offer's facts as plain values, and one person's answers made ready to be spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.days import Day
from matching.messages import Message, in_a_sentence, message
from matching.places import METRES_IN_A_MILE, arc, degrees, doubt, miles
from matching.rules import ONLINE, Asked, does_not_apply
from matching.scoring import wants_friends
from matching.sifting import Sifted
from matching.types import Reason, Seeker
from matching.vocabulary import INTEREST_GROUPS, INTERESTS, LOW_BITS, NEEDS, Interest, interest_bits
from matching.words import Understood

Array = npt.NDArray[Any]


class Closeup(NamedTuple):
    """One offer, for one seeker. `yes`, `can_arrange`, `no` are as rule 8 reads them; `applies` are the needs that do."""

    row: int
    miles: float | None
    beyond: bool
    musts_to_ask: int
    applies: int
    interests: int
    kind: int
    format: int
    age_min: int
    age_max: int
    plan_required: bool
    pilot_ends: int
    starts: int
    times: int
    pattern: int
    pence: int
    per: int
    yes: int
    can_arrange: int
    no: int
    outcomes: int
    room: int
    places_left: int
    places_updated: int
    group_size: int
    supporter: int
    joining: int
    entry: int
    who_for: int
    checked: int
    supporter_free: bool
    other_costs: bool


def _because(interest: Interest) -> Message:
    if interest.because:
        return message(interest.because)
    return message("You like {interest}.", interest=message(in_a_sentence(interest.label)))


HAS = tuple((need.bit, need, Reason("need", key, message(need.has))) for key, need in NEEDS.items())
LIKES = {key: Reason("interest", key, _because(interest)) for key, interest in INTERESTS.items()}


def _groups() -> Iterator[tuple[int, Reason]]:
    for group in INTEREST_GROUPS.values():
        low, high = interest_bits(group.members)
        label = message(in_a_sentence(group.label))
        close = message("It is close to what you like: {interest}.", interest=label)
        yield low | high << LOW_BITS, Reason("interest", group.key, close)


GROUPS = tuple(_groups())
READ = Closeup._fields[6:]
NEAR_ENOUGH = 3.0  # miles: near for anybody; else it is half of the limit


class Person:
    """One seeker's answers. `likes` and `has` go with the bits that make them true."""

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
        self.friends = wants_friends(asked)
        self.online = "online" in seeker.modes
        self.near_enough = max(NEAR_ENOUGH, (asked.max_miles or 0) / 2)
        self.needs = asked.musts | asked.helps
        self.musts, self.helps = (
            [need for bit, need, _ in HAS if wanted & bit] for wanted in (asked.musts, asked.helps)
        )
        self.has = [
            (bit, has) for wanted in (asked.musts, asked.helps) for bit, _, has in HAS if wanted & bit
        ]
        self.liked = asked.likes[0] | asked.likes[1] << LOW_BITS
        self.disliked = asked.dislikes[0] | asked.dislikes[1] << LOW_BITS
        said = dict.fromkeys((*seeker.interests, *understood.interests))
        self.likes = [
            (1 << INTERESTS[key].index, LIKES[key]) for key in said if self.liked >> INTERESTS[key].index & 1
        ]
        self.liked_groups = [(members, reason) for members, reason in GROUPS if members & self.liked]


def close_up(catalogue: Catalogue, asked: Asked, sifted: Sifted, places: Array) -> list[Closeup]:
    """The offers at these places of `sifted`."""
    rows = sifted.rows[places]
    facts = catalogue.facts(rows)
    return [
        Closeup._make(each)
        for each in zip(
            rows.tolist(),
            _miles(catalogue, asked, rows, sifted.squared[places]),
            sifted.beyond[places].tolist(),
            sifted.musts_to_ask[places].tolist(),
            (~does_not_apply(catalogue, rows)).tolist(),
            [
                low | high << LOW_BITS
                for low, high in zip(facts["interests_low"], facts["interests_high"], strict=True)
            ],
            *(facts[name] for name in READ),
            strict=True,
        )
    ]


def _miles(catalogue: Catalogue, asked: Asked, rows: Array, squared: Array) -> list[float | None]:
    """To one decimal place, as the geodesic is: where rounding is too close to call, it is asked."""
    metres = arc(np.sqrt(squared))
    tenths = metres / METRES_IN_A_MILE * 10
    online = catalogue.format.take(rows) == ONLINE
    rounded = np.where(online, 0.0, np.rint(tenths) / 10)
    found: list[float | None] = [None if there != there else there for there in rounded.tolist()]
    unsure = np.abs(tenths % 1 - 0.5) * METRES_IN_A_MILE / 10 < doubt(metres)
    for at in np.flatnonzero(unsure & ~online).tolist():
        row = rows[at]
        there = degrees(float(catalogue.x[row]), float(catalogue.y[row]), float(catalogue.z[row]))
        found[at] = round(miles((asked.lat, asked.lng), there), 1)
    return found
