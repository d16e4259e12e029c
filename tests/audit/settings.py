"""Production's settings, but for what needs HTTPS, a proxy or a broker: one machine, plain HTTP, for the length of an audit."""

from __future__ import annotations

from cms.settings.production import *  # noqa: F403
from cms.settings.production import env

STATIC_ROOT = env("STATIC_ROOT")
ROOT_URLCONF = "tests.audit.urls"
CELERY_TASK_ALWAYS_EAGER = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
