"""Every address of the admin, filled with what belongs to another provider, asked by those who may not have it.

The addresses come from the resolver, so one that a later Wagtail or a later page of ours adds is walked too: a test fails when
it can not be filled, or when what it answers is neither a refusal nor on the short list of what is their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    TaskState,
    Workflow,
    WorkflowState,
)

from opportunities.admin_addresses import PROVIDERS_MAY_USE
from opportunities.models import (
    AccessQuestion,
    Letter,
    PlainReason,
    ProviderAssurance,
    ProviderCheck,
    ProviderReferee,
    ProviderRole,
    Report,
)
from tests.two_providers import SECRET, TwoProviders, signed_in, tell

pytestmark = pytest.mark.django_db
HOME = "/admin/"

# Where somebody of a provider gets a page of their own, whatever the address was filled with.
THEIR_OWN = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_api:pages:listing",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_sprite",
    "wagtailadmin_editing_sessions:release",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:create",
    # Where a postcode is, and what a form that is sent along lacks: they name no listing.
    "listing_where",
    "listing_help",
}
# What a stranger may see: icons and the words of the buttons.
FOR_EVERYBODY = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
SIGNING_IN = {"wagtailadmin_login", "wagtailadmin_logout"}
SIGN_IN = ("/accounts/login/", "/accounts/password/reset/", "/accounts/logout/")


@pytest.fixture
def site(site: TwoProviders) -> TwoProviders:
    return tell(site)


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    parameters: tuple[str, ...]


def addresses(patterns: Any, names: tuple[str, ...] = (), route: str = "") -> Iterator[Address]:
    for pattern in patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names, path
            )
        elif isinstance(pattern, URLPattern):
            yield Address(":".join((*names, pattern.name or "")), path, tuple(pattern.pattern.converters))


def of_the_admin() -> list[Address]:
    return [
        address for address in addresses(get_resolver().url_patterns) if address.route.startswith("admin/")
    ]


def filled(address: Address, site: TwoProviders) -> list[str]:
    """The address with theirs in every place; several where a page can be one of several."""
    assert site.theirs_too
    theirs, route = site.theirs, re.sub(r"\^|\\Z|\$", "", address.route)
    pages = [theirs.draft.pk, theirs.waiting.pk, theirs.live.pk, theirs.page.pk]
    fixed: dict[str, Any] = {
        "destination_id": theirs.page.pk,
        "revision_id": theirs.draft.latest_revision_id,
        "session_id": 1,
        "task_state_id": theirs.task_state.pk,
        "task_id": theirs.task_state.task_id,
        "workflow_state_id": theirs.workflow_state.pk,
        "workflow_pk": theirs.workflow_state.workflow_id,
        "image_id": theirs.image.pk,
        "document_id": site.document.pk,
        "doc_id": site.document.pk,
        "collection_id": theirs.collection.pk,
        "parent_collection_id": theirs.collection.pk,
        "uploaded_file_id": 1,
        "uploaded_document_id": 1,
        "filter_spec": "max-100x100",
        "action_name": "approve",
        "action": "delete",
        "model": "supportcontact",
        "app_label": "wagtailcore",
        "app_name": "taggit",
        "model_name": "page",
        "content_type_app_name": "opportunities",
        "content_type_model_name": "activitypage",
        "object_id": theirs.draft.pk,
        "site_pk": 1,
        "rest": "x/",
        "uidb64": "MQ",
        "token": "x",
        "kind": "activity",
        "form": "csv",
        "question_id": site.theirs_too.question.pk,
    }
    of_space = {
        "wagtailadmin_collections": theirs.collection.pk,
        "wagtailadmin_workflows": theirs.workflow_state.workflow_id,
        "wagtailimages_chooser": theirs.image.pk,
        "wagtaildocs_chooser": site.document.pk,
        "wagtailusers_users": theirs.member.pk,
        "wagtailusers_groups": theirs.group.pk,
        "wagtailsnippets_cms_supportcontact": 1,
        "wagtailsnippetchoosers_cms_supportcontact": 1,
        "wagtailsnippets_cms_glossaryword": 1,
        "wagtailsnippetchoosers_cms_glossaryword": 1,
        "wagtailsnippets_opportunities_plainreason": 1,
        "wagtailsnippetchoosers_opportunities_plainreason": 1,
        "wagtailsites": 1,
        "wagtailsettings": 1,
        "wagtailadmin_api": theirs.draft.pk,
    }
    if address.name == "wagtail_bulk_action":
        return bulk_actions(site)
    found = []
    for page in pages:
        values = fixed | dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), page)
        space = address.name.split(":")[0]
        values["pk"] = page if space in ("wagtailadmin_pages", "wagtailadmin_api") else of_space.get(space)
        if address.name == "wagtailadmin_workflows:task_chosen":
            values["task_id"] = theirs.task_state.task_id
        if address.name == "wagtailadmin_tag_model_autocomplete":
            values |= {"model_name": "tag"}
        if "(?P<revision_id_a>" in route:  # the one address with an expression of its own
            found.append(f"/admin/pages/{page}/revisions/compare/earliest...latest/")
            continue
        if route == "admin/.*/":
            found.append("/admin/nothing/here/")
            continue
        unknown = [name for name in address.parameters if values.get(name) is None]
        assert not unknown, f"{address.name or address.route}: say what {unknown} is in `filled`"
        found.append(
            "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match, values=values: str(values[match[1]]), route)
        )
    return list(dict.fromkeys(found))


def bulk_actions(site: TwoProviders) -> list[str]:
    """Everything that can be done to many at once, done to theirs."""
    bulk_action_registry._scan_for_bulk_actions()
    theirs = {
        "page": site.theirs.draft.pk,
        "image": site.theirs.image.pk,
        "document": site.document.pk,
        "user": site.theirs.member.pk,
        "supportcontact": 1,
        "glossaryword": 1,
        "plainreason": 1,
    }
    return [
        f"/admin/bulk/{app}/{model}/{action}/?{urlencode({'id': theirs[model]})}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


def query(site: TwoProviders) -> str:
    """Whatever a view might read, with theirs in it."""
    theirs = site.theirs
    return urlencode(
        {
            "id": theirs.draft.pk,
            "childOf": theirs.page.pk,
            "child_of": theirs.page.pk,
            "q": "Lagoon",
            "term": "tag",
            "collection_id": theirs.collection.pk,
            "page_type": "opportunities.activitypage",
            "parent_page_id": theirs.page.pk,
            "search_all": 1,
            "uploaded_by": theirs.member.pk,
        }
    )


def form(site: TwoProviders) -> dict[str, Any]:
    """A form that would take over what it is sent about."""
    theirs, ours = site.theirs, site.ours
    return {
        "title": "Taken over",
        "summary": "Taken over",
        "slug": "taken-over",
        "format": "in-person",
        "ehcp": "any",
        "legal_type": "other",
        "verification": "safeguarding_checked",
        "new_title": "Taken over",
        "new_slug": "taken-over",
        "new_parent_page": ours.page.pk,
        "chosen_page": ours.page.pk,
        "picture": theirs.image.pk,
        "url": f"/providers/{theirs.page.slug}/",
        "action-publish": 1,
        "next": HOME,
        "name": "Taken over",
        "groups": ours.group.pk,
        "collection": ours.collection.pk,
        "destination_page_id": ours.page.pk,
        "workflow": theirs.workflow_state.workflow_id,
        "page": ours.page.pk,
        "restriction_type": "none",
        "comment": "Taken over",
    }


def everything_of_theirs(site: TwoProviders) -> str:
    """All rows of the second provider and all rows about who may do what, as text to compare."""
    branch = [page.pk for page in site.theirs.page.get_descendants(inclusive=True)]
    rows: list[Model] = [
        *site.theirs.page.get_descendants(inclusive=True).specific().order_by("pk"),
        *site.theirs.page.get_descendants(inclusive=True).order_by("pk"),
        *Revision.objects.filter(object_id__in=[str(pk) for pk in branch]).order_by("pk"),
        *WorkflowState.objects.order_by("pk"),
        *TaskState.objects.order_by("pk"),
        *Workflow.objects.order_by("pk"),
        *GroupApprovalTask.objects.order_by("pk"),
        *Group.objects.order_by("pk"),
        *GroupPagePermission.objects.order_by("pk"),
        *GroupCollectionPermission.objects.order_by("pk"),
        *PageViewRestriction.objects.order_by("pk"),
        *PageLogEntry.objects.filter(page_id__in=branch).order_by("pk"),
        *type(site.theirs.image).objects.order_by("pk"),
        *type(site.document).objects.order_by("pk"),
        *type(site.theirs.collection).objects.order_by("pk"),
        *AccessQuestion.objects.order_by("pk"),
        *Letter.objects.order_by("pk"),
        *ProviderAssurance.objects.order_by("pk"),
        *ProviderCheck.objects.order_by("pk"),
        *ProviderReferee.objects.order_by("pk"),
        *ProviderRole.objects.order_by("pk"),
        *Report.objects.order_by("pk"),
        *PlainReason.objects.order_by("pk"),
        *type(site.theirs.member)
        .objects.filter(pk__in=[site.theirs.member.pk, site.moderator.pk])
        .order_by("pk"),
    ]
    return serializers.serialize("json", rows, indent=1)


def said(response: HttpResponseBase) -> str:
    """All that came back: body, headers, and the messages that wait in a signed cookie for the next page."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    waiting = getattr(response.wsgi_request, "_messages", None)
    messages = [str(message) for message in waiting._queued_messages] if waiting is not None else []
    return f"{body.decode(errors='replace')} {dict(response.headers)} {messages}".lower()


