"""Many pages into the search and reference indexes at once. One by one, each page is read anew for each of them, and SQLite's
search index reads all of its titles anew for each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.signal_handlers import disable_reference_index_auto_update

from opportunities.models.indexing import waits

AT_ONCE = 500


@contextmanager
def indexed_together() -> Iterator[list[Any]]:
    """Saving adds nothing to the indexes; the pages put in the list are added at the end. Nothing is if it fails."""
    pages: list[Any] = []
    reset = waits.set(True)
    try:
        with disable_reference_index_auto_update():
            yield pages
    finally:
        waits.reset(reset)
    ids = defaultdict(list)
    for page in pages:
        ids[type(page)].append(page.pk)
        ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, found in ids.items():
            for start in range(0, len(found), AT_ONCE):
                some = model.get_indexed_objects().filter(pk__in=found[start : start + AT_ONCE])
                backend.add_bulk(model, list(some))
