"""Importing what somebody else publishes over what stands here: a feed is believed where nobody here has said otherwise.

A value that was edited here since the feed last came stays; so does every access answer. A page that was closed here, or that has a
change waiting for a moderator, is left alone. What the feed said is kept with the page's history, to compare with next time.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from opportunities.open_data.importing import Change, Plan, carry_out, plan
from opportunities.open_data.native import Document

Said = dict[str, Any]
ABOUT_THE_FEED = {"source", "source_id", "source_url", "source_licence", "source_modified"}


def plan_feed(document: Document) -> Plan:
    """What the feed may change here. Raises FileError."""
    made = plan(document)
    for change in made.providers:
        if not change.is_new:
            _leave_provider(change)
    before = _last_said(made)
    for change in made.opportunities:
        if not change.is_new:
            change.publishes = change.moves = False
            waits = change.page.has_unpublished_changes
            change.columns = (
                _believed(change, before.get(change.page.pk)) if change.page.live and not waits else {}
            )
    return made


@transaction.atomic
def carry_out_feed(made: Plan, *, now: datetime, **how: Any) -> None:
    """Write the plan, and keep what the feed said. Raises FileError (and writes nothing)."""
    before = _last_said(made)
    carry_out(made, now=now, **how)
    for change in made.opportunities:
        said = _plain(change.said)
        if before.get(change.page.pk) != said:
            log(
                change.page,
                "wagtail.create" if change.is_new else "wagtail.edit",
                data={"feed": said},
                content_changed=change.is_needed,
            )


def _leave_provider(change: Change) -> None:
    """A provider that is here stays as it is; one that nobody looked at yet can be said to be checked."""
    checked = change.page.verification == "draft" and change.columns.get("verification")
    change.columns = {"verification": checked} if checked else {}
    change.registers, change.publishes = None, False


def _believed(change: Change, before: Said | None) -> dict[str, Any]:
    """Of the columns in which the feed differs, those that nobody edited here."""
    before = before or {}
    columns = {}
    for name, new in change.columns.items():
        held = getattr(change.page, name)
        if name in {"access", "access_notes"}:
            added = {
                key: value
                for key, value in new.items()
                if key not in held and key not in before.get(name, {})
            }
            if added:
                columns[name] = held | added
        elif name in ABOUT_THE_FEED or (name in before and _plain(held) == before[name]):
            columns[name] = new
    return columns


def _last_said(made: Plan) -> dict[int, Said]:
    """What the feed said the last time, by page."""
    pages = [change.page.pk for change in made.opportunities if change.page]
    found: dict[int, Said] = {}
    for start in range(0, len(pages), 500):
        entries = PageLogEntry.objects.filter(
            page_id__in=pages[start : start + 500], data__has_key="feed"
        ).order_by("timestamp", "id")
        found |= {entry.page_id: entry.data["feed"] for entry in entries}
    return found


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
