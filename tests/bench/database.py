"""A database with many opportunities, written fast: for measuring what a page or a process costs when there are 100,000."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from treebeard.mp_tree import MP_Node
from wagtail.models import Locale, Page

from cms.actions import plant
from opportunities.models import CatalogueStamp, OpportunityPage, ProviderPage
from opportunities.models.kinds import CLASSES

BATCH = 2_000


def batches(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))


@transaction.atomic
def fill(columns: Mapping[str, Sequence[Any]]) -> None:
    """Write the columns of a generated catalogue as live pages. Pages of a kind are three rows in three tables; they are
    inserted table by table, because saving them one by one would take an hour."""
    index = plant()
    locale = Locale.get_default()
    types = {kind: ContentType.objects.get_for_model(model) for kind, model in CLASSES.items()}
    providers: dict[Any, ProviderPage] = {}
    children: dict[Any, int] = {}
    for name in dict.fromkeys(columns["provider"]):
        providers[name] = index.add_child(
            instance=ProviderPage(title=f"Provider {name}", slug=f"provider-{name}", verification="details_checked")
        )
        children[name] = 0
    of_page = {field.name for field in OpportunityPage._meta.local_concrete_fields}
    for batch in batches(len(columns["id"])):
        pages, opportunities = [], []
        for row in batch:
            provider = providers[columns["provider"][row]]
            children[columns["provider"][row]] += 1
            kind = columns["kind"][row]
            title = str(columns["id"][row])
            facts = {
                name: values[row]
                for name, values in columns.items()
                if name in of_page and name not in {"id", "provider"}
            }
            page = CLASSES[kind](
                title=title,
                draft_title=title,
                slug=title,
                path=MP_Node._get_path.__func__(Page, provider.path, provider.depth + 1, children[columns["provider"][row]]),
                depth=provider.depth + 1,
                url_path=f"{provider.url_path}{title}/",
                content_type=types[kind],
                locale=locale,
                live=True,
                public_id=title,
                provider=provider,
                summary="Come along and try it. Staff meet you at the door.",
                what_happens=["Sam meets you.", "You choose what to do.", "You go home at four."],
                place_name="The hall",
                **facts,
            )
            for name in ("job_coach", "under_16_confirmed"):
                if hasattr(page, name):
                    setattr(page, name, bool(columns[name][row]))
            if kind == "supported-internship":
                page.ehcp, page.job_coach = "required", True
                page.pilot_council = columns["pilot_council"][row] or ""
                page.pilot_ends_on = columns["pilot_ends_on"][row]
            opportunities.append(page)
            pages.append(
                Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields if field.name != "id"})
            )
        Page.objects.bulk_create(pages)
        for page, made in zip(opportunities, pages, strict=True):
            page.pk = page.id = page.page_ptr_id = page.opportunitypage_ptr_id = made.pk
        insert(OpportunityPage, opportunities)
        for model in CLASSES.values():
            insert(model, [page for page in opportunities if type(page) is model])
    for name, provider in providers.items():
        Page.objects.filter(pk=provider.pk).update(numchild=children[name])
    CatalogueStamp.advance()


def insert(model: type[OpportunityPage], pages: list[OpportunityPage]) -> None:
    """The rows of this model's own table."""
    fields = model._meta.local_concrete_fields
    for batch in range(0, len(pages), 300):
        if pages[batch : batch + 300]:
            model._base_manager._insert(pages[batch : batch + 300], fields=fields, using="default")
