"""The site as it is in production, with the demo, on a throw-away database."""

from __future__ import annotations

import http.client
import logging
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from tests.postgres import free_port


@contextmanager
def running_site() -> Iterator[str]:
    """Set Django up in this process, load the demo, serve it by gunicorn to this machine alone; the address of the site."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.audit.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "SITE_URL": address,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "CACHE_URL": "locmemcache://audit",
            "CELERY_BROKER_URL": "memory://",
            "EMAIL_URL": "dummymail://",
            "DEFAULT_FROM_EMAIL": "hello@example.org",
            "MEDIA_ROOT": f"{folder}/media",
            "STATIC_ROOT": f"{folder}/static",
        }
        logging.disable(logging.WARNING)  # that a page is not there is looked for, and no news
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()  # Django's test client then says which template a page was made of
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "error"]
        server = subprocess.Popen([sys.executable, *command, "cms.wsgi"], env=os.environ)
        try:
            wait_for(port)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/")
            if connection.getresponse().status == HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the site did not start")
