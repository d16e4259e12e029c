"""Conventions that are executed: `manage.py check` says when one of them is broken."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import get_page_models

from opportunities.admin_addresses import PROVIDERS_MAY_USE

OURS = {"cms", "profiles", "opportunities"}


@register(Tags.templates)
def pages_have_templates(**kwargs: Any) -> list[CheckMessage]:
    """Every kind of page that can be made has a template that exists."""
    found: list[CheckMessage] = []
    for page in get_page_models():
        if page._meta.app_label not in OURS or not page.is_creatable:
            continue
        try:
            get_template(page.template)
        except TemplateDoesNotExist:
            found.append(Error(f"{page.__name__} has no template {page.template}.", id="cms.E001", obj=page))
    return found


@register(Tags.security, deploy=True)
def second_step_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Where real people are, nobody reaches the admin with one step alone."""
    found: list[CheckMessage] = []
    if not settings.SECOND_FACTOR_FOR_ADMIN:
        found.append(Error("SECOND_FACTOR_FOR_ADMIN is off. Turn it on.", id="cms.E002"))
    for name in ("cms.middleware.SecondFactorForAdmin", "cms.middleware.ProvidersAdmin"):
        if name not in settings.MIDDLEWARE:
            found.append(Error(f"{name} is not in MIDDLEWARE.", id="cms.E003"))
    if "locmem" in settings.CACHES["default"]["BACKEND"].lower():
        found.append(
            Error(
                "Attempts to sign in are counted in the cache, and each process has its own. Set CACHE_URL.",
                id="cms.E004",
            )
        )
    return found


@register(Tags.urls)
def one_way_in(**kwargs: Any) -> list[CheckMessage]:
    """Wagtail's own sign-in pages lead to allauth's: they would let a password in past the second step."""
    found: list[CheckMessage] = []
    resolver = get_resolver()
    doors = (
        reverse("wagtailcore_login"),
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_home") + "password_reset/",
    )
    for address in doors:
        view = resolver.resolve(address).func
        if view.__module__.startswith(("wagtail.", "django.contrib.auth")):
            found.append(Error(f"{address} is answered by {view.__module__}.", id="cms.E005"))
    return found


@register(Tags.urls)
def providers_addresses_exist(**kwargs: Any) -> list[CheckMessage]:
    """What providers may use is named as the admin names it today: a name that changed would shut them out."""
    known = set(_names(get_resolver().url_patterns))
    gone = sorted(PROVIDERS_MAY_USE - known)
    return [Error(f"No address of the admin is named {name}.", id="cms.E006") for name in gone]


def _names(patterns: Any, spaces: tuple[str, ...] = ()) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern.url_patterns, (*spaces, pattern.namespace) if pattern.namespace else spaces
            )
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*spaces, pattern.name))
