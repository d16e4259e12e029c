"""The site's addresses, and the pictures that a front server serves in production."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.views.static import serve

from cms.urls import urlpatterns as site

urlpatterns = [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}), *site]
