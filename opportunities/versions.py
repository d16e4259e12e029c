"""The two versions of a page that moderation is about."""

from __future__ import annotations

from typing import Any


def before_and_after(page: Any) -> tuple[Any | None, Any]:
    """What everybody may see of a page now (None before it was published, or when it was taken off), and its newest version."""
    now = page.specific_class._default_manager.get(pk=page.pk)
    return (now if now.live else None), now.get_latest_revision_as_object()
