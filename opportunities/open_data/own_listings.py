"""A provider's own listings, out to a file and in again. What comes in is a draft by whoever sent it: never published, never
another provider's, and never "checked today". All of it, or nothing.

A listing's newest version counts here, whether or not it is public. What was unfinished before the file may stay unfinished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext
from wagtail.log_actions import log

from opportunities import places
from opportunities.forms import NEEDED_TO_PUBLISH
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.models.kinds import CLASSES
from opportunities.open_data import csv_file, native, rows
from opportunities.open_data.reading import FileError, Problem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Entry = dict[str, Any]
Held = dict[str, tuple[Any, Entry]]

MOST_ROWS = 500
# A file says nothing about these: where it came from, and when somebody looked. `places.updated_on` is the third.
NOT_FROM_A_FILE = ("provider", "source", "checked_on")


@dataclass(frozen=True, slots=True)
class Fault:
    """What stops an upload. `where`: the row of the table, or the place in the other format; `detail`: what was found, for programmers."""

    where: str
    column: str
    what: StrOrPromise
    detail: str = ""


@dataclass(slots=True)
class Change:
    """One listing of the file that is new or differs. `page` is its newest version; `fields` are the names of the columns that differ."""

    where: str
    page: Any
    title: str
    columns: dict[str, Any]
    fields: list[str]
    is_new: bool


@dataclass(slots=True)
class Plan:
    """What a file would do. Making it writes nothing."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)  # what is in the file and not for a file to say

    @property
    def digest(self) -> str:
        """Two plans with the same digest do the same to the same versions."""
        said = [(change.page.pk, change.page.latest_revision_id, change.columns) for change in self.changes]
        text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class _Given:
    """One listing of a file. `entry` is whole: what the file leaves out is as it was."""

    where: str
    entry: Entry


def newest_versions(provider: ProviderPage) -> list[Any]:
    """The newest version of each of its listings, in the order of their ids."""
    pages = OpportunityPage.objects.filter(provider=provider).specific().order_by("public_id", "id")
    return [page.get_latest_revision_as_object() for page in pages]


def as_native(provider: ProviderPage) -> native.Document:
    """All its listings, drafts too, in the native format."""
    return {
        "format": native.FORMAT,
        "providers": [rows.provider_entry(provider)],
        "opportunities": [
            rows.opportunity_entry(page, provider.public_id) for page in newest_versions(provider)
        ],
    }


def as_csv(provider: ProviderPage) -> str:
    """All its listings, drafts too, as a table."""
    return csv_file.table(
        (rows.opportunity_entry(page, provider.public_id), _state(page)) for page in newest_versions(provider)
    )


def _state(page: Any) -> str:
    if not page.live:
        return "draft"
    return "public, with changes that are not public" if page.has_unpublished_changes else "public"


def plan_csv(text: str, *, provider: ProviderPage, by: Any) -> Plan:
    """What a table would do to this provider's listings, sent by `by`; or every cell that is at fault."""
    found, cell_faults = csv_file.read(text)
    faults = [Fault(str(fault.row or ""), fault.column, fault.what) for fault in cell_faults]
    if len(found) > MOST_ROWS:
        return Plan(faults=[_too_many()])
    if not found and not faults:
        return Plan(faults=[Fault("", "", gettext("There is no listing in this file."))])
    held = _held(provider)
    given: list[_Given] = []
    for line in found:
        where, listing_id = str(line.number), line.entry["id"]
        if listing_id and listing_id not in held:
            faults.append(_not_yours(where))
            continue
        base = csv_file.row(held[listing_id][1]) if listing_id else {}
        cells = base | {name: cell for name, cell in line.cells.items() if name in csv_file.BY_NAME}
        entry, _ = csv_file.from_row(cells | {csv_file.ID: listing_id})
        given.append(_Given(where, entry))
    as_rows = {key: (page, csv_file.from_row(csv_file.row(entry))[0]) for key, (page, entry) in held.items()}
    return _plan(given, as_rows, faults, provider, by)


