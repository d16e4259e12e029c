"""The demo's listings as pages that are in no database: what a test about words can read quickly."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from opportunities.models import OpportunityPage, ProviderPage
from opportunities.models.kinds import CLASSES
from opportunities.open_data.rows import opportunity_columns

DEMO = Path(__file__).resolve().parents[1] / "cms" / "demo"


@cache
def demo_things() -> tuple[OpportunityPage, ...]:
    """All of them, also those whose provider is not public."""
    pages = []
    for file in ("activities.json", "work-and-learning.json"):
        document = json.loads((DEMO / file).read_text(encoding="utf-8"))
        providers = {entry["id"]: _provider(entry) for entry in document["providers"]}
        for entry in document["opportunities"]:
            kind = CLASSES[entry["kind"]]
            columns = opportunity_columns(entry) | {"kind": entry["kind"], "slug": entry["id"]}
            pages.append(kind(**columns, provider=providers[entry["provider"]]))
    return tuple(pages)


def _provider(entry: dict[str, Any]) -> ProviderPage:
    contact = {f"contact_{way}": value for way, value in entry.get("contact", {}).items()}
    return ProviderPage(title=entry["name"], verification=entry["verification"], **contact)
