"""Best first, with variety, or nearest first. Of things that are nearly as good, the next comes from another provider, or is another kind.

What holds a dislike comes after all that holds none. Texts are read only of what can still be among the first: a bar is set under
the points of the last of them, and lowered while too few of those over it are without a dislike.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from matching import scoring
from matching.catalogue import FORMAT, Catalogue
from matching.rules import Asked
from matching.sifting import NO_PLACE, Passed

Array = npt.NDArray[Any]
Order = Literal["best", "nearest"]

# Taken off for each offer before it of the same provider (up to 4) and of the same kind (up to 8).
SAME_PROVIDER, MOST_PROVIDER = 48_000, 4
SAME_KIND, MOST_KIND = 12_000, 8
TAKEN_AT_MOST = SAME_PROVIDER * MOST_PROVIDER + SAME_KIND * MOST_KIND
MANY = 500
FAR_AWAY = 2**30  # tenths of a mile


class Ranked(NamedTuple):
    """A place in what passed, and its score from 0 to 1. The upper half of the scale is for what holds no dislike."""

    place: int
    score: float


def first(
    catalogue: Catalogue,
    passed: Passed,
    asked: Asked,
    points: Array,
    bucket: Array,
    limit: int | None,
    order: Order = "best",
) -> list[Ranked]:
    """The first `limit` of the places in `bucket`, or all with None; equals come by id. `points` are without those for words."""
    most = len(bucket) if limit is None else min(limit, len(bucket))
    if not most:
        return []
    nearest = order == "nearest"
    worth = -far(catalogue, passed, bucket) if nearest else points[bucket]
    more = 0 if nearest else scoring.WEIGHTS["words"] * 500 * min(len(asked.liked_words), 2)
    bar = int(np.partition(worth, -most)[-most]) - (0 if nearest else SAME_KIND * MOST_KIND)
    lowest = int(worth.min())
    ceilings = None
    certain = not (nearest or asked.liked_words or asked.disliked_words or passed.disliked[bucket].any())
    if certain and np.count_nonzero(worth >= bar) > MANY:  # who says little has very many that are as good
        ceilings = _ceilings(catalogue, passed, bucket, points)
        bar, lowest = int(np.partition(ceilings, -most)[-most]), int(ceilings.min())
    while True:
        over = worth >= bar - more
        if ceilings is not None:
            over &= _of_providers(catalogue, passed, bucket, ceilings >= bar)
        places = bucket[over]
        liked, disliked = read_texts(catalogue, passed.rows[places], asked)
        disliked |= passed.disliked[places]
        whole = points[places] + scoring.from_words(liked)
        good = ~disliked if nearest else ~disliked & (whole >= bar)
        clean = _in_order(catalogue, passed, places[good], whole[good], nearest, most)
        if bar <= lowest or (len(clean) == most and clean[-1].value >= bar):
            break  # all that was left aside is worth less than the bar
        bar = clean[-1].value if len(clean) == most else lowest if nearest else bar - 2 * TAKEN_AT_MOST
    left = most - len(clean)
    last = _in_order(catalogue, passed, places[disliked], whole[disliked], nearest, left) if left else []
    top = scoring.best(asked)
    ranked = [Ranked(each.place, (max(each.points, 0) + top) / (2 * top)) for each in clean]
    return ranked + [Ranked(each.place, max(each.points, 0) / (2 * top)) for each in last]


def _ceilings(catalogue: Catalogue, passed: Passed, bucket: Array, points: Array) -> Array:
    """The most that each can be worth: but for the first of a kind, what the kind takes off is sure."""
    kinds = catalogue.kind.take(passed.rows[bucket])
    worth: Array = points[bucket]
    found = worth - SAME_KIND * MOST_KIND
    for kind in np.unique(kinds).tolist():
        same = np.flatnonzero(kinds == kind)
        first = min(MOST_KIND, len(same))
        firsts = same[worth[same] >= np.partition(worth[same], -first)[-first]]
        found[firsts] = worth[firsts]
    return found


def _of_providers(catalogue: Catalogue, passed: Passed, bucket: Array, chosen: Array) -> Array:
    """What the providers of the chosen ones have: who has something better ahead of it is worth less."""
    providers = catalogue.provider.take(passed.rows[bucket])
    wanted = np.zeros(len(catalogue.providers), dtype=np.bool_)
    wanted[providers[chosen]] = True
    return wanted.take(providers)


class _Placed(NamedTuple):
    value: int  # what they are sorted by: points less what variety takes off, or how near they are
    points: int
    place: int


def _in_order(
    catalogue: Catalogue, passed: Passed, places: Array, points: Array, nearest: bool, most: int
) -> list[_Placed]:
    """The first of these places, each with what it is worth."""
    rows = passed.rows[places]
    ids = [catalogue.ids[row] for row in rows.tolist()]
    if nearest:
        by_distance = sorted(
            zip(
                far(catalogue, passed, places).tolist(), (-points).tolist(), ids, places.tolist(), strict=True
            )
        )
        return [_Placed(-far, -less, place) for far, less, _, place in by_distance[:most]]
    columns = (catalogue.provider.take(rows).tolist(), catalogue.kind.take(rows).tolist())
    by_points = sorted(zip((-points).tolist(), ids, places.tolist(), *columns, strict=True))
    providers, kinds = dict.fromkeys(columns[0], 0), dict.fromkeys(columns[1], 0)
    found = []
    for less, id, place, provider, kind in by_points:
        if (before := providers[provider]) < MOST_PROVIDER:
            providers[provider] = before + 1
        if (alike := kinds[kind]) < MOST_KIND:
            kinds[kind] = alike + 1
        found.append((less + SAME_PROVIDER * before + SAME_KIND * alike, id, place))
    return [_Placed(-less, -less, place) for less, _, place in sorted(found)[:most]]


def read_texts(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """How many liked words each row's text says, and whether it says a disliked one."""
    texts = (
        [catalogue.texts[row] for row in rows.tolist()] if asked.liked_words or asked.disliked_words else []
    )
    liked, disliked = np.zeros(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.bool_)
    for _, stem in asked.liked_words:
        liked += np.array([stem in text for text in texts], dtype=np.bool_)
    for _, stem in asked.disliked_words:
        disliked |= np.array([stem in text for text in texts], dtype=np.bool_)
    return liked, disliked


def far(catalogue: Catalogue, passed: Passed, places: Array) -> Array:
    """Tenths of a mile to sort by. Online, or with no known place, it is after all that one can go to."""
    tenths = passed.tenths[places]
    nowhere = (tenths == NO_PLACE) | (catalogue.format.take(passed.rows[places]) == FORMAT["online"])
    return np.where(nowhere, FAR_AWAY, tenths)
