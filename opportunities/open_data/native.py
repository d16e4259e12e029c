"""The opportunities file: read and checked, as offers for matching with no database, and written from pages.

The format is in `docs/formats.md` and `schemas/opportunities-1.json`. What a schema can not say is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from matching.types import Offer, Pilot
from matching.vocabulary import REGISTER_SCHEMES
from opportunities import places
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.models.opportunity import OpportunityQuerySet
from opportunities.models.provider import PUBLIC
from opportunities.open_data import rows
from opportunities.open_data.reading import (
    FileError,
    Problem,
    Trail,
    in_order,
    read_json,
    schema_problems,
    wrong,
)

FORMAT = "opportunities/1"

# Columns of a page that an offer has under the same name; the second are lists.
SAME = (
    *(
        "title",
        "summary",
        "access",
        "access_notes",
        "format",
        "lat",
        "lng",
        "age_min",
        "age_max",
        "ehcp",
        "pattern",
        "season",
    ),
    *(
        "starts_on",
        "ends_on",
        "apply_by",
        "pence",
        "per",
        "supporter_free",
        "other_cost",
        "places_state",
        "places_left",
    ),
    *("places_updated_on", "group_size", "noise", "supporter", "joining", "checked_on", "referral_by"),
)
LISTS = ("interests", "outcomes", "times", "who_for", "recognition", "entry")

Document = dict[str, Any]
Entry = Mapping[str, Any]


def load(path: Path) -> Document:
    """The file's document, checked whole. Raises FileError, which names every value at fault."""
    return checked(read_json(path))


def checked(document: Any) -> Document:
    """The document, if it keeps the format. Raises FileError."""
    problems = schema_problems(FORMAT, document)
    if isinstance(document, dict):
        problems = in_order([*problems, *_problems(document)])
    if problems:
        raise FileError(problems)
    found: Document = document
    return found


def offers(document: Document, *, table: bool = True) -> list[Offer]:
    """What a checked document offers by providers that are public, for `matching`. A place with a postcode and no point is
    placed from the table of postcodes; with `table` false, from the districts and sectors that come with the site alone."""
    public = {provider["id"] for provider in document["providers"] if provider.get("verification") in PUBLIC}
    entries = [entry for entry in document["opportunities"] if entry["provider"] in public]
    return [
        _offer(entry, columns) for entry, columns in zip(entries, placed(entries, table=table), strict=True)
    ]


def placed(entries: list[Entry], *, table: bool = True) -> list[dict[str, Any]]:
    """The columns of these entries, each place with a postcode and no point given its point where one is known."""
    found = [rows.opportunity_columns(entry) for entry in entries]
    without = [columns for columns in found if columns["lat"] is None and columns["postcode"]]
    points = places.locate({columns["postcode"] for columns in without}, table=table) if without else {}
    for columns in without:
        if point := points.get(columns["postcode"]):
            columns["lat"], columns["lng"] = point.lat, point.lng
    return found


def _offer(entry: Entry, columns: Mapping[str, Any]) -> Offer:
    values: dict[str, Any] = {name: columns[name] for name in SAME}
    values |= {name: tuple(columns[name]) for name in LISTS}
    return Offer(
        id=entry["id"],
        provider=entry["provider"],
        kind=entry["kind"],
        steps=tuple(columns["what_happens"]),
        pilot=Pilot(columns["pilot_council"], columns["pilot_ends_on"])
        if columns.get("pilot_council")
        else None,
        job_coach=bool(columns.get("job_coach")),
        under_16_confirmed=bool(columns.get("under_16_confirmed")),
        **values,
    )


def as_file(opportunities: OpportunityQuerySet, *, idle_providers: bool = False) -> Document:
    """These pages and their providers as a document, in the order of their ids. `idle_providers`: also every live provider
    that has none of them."""
    found = list(
        OpportunityPage.objects.filter(pk__in=opportunities.values("pk"))
        .specific()
        .order_by("public_id", "id")
    )
    providers = ProviderPage.objects.filter(pk__in={page.provider_id for page in found})
    if idle_providers:
        providers = providers | ProviderPage.objects.live()
    providers = providers.prefetch_related("registers").order_by("public_id", "id")
    ids = {provider.pk: provider.public_id for provider in providers}
    return {
        "format": FORMAT,
        "providers": [rows.provider_entry(provider) for provider in providers],
        "opportunities": [rows.opportunity_entry(page, ids[page.provider_id]) for page in found],
    }


