"""A folder of seekers and of what was judged for them: read and checked whole, and what each ranking is worth to them.

The folder holds `opportunities.json`, `seekers/NAME.json`, `judgements.json` and perhaps `postcodes.csv`; the formats are in
`docs/formats.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

from matching.evaluation import Exposure, Figures, Judged, Ranking, exposure, figures
from matching.types import Offer
from opportunities import fact_check, places, seeker_file
from opportunities.open_data import native
from opportunities.open_data.reading import (
    FileError,
    Problem,
    Trail,
    in_order,
    read_json,
    schema_problems,
    wrong,
)

FORMAT = "judgements/1"
OPPORTUNITIES, JUDGEMENTS, SEEKERS = "opportunities.json", "judgements.json", "seekers"
POSTCODES = "postcodes.csv"


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What a folder holds: everything public, by id, and the seekers, by name."""

    offers: Mapping[str, Offer]
    people: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of choosing is worth: to each seeker, by name, and over all. `ndcg` is the mean over those for whom something is good."""

    each: Mapping[str, Figures]
    exposure: Exposure

    @property
    def ndcg(self) -> float:
        known = [figures.ndcg for figures in self.each.values() if figures.ndcg is not None]
        return fmean(known) if known else 0.0

    def count(self, fault: str) -> int:
        """How many of a fault there are: the name of a list of `Figures`."""
        return sum(len(getattr(figures, fault)) for figures in self.each.values())


def load(folder: Path, *, today: date, table: bool = True) -> JudgedSet:
    """Read and check a folder. `today` is for a seeker whose file fixes no date; `table`: as for `native.offers`. Raises FileError, which
    names every value at fault of every file."""
    files = sorted((folder / SEEKERS).glob("*.json"))
    problems: list[Problem] = []

    def read(name: str, how: Any) -> Any:
        try:
            return how(folder / name)
        except FileError as error:
            problems.extend(Problem((), f"{name}: {problem}") for problem in error.problems)
            return None

    document = read(OPPORTUNITIES, native.load)
    judgements = read(JUDGEMENTS, _judgements)
    districts = (read(POSTCODES, _districts) if (folder / POSTCODES).exists() else None) or {}
    seekers = {
        file.stem: read(f"{SEEKERS}/{file.name}", lambda path: _seeker(path, districts, table=table))
        for file in files
    }
    offers = {offer.id: offer for offer in native.offers(document, table=table)} if document else {}
    if judgements:
        problems += [
            Problem((), f"{JUDGEMENTS}: {problem}")
            for problem in in_order(_judgement_problems(judgements, offers if document else None, seekers))
        ]
    if document and not offers:
        problems.append(
            Problem((), f"{OPPORTUNITIES}: expected something by a provider that is public, got nothing")
        )
    if not files:
        problems.append(Problem((), f"{SEEKERS}: expected a folder with a file for each seeker, got nothing"))
    if problems:
        raise FileError(problems)
    return JudgedSet(
        offers, tuple(_judged(name, file, judgements[name], today) for name, file in seekers.items())
    )


def _districts(path: Path) -> dict[str, places.Point]:
    """The centres of districts that come with the folder: a row for each, with outcode, lat and lng."""
    found: dict[str, places.Point] = {}
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                code = places.parse_postcode(row["outcode"]).district
                found[code] = places.Point(float(row["lat"]), float(row["lng"]), code)
            except (KeyError, TypeError, ValueError):
                given = ",".join(str(value) for value in row.values())
                problems.append(wrong((f"line {number}",), "outcode, lat and lng", given))
    if problems:
        raise FileError(problems)
    return found


def _seeker(path: Path, districts: Mapping[str, places.Point], *, table: bool) -> seeker_file.SeekerFile:
    """A seeker file; its district is looked for in those of the folder first."""
    document = read_json(path)
    outcode = document.get("outcode") if isinstance(document, dict) else None
    centre = districts.get(outcode.strip().upper()) if isinstance(outcode, str) else None
    if centre is None:
        return seeker_file.load(path, table=table)
    if problems := schema_problems(seeker_file.FORMAT, document):
        raise FileError(problems)
    today = document.get("today")
    return seeker_file.SeekerFile(
        seeker_file.seeker_of(document, centre), date.fromisoformat(today) if today else None
    )


def _judgements(path: Path) -> dict[str, Any]:
    document = read_json(path)
    if problems := schema_problems(FORMAT, document):
        raise FileError(problems)
    found: dict[str, Any] = document["seekers"]
    return found


def _judgement_problems(
    judgements: Mapping[str, Any], offers: Mapping[str, Offer] | None, seekers: Mapping[str, Any]
) -> Iterator[Problem]:
    """What no schema can say. Ids are not looked at when `offers` is None: that file is refused itself."""
    for name in seekers.keys() - judgements.keys():
        yield Problem(("seekers", name), f"expected what was judged for {SEEKERS}/{name}.json, got nothing")
    for name, judged in judgements.items():
        trail: Trail = ("seekers", name)
        if name not in seekers:
            yield Problem(
                trail, f"expected the name of a file in {SEEKERS}, and there is no {SEEKERS}/{name}.json"
            )
        never = judged.get("never", {})
        named = [
            *((id, (*trail, "grades", id)) for id in judged["grades"]),
            *((id, (*trail, "never", id)) for id in never),
            *((id, (*trail, "dislikes", number)) for number, id in enumerate(judged.get("dislikes", ()))),
        ]
        for id, place in named:
            if offers is not None and id not in offers:
                yield wrong(place, f"the id of something in {OPPORTUNITIES} by a provider that is public", id)
        for id in judged["grades"].keys() & never.keys():
            yield Problem(
                (*trail, "never", id), "expected what has no grade, for what must not be shown is not good"
            )


def _judged(name: str, file: seeker_file.SeekerFile, judged: Mapping[str, Any], today: date) -> Judged:
    return Judged(
        name=name,
        seeker=file.seeker,
        today=file.today or today,
        grades=judged["grades"],
        never=judged.get("never", {}),
        dislikes=frozenset(judged.get("dislikes", ())),
    )


def measure(judged_set: JudgedSet, rankings: Mapping[str, Ranking]) -> Measured:
    """What one way of choosing is worth; `rankings` are what it gives each seeker, by name. Rules and reasons are checked here."""
    offers = judged_set.offers

    def measured(person: Judged) -> Figures:
        ranking = rankings[person.name]
        broken = {
            id: fact_check.broken_rules(offers[id], person.seeker, person.today, sure=id in ranking.fits)
            for id in ranking.answered_for
        }
        untrue = fact_check.untrue(offers, person.seeker, person.today, ranking.reasons)
        return figures(person, ranking, broken, untrue)

    return Measured(
        {person.name: measured(person) for person in judged_set.people},
        exposure(offers, judged_set.people, rankings.values()),
    )
