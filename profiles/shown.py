"""How much of the results is shown, and in which order: all that their address holds. It tells nothing about anybody."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from matching.ranking import Order

STEP, CALM_STEP = 6, 3
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How many cards of each group, how many a press adds, and the order of both groups."""

    fits: int = STEP
    ask: int = STEP
    step: int = STEP
    order: Order = "best"

    def address(self, **changes: Any) -> str:
        """Where the results are, shown so; what is usual is not said."""
        wanted, usual = asdict(replace(self, **changes)), asdict(first(self.step))
        said = {name: value for name, value in wanted.items() if value != usual[name]}
        results = reverse("profiles:results")
        return f"{results}?{urlencode(said)}" if said else results


def first(step: int) -> Shown:
    """What is shown before any press."""
    return Shown(fits=step, ask=step, step=step)


USUAL = first(STEP)


def read(sent: QueryDict, *, calm: bool, placed: bool) -> Shown:
    """What an address says, which anybody may have typed. Nothing is near where no place is known."""
    step = CALM_STEP if calm else STEP
    return Shown(
        fits=whole_number(sent.get("fits"), step, MOST),
        ask=whole_number(sent.get("ask"), step, MOST),
        step=step,
        order="nearest" if placed and sent.get("order") == "nearest" else "best",
    )


def whole_number(text: str | None, least: int, most: int) -> int:
    """The number that a text says, within these; the least where it says none."""
    said = int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else least
    return min(max(said, least), most)
