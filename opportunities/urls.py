"""Public addresses about what is on offer and about joining. None of them holds an answer of a young person."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "opportunities"
urlpatterns: list[URLPattern] = []
