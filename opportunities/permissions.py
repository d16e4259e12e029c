"""Who may do what to pages, beyond what Wagtail's groups say."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester

from opportunities.moderation import is_safeguarding
from opportunities.versions import before_and_after

VERIFY = "opportunities.verify_provider"


def moderates(user: Any) -> bool:
    """Whether this person checks providers. Whoever does not sees their own providers' branches and nothing else."""
    return bool(user.has_perm(VERIFY))


class ListingPermissions(PagePermissionTester):
    """A listing is moved to another provider by moderators alone, even where its people write for both. Nobody publishes alone
    what needs two people: it is sent, and two look at it."""

    def can_move(self) -> bool:
        return bool(super().can_publish() and super().can_move())

    def can_publish(self) -> bool:
        return bool(super().can_publish() and not is_safeguarding(*before_and_after(self.page)))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Not by its provider while it is paused or nobody has looked at what we were told of it: that would go with it."""
        if not super().can_delete(ignore_bulk):
            return False
        page = self.page.specific_deferred
        told = page.paused_for or page.reports.filter(state="new").exists()
        return moderates(self.user) or not told


class ProviderPermissions(PagePermissionTester):
    """A provider's page is made, moved, copied and deleted by moderators. Its own people change what it says."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(self.can_publish() and super().can_delete(ignore_bulk))

    def can_copy(self) -> bool:
        return bool(self.can_publish() and super().can_copy())

    def can_publish_subpage(self) -> bool:
        """What is new, or a copy, is a draft first: nobody knows yet how many must look at it."""
        return False
