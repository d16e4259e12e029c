"""Public addresses about what is on offer and about joining. None of them holds an answer of a young person."""

from __future__ import annotations

from django.urls import URLPattern, path

from opportunities.views.report import report, reported
from opportunities.views.room import room
from opportunities.views.still_right import still_right

app_name = "opportunities"
urlpatterns: list[URLPattern] = [
    path("still-right/<str:token>/", still_right, name="still_right"),
    path("room/<str:token>/", room, name="room"),
    path("things-to-report/<int:page_id>/", report, name="report"),
    path("things-to-report/<int:page_id>/<slug:reason>/", reported, name="reported"),
]
