"""A checked opportunities file into the page tree: first a plan of what differs, then the writing, whole or not at all.

The file is trusted by whoever runs the import, so its pages are published. What the file does not hold is left alone. A page
that equals its entry is not written: no revision, no change of the catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain, count, islice
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from wagtail import hooks
from wagtail.models import Page

from opportunities import places
from opportunities.indexing import indexed_together
from opportunities.models import (
    CatalogueStamp,
    OpportunityPage,
    ProviderIndexPage,
    ProviderPage,
    ProviderRegister,
)
from opportunities.models.kinds import CLASSES
from opportunities.open_data import rows
from opportunities.open_data.native import Document, Entry, placed
from opportunities.open_data.reading import FileError, Problem, Trail

T = TypeVar("T")
P = TypeVar("P", bound=Page)
AT_ONCE = 500  # ids in one query: SQLite's limit on parameters is not far above


@dataclass(slots=True)
class Change:
    """One entry beside its page. `page` is None when it is new, until it is written; `said` are all the columns that the entry
    gives, `columns` those of them that the page has not."""

    trail: Trail
    entry: Entry
    page: Any
    said: dict[str, Any]
    columns: dict[str, Any]
    registers: list[tuple[str, str, date | None]] | None = None
    moves: bool = False
    publishes: bool = True
    is_new: bool = field(init=False)
    was_live: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_new = self.page is None
        self.was_live = not self.is_new and self.page.live

    @property
    def is_needed(self) -> bool:
        differs = bool(self.columns) or self.registers is not None or self.moves
        return self.is_new or differs or (self.publishes and not self.was_live)


@dataclass(slots=True)
class Plan:
    """What an import would do. Making it writes nothing."""

    providers: list[Change] = field(default_factory=list)
    opportunities: list[Change] = field(default_factory=list)

    @property
    def needed(self) -> list[Change]:
        return [change for change in chain(self.providers, self.opportunities) if change.is_needed]

    def counts(self, changes: Iterable[Change]) -> Counter[str]:
        """How many are "new", "changed" and "unchanged"."""
        return Counter("new" if c.is_new else "changed" if c.is_needed else "unchanged" for c in changes)

    @property
    def without_point(self) -> list[str]:
        """Ids of what is to be found at a place that has no point."""
        return [
            change.entry["id"]
            for change in self.opportunities
            if (change.entry.get("format") or "in-person") != "online" and change.said["lat"] is None
        ]


def plan(document: Document) -> Plan:
    """What differs between a checked document and the page tree. Raises FileError when an entry can not be put in."""
    made, problems = Plan(), []
    known = _by_id(ProviderPage, (entry["id"] for entry in document["providers"]))
    for number, entry in enumerate(document["providers"]):
        made.providers.append(_provider_change(("providers", number), entry, known.get(entry["id"])))
    entries = document["opportunities"]
    kinds = _values(OpportunityPage, "kind", (entry["id"] for entry in entries))
    pages: dict[str, Any] = {}
    for kind, model in CLASSES.items():
        pages |= _by_id(
            model, (entry["id"] for entry in entries if kinds.get(entry["id"]) == kind == entry["kind"])
        )
    homes = {provider.pk: provider.public_id for provider in ProviderPage.objects.all()}
    for number, (entry, columns) in enumerate(zip(entries, placed(entries), strict=True)):
        page, trail = pages.get(entry["id"]), ("opportunities", number)
        if entry["id"] in kinds and page is None:
            problems.append(
                Problem(
                    (*trail, "kind"),
                    f'expected "{kinds[entry["id"]]}", which it is here, got "{entry["kind"]}"',
                )
            )
            continue
        if columns["lat"] is None and columns["format"] != "online":
            _find_point(columns, page)
        differing = {
            name: value for name, value in columns.items() if page is None or getattr(page, name) != value
        }
        moves = page is not None and homes[page.provider_id] != entry["provider"]
        made.opportunities.append(Change(trail, entry, page, columns, differing, moves=moves))
    problems += _sources_taken(made.opportunities)
    if problems:
        raise FileError(problems)
    return made


def _find_point(columns: dict[str, Any], page: Any) -> None:
    """Give a place with no point the one that its page has, if it is still the same place; else ask the geocoder, if there is one."""
    place = ("place_name", "address", "postcode")
    if page is not None and all(getattr(page, name) == columns[name] for name in place):
        columns["lat"], columns["lng"] = page.lat, page.lng
    elif settings.GEOCODER and columns["address"]:
        try:
            point = places.find_place(columns["address"])
        except places.PostcodeError:
            return
        columns["lat"], columns["lng"] = point.lat, point.lng


def _provider_change(trail: Trail, entry: Entry, page: ProviderPage | None) -> Change:
    columns, registers = rows.provider_columns(entry), rows.registers(entry)
    if page is None:
        return Change(trail, entry, None, columns, columns, registers)
    held = [(register.scheme, register.number, register.checked_on) for register in page.registers.all()]
    differing = {name: value for name, value in columns.items() if getattr(page, name) != value}
    return Change(trail, entry, page, columns, differing, registers if registers != held else None)


def _sources_taken(changes: list[Change]) -> Iterator[Problem]:
    """Two pages from one entry of one source would be the same thing twice."""
    for change in changes:
        source = change.entry.get("source") or {}
        if source.get("id") and (change.is_new or {"source", "source_id"} & change.columns.keys()):
            other = OpportunityPage.objects.filter(source=source["name"], source_id=source["id"])
            taken = other.exclude(public_id=change.entry["id"]).values_list("public_id", flat=True).first()
            if taken:
                yield Problem(
                    (*change.trail, "source", "id"),
                    f'expected an id that is not here yet, and "{taken}" has it',
                )


@transaction.atomic
def carry_out(
    made: Plan, *, now: datetime, by: Any = None, advance: Callable[[], None] = lambda: None
) -> None:
    """Write the plan, and say once that the catalogue has changed. `advance` is called after each entry. Raises FileError
    (and writes nothing) when the database will not have an entry."""
    if not made.needed:
        return
    with CatalogueStamp.held(), indexed_together() as written:
        slugs = _Slugs()
        homes: dict[str, ProviderPage] = {}
        for change in made.providers:
            with _named(change):
                homes[change.entry["id"]] = _write_provider(change, slugs, now, by)
            advance()
        for change in made.opportunities:
            with _named(change):
                _write_opportunity(change, homes[change.entry["provider"]], slugs, now, by)
            advance()
        written += [change.page for change in made.needed]


def _write_provider(change: Change, slugs: _Slugs, now: datetime, by: Any) -> ProviderPage:
    registers = [ProviderRegister(scheme=s, number=n, checked_on=day) for s, n, day in change.registers or []]
    if change.is_new:
        index = provider_index()
        slug = slugs.free(index, change.entry["id"])
        page = ProviderPage(
            public_id=change.entry["id"], slug=slug, owner=by, **_published(now), **change.columns
        )
        page.registers = registers
        change.page = index.add_child(instance=_quick(page))
    elif change.is_needed:
        if change.registers is not None:
            change.page.registers = registers
        _update(change, now, by)
    found: ProviderPage = change.page
    return found


def _write_opportunity(change: Change, home: ProviderPage, slugs: _Slugs, now: datetime, by: Any) -> None:
    if change.is_new:
        model, slug = CLASSES[change.entry["kind"]], slugs.free(home, change.entry["id"])
        page = model(
            public_id=change.entry["id"],
            slug=slug,
            provider=home,
            owner=by,
            **_published(now),
            **change.columns,
        )
        change.page = home.add_child(instance=_quick(page))
    elif change.is_needed:
        if change.moves:
            change.page.move(home, pos="last-child", user=by)
            change.page = type(change.page).objects.get(pk=change.page.pk)
        _update(change, now, by)


def _update(change: Change, now: datetime, by: Any) -> None:
    """Bring a page in line with its entry. One that was edited in the admin gets a revision, for the next edit starts from
    the latest of them; a change of it that waits for a moderator stays in its history and waits no longer."""
    page = change.page
    for name, value in {**change.columns, "live": True, "expired": False}.items():
        setattr(page, name, value)
    if page.latest_revision_id is None:
        page.draft_title = page.title
        page.first_published_at, page.last_published_at = page.first_published_at or now, now
        page.save()
        return
    if page.workflow_in_progress:
        page.current_workflow_state.cancel(user=by)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def _quick(page: P) -> P:
    """The page, which will not ask the database about each constraint and each page that it points to before it is saved: that is
    most of the time of an import, and the database refuses what breaks one anyway."""
    skipped = {"exclude": ("provider", "locale", "content_type"), "validate_constraints": False}
    page.full_clean = partial(page.full_clean, **skipped)
    return page


def _published(now: datetime) -> dict[str, datetime]:
    return {"first_published_at": now, "last_published_at": now}


def provider_index() -> ProviderIndexPage:
    """The page that every provider's page is under. On a new database the project plants it (hook `plant_site`)."""
    index = ProviderIndexPage.objects.first()
    if index is None:
        for plant in hooks.get_hooks("plant_site"):
            plant()
        index = ProviderIndexPage.objects.get()
    return index