def plan_native(document: Any, *, provider: ProviderPage, by: Any) -> Plan:
    """What a file in the native format would do to this provider's listings, sent by `by`; or everything that is at fault. A listing
    with no id is new."""
    entries = document.get("opportunities") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return Plan(
            faults=[
                Fault("", "", gettext("This is no file of listings. Start from one that you download here."))
            ]
        )
    if len(entries) > MOST_ROWS:
        return Plan(faults=[_too_many()])
    held, faults, passed = _held(provider), [], []
    given = []
    for number, entry in enumerate(entries):
        where, listing_id = f"opportunities[{number}]", entry.get("id") or ""
        if entry.get("provider") not in (None, provider.public_id) or (listing_id and listing_id not in held):
            faults.append(_not_yours(where))
            continue
        whole = {key: value for key, value in entry.items() if key not in NOT_FROM_A_FILE}
        if listing_id:
            whole = held[listing_id][1] | whole
        if isinstance(whole.get("places"), dict):
            before = held[listing_id][1]["places"]["updated_on"] if listing_id else None
            whole["places"] = whole["places"] | {"updated_on": before}
        given.append(_Given(where, whole))
    if document.get("providers") not in (None, [], [rows.provider_entry(provider)]):
        passed.append(gettext("What this file says about you was not read. Change it on the page about you."))
    known = {"format", "providers", "opportunities"}
    faults += [
        Fault("", key, gettext("We do not know this part of the file.")) for key in document.keys() - known
    ]
    plan = _plan(given, held, faults, provider, by)
    plan.passed_over += passed
    return plan


def _held(provider: ProviderPage) -> Held:
    """Each listing's newest version and its entry, by id."""
    return {
        page.public_id: (page, rows.opportunity_entry(page, provider.public_id))
        for page in newest_versions(provider)
    }


def _too_many() -> Fault:
    return Fault(
        "", "", gettext("There are more than %(most)s listings. Make two files of it.") % {"most": MOST_ROWS}
    )


def _not_yours(where: str) -> Fault:
    """The same words whether somebody else has the id or nobody."""
    said = gettext("None of your listings has this id. Leave it empty for a new listing.")
    return Fault(where, csv_file.ID, said)


def _plan(given: list[_Given], held: Held, faults: list[Fault], provider: ProviderPage, by: Any) -> Plan:
    """`held`: newest versions with their entries, as this format says them."""
    plan = Plan(faults=faults)
    before = _problems({key: entry for key, (_, entry) in held.items()}, provider)
    now = _problems({one.where: one.entry for one in given}, provider)
    seen: set[str] = set()
    for one in given:
        page, old = held.get(one.entry.get("id") or "", (None, {}))
        if page is not None and page.public_id in seen:
            said = gettext("This listing stands in the file twice.")
            plan.faults.append(Fault(one.where, csv_file.ID, said))
            continue
        as_it_was = {key for key in one.entry if page is not None and one.entry[key] == old.get(key)}
        if page is not None:
            seen.add(page.public_id)
            if as_it_was >= one.entry.keys() | old.keys() - {*NOT_FROM_A_FILE}:
                plan.unchanged += 1
                continue
        # What was at fault already, and is as it was, is a draft's that is not finished.
        unfinished = as_it_was & {_key(problem) for problem in before.get(one.entry.get("id") or "", [])}
        problems = [problem for problem in now.get(one.where, []) if _key(problem) not in unfinished]
        if problems:
            plan.faults += [_fault(one.where, problem) for problem in problems]
        else:
            _add(plan, one, page, old, unfinished, provider, by)
    plan.faults += _same_name_twice(plan.changes, held)
    return plan


def _problems(entries: Mapping[str, Entry], provider: ProviderPage) -> dict[str, list[Problem]]:
    """What the native format finds wrong, by the name of the entry."""
    document = {
        "format": native.FORMAT,
        "providers": [{"id": provider.public_id, "name": provider.title}],
        "opportunities": [
            entry | {"provider": provider.public_id, "id": f"listing-{number}"}
            for number, entry in enumerate(entries.values())
        ],
    }
    names = list(entries)
    found: dict[str, list[Problem]] = {}
    try:
        native.checked(document)
    except FileError as error:
        for problem in error.problems:
            found.setdefault(names[int(problem.trail[1])], []).append(problem)
    return found


def _key(problem: Problem) -> str:
    """The key of an entry that a problem is in."""
    return str(problem.trail[2]) if len(problem.trail) > 2 else ""


def _fault(where: str, problem: Problem) -> Fault:
    column = csv_file.column_at(problem.trail[2:])
    name = column.name if column else ".".join(map(str, problem.trail[2:]))
    return Fault(where, name, column.mend if column else gettext("We can not read this."), problem.what)


