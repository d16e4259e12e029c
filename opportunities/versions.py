"""The two versions of a page that moderation is about, and how the newer one becomes public. Wagtail reads this before there are models."""

from __future__ import annotations

from typing import Any


def before_and_after(page: Any) -> tuple[Any | None, Any]:
    """What everybody may see of a page now (None before it was published, or when it was taken off), and its newest version."""
    now = page.specific_class._default_manager.get(pk=page.pk)
    return (now if now.live else None), now.get_latest_revision_as_object()


def publish_what_was_looked_at(workflow_state: Any, user: Any = None) -> None:
    """At the end of the workflow: publish the newest version, which every look was for. Whoever took the last look, or sent what
    passes by itself, need not be somebody who may publish alone."""
    newest = workflow_state.content_object.get_latest_revision()
    newest.publish(user=user, skip_permission_checks=True)
