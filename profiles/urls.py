"""Addresses of what young people do. None of them holds an answer."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "profiles"
urlpatterns: list[URLPattern] = []
