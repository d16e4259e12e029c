"""The first page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The first page: a front door for each of the people we are for."""

    intro = models.TextField(_("introduction"), max_length=300, help_text=_("One or two short sentences."))

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.GuideIndexPage", "opportunities.ProviderIndexPage"]
    max_count = 1
    template = "cms/home_page.html"
