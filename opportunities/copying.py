"""A copy of a listing: beside it, not public, with nothing in it that somebody said of the first one only."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from wagtail.actions.copy_page import CopyPageAction

from opportunities.models import OpportunityPage


@transaction.atomic
def copy_listing(*, opportunity: OpportunityPage, by: Any) -> OpportunityPage:
    """Copy the newest version. When it was checked, whether there is room and how it stands stay behind (`exclude_fields_in_copy`)."""
    title = gettext("Copy of %(title)s") % {"title": opportunity.draft_title or opportunity.title}
    title = title[: OpportunityPage._meta.get_field("title").max_length]
    action = CopyPageAction(
        page=opportunity,
        to=opportunity.get_parent(),
        update_attrs={"title": title, "draft_title": title, "slug": _free_slug(opportunity)},
        copy_revisions=True,
        keep_live=False,
        user=by,
    )
    copied: OpportunityPage = action.execute()
    return copied


def _free_slug(page: OpportunityPage) -> str:
    parent = page.get_parent()
    number, slug = 2, page.slug[:240]
    while not page._slug_is_available(f"{slug}-{number}", parent):
        number += 1
    return f"{slug}-{number}"
