"""Every address of the site. Wagtail's pages come last: they take what nothing else took."""

from __future__ import annotations

from allauth.account.views import logout as sign_out
from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from cms import site_files, views
from cms.health import health
from cms.style_guide import style_guide
from profiles.user_forms import OwnAccountView

# Wagtail's own sign-in and password pages would let a password in past the second factor: allauth's take their place.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_reset = RedirectView.as_view(pattern_name="account_reset_password")

urlpatterns = [
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    path("admin/login/", to_sign_in, name="wagtailadmin_login"),
    path("admin/logout/", sign_out, name="wagtailadmin_logout"),
    path("admin/password_reset/", to_reset),
    path("admin/password_reset/<path:rest>", RedirectView.as_view(url="/accounts/password/reset/")),
    path("admin/account/", require_admin_access(OwnAccountView.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("sw.js", site_files.worker, name="worker"),
    path("manifest.webmanifest", site_files.manifest, name="manifest"),
    path("robots.txt", site_files.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": site_files.SITEMAPS}, name="sitemap"),
    path("health/", health, name="health"),
    path("offline/", views.offline, name="offline"),
    path("hard-words/", views.hard_words, name="hard_words"),
    path("style-guide/", style_guide, name="style_guide"),
    path("", include("profiles.urls")),
    path("", include("opportunities.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
