"""An entry of the opportunities file to a page's columns, and a page back to its entry.

What is left out or null is not known: an empty column. What is not known is written as null, "" or [], so that an entry always has
the same keys, in the order of `docs/formats.md`; of `details`, `place.stop`, `source` and `verified_on` only what is known is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from matching.vocabulary import NEEDS
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.places import parse_postcode

Columns = dict[str, Any]
Entry = Mapping[str, Any]

# What one kind alone has: key in the file, which is the column's name too, and the column's value when it is not known.
DETAILS: dict[str, Columns] = {
    "activity": {},
    "supported-internship": {
        "education_provider": "",
        "duration_months": None,
        "hours_per_week": None,
        "job_coach": None,
        "employer": "",
        "access_to_work": None,
    },
    "volunteering": {
        "expenses_paid": None,
        "long_term": None,
        "not_for_profit": None,
        "min_hours": None,
        "under_16_confirmed": False,
    },
    "uni-bridge": {
        "university": "",
        "colleges": [],
        "entry_levels": [],
        "residential": None,
        "disability_team_contact": "",
    },
}


def opportunity_columns(entry: Entry) -> Columns:
    """A checked entry as the columns of its kind's page."""
    place, cost, room = entry.get("place") or {}, entry.get("cost") or {}, entry.get("places") or {}
    details, source, stop = entry.get("details") or {}, entry.get("source") or {}, place.get("stop") or {}
    low, high = entry.get("ages") or (None, None)
    pounds = cost.get("pounds")
    columns = {
        "title": entry["title"],
        "summary": entry["summary"],
        "what_happens": entry.get("what_happens") or [],
        "interests": entry.get("interests") or [],
        "outcomes": entry.get("outcomes") or [],
        "access": {key: answer or "not_sure" for key, answer in (entry.get("access") or {}).items()},
        "access_notes": {key: note for key, note in (entry.get("access_notes") or {}).items() if note},
        "format": entry.get("format") or "in-person",
        "place_name": place.get("name") or "",
        "address": place.get("address") or "",
        "postcode": str(parse_postcode(place["postcode"])) if (place.get("postcode") or "").strip() else "",
        "lat": _float(place.get("lat")),
        "lng": _float(place.get("lng")),
        "stop_name": stop.get("name") or "",
        "stop_minutes": stop.get("walk_minutes"),
        "stop_step_free": {True: "yes", False: "no", None: ""}[stop.get("step_free")],
        "age_min": low,
        "age_max": high,
        "ehcp": "required" if entry["kind"] == "supported-internship" else entry.get("ehcp") or "any",
        "times": entry.get("times") or [],
        "pattern": entry.get("pattern") or "",
        "season": entry.get("season") or "",
        "starts_on": _day(entry.get("starts_on")),
        "ends_on": _day(entry.get("ends_on")),
        "apply_by": _day(entry.get("apply_by")),
        "pence": None if pounds is None else int(Decimal(str(pounds)) * 100),
        "per": cost.get("per") or "",
        "supporter_free": bool(cost.get("supporter_free")),
        "other_cost": cost.get("other") or "none",
        "places_state": room.get("state") or "",
        "places_left": room.get("left"),
        "places_updated_on": _day(room.get("updated_on")),
        "group_size": entry.get("group_size") or "",
        "noise": entry.get("noise") or "",
        "supporter": entry.get("supporter") or "",
        "who_for": entry.get("who_for") or [],
        "joining": entry.get("joining") or "",
        "recognition": entry.get("recognition") or [],
        "entry": entry.get("entry") or [],
        "checked_on": _day(entry.get("checked_on")),
        "referral_by": details.get("referral_by") or "",
        "source": source.get("name") or "",
        "source_id": source.get("id") or "",
        "source_url": source.get("url") or "",
        "source_licence": source.get("licence") or "",
        "source_modified": datetime.fromisoformat(source["modified"]) if source.get("modified") else None,
    }
    for name, unknown in DETAILS[entry["kind"]].items():
        given = details.get(name)
        columns[name] = unknown if given is None else given
    if entry["kind"] == "supported-internship":
        pilot = details.get("pilot_without_ehcp") or {}
        columns |= {"pilot_council": pilot.get("council", ""), "pilot_ends_on": _day(pilot.get("ends_on"))}
    return columns


