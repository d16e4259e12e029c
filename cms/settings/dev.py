"""One machine, SQLite, no services: what `make run` serves. Never for people's real data."""

from __future__ import annotations

from .base import *
from .base import BASE_DIR, env

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="only-for-this-machine-" + "x" * 40)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# The demo's logins work with a password alone, so that a newcomer gets in. Set it to True to try the real thing.
SECOND_FACTOR_FOR_ADMIN = env.bool("SECOND_FACTOR_FOR_ADMIN", default=False)
INTERNAL_IPS = ["127.0.0.1"]