def _problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What no schema can say. The schema's own faults are found beside this, so it takes nothing for granted."""
    providers = _objects(document, "providers")
    opportunities = _objects(document, "opportunities")
    yield from _twice("providers", providers)
    yield from _twice("opportunities", opportunities)
    known = {entry["id"] for _, entry in providers if isinstance(entry.get("id"), str)}
    for number, entry in providers:
        yield from _provider_problems(("providers", number), entry)
    for number, entry in opportunities:
        trail: Trail = ("opportunities", number)
        provider = entry.get("provider")
        if isinstance(provider, str) and provider not in known:
            yield wrong((*trail, "provider"), "the id of one of the providers in this file", provider)
        yield from _place_problems(trail, entry)
        yield from _order_problems(trail, entry)
        yield from _cost_problems(trail, entry)
        if entry.get("joining") == "referral-needed" and not _part(entry, "details").get("referral_by"):
            yield wrong(
                (*trail, "details", "referral_by"), "who must refer people, as joining is referral-needed"
            )


def _objects(document: Mapping[str, Any], name: str) -> list[tuple[int, Entry]]:
    given = document.get(name)
    return (
        [(n, entry) for n, entry in enumerate(given) if isinstance(entry, dict)]
        if isinstance(given, list)
        else []
    )


def _part(entry: Entry, name: str) -> Entry:
    part = entry.get(name)
    return part if isinstance(part, dict) else {}


def _twice(name: str, entries: list[tuple[int, Entry]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, entry in entries:
        given = entry.get("id")
        if isinstance(given, str) and first.setdefault(given, number) != number:
            yield Problem(
                (name, number, "id"),
                f'expected an id of its own, got "{given}", which {name}[{first[given]}] has',
            )


def _provider_problems(trail: Trail, entry: Entry) -> Iterator[Problem]:
    registers = entry.get("registers")
    seen: set[tuple[Any, Any]] = set()
    for number, register in enumerate(registers if isinstance(registers, list) else []):
        given = (
            (register.get("scheme"), register.get("number")) if isinstance(register, dict) else (None, None)
        )
        scheme = REGISTER_SCHEMES.get(str(given[0]))
        if scheme and isinstance(given[1], str):
            place = (*trail, "registers", number, "number")
            try:
                scheme.check(given[1])
            except ValueError:
                yield wrong(place, f"a number of {scheme.label}, as {scheme.number}", given[1])
            if given in seen:
                yield Problem(place, f'expected each register only once, got "{given[1]}" twice')
            seen.add(given)
    contact = _part(entry, "contact")
    for key, check in (("email", validate_email), ("website", URLValidator(["http", "https"]))):
        if isinstance(contact.get(key), str) and contact[key]:
            try:
                check(contact[key])
            except ValidationError:
                yield wrong(
                    (*trail, "contact", key),
                    "an email address" if key == "email" else "a web address",
                    contact[key],
                )


def _place_problems(trail: Trail, entry: Entry) -> Iterator[Problem]:
    place, trail = _part(entry, "place"), (*trail, "place")
    somewhere = any(place.get(key) not in (None, "") for key in ("name", "address", "postcode", "lat"))
    if entry.get("format") != "online" and not somewhere:
        expected = 'a place with a name, an address, a postcode or a point (or the format "online")'
        yield wrong(trail, expected, place) if place else wrong(trail, expected)
    for one, other in (("lat", "lng"), ("lng", "lat")):
        if place.get(one) is not None and place.get(other) is None:
            yield wrong((*trail, other), f"a number, as there is a {one}")
    postcode = place.get("postcode")
    if isinstance(postcode, str) and postcode.strip():
        try:
            places.parse_postcode(postcode)
        except places.PostcodeError:
            yield wrong((*trail, "postcode"), 'a postcode such as "M3 4NF"', postcode)


def _order_problems(trail: Trail, entry: Entry) -> Iterator[Problem]:
    ages = entry.get("ages")
    if (
        isinstance(ages, list)
        and len(ages) == 2
        and all(type(age) is int for age in ages)
        and ages[0] > ages[1]
    ):
        yield wrong((*trail, "ages"), "[min, max] with min not above max", ages)
    starts, ends = _day(entry.get("starts_on")), _day(entry.get("ends_on"))
    if starts and ends and ends < starts:
        yield wrong((*trail, "ends_on"), f"a date not before starts_on ({starts})", entry["ends_on"])


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _cost_problems(trail: Trail, entry: Entry) -> Iterator[Problem]:
    pounds = _part(entry, "cost").get("pounds")
    if isinstance(pounds, int | float) and not isinstance(pounds, bool) and Decimal(str(pounds)) * 100 % 1:
        yield wrong((*trail, "cost", "pounds"), "pounds and whole pence", pounds)
