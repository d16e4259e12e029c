"""Conventions of the repository, executed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# Layouts, widgets and the admin's own: not pages of the public site.
NO_PAGES = re.compile(r"^(django/|allauth/|wagtailadmin/|wagtailusers/|base\.html$)|/(admin|email|fields)/")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def test_imports_only_point_down_and_matching_knows_no_framework() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_page_extends_the_base() -> None:
    """What is put into pages (an include, an inclusion tag) extends nothing; every other template is a page."""
    sources = [path.read_text() for path in [*TEMPLATES.rglob("*.html"), *tracked("*/templatetags/*.py")]]
    pieces = set(
        re.findall(r"""(?:include |inclusion_tag\(|render_to_string\()["']([^"']+)["']""", "\n".join(sources))
    )
    wrong = []
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        if name not in pieces and not NO_PAGES.search(name) and "{% extends" not in path.read_text():
            wrong.append(name)
    assert wrong == []


def test_no_module_is_named_for_nothing_in_particular() -> None:
    vague = {"utils", "helpers", "common", "core", "misc"}
    assert [
        path for path in tracked("*.py") if {part.removesuffix(".py") for part in path.parts} & vague
    ] == []


def test_the_lock_files_name_no_index_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=")


def test_no_field_asks_what_a_person_has() -> None:
    """Needs are what somebody needs: there is no field for a diagnosis, a level or a score."""
    from django.apps import apps

    words = re.compile(r"diagnos|condition|\biq\b|disorder|severity")
    fields = [
        f"{model.__name__}.{field.name}"
        for app in ("profiles", "opportunities", "cms")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if words.search(field.name)
    ]
    assert fields == []
