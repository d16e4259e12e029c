"""The forms of the admin, grouped and in plain words."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

provider_panels: list[Panel] = [*Page.content_panels, FieldPanel("about")]
opportunity_panels: list[Panel] = [*Page.content_panels, FieldPanel("summary")]
activity_panels = internship_panels = volunteering_panels = uni_bridge_panels = opportunity_panels
