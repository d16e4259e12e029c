"""How a provider's answers are read from the admin's form."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class OpportunityForm(WagtailAdminPageForm):
    pass
