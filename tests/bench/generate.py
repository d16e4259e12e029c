"""Offers and seekers like those of the United Kingdom, made from a seed: the same number gives the same catalogue.

Places lie around real towns, by population; access answers are mixed with many not known; kinds, ages, prices and times are
spread as real listings spread them. `columns` gives what `Catalogue.from_columns` reads; `offers` the same as `Offer`s.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from matching.types import Offer, Pilot, Seeker
from matching.vocabulary import (
    ENTRY,
    GROUP_SIZES,
    INTERESTS,
    JOINING,
    NEEDS,
    NOISE_LEVELS,
    OUTCOMES,
    PATTERNS,
    PLACES_STATES,
    SUPPORTER,
    TIME_SLOTS,
    interest_bits,
)
from matching.words import stems

TODAY = date(2026, 11, 23)

TOWNS = (  # latitude, longitude, people in thousands
    *(
        (51.507, -0.128, 2400),
        (51.575, 0.05, 1600),
        (51.55, -0.3, 1500),
        (51.42, -0.06, 1700),
        (51.376, -0.098, 800),
    ),
    *(
        (52.486, -1.890, 1500),
        (52.587, -2.128, 500),
        (53.481, -2.242, 900),
        (53.577, -2.428, 500),
        (53.541, -2.117, 400),
    ),
    *(
        (53.409, -2.158, 450),
        (53.408, -2.992, 900),
        (53.375, -2.587, 300),
        (53.745, -2.477, 350),
        (53.763, -2.703, 300),
    ),
    *(
        (53.817, -3.036, 250),
        (54.047, -2.801, 140),
        (53.19, -2.89, 200),
        (53.801, -1.549, 1200),
        (53.795, -1.759, 600),
    ),
    *(
        (53.381, -1.470, 900),
        (53.522, -1.128, 350),
        (53.745, -0.336, 400),
        (53.959, -1.081, 220),
        (54.978, -1.618, 850),
    ),
    *(
        (54.906, -1.383, 300),
        (54.574, -1.234, 450),
        (54.597, -5.930, 650),
        (55.864, -4.252, 1200),
        (55.953, -3.188, 600),
    ),
    *(
        (57.149, -2.094, 250),
        (56.462, -2.971, 180),
        (57.478, -4.225, 80),
        (51.481, -3.179, 500),
        (51.621, -3.943, 300),
    ),
    *(
        (51.584, -2.998, 250),
        (53.047, -2.993, 150),
        (51.454, -2.588, 750),
        (51.380, -2.360, 150),
        (50.376, -4.143, 300),
    ),
    *(
        (50.726, -3.527, 180),
        (50.909, -1.404, 500),
        (50.820, -1.088, 500),
        (50.823, -0.137, 400),
        (51.455, -0.978, 350),
    ),
    *(
        (51.752, -1.258, 250),
        (52.205, 0.119, 250),
        (52.628, 1.299, 300),
        (52.059, 1.156, 200),
        (51.890, 0.902, 200),
    ),
    *(
        (52.636, -1.133, 550),
        (52.955, -1.150, 700),
        (52.922, -1.477, 350),
        (53.230, -0.540, 150),
        (52.573, -0.242, 250),
    ),
    *(
        (52.041, -0.759, 300),
        (51.879, -0.418, 300),
        (51.279, 0.522, 300),
        (51.278, 1.080, 250),
        (53.0, -2.18, 400),
    ),
)
KIND_SHARE = (("activity", 0.68), ("volunteering", 0.2), ("supported-internship", 0.07), ("uni-bridge", 0.05))
NAMES = (
    "Canal",
    "Corner",
    "Rainbow",
    "Bridge",
    "Station",
    "Orchard",
    "Harbour",
    "Mill",
    "Lantern",
    "Park",
    "Beacon",
    "Market",
)
SHAPES = ("club", "group", "crew", "team", "sessions", "project", "workshop", "course", "circle", "taster")
STEPS = (
    "Someone meets you at the door.",
    "You choose what to do.",
    "There is a break half way.",
    "You can stay as long as you like.",
)


def _pick(rng: np.random.Generator, size: int, **share: float) -> list[str]:
    keys = list(share)
    odds = np.array(list(share.values()))
    return [keys[at] for at in rng.choice(len(keys), size=size, p=odds / odds.sum())]


def _points(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    towns = np.array(TOWNS)
    chosen = towns[rng.choice(len(towns), size=size, p=towns[:, 2] / towns[:, 2].sum())]
    spread = 0.03 + 0.00002 * chosen[:, 2]
    far = np.where(rng.random(size) < 0.15, 4.0, 1.0)
    lat = chosen[:, 0] + rng.normal(0, 1, size) * spread * far
    lng = chosen[:, 1] + rng.normal(0, 1, size) * spread * far * 1.7
    return lat.clip(49.9, 60.8).round(5), lng.clip(-8.1, 1.7).round(5)


def _answers(rng: np.random.Generator, size: int) -> tuple[list[int], list[int], list[int]]:
    yes, arrange, no = (np.zeros(size, dtype=np.int64) for _ in range(3))
    known = rng.choice([0.1, 0.5, 0.9], size=size, p=[0.2, 0.5, 0.3])
    for need in NEEDS.values():
        draw = rng.random(size) / known  # above 1: not known
        yes |= np.where(draw < 0.6, need.bit, 0)
        arrange |= np.where((draw >= 0.6) & (draw < 0.75) & need.can_arrange, need.bit, 0)
        no |= np.where((draw >= 0.75) & (draw < 1), need.bit, 0)
    return yes.tolist(), arrange.tolist(), no.tolist()


def _days(rng: np.random.Generator, size: int, share: float, first: int, last: int) -> list[date | None]:
    ahead, has = rng.integers(first, last, size).tolist(), (rng.random(size) < share).tolist()
    return [TODAY + timedelta(days) if there else None for days, there in zip(ahead, has, strict=True)]


def columns(size: int, seed: int = 1) -> dict[str, list[Any]]:
    """Columns for `Catalogue.from_columns`, and `title`, `interests` (keys) beside them."""
    rng = np.random.default_rng(seed)
    pick = random.Random(seed)
    interests = list(INTERESTS)
    popular = rng.random(len(interests)) ** 2 + 0.1
    chosen = rng.choice(len(interests), size=(size, 3), p=popular / popular.sum())
    count = rng.choice([0, 1, 2, 3], size=size, p=[0.03, 0.5, 0.35, 0.12])
    keys = [
        [interests[at] for at in dict.fromkeys(row[:n])]
        for row, n in zip(chosen.tolist(), count.tolist(), strict=True)
    ]
    synonyms = [interest.synonyms for interest in INTERESTS.values()]
    titles = [
        f"{pick.choice(NAMES)} {pick.choice(synonyms[row[0]])} {pick.choice(SHAPES)}"
        for row in chosen.tolist()
    ]
    texts = [
        f"{title}. Come and try {pick.choice(synonyms[row[1]])}. {' '.join(pick.sample(STEPS, 3))}"
        for title, row in zip(titles, chosen.tolist(), strict=True)
    ]
    bits = [interest_bits(row) for row in keys]
    lat, lng = _points(rng, size)
    format_ = _pick(rng, size, **{"in-person": 0.96, "online": 0.02, "both": 0.02})
    nowhere = rng.random(size) < np.where(np.array(format_) == "online", 0.9, 0.004)
    kind = _pick(rng, size, **dict(KIND_SHARE))
    yes, arrange, no = _answers(rng, size)
    slots = list(TIME_SLOTS)
    pattern = _pick(
        rng,
        size,
        one_off=0.1,
        weekly=0.55,
        fortnightly=0.07,
        monthly=0.05,
        block=0.08,
        rolling=0.05,
        flexible=0.1,
    )
    ages = rng.choice(len(AGES), size=size, p=[0.25, 0.15, 0.12, 0.1, 0.1, 0.1, 0.08, 0.1])
    internship = np.array(kind) == "supported-internship"
    pilot = internship & (rng.random(size) < 0.15)
    checked = _days(rng, size, 0.92, -400, 0)
    starts, ends = _days(rng, size, 0.35, -200, 330), _days(rng, size, 0.15, -20, 400)
    joining = _pick(rng, size, **dict.fromkeys(JOINING, 1.0))
    per = _pick(rng, size, session=0.75, week=0.05, term=0.1, once=0.1)
    free = rng.random(size)
    price = rng.choice([100, 200, 250, 300, 350, 400, 500, 600, 800, 1000, 1500], size=size)
    pence = np.where(np.array(per) == "term", price * 10, price)
    return {
        "id": [f"offer-{at:07d}" for at in range(size)],
        "provider": [f"provider-{at}" for at in rng.integers(0, max(size // 6, 1), size).tolist()],
        "kind": kind,
        "title": titles,
        "interests": keys,
        "interests_low": [low for low, _ in bits],
        "interests_high": [high for _, high in bits],
        "outcomes": [[key] for key in rng.choice(list(OUTCOMES), size).tolist()],
        "yes_bits": yes,
        "can_arrange_bits": arrange,
        "no_bits": no,
        "format": format_,
        "lat": [None if gone else at for at, gone in zip(lat.tolist(), nowhere.tolist(), strict=True)],
        "lng": [None if gone else at for at, gone in zip(lng.tolist(), nowhere.tolist(), strict=True)],
        "age_min": [AGES[at][0] for at in ages.tolist()],
        "age_max": [AGES[at][1] for at in ages.tolist()],
        "ehcp": ["required" if need else "any" for need in (internship | (rng.random(size) < 0.03)).tolist()],
        "times": [
            [] if not n else sorted(pick.sample(slots, n), key=slots.index)
            for n in rng.choice([0, 1, 2, 3, 5], size=size, p=[0.12, 0.4, 0.28, 0.12, 0.08]).tolist()
        ],
        "pattern": pattern,
        "starts_on": starts,
        "ends_on": [max(end, start or end) if end else None for start, end in zip(starts, ends, strict=True)],
        "apply_by": _days(rng, size, 0.1, -10, 300),
        "pence": [
            None if draw < 0.08 else 0 if draw < 0.5 else cost
            for draw, cost in zip(free.tolist(), pence.tolist(), strict=True)
        ],
        "per": per,
        "supporter_free": (rng.random(size) < 0.5).tolist(),
        "other_cost": _pick(rng, size, none=0.8, **{"Bring a packed lunch.": 0.2}),
        "places_state": _pick(
            rng, size, **dict(zip(PLACES_STATES, (0.6, 0.15, 0.1, 0.1, 0.05), strict=True))
        ),
        "places_left": [left if left < 13 else None for left in rng.integers(0, 20, size).tolist()],
        "places_updated_on": _days(rng, size, 0.8, -120, 0),
        "group_size": _pick(rng, size, **dict.fromkeys(GROUP_SIZES, 1.0)),
        "noise": _pick(rng, size, **dict.fromkeys(NOISE_LEVELS, 1.0)),
        "supporter": _pick(rng, size, **dict.fromkeys(SUPPORTER, 1.0)),
        "who_for": [
            [key]
            for key in _pick(
                rng,
                size,
                everyone=0.7,
                **{"send-only": 0.15, "girls-and-women": 0.05, "local-council-residents-only": 0.1},
            )
        ],
        "joining": joining,
        "referral_by": ["Your GP" if how == "referral-needed" else "" for how in joining],
        "entry": [[key] for key in _pick(rng, size, **dict.fromkeys(ENTRY, 0.06) | {"none": 0.7})],
        "checked_on": checked,
        "pilot_council": ["Trafford" if there else "" for there in pilot.tolist()],
        "pilot_ends_on": [
            TODAY + timedelta(days) if there else None
            for days, there in zip(rng.integers(-60, 500, size).tolist(), pilot.tolist(), strict=True)
        ],
        "job_coach": internship.tolist(),
        "under_16_confirmed": (rng.random(size) < 0.3).tolist(),
        "overdue": (rng.random(size) < 0.05).tolist(),
        "search_words": [stems(text) for text in texts],
        "summary": texts,
    }


AGES: tuple[tuple[int | None, int | None], ...] = (
    *((14, 25), (16, 25), (11, 18), (16, 24), (18, None), (None, None), (8, 16), (13, 19)),
)
assert set(PATTERNS) >= {"one_off", "weekly", "fortnightly", "monthly", "block", "rolling", "flexible"}


def offers(made: dict[str, list[Any]]) -> Iterator[Offer]:
    """The same offers, one by one, as a file would hold them."""
    for at in range(len(made["id"])):
        row = {name: values[at] for name, values in made.items()}
        access = {}
        for key, need in NEEDS.items():
            for column, answer in (
                ("yes_bits", "yes"),
                ("can_arrange_bits", "can_arrange"),
                ("no_bits", "no"),
            ):
                if row[column] & need.bit:
                    access[key] = answer
        lists = {name: tuple(row[name]) for name in ("interests", "outcomes", "times", "who_for", "entry")}
        plain = (
            "id",
            "provider",
            "kind",
            "title",
            "format",
            "lat",
            "lng",
            "age_min",
            "age_max",
            "ehcp",
            "pattern",
            "starts_on",
        )
        plain += (
            "ends_on",
            "apply_by",
            "pence",
            "per",
            "supporter_free",
            "other_cost",
            "places_state",
            "places_left",
        )
        plain += (
            "places_updated_on",
            "group_size",
            "noise",
            "supporter",
            "joining",
            "referral_by",
            "checked_on",
            "overdue",
            "job_coach",
        )
        yield Offer(
            **{name: row[name] for name in plain},
            **lists,
            summary=row["summary"],
            access=access,
            pilot=Pilot(row["pilot_council"], row["pilot_ends_on"]) if row["pilot_council"] else None,
            under_16_confirmed=row["under_16_confirmed"],
        )


def seekers(size: int, seed: int = 2, no_limit: float = 0.1) -> list[Seeker]:
    """People of 14 to 25 who answered most questions, each in their own way; a share of them with no limit on travel, and the
    others with limits as those of the ten example people are."""
    pick = random.Random(seed)
    towns = pick.choices(TOWNS, weights=[town[2] for town in TOWNS], k=size)
    made = []
    for lat, lng, _ in towns:
        likes = pick.sample(list(INTERESTS), pick.randint(0, 4))
        hates = pick.sample(list(INTERESTS), pick.choice([0, 0, 1]))
        needs = dict.fromkeys(pick.sample(list(NEEDS), pick.choice([0, 1, 1, 2, 3])), "must")
        needs = dict.fromkeys(pick.sample(list(NEEDS), pick.randint(0, 4)), "would_help") | needs
        made.append(
            Seeker(
                lat=round(lat + pick.gauss(0, 0.04), 4),
                lng=round(lng + pick.gauss(0, 0.07), 4),
                age=pick.choice([None, *range(14, 26), *range(14, 26)]),
                ehcp=pick.choice([True, True, False, False, None]),
                interests=tuple(likes),
                not_interests=tuple(key for key in hates if key not in likes),
                own_words=_own_words(pick),
                needs=needs,
                modes=tuple(
                    pick.choice(
                        [("bus",), ("tram", "lift"), ("walk", "online"), ("train", "bus"), ("online",), ()]
                    )
                ),
                max_miles=None
                if pick.random() < no_limit
                else pick.choice([4, 4, 5, 5, 6, 8, 8, 10, 10, 15]),
                kinds=tuple(
                    pick.choice(
                        [
                            (),
                            ("activity",),
                            ("activity", "volunteering"),
                            ("supported-internship", "volunteering"),
                        ]
                    )
                ),
                times=tuple(pick.sample(list(TIME_SLOTS), pick.choice([0, 0, 2, 3, 5]))),
                max_cost=pick.choice([None, 0, 2.5, 5, 10]),
            )
        )
    return made


def _own_words(pick: random.Random) -> str:
    said = [pick.choice(interest.synonyms) for interest in pick.sample(list(INTERESTS.values()), 3)]
    return pick.choice(
        [
            "",
            f"I love {said[0]} and {said[1]}. I hate {said[2]}.",
            f"{said[0]}, {said[1]} but not {said[2]}",
            said[0],
        ]
    )
