"""What a council's Outpost directory answers, or an Open Referral UK feed, as an opportunities file.

Both envelopes are read: Outpost's own ("content") and Open Referral UK's ("contents"). What a service does not say stays not known.
What is left out is named, with the reason. `docs/formats.md` says what is made of each field, and why so little is made of some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import slugify

from opportunities import places
from opportunities.open_data import outpost_words as words
from opportunities.open_data.feed_text import plain, shortened
from opportunities.open_data.native import FORMAT, Document
from opportunities.open_data.reading import FileError, wrong

OURS = (14, 25)  # the ages that the site is for, both included
MOST_ABOUT, MOST_SUMMARY = 1000, 300
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ASK_WHO = "ask them who"

Service = Mapping[str, Any]


class LeftOut(Exception):  # noqa: N818  it is no error: it is the answer to one service, with the reason
    """This service does not come in."""


@dataclass(frozen=True, slots=True)
class Remark:
    """About one service: why it was left out, or what is worth knowing."""

    id: str
    title: str
    text: str


@dataclass
class Reading:
    """What came of an answer: a document to import, what was left out of it, and what is worth knowing of the rest."""

    source: str
    document: Document
    left_out: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def read(
    answer: Any, *, today: date, source: str = "", licence: str = "", verification: str = "draft"
) -> Reading:
    """The services of one answer (or a list of answers) as opportunities. Raises FileError when it is no such answer."""
    services = list(_services(answer))
    source = source or _directory(services) or "Outpost"
    found = Reading(source, {"format": FORMAT, "providers": [], "opportunities": []})
    providers: dict[str, dict[str, Any]] = {}
    seen: set[str] = set()
    for service in services:
        title = plain(service.get("name")) or f"Service {service.get('id')}"
        try:
            if str(service["id"]) in seen:
                raise LeftOut("it is in the file twice")
            seen.add(str(service["id"]))
            _refuse_what_is_not_ours(service, today)
            entry = _opportunity(service, title, source, licence)
        except LeftOut as reason:
            found.left_out.append(Remark(str(service["id"]), title, str(reason)))
            continue
        found.notes += [Remark(str(service["id"]), title, text) for text in _worth_knowing(service)]
        provider = _provider(service, title, source, verification)
        providers.setdefault(provider["id"], provider)
        found.document["opportunities"].append(entry | {"provider": provider["id"]})
    found.document["providers"] = list(providers.values())
    return found


def _services(answer: Any) -> Iterator[Service]:
    """Every service of an envelope, or of a list of envelopes or services."""
    if isinstance(answer, list):
        for part in answer:
            yield from _services(part)
    elif isinstance(answer, dict) and isinstance(answer.get("content", answer.get("contents")), list):
        yield from _services(answer.get("content", answer.get("contents")))
    elif isinstance(answer, dict) and answer.get("id") not in (None, "") and "name" in answer:
        yield answer
    else:
        expected = 'services: an object with "content" (Outpost) or "contents" (Open Referral UK), or a list of services'
        raise FileError([wrong((), expected, answer)])


def _directory(services: list[Service]) -> str:
    """The name of the directory that the first service is in."""
    named = (
        plain(each.get("name"))
        for service in services
        for each in _list(service, "target_directories", "directories")
    )
    return next(filter(None, named), "")


def _refuse_what_is_not_ours(service: Service, today: date) -> None:
    """Raise LeftOut for what is closed, for other ages, or no thing to join in."""
    status = plain(service.get("status"))
    if status and status != "active":
        raise LeftOut(f"it is {status}")
    until = _date(service.get("visible_to"))
    if until and until < today:
        raise LeftOut(f"it was shown until {until}")
    low, high = ages(service)
    if (high is not None and high < OURS[0]) or (low is not None and low > OURS[1]):
        given = "ages " + " to ".join(str(age) for age in (low, high) if age is not None)
        raise LeftOut(f"it is for {given}; we list for {OURS[0]} to {OURS[1]}")
    categories = dict(_categories(service))
    if low is None and high is None:
        for slug in categories:
            if slug in words.FOR_SMALL_CHILDREN:
                raise LeftOut(f"it gives no ages, and its category is for small children: {categories[slug]}")
    for slug in categories:
        if slug in words.SCHOOLS:
            raise LeftOut(f"it is a school, not a thing to join in: {categories[slug]}")
    fits = {slugify(plain(each.get("name"))) for each in _list(service, "suitabilities")}
    if fits and fits <= words.FOR_OLDER_PEOPLE:
        raise LeftOut("it is for older people")


def _worth_knowing(service: Service) -> Iterator[str]:
    """What whoever runs the import should look at, for the format can not say it."""
    if not plain(_organisation(service).get("name")):
        yield "its organisation has no name, so the provider is named after it"
    low, high = _ages_given(service)
    if low is not None and high is not None and low > high:
        yield f"its ages are the wrong way round ({low} to {high}), so it is shown as for any age"
    elif low is None and high is None:
        yield "it gives no ages, so it is shown as for any age"
    if len(_locations(service)) > 1:
        yield f"it is at {len(_locations(service))} places, and only one of them is kept"


def _opportunity(service: Service, title: str, source: str, licence: str) -> dict[str, Any]:
    """Everything of the entry but its provider. Raises LeftOut when nobody could go there or join it."""
    format_, place, location = _where(service)
    said = [plain(each.get("name")) for each in _list(location, "accessibilities")] if location else []
    low, high = ages(service)
    description = plain(service.get("description"))
    times, pattern = _times(service)
    url = _url(service.get("url"))
    referral = service.get("needs_referral") is True
    modified = _moment(service.get("updated_at") or service.get("last_modified"))
    interests = dict.fromkeys(
        words.INTERESTS[slug] for slug, _ in _categories(service) if slug in words.INTERESTS
    )
    return {
        "id": f"{slugify(source)[:60]}-{slugify(str(service['id']))}",
        "kind": "activity",
        "title": title[:200],
        "summary": shortened(description, MOST_SUMMARY) or title,
        "interests": list(interests),
        "access": {words.ACCESS[slugify(name)]: "yes" for name in said if slugify(name) in words.ACCESS},
        "access_notes": _notes(said),
        "format": format_,
        "place": place,
        "ages": [low, high],
        "times": times,
        "pattern": pattern,
        "cost": _cost(service),
        "joining": "referral-needed" if referral else None,
        "details": {"referral_by": ASK_WHO} if referral else {},
        "source": {
            "name": source,
            "id": str(service["id"]),
            "url": url,
            "licence": licence,
            "modified": modified,
        },
    }


def _provider(service: Service, title: str, source: str, verification: str) -> dict[str, Any]:
    """The organisation; where it has no name, named after its service."""
    organisation = _organisation(service)
    name = plain(organisation.get("name"))
    which = f"org-{organisation['id']}" if organisation.get("id") else f"service-{service['id']}"
    email = plain(organisation.get("email"))
    return {
        "id": f"{slugify(source)[:40]}-{slugify(which)}"[:80],
        "name": (name or title)[:200],
        "about": shortened(plain(organisation.get("description")), MOST_ABOUT),
        "verification": verification,
        "contact": {
            "email": email if _is(validate_email, email) else "",
            "website": _url(organisation.get("url") or organisation.get("website")),
        },
    }


def _organisation(service: Service) -> Mapping[str, Any]:
    found = service.get("organisation") or service.get("organization")
    return found if isinstance(found, dict) else {}


def _locations(service: Service) -> list[Mapping[str, Any]]:
    at = (each.get("location") for each in _list(service, "service_at_locations"))
    return _list(service, "locations") or [location for location in at if isinstance(location, dict)]


def _where(service: Service) -> tuple[str, dict[str, Any] | None, Mapping[str, Any] | None]:
    """How one joins, the place (the first that can be found), and the location that it is of. Raises LeftOut."""
    locations = _locations(service)
    at = [(location, _place(location)) for location in locations]
    for location, place in at:
        if place.get("lat") is not None or place.get("postcode"):
            return "in-person", place, location
    said = " ".join(
        plain(location.get(key))
        for location in locations
        for key in ("name", "address_1", "city", "location_type")
    )
    if re.search(r"\b(online|virtual|zoom)\b", said, re.IGNORECASE):
        return "online", None, None
    if not locations:
        raise LeftOut("it does not say where it is")
    if re.search(r"\bnationwide\b", said, re.IGNORECASE):
        raise LeftOut("it is nationwide: there is no place to go to")
    for location, place in at:
        if any(place.values()):
            return "in-person", place, location
    raise LeftOut("it does not say where it is")


def _place(location: Mapping[str, Any]) -> dict[str, Any]:
    """Name, address, postcode and point, as far as they are there. A masked address keeps its rough point alone: what stands
    in place of its postcode is not to be trusted."""
    address = next(iter(_list(location, "addresses")), location)
    masked = bool(location.get("mask_exact_address"))
    lat, lng = location.get("latitude"), location.get("longitude")
    geometry = location.get("geometry") or {}
    if isinstance(geometry.get("coordinates"), list) and len(geometry["coordinates"]) == 2:
        lng, lat = geometry["coordinates"]
    place: dict[str, Any] = {"name": plain(location.get("name"))[:120], "address": "", "postcode": ""}
    if not masked:
        lines = [plain(address.get(key)) for key in ("address_1", "city")]
        place["address"] = ", ".join(line for line in lines if line and line != "***")[:240]
        place["postcode"] = _postcode(address.get("postal_code"))
    else:
        place["name"] = f"In or near {plain(address.get('city'))}" if plain(address.get("city")) else ""
    if (
        isinstance(lat, int | float)
        and isinstance(lng, int | float)
        and 49 <= lat <= 61.5
        and -9 <= lng <= 2.5
    ):
        place["lat"], place["lng"] = (
            lat,
            lng,
        )  # 0, 0 in the sea off Africa is no point, nor is any outside the country
    return place


def _postcode(value: Any) -> str:
    try:
        return str(places.parse_postcode(plain(value)))
    except places.PostcodeError:
        return ""


def ages(service: Service) -> tuple[int | None, int | None]:
    """Youngest and oldest; not known where they are the wrong way round."""
    low, high = _ages_given(service)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def _ages_given(service: Service) -> tuple[int | None, int | None]:
    """The ages as given. Where there are none, age bands that all end below 8 say that nobody older comes."""
    low = _age(service.get("min_age", service.get("minimum_age")))
    high = _age(service.get("max_age", service.get("maximum_age")))
    bands = {
        name: service.get(f"age_band_{name}") is True
        for name in ("under_2", "2", "3_4", "5_7", "8_plus", "all")
    }
    if low is None and high is None and any(bands.values()) and not (bands["8_plus"] or bands["all"]):
        return 0, 7
    return low, high


def _age(value: Any) -> int | None:
    try:
        age = int(value)
    except (TypeError, ValueError):
        return None
    return age if 0 <= age <= 120 else None


def _notes(said: list[str]) -> dict[str, str]:
    """What the directory says near one of our questions without answering it, in its own words, for the person who asks."""
    notes: dict[str, list[str]] = {}
    for name in said:
        if key := words.NEAR.get(slugify(name)):
            notes.setdefault(key, []).append(name[0].lower() + name[1:])
    return {key: f"The directory says: {', '.join(names)}."[:300] for key, names in notes.items()}


def _cost(service: Service) -> dict[str, Any]:
    """A price where one is plainly given: nothing, or the highest of the prices in one unit that we know."""
    options = [option for option in _list(service, "cost_options") if _amount(option) is not None]
    if not options:
        return {"pounds": 0, "per": None} if service.get("free") is True else {"pounds": None}
    units = {
        words.PER.get(plain(option.get("cost_type") or option.get("amount_description")).lower(), "?")
        for option in options
    }
    if len(units) > 1 or "?" in units:
        return {"pounds": None}
    return {
        "pounds": max(amount for option in options if (amount := _amount(option)) is not None),
        "per": units.pop(),
    }


def _amount(option: Mapping[str, Any]) -> float | None:
    try:
        return round(float(option.get("amount") or ""), 2)
    except (TypeError, ValueError):
        return 0.0 if option.get("amount") == 0 else None


def _times(service: Service) -> tuple[list[str], str | None]:
    """The slots of the week that the schedules touch, and how often, where they say."""
    schedules = _list(service, "regular_schedules") or _list(service, "schedules")
    slots: set[str] = set()
    patterns: set[str | None] = set()
    for schedule in schedules:
        days = [plain(schedule.get("weekday"))[:3].lower()]
        days += [day.strip()[-2:].lower() for day in str(schedule.get("byday") or "").split(",")]
        on = [day for day in DAYS if day in days or day[:2] in days]
        slots |= {f"{day}_{part}" for day in on for part in _parts(schedule)}
        often = plain(schedule.get("freq")).lower().removesuffix("ly")
        every = schedule.get("interval") or 1
        patterns.add(
            {("week", 1): "weekly", ("week", 2): "fortnightly", ("month", 1): "monthly"}.get((often, every))
        )
    ordered = [f"{day}_{part}" for day in DAYS for part in ("am", "pm", "eve") if f"{day}_{part}" in slots]
    return ordered, patterns.pop() if len(patterns) == 1 else None


def _parts(schedule: Mapping[str, Any]) -> list[str]:
    """Morning until noon, afternoon until five, evening after that: each part that the opening hours touch."""
    hours = [re.match(r"(\d\d?):(\d\d)", str(schedule.get(key) or "")) for key in ("opens_at", "closes_at")]
    opens, closes = (int(found[1]) + int(found[2]) / 60 if found else None for found in hours)
    if opens is None:
        return []
    until = closes if closes is not None and closes > opens else opens + 0.01
    return [
        part
        for part, start, end in (("am", 0, 12), ("pm", 12, 17), ("eve", 17, 24))
        if opens < end and until > start
    ]


def _categories(service: Service) -> list[tuple[str, str]]:
    """Slug and name of each category: Outpost's taxonomies, or the taxonomy terms of an Open Referral UK service."""
    terms = _list(service, "taxonomies")
    terms = terms or [
        each["taxonomy_term"] for each in _list(service, "attributes") if each.get("taxonomy_term")
    ]
    return [
        (slugify(plain(term.get("slug")) or plain(term.get("name"))), plain(term.get("name")))
        for term in terms
    ]


def _list(part: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    """The objects of the first of these lists that is there."""
    for name in names:
        if isinstance(part.get(name), list):
            return [each for each in part[name] if isinstance(each, dict)]
    return []


def _url(value: Any) -> str:
    text = plain(value)
    text = f"https://{text}" if text.startswith("www.") else text
    return text if len(text) <= 200 and _is(URLValidator(["http", "https"]), text) else ""


def _is(check: Any, text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return True


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(plain(value)[:10])
    except ValueError:
        return None


def _moment(value: Any) -> str | None:
    """A date and time as the format has it, in UTC."""
    try:
        moment = datetime.fromisoformat(plain(value))
    except ValueError:
        return None
    return (
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        .astimezone(UTC)
        .isoformat()
        .replace("+00:00", "Z")
    )
