"""Which addresses of the admin somebody of a provider may use.

Wagtail's permissions keep one provider's people out of another's branch, but not every view asks them: a chooser, a bulk
action, a report or a refusal names pages by number (docs/decisions/provider-isolation.md lists what we found). So the
addresses are a list of what is needed, and what is not on it is refused, whatever a later Wagtail adds. Each one here is
walked by tests/integration/test_admin_walk.py with another provider's pages, pictures and people."""

from __future__ import annotations

PROVIDERS_MAY_USE = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        # What the form of a listing asks; a copy of their own
        "listing_where",
        "listing_help",
        "listing_copy",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        # Their own branch
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
        # Their own listings, confirmed
        "still_right_now",
        "room_now",
        # Their own files
        "own_files",
        "own_file",
        "many_at_once",
        # Their own people
        "provider_people",
        # Questions about their own listings
        "answer_question",
        # Their own pictures
        "wagtailimages:delete",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:create",
    }
)
