"""Many pages into the search index at once. One by one, SQLite's index reads all of its titles anew for each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.search.backends import get_search_backends

_waits: ContextVar[bool] = ContextVar("indexing_waits", default=False)
AT_ONCE = 500


class IndexedTogether:
    """A page that is not indexed on being saved while `indexed_together` gathers pages."""

    def get_indexed_instance(self) -> Any:
        return None if _waits.get() else super().get_indexed_instance()  # type: ignore[misc]


@contextmanager
def indexed_together() -> Iterator[list[Any]]:
    """Saving adds nothing to the search index; the pages put in the list are added at the end. Nothing is if it fails."""
    pages: list[Any] = []
    reset = _waits.set(True)
    try:
        yield pages
    finally:
        _waits.reset(reset)
    ids = defaultdict(list)
    for page in pages:
        ids[type(page)].append(page.pk)
    for backend in get_search_backends(with_auto_update=True):
        for model, found in ids.items():
            for start in range(0, len(found), AT_ONCE):
                backend.add_bulk(
                    model, list(model.get_indexed_objects().filter(pk__in=found[start : start + AT_ONCE]))
                )
