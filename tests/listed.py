"""What a catalogue says, whatever order its rows are in and whatever was taken out of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.catalogue import Catalogue


def listed(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Everything of each listing that is still there, by its id. Numbers of providers are replaced by their keys."""
    rows = np.setdiff1d(np.arange(len(catalogue)), catalogue.gone)
    providers = {number: key for key, number in catalogue.providers.items()}
    found = {}
    for row in rows.tolist():
        facts = {name: str(column[row]) for name, column in catalogue.columns.items()}
        found[catalogue.ids[row]] = facts | {
            "provider": providers[int(catalogue.provider[row])],
            "text": catalogue.texts[row],
            "pilot_council": catalogue.pilot_councils.get(row),
            "referral_by": catalogue.referrers.get(row),
        }
        assert catalogue.index_of(catalogue.ids[row]) == row
    return found
