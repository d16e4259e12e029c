"""Public addresses about what is on offer and about joining. None of them holds an answer of a young person."""

from __future__ import annotations

from django.urls import URLPattern, path

from opportunities.views import join
from opportunities.views.answer import answer
from opportunities.views.ask import ask_for_me
from opportunities.views.report import report, reported
from opportunities.views.room import room
from opportunities.views.still_right import still_right

app_name = "opportunities"
urlpatterns: list[URLPattern] = [
    path("still-right/<str:token>/", still_right, name="still_right"),
    path("room/<str:token>/", room, name="room"),
    path("ask/", ask_for_me, name="ask"),
    path("answer/<str:token>/", answer, name="answer"),
    path("join/", join.start, name="join"),
    path("join/email/", join.EmailView.as_view(), name="join_email"),
    path("join/new/", join.new, name="join_new"),
    path("join/<int:provider>/group/", join.group, name="join_group"),
    path("join/<int:provider>/numbers/", join.numbers, name="join_numbers"),
    path("join/<int:provider>/safety/", join.safety, name="join_safety"),
    path("join/<int:provider>/check/", join.check, name="join_check"),
    path("join/<int:provider>/sent/", join.sent, name="join_sent"),
    path("things-to-report/<int:page_id>/", report, name="report"),
    path("things-to-report/<int:page_id>/<slug:reason>/", reported, name="reported"),
]
