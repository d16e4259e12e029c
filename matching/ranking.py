"""Best first, with variety: of things that are nearly as good, the next comes from another provider, or is another kind.

Scores are whole millionths. `shortlist` says which rows can be among the first at all, so that the costly looks (into texts) and
the sorting are done for those alone, and the answer is still the exact one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue

Array = npt.NDArray[Any]

MILLION = 1_000_000
SAME_PROVIDER, SAME_KIND = (
    20_000,
    5_000,
)  # off for each before it of the same provider (up to 4) and kind (up to 8)
MOST_PROVIDER, MOST_KIND = 4, 8
NOTHING = (2 * MILLION, 0, 0)  # worse than any
TAKEN_AT_MOST = MOST_PROVIDER * SAME_PROVIDER + MOST_KIND * SAME_KIND


def shortlist(
    scores: Array, limit: int | None, most_more: int, look: Callable[[Array], tuple[Array, Array]]
) -> tuple[Array, Array, Array]:
    """Places that can be among the first `limit`; which of them hold a dislike; and what more their scores are, to `most_more`.

    `look` finds out the last two for some places. What holds a dislike comes last, so there must be enough that holds none.
    """
    places = np.arange(len(scores))
    lowest = 0 if limit is None else _lowest(scores, limit, most_more)
    while True:
        chosen = places[scores >= lowest] if lowest > 0 else places
        disliked, more = look(chosen)
        if limit is None or lowest <= 0:
            return chosen, disliked, more
        needed = _lowest(scores[chosen[~disliked]], limit, most_more)
        if needed >= lowest:
            return chosen, disliked, more
        lowest = needed


def _lowest(scores: Array, limit: int, most_more: int) -> int:
    if len(scores) < limit or not limit:
        return 0
    return int(np.partition(scores, len(scores) - limit)[len(scores) - limit]) - most_more - TAKEN_AT_MOST


def rank(
    catalogue: Catalogue, rows: Array, scores: Array, disliked: Array, limit: int | None
) -> list[tuple[int, float]]:
    """(place in `rows`, score from 0 to 1), best first, ties by id, at most `limit`. What holds a dislike comes after the rest.

    The score is after variety; the upper half of the scale is for what holds no dislike.
    """
    ranked: list[tuple[int, float]] = []
    for base, places in ((MILLION, np.flatnonzero(~disliked)), (0, np.flatnonzero(disliked))):
        most = len(places) if limit is None else min(limit - len(ranked), len(places))
        for place, score in _varied(catalogue, rows, scores, places, most):
            ranked.append((place, (base + max(score, 0)) / (2 * MILLION)))
    return ranked


def _varied(
    catalogue: Catalogue, rows: Array, scores: Array, places: Array, most: int
) -> list[tuple[int, int]]:
    """Each time the best by score less what variety takes off. What it takes only grows, so a heap that looks again is exact.

    Each kind has a heap of its own, for what a kind takes off is the same for all of it.
    """
    if not most:
        return []
    places = places[scores[places] >= _lowest(scores[places], most, 0)]
    order = np.lexsort((catalogue.id_order[rows[places]], -scores[places]))
    places = places[order]
    chosen = rows[places]
    heaps: dict[int, list[tuple[int, int, int, int, int]]] = {}
    for kind, *entry in zip(
        catalogue.kind[chosen].tolist(),
        (-scores[places]).tolist(),
        catalogue.id_order[chosen].tolist(),
        places.tolist(),
        catalogue.provider[chosen].tolist(),
        scores[places].tolist(),
        strict=True,
    ):
        heaps.setdefault(kind, []).append(tuple(entry))  # in order, which makes it a heap
    providers: dict[int, int] = {}
    kinds = dict.fromkeys(heaps, 0)

    def settled(kind: int) -> tuple[int, int, int]:
        """The best of a kind as things stand: what it is worth (the less the better), its order by id, the kind."""
        heap = heaps[kind]
        while heap:
            now, ordinal, place, provider, score = heap[0]
            less = SAME_PROVIDER * min(providers.get(provider, 0), MOST_PROVIDER) - score
            if less == now:
                return now + SAME_KIND * min(kinds[kind], MOST_KIND), ordinal, kind
            heapq.heapreplace(heap, (less, ordinal, place, provider, score))
        return NOTHING

    best = {kind: settled(kind) for kind in heaps}
    ranked: list[tuple[int, int]] = []
    while len(ranked) < most:
        value, _, kind = min(best.values())
        _, _, place, provider, _ = heapq.heappop(heaps[kind])
        ranked.append((place, -value))
        providers[provider] = providers.get(provider, 0) + 1
        kinds[kind] += 1
        for other, heap in heaps.items():
            if other == kind or (heap and heap[0][3] == provider):
                best[other] = settled(other)
    return ranked
