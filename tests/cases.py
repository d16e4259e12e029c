"""Small catalogues and people that reach every corner of the rules and of the order, for what compares implementations.

An offer and a seeker are each put together from a dozen parts (a place, prices, dates, access, words ...), and every part is chosen from
a pool that was made once from a seed. So a case is a few dozen choices: cheap to make by the million, and short for Hypothesis to shrink.
Places come from a pool too, so that distances can be kept: many lie at a limit of somebody, or within centimetres of it, or of a rounding.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import nan
from typing import Any

from geopy.distance import geodesic

from matching.types import Offer, Pilot, Seeker
from matching.vocabulary import (
    COST_PER,
    ENTRY,
    GROUP_SIZES,
    KINDS,
    NEEDS,
    NOISE_LEVELS,
    PATTERNS,
    PLACES_STATES,
    SUPPORTER,
    TIME_SLOTS,
)
from tests.unit.matching.reference_rules import MATTERS, miles_between

Choose = Callable[[Sequence[Any]], Any]  # one of a sequence, as `random.choice` or as Hypothesis chooses it

TODAYS = (date(2026, 11, 23), date(2026, 11, 23), date(2028, 2, 29), date(2027, 12, 31), date(2027, 3, 1))
OFFERS, SEEKERS = 12, 20  # in a catalogue, and who ask it
LIMITS = (0, 0.5, 1, 2.25, 3, 4, 5, 8, 12.5, 25, 60)
COSTS = (0, 0.5, 1, 2, 2.5, 3, 5, 7.99, 100, 120)
IDS = (
    *(f"offer-{at}" for at in range(12)),
    *("Offer-1", "offer", "offer_1", "10", "9", "z", "zz", "é", "e\u0301", "ﬁsh", "𝒳", "\uffee"),
)
INTERESTS = (
    *(
        "trains",
        "buses",
        "cars",
        "horses",
        "dogs",
        "cats",
        "football",
        "swimming",
        "meeting-people",
        "youth-club",
    ),
    *("film-making", "tv-and-film", "drawing-painting", "cooking"),
)
WORDS = (
    *("", "", "", "", "I love trains. I hate horses", "no superheroes", "football, not buses", "ukulele"),
    *("dogs but no steam trains", "I like drums and ukuleles, not discos", "ukulele and ukulele and drums"),
    *(
        "spiders are a no",
        "I want to make friends",
        "trains trains trains",
        "I don't mind dogs",
        "not into sports",
    ),
    *(
        "steam engines and drumming",
        "I like knitting and whittling but not tills",
        "swimming and cats",
        "nothing loud",
    ),
    *(
        "I hate cooking and drawing",
        "like Bake Off",
        "no dogs. no cats. no horses",
        "superheroes and Lego please",
    ),
)
TEXTS = (
    *(
        "A club",
        "Steam trains",
        "Superheroes",
        "Ukulele and drumming",
        "Spiders and dogs",
        "Cooking for friends",
    ),
    *(
        "Whittling, knitting and tills",
        "Football and swimming",
        "Drum",
        "Discos on a steam train",
        "Baking off",
    ),
)
STEPS = (
    (),
    ("You meet Sam.",),
    ("You play drums.", "Then there is a superhero quiz."),
    ("The disco starts.",),
)


@dataclass(frozen=True)
class Catalogue:
    """A case for each seeker: what they are told of these offers on this day."""

    today: date
    offers: list[Offer]
    seekers: list[Seeker]


def catalogue(choose: Choose, offers: int = OFFERS, seekers: int = SEEKERS) -> Catalogue:
    pools = _pools()
    made: list[Offer] = []
    ids = list(IDS)
    for _ in range(offers):
        id = choose(ids)
        ids.remove(id)
        twin = bool(made) and choose((False, False, False, False, True))
        made.append(replace(made[-1], id=id) if twin else _offer(choose, pools, id))
    today = choose(TODAYS)
    return Catalogue(
        today,
        [_dated(offer, today) for offer in made],
        [_seeker(choose, pools) for _ in range(seekers)],
    )


def _offer(choose: Choose, pools: dict[str, list[Any]], id: str) -> Offer:
    facts: dict[str, Any] = {"id": id}
    for name in ("what", "where", "about", "who", "when", "dates", "money", "room", "manner", "access"):
        facts |= choose(pools[name])
    return Offer(**facts)


def _seeker(choose: Choose, pools: dict[str, list[Any]]) -> Seeker:
    facts: dict[str, Any] = {}
    for name in ("travel", "person", "likes", "needs", "free_time", "matters"):
        facts |= choose(pools[name])
    return Seeker(**facts, own_words=choose(WORDS))


def _dated(offer: Offer, today: date) -> Offer:
    """The same offer with its days, which the pools have as numbers, from a day on."""

    def day(ahead: Any) -> date | None:
        return None if ahead is None else today + timedelta(days=ahead)

    names = ("starts_on", "ends_on", "apply_by", "places_updated_on", "checked_on")
    pilot: Any = offer.pilot
    return replace(
        offer,
        **{name: day(getattr(offer, name)) for name in names},
        pilot=None if pilot is None else Pilot("Trafford", today + timedelta(days=pilot)),
    )


@lru_cache
def _pools() -> dict[str, list[Any]]:
    pick = random.Random(2026)
    places = _places(pick)
    return {
        name: [part(pick) for _ in range(size)]
        for name, size, part in (
            ("what", 60, _what),
            ("about", 80, _about),
            ("who", 60, _who),
            ("when", 60, _when),
            ("dates", 60, _dates),
            ("money", 40, _money),
            ("room", 80, _room),
            ("manner", 80, _manner),
            ("access", 200, _access),
            ("person", 80, _person),
            ("likes", 80, _likes),
            ("needs", 150, _needs),
            ("free_time", 40, _free_time),
            ("matters", 40, _matters),
        )
    } | places


def _some(pick: random.Random, choices: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(pick.sample(list(choices), pick.randint(0, min(most, len(choices)))))


def _places(pick: random.Random) -> dict[str, list[Any]]:
    """Where offers are, and where seekers are and how far they go: many pairs are at a limit, or nearly."""
    homes = [(pick.uniform(53.3, 53.6), pick.uniform(-2.5, -2.0)) for _ in range(42)]
    homes += [(pick.uniform(50, 60), pick.uniform(-7, 1.5)) for _ in range(8)]
    there: list[tuple[float, float] | None] = [None] * 10
    there += homes[:6]  # next door
    there += [(pick.uniform(53.2, 53.7), pick.uniform(-2.6, -1.9)) for _ in range(84)]
    limits: list[tuple[tuple[float, float], float | None]] = []
    for at in range(100):
        home, limit = pick.choice(homes), pick.choice(LIMITS[1:])
        off = pick.choice([0.0, 0.0001, 0.001, 0.02, 1.0]) * pick.choice([-1, 1])
        if at % 4 == 0:  # nearly at the edge of a rounding
            limit, off = limit + 0.05, off or 0.005
        end = geodesic(miles=limit, meters=off).destination(home, pick.uniform(0, 360))
        there.append((end.latitude, end.longitude))
        limits.append((home, limit))
    for _ in range(150):  # a limit that is right at the distance of a place, or a millimetre under or over
        home, place = pick.choice(homes[:42]), pick.choice(there[16:100])
        miles = miles_between(home, place)
        limits.append((home, miles + pick.choice([0.0, 0.001, -0.001, 0.00001, -0.00001]) / 1609.344))
    limits += [
        (home, limit) for home in homes for limit in (None, None, None, 12, 15, 25, *pick.sample(LIMITS, 4))
    ]
    limits += [((nan, nan), None)] * 3
    modes = [(), (), ("bus",), ("walk", "online"), ("online",), ("train", "lift")]
    return {
        "where": [
            {
                "format": pick.choice(["in-person"] * 4 + ["both", "online"]),
                "lat": place and place[0],
                "lng": place and place[1],
            }
            for place in there
            for _ in range(3)
        ],
        "travel": [
            {"lat": home[0], "lng": home[1], "max_miles": limit, "modes": pick.choice(modes)}
            for home, limit in limits
        ],
    }


def _what(pick: random.Random) -> dict[str, Any]:
    return {
        "kind": pick.choice(["activity", "activity", *KINDS]),
        "provider": pick.choice(["one", "one", "two", "three"]),
        "title": pick.choice(TEXTS),
        "summary": pick.choice(["", "", *TEXTS]),
        "steps": pick.choice(STEPS),
    }


def _about(pick: random.Random) -> dict[str, Any]:
    return {"interests": _some(pick, INTERESTS, pick.choice([1, 2, 4]))}


def _who(pick: random.Random) -> dict[str, Any]:
    """Ages, plans and pilots. A pilot is days ahead."""
    lowest = pick.choice([None, 0, 11, 14, 14, 16, 16, 18])
    highest = pick.choice([None, None, 25, *((lowest or 15) + span for span in (2, 3, 4, 6, 7, 10, 11))])
    return {
        "age_min": lowest,
        "age_max": highest,
        "ehcp": pick.choice([*["any"] * 5, "required"]),
        "pilot": pick.choice([None, None, -1, 0, 30, 400]),
        "job_coach": pick.choice([False, True]),
        "under_16_confirmed": pick.choice([False, True]),
    }


SLOTS = list(TIME_SLOTS)[:4]


def _when(pick: random.Random) -> dict[str, Any]:
    return {
        "times": pick.choice([(), *(_some(pick, SLOTS, 3) for _ in range(3))]),
        "pattern": pick.choice(["", *PATTERNS]),
    }


def _dates(pick: random.Random) -> dict[str, Any]:
    """Days from today on."""
    some_days = (-400, -1, 0, 1, 40)
    return {
        "starts_on": pick.choice([*[None] * 12, *some_days, 364, 365, 366, 730, 731, 3000]),
        "ends_on": pick.choice([*[None] * 8, -1, 0, 1, 500, 1000, 1000]),
        "apply_by": pick.choice([*[None] * 8, -1, 0, 1, 500, 1000, 1000]),
    }


def _money(pick: random.Random) -> dict[str, Any]:
    return {
        "pence": pick.choice([None, 0, 0, 1, 50, 100, 250, 251, 300, 301, 1200, 3000, 3600, 3601, 12001]),
        "per": pick.choice(["", *COST_PER, "term"]),
    }


def _room(pick: random.Random) -> dict[str, Any]:
    """Days from today on; a few lie ahead, as a wrong clock would have them."""
    return {
        "places_state": pick.choice(["", *PLACES_STATES]),
        "places_updated_on": pick.choice([None, 3, 0, -10, -56, -57, -300]),
        "checked_on": pick.choice([None, 3, 0, -1, -50, -91, -182, -183, -184, -400]),
        "overdue": pick.choice([False, False, False, True]),
    }


def _manner(pick: random.Random) -> dict[str, Any]:
    return {
        "group_size": pick.choice(["", *GROUP_SIZES]),
        "noise": pick.choice(["", *NOISE_LEVELS]),
        "supporter": pick.choice(["", *SUPPORTER]),
        "entry": pick.choice([(), ("none",), _some(pick, list(ENTRY), 3)]),
    }


OFTEN = (  # what is read elsewhere, satisfied by another, for some kinds, about the place, safety-critical
    *("job-coach", "low-noise", "small-group", "not-crowded", "bring-supporter", "no-interview", "no-grades"),
    *("quiet-space", "step-free", "wheelchair", "powered-wheelchair", "accessible-toilet", "changing-places"),
    *("someone-with-me", "one-to-one", "hoist", "help-make-friends", "pictures", "pick-up"),
)


def _access(pick: random.Random) -> dict[str, Any]:
    answers = pick.choice([("yes",), ("yes", "yes", "can_arrange"), ("yes", "no", "can_arrange", "not_sure")])
    keys = (*_some(pick, OFTEN, len(OFTEN)), *_some(pick, list(NEEDS), 40))
    return {"access": {key: pick.choice(answers) for key in keys}}


def _person(pick: random.Random) -> dict[str, Any]:
    return {
        "age": pick.choice([None, None, 13, 14, 15, 16, 16, 17, 18, 18, 19, 22, 24, 25]),
        "ehcp": pick.choice([True, True, False, None]),
        "kinds": pick.choice([(), (), (), (), _some(pick, list(KINDS), 4)]),
        "max_cost": pick.choice([None, None, pick.choice(COSTS)]),
    }


def _likes(pick: random.Random) -> dict[str, Any]:
    return {
        "interests": _some(pick, INTERESTS, 5),
        "not_interests": pick.choice([(), (), _some(pick, INTERESTS, 3)]),
    }


def _needs(pick: random.Random) -> dict[str, Any]:
    musts = pick.choice([0, 0, 1, 1, 2, 3])
    keys = [*_some(pick, OFTEN, 5), *_some(pick, list(NEEDS), 2)]
    pick.shuffle(keys)
    return {
        "needs": {key: "must" if at < musts else "would_help" for at, key in enumerate(dict.fromkeys(keys))}
    }


def _free_time(pick: random.Random) -> dict[str, Any]:
    return {"times": pick.choice([(), (), _some(pick, SLOTS, 3)])}


def _matters(pick: random.Random) -> dict[str, Any]:
    return {"matters": pick.choice([(), _some(pick, list(MATTERS), 3)])}
