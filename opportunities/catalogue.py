"""From rows to the catalogue that matching reads, kept fresh in every process."""

from __future__ import annotations

import threading
import uuid

from matching.catalogue import Catalogue

from opportunities.models import CatalogueStamp, OpportunityPage


class Keeper:
    """This process's copy. A request pays one look at the stamp; the first after a change also pays the loading."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[uuid.UUID | None, Catalogue] | None = None

    def fresh(self) -> Catalogue:
        """The catalogue as the database has it now. The stamp is read before the rows: a change in between is seen next time."""
        stamp = CatalogueStamp.current()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            with self._lock:
                stamp = CatalogueStamp.current()
                if self._kept is None or self._kept[0] != stamp:
                    self._kept = (stamp, load())
                kept = self._kept
        return kept[1]


keeper = Keeper()


def current() -> Catalogue:
    """What the public may see now, as columns."""
    return keeper.fresh()