def opportunity_entry(page: OpportunityPage, provider: str) -> dict[str, Any]:
    """A page of one of the four kinds as the entry that gives these columns; `provider` is its provider's id in files."""
    stop = _known(
        name=page.stop_name,
        walk_minutes=page.stop_minutes,
        step_free={"yes": True, "no": False}.get(page.stop_step_free),
    )
    place = {
        "name": page.place_name,
        "address": page.address,
        "postcode": page.postcode,
        "lat": page.lat,
        "lng": page.lng,
        **_known(stop=stop or None),
    }
    entry: dict[str, Any] = {
        "id": page.public_id,
        "provider": provider,
        "kind": page.kind,
        "title": page.title,
        "summary": page.summary,
        "what_happens": page.what_happens,
        "interests": page.interests,
        "outcomes": page.outcomes,
        "access": _by_need(page.access),
        "access_notes": _by_need(page.access_notes),
        "format": page.format,
        "place": place if any(value not in (None, "") for value in place.values()) else None,
        "ages": [page.age_min, page.age_max],
        "ehcp": page.ehcp,
        "times": page.times,
        "pattern": page.pattern or None,
        "season": page.season or None,
        "starts_on": _text(page.starts_on),
        "ends_on": _text(page.ends_on),
        "apply_by": _text(page.apply_by),
        "cost": {
            "pounds": _pounds(page.pence),
            "per": page.per or None,
            "supporter_free": page.supporter_free,
            "other": page.other_cost,
        },
        "places": {
            "state": page.places_state or None,
            "left": page.places_left,
            "updated_on": _text(page.places_updated_on),
        },
        "group_size": page.group_size or None,
        "noise": page.noise or None,
        "supporter": page.supporter or None,
        "who_for": page.who_for,
        "joining": page.joining or None,
        "recognition": page.recognition,
        "entry": page.entry,
        "checked_on": _text(page.checked_on),
        "details": _details(page),
    }
    if page.source:
        entry["source"] = _known(
            name=page.source,
            id=page.source_id,
            url=page.source_url,
            licence=page.source_licence,
            modified=page.source_modified
            and page.source_modified.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        )
    return entry


def _details(page: OpportunityPage) -> dict[str, Any]:
    details = _known(**{name: getattr(page, name) for name in DETAILS[page.kind]})
    if page.kind == "supported-internship" and page.pilot_council:
        details["pilot_without_ehcp"] = {"council": page.pilot_council, "ends_on": _text(page.pilot_ends_on)}
    return details | _known(referral_by=page.referral_by)


def provider_columns(entry: Entry) -> Columns:
    """A checked provider's entry as the columns of its page; its registers are apart (`registers`)."""
    contact = entry.get("contact") or {}
    return {
        "title": entry["name"],
        "about": entry.get("about") or "",
        "legal_type": entry.get("legal_type") or "other",
        "verification": entry.get("verification") or "draft",
        "verified_on": _day(entry.get("verified_on")),
        "contact_email": contact.get("email") or "",
        "contact_phone": contact.get("phone") or "",
        "contact_website": contact.get("website") or "",
    }


def registers(entry: Entry) -> list[tuple[str, str, date | None]]:
    """Scheme, number and the day it was looked up, of each register of a checked provider's entry."""
    given = entry.get("registers") or []
    return [(register["scheme"], register["number"], _day(register.get("checked_on"))) for register in given]


def provider_entry(page: ProviderPage) -> dict[str, Any]:
    """A provider's page as the entry that gives it."""
    entry = {
        "id": page.public_id,
        "name": page.title,
        "about": page.about,
        "legal_type": page.legal_type,
        "registers": [
            {"scheme": register.scheme, "number": register.number, "checked_on": _text(register.checked_on)}
            for register in page.registers.all()
        ],
        "verification": page.verification,
        "contact": {
            "email": page.contact_email,
            "phone": page.contact_phone,
            "website": page.contact_website,
        },
    }
    return entry | _known(verified_on=_text(page.verified_on))


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _by_need(answers: Mapping[str, str]) -> dict[str, str]:
    """In the order of the vocabulary: PostgreSQL keeps no order of keys."""
    return {key: answers[key] for key in NEEDS if key in answers}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _pounds(pence: int | None) -> int | float | None:
    """Whole pounds as a whole number, so that a file says 4 and not 4.0."""
    if pence is None:
        return None
    return pence // 100 if pence % 100 == 0 else pence / 100
