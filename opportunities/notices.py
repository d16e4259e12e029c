"""Emails of Wagtail's that ours take the place of: a provider gets one letter about what was decided, in plain words
(`looks.tell_provider`). Wagtail connects its own under these names later, and a name is connected once."""

from __future__ import annotations

from typing import Any

from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected


def nothing(**kwargs: Any) -> None:
    """The letter is written where the decision is made."""


def take_the_place() -> None:
    """Before Wagtail's admin is ready."""
    for signal, name in ((workflow_approved, "approved"), (workflow_rejected, "rejected")):
        uid = f"workflow_state_{name}_email_notification"
        signal.connect(nothing, sender=WorkflowState, dispatch_uid=uid)