def walk(
    client: Client, site: TwoProviders, **headers: str
) -> Iterator[tuple[Address, str, str, HttpResponseBase]]:
    """Ask for every address with GET and with POST. Says each address's name, the method, the path and the answer. The
    addresses of Wagtail's own sign-in pages are not among them: tests/integration/test_sign_in.py shows where they lead."""
    for address in of_the_admin():
        for path in filled(address, site) if address.name not in SIGNING_IN else []:
            full = path if "?" in path else f"{path}?{query(site)}"
            yield address, "GET", path, client.get(full, headers=headers)
            yield address, "POST", path, client.post(path, form(site), headers=headers)


def leads_to(response: HttpResponseBase, *places: str) -> bool:
    return response.status_code in (301, 302) and response.headers["Location"].startswith(places)


def test_there_is_something_to_walk() -> None:
    named = {address.name for address in of_the_admin()}
    assert len(named) > 150
    assert {
        "wagtailadmin_pages:edit",
        "wagtailimages:edit",
        "wagtailusers_users:edit",
        "wagtaildocs:edit",
    } <= named


def test_a_member_of_another_provider(site: TwoProviders) -> None:
    client, before, wrong = signed_in(site.ours.member), everything_of_theirs(site), []
    assert client.get(HOME).status_code == 200
    own_places = {
        HOME,
        *(f"/admin/pages/{pk}/history/" for pk in _branch(site)),
        f"/admin/pages/{site.ours.page.pk}/",
    }
    for address, method, path, response in walk(client, site):
        where = (
            f"{method} {path} ({address.name}): {response.status_code} {response.headers.get('Location', '')}"
        )
        if SECRET in said(response):
            wrong.append(f"{where} says the secret")
        if response.status_code in (403, 404, 405) or address.name in THEIR_OWN:
            continue
        if response.status_code == 302 and response.headers["Location"] in own_places:
            continue
        wrong.append(where)
    assert not wrong, "\n".join(wrong)
    assert client.get(HOME).status_code == 200, "signed out on the way: the rest of the walk proved nothing"
    assert everything_of_theirs(site) == before


