"""Production has no default for a secret or an address: what is missing is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMES = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
]


def values() -> dict[str, str]:
    lines = (ROOT / ".ci" / "deploy.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in NAMES}
    command = [sys.executable, "-c", "import cms.settings.production"]
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, check=False, capture_output=True, text=True
    )


def test_production_starts_with_all_of_them() -> None:
    assert set(values()) == set(NAMES)
    result = start(values())
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_production_says_which_one_is_missing(name: str) -> None:
    given = values()
    del given[name]
    result = start(given)
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_the_example_file_has_every_one_of_them() -> None:
    example = (ROOT / ".env.example").read_text()
    assert [name for name in NAMES if f"\n{name}=" not in example] == []
