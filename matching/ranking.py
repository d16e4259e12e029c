"""Best first, with variety: of things that are nearly as good, the next comes from another provider, or is another kind."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue

Array = npt.NDArray[Any]

MILLION = 1_000_000
SAME_PROVIDER, SAME_KIND = (
    20_000,
    5_000,
)  # millionths off for each before it of the same provider (up to 4), kind (up to 8)
MOST_PROVIDER, MOST_KIND = 4, 8


def rank(
    catalogue: Catalogue, rows: Array, scores: Array, disliked: Array, limit: int | None
) -> list[tuple[int, float]]:
    """(place in `rows`, score from 0 to 1), best first, ties by id, at most `limit`. What holds a dislike comes after the rest.

    The score is after variety: half of the scale is for holding no dislike. The first few are the same for every limit.
    """
    ranked: list[tuple[int, float]] = []
    for held, places in ((False, np.flatnonzero(~disliked)), (True, np.flatnonzero(disliked))):
        most = None if limit is None else limit - len(ranked)
        for place, millionths in _varied(catalogue, rows, scores, places, most):
            ranked.append((place, (0 if held else 0.5) + max(millionths, 0) / (2 * MILLION)))
    return ranked


def _varied(
    catalogue: Catalogue, rows: Array, scores: Array, places: Array, most: int | None
) -> list[tuple[int, int]]:
    """Each time the best by score less what variety takes off. What it takes only grows, so a heap that looks again is exact."""
    wanted = len(places) if most is None else min(most, len(places))
    if not wanted:
        return []
    taken_at_most = MOST_PROVIDER * SAME_PROVIDER + MOST_KIND * SAME_KIND
    if wanted < len(places):  # nothing below this can be among the first
        lowest = np.partition(scores[places], len(places) - wanted)[len(places) - wanted] - taken_at_most
        places = places[scores[places] >= lowest]
    chosen = rows[places]
    heap = list(
        zip(
            (-scores[places]).tolist(),
            catalogue.id_order[chosen].tolist(),
            places.tolist(),
            scores[places].tolist(),
            catalogue.provider[chosen].tolist(),
            catalogue.kind[chosen].tolist(),
            strict=True,
        )
    )
    heapq.heapify(heap)
    providers: dict[int, int] = {}
    kinds: dict[int, int] = {}
    ranked: list[tuple[int, int]] = []
    while len(ranked) < wanted:
        now, order, place, score, provider, kind = heap[0]
        taken = SAME_PROVIDER * min(providers.get(provider, 0), MOST_PROVIDER) + SAME_KIND * min(
            kinds.get(kind, 0), MOST_KIND
        )
        if taken - score > now:
            heapq.heapreplace(heap, (taken - score, order, place, score, provider, kind))
            continue
        heapq.heappop(heap)
        ranked.append((place, score - taken))
        providers[provider] = providers.get(provider, 0) + 1
        kinds[kind] = kinds.get(kind, 0) + 1
    return ranked
