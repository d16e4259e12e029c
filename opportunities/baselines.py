"""What others would show: the nearest first, BM25, and Wagtail's own search. They know no rules."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from matching.types import Offer, Seeker
from matching.vocabulary import ENGLISH, INTERESTS
from matching.words import stems
from opportunities.fact_check import miles_to

IN_MEMORY = {"DATABASE_URL": "sqlite://:memory:", "CACHE_URL": "locmemcache://", "CELERY_BROKER_URL": ""}


class SearchError(RuntimeError):
    """Wagtail's search could not be tried."""


def words_of(seeker: Seeker) -> list[str]:
    """What somebody would type into a search: the names of what they ticked, and their own words. Stemmed, without small words, each once."""
    said = " ".join((*(INTERESTS[key].label for key in seeker.interests), seeker.own_words))
    small = {stems(word) for word in ENGLISH["small_words"]}
    return list(dict.fromkeys(word for word in stems(said).split() if word not in small))


def nearest(offers: Iterable[Offer], seeker: Seeker) -> list[str]:
    """By the geodesic; what has no place to go to comes last. Equals by id."""

    def far(offer: Offer) -> tuple[bool, float, str]:
        miles = None if offer.format == "online" else miles_to(offer, seeker)
        return miles is None, miles or 0.0, offer.id

    return [offer.id for offer in sorted(offers, key=far)]


class BM25:
    """Titles and summaries by BM25, as bm25s has it by default. What has none of the words is not found."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        import bm25s  # for measuring, not for the site: it comes with the development requirements

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        texts = {offer.id: stems(f"{offer.title} {offer.summary}").split() for offer in offers}
        self.ids = list(texts)
        self.index = bm25s.BM25()
        self.index.index(list(texts.values()), show_progress=False)

    def find(self, words: Sequence[str]) -> list[str]:
        if not words:
            return []
        scores = self.index.get_scores(list(words)).tolist()
        found = sorted(zip(scores, self.ids, strict=True), key=lambda hit: (-hit[0], hit[1]))
        return [id for score, id in found if score > 0]


def wagtail_search(opportunities: Path, words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What Wagtail's search finds for each of these names, best first: what has any of the words. It needs a database, so a process of
    its own makes one in memory from the file. The site's own is not opened. Raises SearchError when that process fails; it says why itself."""
    answer = subprocess.run(
        [sys.executable, "-m", "opportunities.baselines"],
        cwd=settings.BASE_DIR,
        env=os.environ | IN_MEMORY,
        input=json.dumps({"file": str(opportunities.resolve()), "words": words}),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise SearchError("Wagtail's search could not be set up in a database in memory.")
    found: dict[str, list[str]] = json.loads(answer.stdout)
    return found


def search_in_memory(asked: Mapping[str, Any]) -> dict[str, list[str]]:
    """The work of that process. Raises RuntimeError where the database is any other than one in memory."""
    from django.core.management import call_command
    from django.db import connection

    from opportunities import clock
    from opportunities.models import OpportunityPage
    from opportunities.open_data import importing, native

    if connection.settings_dict["NAME"] != ":memory:":
        raise RuntimeError("This is only for a database in memory.")
    document = native.load(Path(asked["file"]))
    call_command("migrate", verbosity=0, skip_checks=True)
    importing.carry_out(importing.plan(document), now=clock.now())
    everything = OpportunityPage.objects.public()
    return {
        name: [hit.public_id for hit in everything.search(" ".join(words), operator="or")] if words else []
        for name, words in asked["words"].items()
    }


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(search_in_memory(json.load(sys.stdin)), sys.stdout)
