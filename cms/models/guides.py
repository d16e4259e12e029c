"""Guides: short pages that tell young people how something works."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.plain_words import few_words, symbol_names
from matching.vocabulary import KINDS
from opportunities.models.constraints import one_of

from .guide_blocks import EasyRead, GuideBody, SourceBlock

MANY_PARTS = 8


class GuideIndexPage(Page):
    """All guides, in the order in which editors put them."""

    intro = models.TextField(_("introduction"), max_length=300, validators=[few_words(20)])

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    max_count = 1
    template = "cms/guide_index_page.html"
    works_offline = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "guides": GuidePage.objects.child_of(self).live().order_by("path")
        }


class GuideQuerySet(PageQuerySet):
    def about(self, kind: str) -> GuidePage | None:
        """The guide that things of this kind link to: the first one about it, in the editors' order."""
        found: GuidePage | None = self.live().filter(kind=kind).order_by("path").first() if kind else None
        return found

    def to_check_again(self, today: date) -> GuideQuerySet:
        """Those whose day to be checked has come, the longest waiting first."""
        return self.live().filter(review_on__lte=today).order_by("review_on", "path")


class GuidePage(RoutablePageMixin, Page):
    """One guide, and the same in Easy Read under it."""

    summary = models.TextField(
        _("summary"),
        max_length=200,
        validators=[few_words(20)],
        help_text=_("One or two short sentences: what somebody knows when they have read it."),
    )
    symbol = models.CharField(_("symbol"), max_length=40, choices=symbol_names)
    kind = models.CharField(
        _("about a kind of thing"),
        max_length=24,
        blank=True,
        choices=KINDS.items(),
        help_text=_("Things of this kind link to this guide. Of two, the first one is taken."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_description = models.CharField(
        _("what the picture shows"), max_length=160, blank=True, help_text=_("In a few words.")
    )
    body = StreamField(GuideBody(), verbose_name=_("the guide"))
    easy_read = StreamField(
        EasyRead(),
        verbose_name=_("Easy Read"),
        help_text=_("The same in the fewest words: one idea, one symbol, one sentence of at most 15 words."),
    )
    checked_on = models.DateField(_("last checked"))
    review_on = models.DateField(_("check again on"), null=True, blank=True)
    sources = StreamField(
        [("source", SourceBlock(label=_("source")))], blank=True, verbose_name=_("where it comes from")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("symbol"), FieldPanel("kind")]),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_description")], _("Picture")),
        FieldPanel("body"),
        FieldPanel("easy_read"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_on")]), FieldPanel("sources")],
            _("Where it comes from"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]
    objects = PageManager.from_queryset(GuideQuerySet)()

    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types: list[str] = []
    template = "cms/guide_page.html"
    works_offline = True
    easy_read_template = "cms/guide_easy_read.html"

    class Meta:
        constraints = [one_of("guide", "kind", ["", *KINDS])]

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_description:
            raise ValidationError({"picture_description": _("Say in a few words what the picture shows.")})

    @path("easy-read/", name="easy_read")
    def in_easy_read(self, request: HttpRequest) -> HttpResponse:
        """The same guide, a symbol beside each idea."""
        ideas = [block.value for block in self.easy_read]
        response: HttpResponse = self.render(
            request, template=self.easy_read_template, context_overrides={"ideas": ideas}
        )
        return response

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The heading of each part and the id by which a link finds it, where there are so many that somebody looks for one."""
        headings = [
            (f"part-{place}", block.value)
            for place, block in enumerate(self.body, start=1)
            if block.block_type == "heading"
        ]
        return headings if len(headings) >= MANY_PARTS else []

    @property
    def easy_read_url(self) -> str:
        return f"{self.url}{self.reverse_subpage('easy_read')}"

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The guide, and the guide in Easy Read."""
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return found + [
            one | {"location": one["location"] + self.reverse_subpage("easy_read")} for one in found
        ]
