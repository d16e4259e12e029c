"""Facts that hold at once: written on the public page and into the draft that may wait beside it, so that neither undoes the other."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from matching.vocabulary import need_bits
from opportunities.models import CatalogueStamp, OpportunityPage

BITS = {"yes_bits": "yes", "can_arrange_bits": "can_arrange", "no_bits": "no"}


@transaction.atomic
def write_facts(*, opportunity: OpportunityPage, **columns: Any) -> None:
    """Write these columns of `OpportunityPage` on the listing's row, in its newest version where that is a draft, and on the object
    that was handed in. The catalogue is told. With `access` its three bit columns follow."""
    if "access" in columns:
        columns |= {name: need_bits(columns["access"], answer) for name, answer in BITS.items()}
    OpportunityPage.objects.filter(pk=opportunity.pk).update(**columns)
    newest = Revision.objects.select_for_update().filter(pk=opportunity.latest_revision_id).first()
    if newest is not None:
        for name, value in columns.items():
            if name in newest.content:
                newest.content[name] = opportunity._meta.get_field(name).get_prep_value(value)
        newest.save(update_fields=["content"])
    for name, value in columns.items():
        setattr(opportunity, name, value)
    CatalogueStamp.advance([opportunity.public_id])
