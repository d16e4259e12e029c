"""One thing on offer: the fields that every kind has. The native format (`open_data/native.py`) uses the same names."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import cautious_slugify
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from matching.vocabulary import (
    COST_PER,
    FORMATS,
    GROUP_SIZES,
    JOINING,
    KINDS,
    NEEDS,
    NOISE_LEVELS,
    PATTERNS,
    PLACES_STATES,
    SEASONS,
    SUPPORTER,
    interest_bits,
    need_bits,
)
from matching.words import stems
from opportunities import clock
from opportunities.forms import NEEDED_TO_PUBLISH, CopyListingForm
from opportunities.language import in_words
from opportunities.listing import Listing
from opportunities.permissions import ListingPermissions
from opportunities.validators import check_access, check_access_notes, keys_of, lines

from .constraints import between, in_order, one_of
from .indexing import IndexedTogether
from .provider import PUBLIC, ProviderPage, free_id
from .ways_to_read import WaysToRead

FRESHNESS = {
    "fresh": _("Up to date"),
    "overdue": _("Not confirmed"),
    "hidden": _("Hidden: not confirmed for long"),
}
PAUSES = {"": "", "report": _("A report is being looked at"), "moderator": _("A moderator paused it")}
CHECKED_BY = {"": "", "provider": _("the provider"), "moderator": _("a moderator")}
REVIEW_EVERY = {
    30: _("Every month"),
    60: _("Every 2 months"),
    90: _("Every 3 months"),
    180: _("Every 6 months"),
}
STEP_FREE = {"yes": _("Yes"), "no": _("No")}
EHCP = {"any": _("You do not need an EHC plan"), "required": _("You need an EHC plan")}
CAN_BE_ARRANGED = sum(1 << need.index for need in NEEDS.values() if need.can_arrange)


def disjoint(one: str, other: str) -> Exact:
    """No bit is set in both columns."""
    return Exact(F(one).bitand(F(other)), 0)  # type: ignore[arg-type]  # the stubs know numbers only


def is_over(today: date) -> Q:
    once = Q(pattern="one_off", ends_on__isnull=True, starts_on__lt=today)
    return Q(ends_on__lt=today) | Q(apply_by__lt=today) | once


# What no version of a page brings with it, and what it brings unless the page was told something later.
OF_THE_PAGE = (
    "public_id",
    "provider",
    "freshness",
    "paused_for",
    "asked_since",
    "asked_stage",
    "asked_on",
    "source",
    "source_id",
    "source_url",
    "source_licence",
    "source_modified",
)
CHECKED = ("checked_on", "checked_by")
PLACES = ("places_state", "places_left", "places_updated_on")


def _later(one: date | None, other: date | None) -> bool:
    """A day is later than none."""
    return one is not None and (other is None or one > other)


class OpportunityQuerySet(PageQuerySet):
    def public(self) -> OpportunityQuerySet:
        """Published, confirmed not too long ago, not paused, and by a provider that is public too."""
        return self.live().filter(
            ~Q(freshness="hidden"), paused_for="", provider__live=True, provider__verification__in=PUBLIC
        )

    def over(self, today: date) -> OpportunityQuerySet:
        """What is over by today: rule 1 of the matching rules."""
        return self.filter(is_over(today))

    def open_on(self, today: date) -> OpportunityQuerySet:
        """What is not over by today, whether or not the clock has closed the rest already."""
        return self.exclude(is_over(today))

    def of_kind(self, kind: str) -> OpportunityQuerySet:
        return self.filter(kind=kind)


class OpportunityPage(IndexedTogether, Listing, WaysToRead, Page):
    """What all kinds share, in one table, so that the catalogue and a search read one table. Nobody makes one of these:
    they make an activity, a supported internship, a volunteering role or a uni bridge (`kinds.py`)."""

    KIND: ClassVar[str] = ""

    public_id = models.SlugField(_("id in files"), max_length=120, unique=True, blank=True)
    # RESTRICT lets a provider go together with the pages under it, and never leaves one of them behind.
    provider = models.ForeignKey(
        ProviderPage, on_delete=models.RESTRICT, related_name="opportunities", editable=False
    )
    kind = models.CharField(max_length=24, choices=in_words(KINDS), editable=False)

    # What
    summary = models.TextField(max_length=300, help_text=_("What it is, in one or two short sentences."))
    what_happens = models.JSONField(
        _("what will happen"), default=list, blank=True, validators=[lines(at_most=12, of_length=200)]
    )
    interests = models.JSONField(default=list, blank=True, validators=[keys_of("interests")])
    outcomes = models.JSONField(_("helps with"), default=list, blank=True, validators=[keys_of("outcomes")])
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_description = models.CharField(
        max_length=160, blank=True, help_text=_("What the picture shows, in a few words.")
    )

    # Access: unknown is not yes and not no. The answers are the truth; the three bit columns are kept from them on save.
    access = models.JSONField(default=dict, blank=True, validators=[check_access])
    access_notes = models.JSONField(default=dict, blank=True, validators=[check_access_notes])

    # Where
    format = models.CharField(
        _("how people join in"), max_length=12, choices=in_words(FORMATS), default="in-person"
    )
    place_name = models.CharField(_("name of the place"), max_length=120, blank=True)
    address = models.CharField(max_length=240, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)

    # How to get there from a stop
    stop_name = models.CharField(_("nearest stop"), max_length=120, blank=True)
    stop_minutes = models.PositiveSmallIntegerField(
        _("minutes on foot from the stop"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    stop_step_free = models.CharField(
        _("is the way from the stop free of steps?"), max_length=3, choices=STEP_FREE.items(), blank=True
    )

    # Who
    age_min = models.PositiveSmallIntegerField(
        _("youngest age"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("oldest age"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    ehcp = models.CharField(_("EHC plan"), max_length=10, choices=EHCP.items(), default="any")
    who_for = models.JSONField(_("who it is for"), default=list, blank=True, validators=[keys_of("who_for")])
    supporter = models.CharField(
        _("bringing a supporter"), max_length=12, choices=in_words(SUPPORTER), blank=True
    )
    group_size = models.CharField(
        _("how many people"), max_length=10, choices=in_words(GROUP_SIZES), blank=True
    )
    noise = models.CharField(_("how loud it is"), max_length=8, choices=in_words(NOISE_LEVELS), blank=True)

    # When
    times = models.JSONField(_("days and times"), default=list, blank=True, validators=[keys_of("times")])
    pattern = models.CharField(_("how often"), max_length=12, choices=in_words(PATTERNS), blank=True)
    season = models.CharField(_("time of year"), max_length=16, choices=in_words(SEASONS), blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    apply_by = models.DateField(_("last day to apply"), null=True, blank=True)

    # Cost, in pence. Empty means that the price is not known, which is not free.
    pence = models.PositiveIntegerField(
        _("price"), null=True, blank=True, validators=[MaxValueValidator(1_000_000)]
    )
    per = models.CharField(_("paid"), max_length=8, choices=in_words(COST_PER), blank=True)
    supporter_free = models.BooleanField(_("a supporter comes free"), default=False)
    other_cost = models.CharField(_("what else people pay for"), max_length=200, default="none", blank=True)

    # Room, and how to join
    places_state = models.CharField(
        _("is there room?"), max_length=14, choices=in_words(PLACES_STATES), blank=True
    )
    places_left = models.PositiveSmallIntegerField(null=True, blank=True)
    places_updated_on = models.DateField(_("room last checked on"), null=True, blank=True)
    joining = models.CharField(_("how to join"), max_length=16, choices=in_words(JOINING), blank=True)
    referral_by = models.CharField(_("who must refer people"), max_length=160, blank=True)
    recognition = models.JSONField(
        _("what people get"), default=list, blank=True, validators=[keys_of("recognition")]
    )
    entry = models.JSONField(
        _("what people are asked for"), default=list, blank=True, validators=[keys_of("entry")]
    )
    checked_on = models.DateField(_("all of this was last checked on"), null=True, blank=True)
    checked_by = models.CharField(max_length=10, choices=CHECKED_BY.items(), blank=True, editable=False)
    review_every_days = models.PositiveSmallIntegerField(
        _("how often we ask if it is still right"), choices=REVIEW_EVERY.items(), default=90
    )
    # Of the page, not of one version of it: kept by the daily tasks and by moderators (docs/freshness.md).
    freshness = models.CharField(max_length=8, choices=FRESHNESS.items(), default="fresh", editable=False)
    paused_for = models.CharField(max_length=10, choices=PAUSES.items(), blank=True, editable=False)
    # How far we are in asking if it is still right (freshness.Stage): since which check, and when the last letter was written.
    asked_since = models.DateField(null=True, blank=True, editable=False)
    asked_stage = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_on = models.DateField(null=True, blank=True, editable=False)
    # Need to who answered it and when: {"wheelchair": {"by": "provider", "on": "2026-11-24"}}.
    access_said = models.JSONField(default=dict, blank=True, editable=False)

    # Where it came from, when it was not written here
    source = models.CharField(max_length=120, blank=True)
    source_id = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    source_licence = models.CharField(max_length=120, blank=True)
    source_modified = models.DateTimeField(null=True, blank=True)

    # Kept on save, for the catalogue and for search
    yes_bits = models.BigIntegerField(default=0, editable=False)
    can_arrange_bits = models.BigIntegerField(default=0, editable=False)
    no_bits = models.BigIntegerField(default=0, editable=False)
    interests_low = models.BigIntegerField(default=0, editable=False)
    interests_high = models.BigIntegerField(default=0, editable=False)
    search_words = models.TextField(blank=True, editable=False)

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    exclude_fields_in_copy: ClassVar[list[str]] = [
        "access_said",
        "places_state",
        "places_left",
        "places_updated_on",
        "checked_on",
        "checked_by",
        "freshness",
        "paused_for",
        "asked_since",
        "asked_stage",
        "asked_on",
        "public_id",
        "provider",
        "source",
        "source_id",
        "source_url",
        "source_licence",
        "source_modified",
    ]
    copy_form_class = CopyListingForm
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("search_words"),
        index.FilterField("kind"),
        index.FilterField("freshness"),
        index.FilterField("paused_for"),
        index.RelatedFields("provider", [index.FilterField("verification"), index.FilterField("live")]),
    ]

    class Meta:
        verbose_name = _("opportunity")
        constraints = [
            one_of("opportunity", "kind", KINDS),
            one_of("opportunity", "format", FORMATS),
            one_of("opportunity", "ehcp", EHCP),
            one_of("opportunity", "supporter", ["", *SUPPORTER]),
            one_of("opportunity", "group_size", ["", *GROUP_SIZES]),
            one_of("opportunity", "noise", ["", *NOISE_LEVELS]),
            one_of("opportunity", "pattern", ["", *PATTERNS]),
            one_of("opportunity", "season", ["", *SEASONS]),
            one_of("opportunity", "per", ["", *COST_PER]),
            one_of("opportunity", "places_state", ["", *PLACES_STATES]),
            one_of("opportunity", "joining", ["", *JOINING]),
            one_of("opportunity", "freshness", FRESHNESS),
            one_of("opportunity", "paused_for", PAUSES),
            one_of("opportunity", "checked_by", CHECKED_BY),
            one_of("opportunity", "stop_step_free", ["", *STEP_FREE]),
            between("opportunity", "review_every_days", 7, 366),
            in_order("opportunity", "age_min", "age_max"),
            in_order("opportunity", "starts_on", "ends_on"),
            between("opportunity", "age_max", 0, 120),
            between("opportunity", "lat", 49.0, 61.5),
            between("opportunity", "lng", -9.0, 2.5),
            between("opportunity", "pence", 0, 1_000_000),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True) | Q(lat__isnull=False, lng__isnull=False),
                name="opportunity_point_is_whole",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["activity", "volunteering", "uni-bridge"]) | Q(ehcp="required"),
                name="opportunity_internship_needs_a_plan",
                violation_error_message=_(
                    "A supported internship always needs an EHC plan. A local pilot is said apart from it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(joining="referral-needed") | ~Q(referral_by=""),
                name="opportunity_referral_says_by_whom",
                violation_error_message=_("Say who must refer people."),
            ),
            # One answer to a question: no need is in two of the three columns, and none that can not be arranged is "can arrange".
            *(
                models.CheckConstraint(condition=disjoint(one, other), name=f"opportunity_{one}_not_{other}")
                for one, other in (
                    ("yes_bits", "no_bits"),
                    ("yes_bits", "can_arrange_bits"),
                    ("can_arrange_bits", "no_bits"),
                )
            ),
            models.CheckConstraint(
                condition=Q(can_arrange_bits=F("can_arrange_bits").bitand(CAN_BE_ARRANGED)),
                name="opportunity_can_arrange_only_what_can_be",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source_id=""), name="opportunity_source_once"
            ),
        ]
        indexes = [models.Index(fields=["kind", "provider"], name="opportunity_kind_provider")]

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.format != "online" and not (
            self.place_name or self.address or self.postcode or self.lat is not None
        ):
            problems["postcode"] = ValidationError(
                _("Say where it is, or choose that people join online."), NEEDED_TO_PUBLISH
            )
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            problems["ends_on"] = _("The last day must not be before the first day.")
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            problems["age_max"] = _("The oldest age must not be below the youngest age.")
        if self.joining == "referral-needed" and not self.referral_by:
            problems["referral_by"] = _("Say who must refer people.")
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is worked out from the answers in step with them. (`opportunities.receivers` says that the catalogue has changed.)
        The answers are checked first: bits of a need that does not exist would be an error without a name."""
        self.kind = self.KIND or self.kind
        self.public_id = self.public_id or free_id(OpportunityPage, self.slug or cautious_slugify(self.title))
        self.other_cost = self.other_cost or "none"
        if self.provider_id is None:
            self.provider = ProviderPage.objects.parent_of(self).get()
        if kwargs.get("clean", True):
            self.clean_fields(
                exclude=[
                    f.name for f in self._meta.fields if f.name not in {"access", "interests", "what_happens"}
                ]
            )
        self.yes_bits = need_bits(self.access, "yes")
        self.can_arrange_bits = need_bits(self.access, "can_arrange")
        self.no_bits = need_bits(self.access, "no")
        self.interests_low, self.interests_high = interest_bits(self.interests)
        self.search_words = stems(" ".join([self.title, self.summary, *self.what_happens]))
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        hidden = self.paused_for or self.freshness == "hidden"
        return bool(self.live and not hidden and self.provider.is_public)

    def with_content_json(self, content: dict[str, Any]) -> OpportunityPage:
        """Whose it is, its id, where it came from and how it stands belong to the page, not to one version of it: a copy has its own.
        Of what a provider confirms between two versions, what was said later holds."""
        page: OpportunityPage = super().with_content_json(content)
        later = [*(CHECKED if _later(self.checked_on, page.checked_on) else ())]
        later += PLACES if _later(self.places_updated_on, page.places_updated_on) else ()
        for name in (*OF_THE_PAGE, *later):
            field = self._meta.get_field(name)
            setattr(page, field.attname, getattr(self, field.attname))
        return page

    def permissions_for_user(self, user: Any) -> ListingPermissions:
        return ListingPermissions(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public page; not there while its provider is not public (a preview in the admin is)."""
        if not (self.is_public or getattr(request, "is_preview", False)):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"today": clock.today()}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The page and its Easy Read; nothing of what is not public. Paper is for people, not for search."""
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request) if self.is_public else []
        return [*urls, *(url | {"location": f"{url['location']}easy-read/"} for url in urls)]
