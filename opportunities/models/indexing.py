"""Whether a page is indexed for search as soon as it is saved. `opportunities.indexing` says when not."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

waits: ContextVar[bool] = ContextVar("indexing_waits", default=False)


class IndexedTogether:
    """A page that is not indexed for search on being saved while `indexed_together` gathers pages."""

    def get_indexed_instance(self) -> Any:
        return None if waits.get() else super().get_indexed_instance()  # type: ignore[misc]
