"""A small site with two providers, for tests of who may see and change what. All that only the second one's own people and
moderators may see holds the word SECRET."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows import login
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, TaskState, WorkflowState

from cms.actions import plant
from opportunities.models import (
    AccessQuestion,
    ActivityPage,
    Letter,
    ProviderAssurance,
    ProviderCheck,
    ProviderPage,
    ProviderReferee,
    ProviderRegister,
    Report,
)
from opportunities.provider_actions import invite_member, remove_member, set_up_moderation, set_up_provider

SECRET = "qxsecret"
READY: dict[str, Any] = {
    "summary": "We look after a garden by the water.",
    "what_happens": ["Ali meets you at the gate.", "You choose a job."],
    "outcomes": ["health"],
    "interests": ["gardening"],
    "pattern": "weekly",
    "age_min": 18,  # so that one moderator is enough
    "postcode": "M3 4NF",
    "lat": 53.4757,
    "lng": -2.2556,
}


@dataclass
class Provider:
    page: ProviderPage
    member: Any
    live: ActivityPage
    draft: ActivityPage
    waiting: ActivityPage
    image: Any
    collection: Collection

    @property
    def group(self) -> Any:
        return self.page.membership.group

    @property
    def workflow_state(self) -> WorkflowState:
        return self.waiting.current_workflow_state

    @property
    def task_state(self) -> TaskState:
        return self.workflow_state.current_task_state


@dataclass
class Told:
    """What the second provider said to moderators, what they noted, and what others said about it: nobody else's business."""

    assurance: ProviderAssurance
    question: AccessQuestion
    report: Report
    letter: Letter


@dataclass
class TwoProviders:
    ours: Provider
    theirs: Provider
    moderator: Any
    removed: Any
    document: Any

    theirs_too: Told | None = None  # where a test asked for it: `tell`


def build() -> TwoProviders:
    index = plant()
    moderators = set_up_moderation()
    moderator = get_user_model().objects.create_user("moderator@example.org")
    moderator.groups.add(moderators)
    ours, theirs = _provider(index, "Harbour", moderator), _provider(index, f"Lagoon {SECRET}", moderator)
    removed = invite_member(provider=ours.page, email="removed@example.org", by=moderator)
    remove_member(provider=ours.page, user=removed, by=moderator)
    document = get_document_model().objects.create(
        title=f"Paper {SECRET}", file=ContentFile(b"x", f"{SECRET}.txt"), collection=theirs.collection
    )
    return TwoProviders(ours, theirs, moderator, get_user_model().objects.get(pk=removed.pk), document)


def _provider(index: Any, name: str, moderator: Any) -> Provider:
    is_secret = SECRET in name
    page = index.add_child(
        instance=ProviderPage(
            title=name, about=f"About {name}.", verification="draft" if is_secret else "details_checked"
        )
    )
    page.registers.add(ProviderRegister(scheme="GB-CHC", number="1090095"))
    page.save_revision(user=moderator).publish()
    page.refresh_from_db()
    set_up_provider(provider=page, by=moderator)
    member = invite_member(provider=page, email=f"{name.split()[-1].lower()}@example.org", by=moderator)
    collection = Collection.objects.get(name__startswith=f"Provider {page.pk}:")
    image = get_image_model().objects.create(
        title=f"Picture of {name}",
        file=get_test_image_file(filename=f"{name.split()[-1]}.png"),
        collection=collection,
    )
    live = _listing(page, f"Open {name}", member, picture=image, picture_description="A garden")
    live.save_revision(user=moderator).publish()
    live.title = f"Open {name}, to be changed"
    live.save_revision(user=member)
    draft = _listing(page, f"Draft {name}", member)
    draft.summary = f"Changed {name}"
    draft.save_revision(user=member)
    waiting = _listing(page, f"Waiting {name}", member)
    waiting.get_workflow().start(waiting, member)
    return Provider(
        page, member, *(type(live).objects.get(pk=it.pk) for it in (live, draft, waiting)), image, collection
    )


def tell(site: TwoProviders) -> TwoProviders:
    """Put in what the second provider's people told moderators, what is asked of them, and what others reported."""
    theirs, now = site.theirs, timezone.now()
    assurance = ProviderAssurance.objects.create(
        provider=theirs.page,
        state="sent",
        sent_at=now,
        safeguarding_lead=f"Lead {SECRET}",
        policy_file=ContentFile(SECRET.encode(), f"{SECRET}.pdf"),
        told=f"Told {SECRET}",
    )
    ProviderReferee.objects.create(
        provider=theirs.page, name=f"Referee {SECRET}", contact="x", knows_them="x"
    )
    ProviderCheck.objects.create(
        provider=theirs.page, item="lead", checked_on=now.date(), by=site.moderator, note=f"Note {SECRET}"
    )
    question = AccessQuestion.objects.create(opportunity=theirs.live, need="wheelchair", asked_on=now.date())
    report = Report.objects.create(
        opportunity=theirs.live, reason="wrong", text=f"Report {SECRET}", made_at=now
    )
    letter = Letter.objects.create(
        kind="question",
        about=f"wheelchair {SECRET}",
        to=theirs.member,
        opportunity=theirs.live,
        written_at=now,
    )
    site.theirs_too = Told(assurance, question, report, letter)
    return site


def _listing(provider: ProviderPage, title: str, owner: Any, **fields: Any) -> ActivityPage:
    page = provider.add_child(instance=ActivityPage(title=title, live=False, owner=owner, **READY | fields))
    page.save_revision(user=owner)
    return page


def signed_in(user: Any) -> Client:
    """A browser in which this person has signed in and taken the second step."""
    if not user.authenticator_set.exists():
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
