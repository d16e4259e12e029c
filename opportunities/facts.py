"""Facts that hold at once: written on the public page and into the drafts that may wait beside it, so that none undoes the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from matching.vocabulary import need_bits
from opportunities.models import CatalogueStamp, OpportunityPage

BITS = {"yes_bits": "yes", "can_arrange_bits": "can_arrange", "no_bits": "no"}


@transaction.atomic
def write_facts(
    *, opportunity: OpportunityPage, by_need: Mapping[str, Mapping[str, Any]] | None = None, **columns: Any
) -> None:
    """Write these columns of `OpportunityPage` on the listing's row, in every version that may still be published (all that are not
    older than the public one), and on the object that was handed in. The catalogue is told. With `access` its three bit columns
    follow. `by_need`: of columns that hold something by need, what is written for these needs alone, so that each version keeps
    what it says of the others."""
    by_need = by_need or {}
    rows = OpportunityPage.objects.filter(pk=opportunity.pk)
    if by_need:
        now = rows.select_for_update(of=("self",)).get()
        columns |= {name: getattr(now, name) | dict(said) for name, said in by_need.items()}
    columns |= _bits(columns)
    rows.update(**columns)
    # The object may have been read long ago: which versions there are is asked of the row, which is ours from here on.
    public = rows.values_list("live_revision_id", flat=True).get()
    for version in _versions(opportunity.pk, public or 0):
        own = {name: version.content.get(name, {}) | dict(said) for name, said in by_need.items()}
        for name, value in (columns | own | _bits(own)).items():
            if name in version.content:
                version.content[name] = opportunity._meta.get_field(name).get_prep_value(value)
        # By a query: saving it would make Wagtail do what follows a new version.
        Revision.objects.filter(pk=version.pk).update(content=version.content)
    for name, value in columns.items():
        setattr(opportunity, name, value)
    CatalogueStamp.advance([opportunity.public_id])


def _bits(columns: Mapping[str, Any]) -> dict[str, int]:
    """What follows from the answers, where they are among these."""
    answers = columns.get("access")
    return {name: need_bits(answers, answer) for name, answer in BITS.items()} if answers is not None else {}


def _versions(page_id: int, from_id: int) -> Iterator[Revision]:
    found = Revision.page_revisions.filter(object_id=str(page_id), pk__gte=from_id)
    yield from found.select_for_update(of=("self",)).order_by("id")
