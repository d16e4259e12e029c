"""Who can be called now, when somebody is not safe."""

from __future__ import annotations

from typing import Any

from django import template

from cms.models import SupportContact

register = template.Library()


@register.inclusion_tag("cms/crisis_help.html")
def crisis_help() -> dict[str, Any]:
    """The editors' contacts for a crisis, for everywhere in England; in danger now, 999."""
    return {"contacts": SupportContact.objects.filter(kind="crisis_help", area="")}
