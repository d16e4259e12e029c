"""What moderators look at about a provider, in words that the public reads too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# In the order of the checklist. What is in SAFEGUARDING needs a second moderator.
ITEMS = {
    "identity": _("who they are"),
    "lead": _("who is in charge of keeping people safe"),
    "policy": _("their plan to keep people safe"),
    "policies": _("that they say they have plans for health, safety and staff"),
    "dbs": _("that they say who had police (DBS) checks"),
    "insurance": _("the date on their insurance"),
    "first_aid": _("who gives first aid"),
    "concern": _("how to tell them about a worry"),
    "complaints": _("how to complain"),
    "child_employment": _("that they say they keep the rules for people under 16"),
}
SAFEGUARDING = frozenset(
    {"lead", "policy", "policies", "dbs", "insurance", "first_aid", "concern", "complaints"}
)
# What a level means where nobody ticked single things.
MEANS = {
    "details_checked": [_("who they are")],
    "safeguarding_checked": [
        _("who they are"),
        _("their plan to keep people safe, and who is in charge of it"),
        _("that they say their staff had police (DBS) checks"),
        _("the date on their insurance"),
    ],
}
