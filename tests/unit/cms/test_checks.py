"""The checks say when a convention is broken, and nothing when it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import Error
from django.http import HttpRequest

from cms import checks
from opportunities.models import ActivityPage


def ids(found: list[Any]) -> list[str]:
    assert all(isinstance(problem, Error) for problem in found)
    return [problem.id for problem in found]


def test_all_is_well_as_it_is() -> None:
    assert [*checks.pages_have_templates(), *checks.one_way_in(), *checks.providers_addresses_exist()] == []


def test_a_page_without_its_template_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ActivityPage, "template", "opportunities/nowhere.html")
    (problem,) = checks.pages_have_templates()
    assert "ActivityPage has no template opportunities/nowhere.html" in problem.msg


def test_production_with_one_step_is_refused(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert checks.second_step_is_on() == []
    settings.SECOND_FACTOR_FOR_ADMIN = False
    assert ids(checks.second_step_is_on()) == ["cms.E002"]


def test_a_guard_that_was_taken_out_is_missed(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("cms.middleware")]
    assert ids(checks.second_step_is_on()) == ["cms.E003", "cms.E003"]


def test_attempts_must_be_counted_together(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert ids(checks.second_step_is_on()) == ["cms.E004"]


def test_a_sign_in_page_of_wagtail_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def view(request: HttpRequest) -> None: ...

    view.__module__ = "wagtail.admin.views.account"
    resolver = checks.get_resolver()
    monkeypatch.setattr(resolver.resolve("/_util/login/").func, "__module__", "django.contrib.auth.views")
    assert "cms.E005" in ids(checks.one_way_in())


def test_an_address_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PROVIDERS_MAY_USE", frozenset({"wagtailadmin_home", "wagtailadmin_nowhere"}))
    (problem,) = checks.providers_addresses_exist()
    assert "wagtailadmin_nowhere" in problem.msg