def _add(
    plan: Plan, one: _Given, page: Any, old: Entry, unfinished: set[str], provider: ProviderPage, by: Any
) -> None:
    """Put what a faultless entry changes into the plan, if a listing can have it."""
    is_new = page is None
    wanted = rows.opportunity_columns(_without(one.entry, unfinished))
    if is_new:
        kind = one.entry["kind"]
        page = CLASSES[kind](kind=kind, provider=provider, owner=by, live=False)
        columns = {name: value for name, value in wanted.items() if not name.startswith("source")}
        # A file makes nothing "checked today".
        columns |= {"checked_on": None, "places_updated_on": None}
    else:
        if one.entry["kind"] != page.kind:
            said = gettext("The kind of a listing can not change. Leave its id empty to make a new one.")
            plan.faults.append(Fault(one.where, "kind", said))
            return
        before = rows.opportunity_columns(_without(old, unfinished))
        columns = {name: value for name, value in wanted.items() if value != before[name]}
    _place(page, wanted, columns, is_new=is_new)
    if not columns:
        plan.unchanged += 1
        return
    if not is_new and page.permissions_for_user(by).page_locked():
        said = gettext("A moderator is looking at this listing. Take it back first, or leave this row out.")
        plan.faults.append(Fault(one.where, "", said))
        return
    for name, value in columns.items():
        if name == "access":
            page.access_said = {
                need: by_whom
                for need, by_whom in page.access_said.items()
                if page.access.get(need) == value.get(need)
            }
        setattr(page, name, value)
    wrong = list(_refused(page, columns, one.where))
    plan.faults += wrong
    if not wrong:
        names = [
            c.name
            for c in csv_file.BY_NAME.values()
            if csv_file.value_at(one.entry, c.path) != csv_file.value_at(old, c.path)
        ]
        plan.changes.append(Change(one.where, page, one.entry["title"], columns, names, is_new))


def _without(entry: Entry, keys: Iterable[str]) -> Entry:
    """The entry with nothing said of these keys."""
    return entry | {key: "" if key in ("title", "summary") else None for key in keys}


def _place(page: Any, wanted: Mapping[str, Any], columns: dict[str, Any], *, is_new: bool) -> None:
    """A new postcode moves the point, unless the file moves it too."""
    moved = {"lat", "lng"} & columns.keys() and wanted["lat"] is not None
    if wanted["postcode"] and not moved and (is_new or {"postcode", "lat", "lng"} & columns.keys()):
        point = places.locate({wanted["postcode"]}).get(wanted["postcode"])
        columns |= {"lat": point.lat if point else None, "lng": point.lng if point else None}
        if not is_new and (page.lat, page.lng) == (columns["lat"], columns["lng"]):
            del columns["lat"], columns["lng"]


def _refused(page: Any, columns: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """What the table of listings will not have, of what the file changes."""
    names = {"pence": "price in pounds", "what_happens": "what will happen"}
    for name, value in columns.items():
        most = page._meta.get_field(name).max_length
        if isinstance(value, str) and most and len(value) > most:
            found = csv_file.column_at([name])
            said = gettext("This is %(length)s letters long. Write at most %(most)s.")
            yield Fault(where, found.name if found else name, said % {"length": len(value), "most": most})
    try:
        page.clean_fields(exclude={f.name for f in page._meta.fields} - columns.keys())
        page.validate_constraints()
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            for each in errors:
                if each.code != NEEDED_TO_PUBLISH:
                    yield Fault(
                        where, names.get(name, "" if name == "__all__" else name), " ".join(each.messages)
                    )


def _same_name_twice(changes: list[Change], held: Held) -> Iterator[Fault]:
    """The same file sent twice would make each new listing twice."""

    def which(page: Any) -> tuple[Any, ...]:
        return page.kind or page.KIND, page.title.casefold(), page.place_name.casefold(), page.postcode

    known = {which(page) for page, _ in held.values()}
    for change in changes:
        if change.is_new:
            if which(change.page) in known:
                said = gettext("You have a listing with this name and place. Write its id, or another title.")
                yield Fault(change.where, "title", said)
            known.add(which(change.page))


@transaction.atomic
def carry_out(plan: Plan, *, provider: ProviderPage, by: Any) -> list[OpportunityPage]:
    """Write what a plan without faults says, as drafts by `by`, and return those listings. Raises ValueError, and writes nothing, for
    a plan with a fault."""
    if plan.faults:
        raise ValueError("a file with a fault writes nothing")
    written = []
    for change in plan.changes:
        page = change.page
        if change.is_new:
            page.slug = ""
            page = provider.add_child(instance=page)
            log(page, "wagtail.create", user=by, content_changed=True)
        elif not page.live:
            page.save(clean=False)
        page.save_revision(user=by, log_action=not change.is_new, clean=False)
        written.append(page)
    return written
