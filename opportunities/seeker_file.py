"""The seeker file: what one person said, for a command line or a test. The format is in `docs/formats.md`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from matching.types import Seeker
from opportunities import places
from opportunities.open_data.reading import FileError, Problem, in_order, read_json, schema_problems

FORMAT = "seeker/1"


@dataclass(frozen=True, slots=True)
class SeekerFile:
    """The person, and the date that the file fixes for a repeatable run."""

    seeker: Seeker
    today: date | None


def load(path: Path, *, table: bool = True) -> SeekerFile:
    """Read and check a seeker file. With `table` false, its district is looked up in what comes with the site alone. Raises
    FileError, which names every value at fault."""
    document = read_json(path)
    problems = schema_problems(FORMAT, document)
    outcode = document.get("outcode") if isinstance(document, dict) else None
    centre = places.find_district(outcode, table=table) if isinstance(outcode, str) else None
    if isinstance(outcode, str) and centre is None:
        problems.append(Problem(("outcode",), f'"{outcode}" is not a postcode district that we know'))
    if problems or centre is None:
        raise FileError(in_order(problems))
    today = document.get("today")
    return SeekerFile(seeker_of(document, centre), date.fromisoformat(today) if today else None)


def seeker_of(document: dict[str, Any], centre: places.Point) -> Seeker:
    """The person of a checked document, at the middle of their district."""

    def keys(name: str, of: dict[str, Any] = document) -> tuple[str, ...]:
        return tuple(of.get(name) or ())

    travel = document.get("travel") or {}
    cost, age = document.get("max_cost"), document.get("age")
    return Seeker(
        lat=centre.lat,
        lng=centre.lng,
        outcode=centre.label,
        age=None if age is None else int(age),
        ehcp=document.get("ehcp"),
        interests=keys("interests"),
        not_interests=keys("not_interests"),
        own_words=document.get("own_words") or "",
        needs={key: importance for key, importance in (document.get("needs") or {}).items() if importance},
        modes=keys("modes", travel),
        max_miles=travel.get("max_miles"),
        kinds=keys("kinds"),
        times=keys("times"),
        max_cost=None if cost is None else Decimal(str(cost)),
        matters=keys("matters_most"),
    )
