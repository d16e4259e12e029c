"""Fill a database with the demo: postcode districts, contacts, what is on offer, pictures, people."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import transaction
from wagtail.images import get_image_model

from cms.actions import plant
from cms.demo.people import PASSWORD, PEOPLE
from cms.models import GlossaryWord, GuideIndexPage, GuidePage, SupportContact
from matching.vocabulary import INTERESTS
from opportunities import clock, joining, places, provider_actions
from opportunities.asked import DBS_RULE_FROM
from opportunities.members import LEADS
from opportunities.models import OpportunityPage, ProviderPage
from profiles.models import User

FOLDER = Path(__file__).parent
MODERATORS_WRITE = [
    f"cms.{verb}_{model}"
    for verb in ("add", "change", "delete")
    for model in ("supportcontact", "glossaryword")
]
DEMO_PICTURE = "Demo: "
CATALOGUES = ("activities.json", "work-and-learning.json")


def is_loaded() -> bool:
    """There is something to see already: the demo, or somebody's real work."""
    return ProviderPage.objects.exists()


@transaction.atomic
def clear() -> None:
    """Take everything that providers publish, and the demo's people, contacts, guides, words and pictures, away."""
    for provider in ProviderPage.objects.all():
        provider.delete()
    User.objects.filter(email__in=[person.email for person in PEOPLE]).delete()
    for guide in GuidePage.objects.filter(slug__in=[guide["slug"] for guide in shipped("guides")]):
        guide.delete()
    SupportContact.objects.all().delete()
    GlossaryWord.objects.all().delete()
    get_image_model().objects.filter(title__startswith=DEMO_PICTURE).delete()


def load(verbosity: int = 1) -> None:
    """Load all of it. Loading twice changes nothing that was not changed by hand."""
    plant()
    places.load_shipped()
    with transaction.atomic():
        load_contacts()
        provider_actions.set_up_moderation(also=MODERATORS_WRITE)
    for catalogue in CATALOGUES:
        call_command("import_opportunities", str(FOLDER / catalogue), verbosity=verbosity)
    with transaction.atomic():
        load_pictures()
        load_guides()
        load_people()


def load_contacts() -> None:
    for contact in shipped("contacts", "support-contacts.json"):
        SupportContact.objects.update_or_create(name=contact["name"], area=contact["area"], defaults=contact)


def shipped(what: str, name: str = "") -> list[dict[str, Any]]:
    """The list called `what` of one of the demo's files."""
    found: list[dict[str, Any]] = json.loads((FOLDER / (name or f"{what}.json")).read_text(encoding="utf-8"))[
        what
    ]
    return found


def load_guides() -> None:
    """Write the guides that are not there yet, and publish them. One that is there stays as somebody wrote it."""
    index = GuideIndexPage.objects.get()
    for guide in shipped("guides"):
        if GuidePage.objects.child_of(index).filter(slug=guide["slug"]).exists():
            continue
        picture_of = guide.pop("picture")
        page = GuidePage(
            **guide
            | {
                "body": json.dumps([as_block(block) for block in guide["body"]]),
                "easy_read": json.dumps([{"type": "idea", "value": idea} for idea in guide["easy_read"]]),
                "sources": json.dumps([{"type": "source", "value": source} for source in guide["sources"]]),
                "picture": picture(picture_of) if picture_of else None,
            }
        )
        page.full_clean(exclude=["path", "depth", "content_type"])
        index.add_child(instance=page)
        page.save_revision().publish()


def as_block(block: dict[str, Any]) -> dict[str, Any]:
    """A part of a guide as Wagtail keeps it. Contacts are named in the file."""
    if block["type"] == "contact":
        return block | {"value": SupportContact.objects.get(name=block["value"], area="").pk}
    return block


def load_pictures() -> None:
    """Give everything without a picture one that goes with its first interest, else with that interest's group."""
    shown = json.loads((FOLDER / "pictures" / "pictures.json").read_text(encoding="utf-8"))
    images: dict[str, Any] = {}
    for page in OpportunityPage.objects.filter(picture=None).order_by("id"):
        found = next((shown[key] for key in keys(page) if key in shown), None)
        if found is None:
            continue
        name = found["file"]
        if name not in images:
            images[name] = picture(name)
        OpportunityPage.objects.filter(pk=page.pk).update(
            picture=images[name], picture_description=found["alt"]
        )


def keys(page: OpportunityPage) -> list[str]:
    """The page's interests, then their groups."""
    return [*page.interests, *(INTERESTS[key].group for key in page.interests)]


def picture(name: str) -> Any:
    """The demo's picture of this name as an image of Wagtail's, made once."""
    title = DEMO_PICTURE + name.removesuffix(".svg")
    model = get_image_model()
    image = model.objects.filter(title=title).first()
    if image is None:
        with (FOLDER / "pictures" / name).open("rb") as file:
            image = model.objects.create(title=title, file=ImageFile(file, name=name))
    return image


def load_people() -> None:
    """The demo's logins, with verified addresses, each where it belongs."""
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            make = (
                User.objects.create_superuser if person.role == "administrator" else User.objects.create_user
            )
            user = make(person.email, PASSWORD, name=person.who)
        EmailAddress.objects.update_or_create(
            user=user, email=person.email, defaults={"verified": True, "primary": True}
        )
        if person.role == "moderator":
            user.groups.add(provider_actions.set_up_moderation(also=MODERATORS_WRITE))
        if person.role == "provider":
            provider = ProviderPage.objects.get(public_id=person.provider)
            user.groups.add(provider_actions.set_up_provider(provider=provider, by=None).group)
            if not user.provider_roles.exists():
                provider_actions.set_role(provider=provider, user=user, role=LEADS, by=None)
        if person.role == "asks to join" and not joining.of_person(user).exists():
            ask_to_join(user)


def ask_to_join(user: User) -> None:
    """A group that waits for a moderator, with an insurance that is over soon."""
    today, said = clock.today(), shipped("asks_to_join", "asks-to-join.json")[0]
    provider = joining.start(by=user, **said["who"]).provider
    joining.say_registers(provider=provider, numbers=[tuple(pair) for pair in said["registers"]], by=user)
    joining.say_safety(
        provider=provider,
        by=user,
        **said["safety"],
        policy_reviewed_on=today - timedelta(days=90),
        dbs_said_on=max(today, DBS_RULE_FROM),
        insurance_expires_on=today + timedelta(days=21),
    )
    joining.send(provider=provider, by=user, now=clock.now(), today=today)
