"""Addresses of what young people do. None of them holds an answer."""

from __future__ import annotations

from django.urls import path

from profiles.views import find, how_we_choose, my_list, results, settings, things

app_name = "profiles"
urlpatterns = [
    path("find/", find.start, name="start"),
    path("find/check/", find.check, name="check"),
    path("find/results/", results.show, name="results"),
    path("find/change/", results.change, name="change"),
    path("find/not-for-me/", results.not_for_me, name="not_for_me"),
    path("find/show-again/", results.show_again, name="show_again"),
    path("find/undo/", results.undo, name="undo"),
    path("find/forget/", find.forget, name="forget"),
    path("find/forgotten/", find.forgotten, name="forgotten"),
    path("find/<slug:slug>/", find.question, name="question"),
    path("things/", things.browse, name="browse"),
    path("things/near/", things.near, name="near"),
    path("things/<slug:kind>/", things.browse, name="browse_kind"),
    path("my-list/", my_list.show, name="my_list"),
    path("my-list/compare/", my_list.compare, name="compare"),
    path("my-list/save/", my_list.save, name="save"),
    path("my-list/full/", my_list.full, name="list_full"),
    path("how-we-choose/", how_we_choose.show, name="how_we_choose"),
    path("settings/", settings.show, name="settings"),
]