class _Slugs:
    """Free addresses under a page: the id where it can be one, else with a number behind it."""

    def __init__(self) -> None:
        self._taken: dict[int, set[str]] = {}

    def free(self, parent: Page, wish: str) -> str:
        if parent.pk not in self._taken:
            self._taken[parent.pk] = set(parent.get_children().values_list("slug", flat=True))
        taken, base = self._taken[parent.pk], slugify(wish) or "page"
        slug = next(
            name for name in chain([base], (f"{base}-{number}" for number in count(2))) if name not in taken
        )
        taken.add(slug)
        return slug


@contextmanager
def _named(change: Change) -> Iterator[None]:
    """What the models refuse is said with the path of its entry."""
    try:
        yield
    except ValidationError as error:
        problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        raise FileError(
            Problem((*change.trail, name) if name else change.trail, " ".join(messages))
            for name, messages in problems.items()
        ) from error
    except IntegrityError as error:
        raise FileError([Problem(change.trail, f"the database will not have it: {error}")]) from error


def _by_id(model: type[P], ids: Iterable[str]) -> dict[str, P]:
    """The pages of this model that have these ids."""
    found: dict[str, P] = {}
    for some in _batches(ids):
        found |= {page.public_id: page for page in model._default_manager.filter(public_id__in=some)}
    return found


def _values(model: type[Page], column: str, ids: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for some in _batches(ids):
        found |= dict(model._default_manager.filter(public_id__in=some).values_list("public_id", column))
    return found


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while some := list(islice(left, AT_ONCE)):
        yield some