def test_a_member_who_was_removed_a_minute_ago(site: TwoProviders) -> None:
    client, before = signed_in(site.removed), everything_of_theirs(site)
    _refused_to_sign_in(client, site)
    assert everything_of_theirs(site) == before


def test_a_stranger(site: TwoProviders) -> None:
    before = everything_of_theirs(site)
    _refused_to_sign_in(Client(), site)
    assert everything_of_theirs(site) == before


def test_a_stranger_asking_as_a_script(site: TwoProviders) -> None:
    wrong = []
    for address, method, path, response in walk(Client(), site, **{"x-requested-with": "XMLHttpRequest"}):
        if (
            address.name in FOR_EVERYBODY
            or leads_to(response, *SIGN_IN, HOME)
            or response.status_code in (403, 404, 405)
        ):
            continue
        wrong.append(f"{method} {path} ({address.name}): {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["member", "removed", "stranger"])
def test_other_methods(site: TwoProviders, who: str) -> None:
    """What providers may use, asked in every way that HTTP has. (Nothing else of the admin is reached in any.)"""
    client = {"member": lambda: signed_in(site.ours.member), "removed": lambda: signed_in(site.removed)}.get(
        who, Client
    )()
    before, wrong = everything_of_theirs(site), []
    for address in of_the_admin():
        if address.name not in PROVIDERS_MAY_USE or address.name in THEIR_OWN | SIGNING_IN:
            continue
        path = filled(address, site)[0]
        for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
            response = client.generic(method, path, "{}", content_type="application/json")
            refused = response.status_code in (403, 404, 405) or leads_to(response, *SIGN_IN, "/admin/")
            # What a view may be asked is no secret: Django says it of any address that exists.
            if SECRET in said(response) or not (refused or method == "OPTIONS"):
                wrong.append(f"{method} {path} ({address.name}): {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert everything_of_theirs(site) == before


def _refused_to_sign_in(client: Client, site: TwoProviders) -> None:
    wrong = []
    for address, method, path, response in walk(client, site):
        where = (
            f"{method} {path} ({address.name}): {response.status_code} {response.headers.get('Location', '')}"
        )
        if SECRET in said(response):
            wrong.append(f"{where} says the secret")
        elif address.name not in FOR_EVERYBODY and not leads_to(response, *SIGN_IN, HOME):
            wrong.append(where)
    assert not wrong, "\n".join(wrong)


def _branch(site: TwoProviders) -> list[int]:
    return [page.pk for page in site.theirs.page.get_descendants(inclusive=True)]
