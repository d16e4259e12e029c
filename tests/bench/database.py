"""A database with many opportunities, written fast: for measuring what a page or a process costs when there are 100,000."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale, Page

from cms.actions import plant
from opportunities.models import CatalogueStamp, OpportunityPage, ProviderPage
from opportunities.models.kinds import CLASSES

BATCH = 300  # rows of an insert: SQLite takes so many values in one
P = TypeVar("P", bound=Page)


@transaction.atomic
def fill(columns: Mapping[str, Sequence[Any]]) -> None:
    """Write the columns of a generated catalogue as live pages. Pages of a kind are three rows in three tables; they are
    inserted table by table, because saving them one by one would take an hour."""
    index = plant()
    names = list(dict.fromkeys(columns["provider"]))
    sizes = Counter(columns["provider"])
    made = [
        ProviderPage(title=name, slug=name, public_id=name, verification="details_checked") for name in names
    ]
    providers = dict(zip(names, put(index, made, [sizes[name] for name in names]), strict=True))
    Page.objects.filter(pk=index.pk).update(numchild=len(names))
    under: dict[str, list[OpportunityPage]] = {name: [] for name in names}
    own = {field.name for field in OpportunityPage._meta.local_concrete_fields} - {"provider"}
    for row, name in enumerate(columns["provider"]):
        facts = {column: values[row] for column, values in columns.items() if column in own}
        facts["freshness"] = "overdue" if columns["overdue"][row] else "fresh"
        under[name].append(
            opportunity(
                facts,
                {c: columns[c][row] for c in EXTRA},
                columns["id"][row],
                columns["title"][row],
                providers[name],
            )
        )
    for name, pages in under.items():
        place(providers[name], pages)
    put_rows([page for pages in under.values() for page in pages])
    CatalogueStamp.advance()


EXTRA = ("kind", "job_coach", "under_16_confirmed", "pilot_council", "pilot_ends_on")


def opportunity(
    facts: dict[str, Any], extra: dict[str, Any], id: str, title: str, provider: ProviderPage
) -> OpportunityPage:
    """One page, not saved, with what its kind alone has."""
    if facts["joining"] == "referral-needed":
        facts["referral_by"] = facts["referral_by"] or "your school"
    if facts["starts_on"] and facts["ends_on"]:
        facts["starts_on"], facts["ends_on"] = sorted((facts["starts_on"], facts["ends_on"]))
    model = CLASSES[extra["kind"]]
    own = {field.name for field in model._meta.local_concrete_fields}
    facts |= {name: value for name, value in extra.items() if name in own}
    if extra["kind"] == "supported-internship":
        facts["ehcp"], facts["job_coach"] = "required", True
        facts["pilot_council"] = facts["pilot_council"] if facts["pilot_ends_on"] else ""
        facts["pilot_ends_on"] = facts["pilot_ends_on"] if facts["pilot_council"] else None
    return model(title=title, slug=id, public_id=id, provider=provider, place_name="The hall", **facts)


def place(parent: Page, pages: Iterable[Page]) -> None:
    """Give each page its place in the tree, under the parent, in order."""
    for number, page in enumerate(pages, start=1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.depth, page.url_path, page.draft_title = (
            parent.depth + 1,
            f"{parent.url_path}{page.slug}/",
            page.title,
        )


def put(parent: Page, pages: list[P], children: list[int]) -> list[P]:
    """Write new pages under a parent; `children`: how many each of them will have."""
    place(parent, pages)
    for page, number in zip(pages, children, strict=True):
        page.numchild = number
    put_rows(pages)
    return pages


def put_rows(pages: Sequence[Page]) -> None:
    """Insert pages that have a place, table by table: Wagtail's own, then those of their classes."""
    locale = Locale.get_default()
    types = {model: ContentType.objects.get_for_model(model) for model in {type(page) for page in pages}}
    for page in pages:
        page.locale, page.content_type, page.live = locale, types[type(page)], True
    fields = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
    rows = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in fields}) for page in pages], BATCH
    )
    for page, row in zip(pages, rows, strict=True):
        for model in type(page).__mro__:
            if (
                isinstance(model, type)
                and issubclass(model, Model)
                and hasattr(model, "_meta")
                and not model._meta.abstract
            ):
                setattr(page, model._meta.pk.attname, row.pk)
    for model in (ProviderPage, OpportunityPage, *CLASSES.values()):
        mine = [page for page in pages if isinstance(page, model)]
        for start in range(0, len(mine), BATCH):
            model._base_manager._insert(
                mine[start : start + BATCH], fields=model._meta.local_concrete_fields, using="default"
            )
