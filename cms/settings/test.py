"""For pytest: everything real but speed of passwords, mail kept in memory."""

from __future__ import annotations

import tempfile

from .base import *
from .base import env

DEBUG = False
SECRET_KEY = "tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": env.db_url("DATABASE_URL", default="sqlite://:memory:")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="find-my-thing-media-")
PRIVATE_ROOT = tempfile.mkdtemp(prefix="find-my-thing-private-")
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
GEOCODER = ""
STORAGES = {
    "default": {"BACKEND": "cms.uploads.UnguessableNames"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
