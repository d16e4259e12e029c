"""Who runs things, what was checked about them, and who may edit for them."""

from __future__ import annotations

from datetime import date
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.coreutils import cautious_slugify
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from matching.vocabulary import LEGAL_TYPES, REGISTER_SCHEMES, VERIFICATION
from opportunities import clock
from opportunities.language import in_words
from opportunities.panels import provider_form
from opportunities.permissions import ProviderPermissions

from .checked_items import ITEMS, MEANS, SAFEGUARDING
from .constraints import one_of
from .indexing import IndexedTogether

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PUBLIC = ("details_checked", "safeguarding_checked")


def free_id(model: type[Page], wish: str) -> str:
    """The wished id, or the first of wish-2, wish-3, ... that no page of this model has."""
    taken = set(model._default_manager.filter(public_id__startswith=wish).values_list("public_id", flat=True))
    return next(
        name for name in chain([wish], (f"{wish}-{number}" for number in count(2))) if name not in taken
    )


class ProviderIndexPage(Page):
    """All providers, A to Z. Every provider's page is under it."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["opportunities.ProviderPage"]
    max_count = 1
    template = "opportunities/provider_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "providers": ProviderPage.objects.public().order_by("title", "id")
        }


class ProviderQuerySet(PageQuerySet):
    def public(self) -> ProviderQuerySet:
        """Published, and a moderator checked who they are."""
        return self.live().filter(verification__in=PUBLIC)


class ProviderPage(IndexedTogether, Page):
    """One organisation or group. What it offers is in the pages under it, which its own members may edit."""

    public_id = models.SlugField(_("id in files"), max_length=80, unique=True, blank=True)
    about = models.TextField(
        max_length=1000, blank=True, help_text=_("Who you are, in two or three plain sentences.")
    )
    legal_type = models.CharField(
        _("kind of organisation"), max_length=20, choices=in_words(LEGAL_TYPES), default="other"
    )
    contact_email = models.EmailField(_("email"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)
    contact_website = models.URLField(_("website"), blank=True)
    verification = models.CharField(
        _("what was checked"), max_length=24, choices=in_words(VERIFICATION), default="draft"
    )
    verified_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = PageManager.from_queryset(ProviderQuerySet)()

    exclude_fields_in_copy = ["public_id", "verification", "verified_on"]
    edit_handler = provider_form
    parent_page_types = ["opportunities.ProviderIndexPage"]
    template = "opportunities/provider_page.html"
    search_fields = [*Page.search_fields, index.SearchField("about"), index.FilterField("verification")]

    class Meta:
        verbose_name = _("provider")
        permissions = [("verify_provider", _("Can say what was checked about a provider"))]
        constraints = [
            one_of("provider", "legal_type", LEGAL_TYPES),
            one_of("provider", "verification", VERIFICATION),
        ]

    @property
    def is_public(self) -> bool:
        return self.live and self.verification in PUBLIC

    @property
    def is_checked(self) -> bool:
        """Whether anything about it was checked that people may be told of."""
        return self.verification in PUBLIC

    @property
    def looked_at(self) -> list[tuple[date | None, list[StrOrPromise]]]:
        """What people are told was checked, by the day, the newest first. Of a provider from a file nobody ticked anything here: then
        it is what its level means, on the file's date."""
        if not self.is_checked:
            return []
        days: dict[date, list[StrOrPromise]] = {}
        for check in self.shown_checks:
            days.setdefault(check.checked_on, []).append(ITEMS[check.item])
        if days:
            return sorted(days.items(), reverse=True)
        return [(self.verified_on, list(MEANS[self.verification]))]

    @property
    def shown_checks(self) -> list[Any]:
        """Exactly what moderators ticked (rows of ProviderCheck), in the order of the list. How a provider keeps people safe is only
        told once two of them looked."""
        both = self.verification == "safeguarding_checked"
        items = [item for item in ITEMS if both or item not in SAFEGUARDING] if self.is_checked else []
        return [self._ticks[item] for item in items if item in self._ticks]

    @property
    def public_words(self) -> dict[str, str]:
        """How to tell about a worry and how to complain (`concern_contact`, `complaints`), as a moderator last read them."""
        read = (self._ticks[item].said for item in ("concern", "complaints") if item in self._ticks)
        return {name: words for said in read for name, words in said.items() if words}

    @cached_property
    def _ticks(self) -> dict[str, Any]:
        """What was looked at, by item. One that is not kept yet (a preview, an example) has none."""
        return {check.item: check for check in self.checks.all()} if self.pk else {}

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.public_id = self.public_id or free_id(ProviderPage, self.slug or cautious_slugify(self.title))
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> ProviderPermissions:
        return ProviderPermissions(user, self)

    def with_content_json(self, content: dict[str, Any]) -> ProviderPage:
        """Its id and what was checked are facts about the provider, not about one version of its page: an old version that is
        taken up again, or published late, changes nothing about them."""
        page: ProviderPage = super().with_content_json(content)
        for name in self.exclude_fields_in_copy:
            setattr(page, name, getattr(self, name))
        return page

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public page; not there while nothing about the provider was checked (a preview in the admin is)."""
        if not (self.is_public or getattr(request, "is_preview", False)):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        still_on = self.opportunities.public().open_on(clock.today())
        return context | {"opportunities": still_on.order_by("title", "id")}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.is_public else []


class ProviderRegister(Orderable):
    """A number in a public register, and when a moderator looked it up."""

    provider = ParentalKey(ProviderPage, on_delete=models.CASCADE, related_name="registers")
    scheme = models.CharField(
        _("register"),
        max_length=12,
        choices=in_words({key: scheme.label for key, scheme in REGISTER_SCHEMES.items()}),
    )
    number = models.CharField(max_length=20)
    checked_on = models.DateField(_("looked up on"), null=True, blank=True)

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["provider", "scheme", "number"], name="provider_register_once"),
            one_of("provider_register", "scheme", REGISTER_SCHEMES),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}"

    def clean(self) -> None:
        scheme = REGISTER_SCHEMES.get(self.scheme)
        try:
            if scheme:
                scheme.check(self.number)
        except ValueError as error:
            raise ValidationError(
                {"number": _("This is not a number of that register. Check it.")}
            ) from error


class ProviderMembership(models.Model):
    """The group of a provider's own people. Its permissions hold for the provider's branch of pages and nothing else."""

    provider = models.OneToOneField(ProviderPage, on_delete=models.CASCADE, related_name="membership")
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="provider_membership")

    def __str__(self) -> str:
        return str(self.group)

    @property
    def people(self) -> models.QuerySet[Any]:
        """The users in the group (of the model named by AUTH_USER_MODEL)."""
        return self.group.user_set.all()
