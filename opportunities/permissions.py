"""Who may do what to pages, beyond what Wagtail's groups say."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester

VERIFY = "opportunities.verify_provider"


def moderates(user: Any) -> bool:
    """Whether this person checks providers. Whoever does not sees their own providers' branches and nothing else."""
    return bool(user.has_perm(VERIFY))


class ListingPermissions(PagePermissionTester):
    """A listing is moved to another provider by moderators alone, even where its people write for both."""

    def can_move(self) -> bool:
        return bool(self.can_publish() and super().can_move())


class ProviderPermissions(PagePermissionTester):
    """A provider's page is made, moved, copied and deleted by moderators. Its own people change what it says."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(self.can_publish() and super().can_delete(ignore_bulk))

    def can_copy(self) -> bool:
        return bool(self.can_publish() and super().can_copy())
