"""What browsers and search engines ask this site for, beside its pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.models import Page

from matching.vocabulary import KINDS
from opportunities.models import OpportunityPage, ProviderPage
from profiles.look import PAPERS

STATIC = settings.BASE_DIR / "cms" / "static"
TEMPLATES = settings.BASE_DIR / "templates"
# What every page needs to look as it should. Scripts and pictures of single pages are kept when they were first used.
SHELL = (
    "css/site.css", "css/components.css", "css/pages.css", "js/site.js", "js/save.js", "js/settings.js", "icons/symbols.svg",
    "icons/icon.svg", "pictures/offline.svg",
)  # fmt: skip


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: at the root of the site, for only there may it answer for all pages."""
    return HttpResponse(script(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@cache
def script() -> str:
    """cms/static/js/worker.js, told what to keep and the version of it: a name that changes with any file of the shell."""
    code = (STATIC / "js" / "worker.js").read_bytes()
    files = [STATIC / name for name in SHELL] + [TEMPLATES / "base.html", TEMPLATES / "offline.html"]
    version = sha256(b"".join([code, *(file.read_bytes() for file in files)])).hexdigest()[:12]
    shell = [reverse("offline"), *map(static, SHELL)]
    told = {"VERSION": version, "SHELL": shell, "OFFLINE": shell[0], "STATIC": settings.STATIC_URL}
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items()) + code.decode()


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the site on its home screen."""
    icons = [
        {"src": static(f"icons/{name}"), "type": kind, "sizes": sizes, "purpose": purpose}
        for name, kind, sizes, purpose in (
            ("icon.svg", "image/svg+xml", "any", "any"),
            ("icon-maskable.svg", "image/svg+xml", "any", "maskable"),
            ("icon-192.png", "image/png", "192x192", "any"),
            ("icon-512.png", "image/png", "512x512", "any"),
        )
    ]
    paper = PAPERS[""][0]
    about = {
        "name": settings.SITE_NAME, "short_name": settings.SITE_NAME, "id": "/", "start_url": "/", "scope": "/",
        # With a Back button: not everyone knows the gesture for it.
        "display": "minimal-ui", "background_color": paper, "theme_color": paper, "icons": icons,
        "lang": get_language(), "dir": "rtl" if get_language_bidi() else "ltr",
    }  # fmt: skip
    return JsonResponse(about, content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be found. Answers are in no address, so there is nothing to hide but the admin."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


class Doors(Sitemap):
    """The public pages that are not Wagtail's."""

    def items(self) -> Sequence[str]:
        names = (
            "profiles:start", "profiles:browse", "profiles:how_we_choose", "profiles:settings", "hard_words", "account_login",
        )  # fmt: skip
        kinds = (reverse("profiles:browse_kind", args=[kind]) for kind in KINDS)
        return [*map(reverse, names), *kinds]

    def location(self, item: str) -> str:
        return item


class Pages(WagtailSitemap):
    """Wagtail's pages; of what providers publish, only what is verified."""

    def items(self) -> Any:
        seen = [ProviderPage.objects.public().values("pk"), OpportunityPage.objects.public().values("pk")]
        hidden = (
            Page.objects.type(ProviderPage, OpportunityPage).exclude(pk__in=seen[0]).exclude(pk__in=seen[1])
        )
        return super().items().exclude(pk__in=hidden.values("pk"))

    def _urls(self, page: Any, protocol: str, domain: str) -> list[dict[str, Any]]:
        """At the address that the map was asked for: Wagtail has one of its own, which nobody may have set."""
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)
        return [url | {"location": f"{protocol}://{domain}{urlsplit(url['location']).path}"} for url in urls]


SITEMAPS = {"doors": Doors, "pages": Pages}
