"""Hard words say what they mean where a page says them first."""

from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from cms.actions import plant
from cms.glossary import ExplainOnce, Glossary, Word, explain
from cms.models import GlossaryWord
from cms.templatetags.glossary import explained

PLAN = Word(1, "EHC plan", ("EHC plan", "EHC plans", "EHCP"), "A plan for help.")
INTERN = Word(2, "internship", ("internship", "internships"), "A time at work.")
SUPPORTED = Word(3, "supported internship", ("supported internship",), "A course at work.")
SEND = Word(4, "SEND", ("SEND",), "More help to learn.")
ALLOWANCE = Word(5, "Disabled Students' Allowance", ("Disabled Students' Allowance",), "Money & more.")
GLOSSARY = Glossary.of([PLAN, INTERN, SUPPORTED, SEND, ALLOWANCE])


def pressed(text: str, explained: set[int] | None = None) -> list[str]:
    """The words that became buttons."""
    buttons: list[str] = []

    class Reader(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.inside = tag == "button" and ("class", "word") in attrs  # type: ignore[operator]

        def handle_data(self, data: str) -> None:
            if self.inside:
                buttons.append(data)
            self.inside = False

    Reader().feed(explain(text, GLOSSARY, set() if explained is None else explained))
    return buttons


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do you have an EHC plan?", ["EHC plan"]),
        ("an ehc  plan, in small letters", ["ehc  plan"]),
        ("A supported internship, not an internship", ["supported internship", "internship"]),
        ("internal interns", []),
        ("Please send it", []),
        ("For people with SEND.", ["SEND"]),
        ("Disabled Students’ Allowance", ["Disabled Students’ Allowance"]),
        ("EHC plan, EHC plans, EHCP", ["EHC plan"]),
        ("", []),
    ],
)
def test_whole_words_the_longest_first_each_once(text: str, found: list[str]) -> None:
    assert pressed(text) == found


def test_what_a_page_explained_it_does_not_explain_again() -> None:
    explained: set[int] = set()
    assert pressed("An EHC plan", explained) == ["EHC plan"]
    assert pressed("Your EHC plan", explained) == []


def test_the_rest_of_the_text_is_escaped() -> None:
    assert explain("<b> & EHC plan <i>", GLOSSARY, set()) == (
        '&lt;b&gt; &amp; <button type="button" class="word" popovertarget="word-1">EHC plan</button>'
        '<span popover class="meaning" id="word-1">A plan for help.</span> &lt;i&gt;'
    )
    assert "Money &amp; more." in explain("Disabled Students' Allowance", GLOSSARY, set())


def test_html_stays_html_and_no_button_is_inside_a_link_or_a_heading() -> None:
    html = mark_safe(
        '<a href="/x/" title="EHC plan">EHC plan</a> <h2>EHC plan</h2> <b>EHC plan</b> &amp; so on'
    )
    said = explain(html, GLOSSARY, set())
    assert said.startswith('<a href="/x/" title="EHC plan">EHC plan</a> <h2>EHC plan</h2> <b><button')
    assert said.endswith("</span></b> &amp; so on")


def test_a_glossary_with_no_words_changes_nothing() -> None:
    assert explain("EHC plan & more", Glossary.of([]), set()) == "EHC plan &amp; more"


@pytest.fixture
def ehc_plan(db: None) -> GlossaryWord:
    return GlossaryWord.objects.create(
        word="EHC plan", forms="EHCP\n EHC plans ", meaning="It says what help you get."
    )


def test_in_a_template_as_a_filter_and_around_a_part(ehc_plan: GlossaryWord) -> None:
    template = Template(
        "{% load glossary i18n %}{% translate 'Your EHC plan.' as words %}{{ words|explained }}"
        "{% filter explained %}<em>An EHCP.</em>{% endfilter %}"
    )
    html = template.render(Context())
    assert html.count("<button") == 2, "with no request each text stands alone"
    assert "<em>An <button" in html


def test_a_page_explains_a_word_once_and_the_next_page_again(ehc_plan: GlossaryWord, client: Client) -> None:
    GlossaryWord.objects.create(word="circle", meaning="See EHC plan.")
    for _visit in range(2):
        html = client.get("/find/plan/").content.decode()
        assert html.count(f'id="word-{ehc_plan.pk}"') <= 1


def test_words_of_the_pages_language_and_of_the_one_that_things_are_written_in(
    ehc_plan: GlossaryWord,
) -> None:
    GlossaryWord.objects.create(word="cynllun", meaning="Mae'n dweud pa help.", language="cy")
    GlossaryWord.objects.create(word="EHCP", meaning="Yn Gymraeg.", language="cy")
    assert "<button" in explained("EHC plan")
    assert "<button" not in explained("Y cynllun")
    with translation.override("en"):
        assert "<button" in explained("EHC plan")
    with translation.override("cy"):
        assert "<button" in explained("Y cynllun")
        assert "<button" in explained("EHC plan"), "a listing is in English on a Welsh page too"
        assert "Yn Gymraeg." in explained("EHCP"), "the page's own language comes first"


def test_the_hard_words_of_rows_that_can_hold_no_button(ehc_plan: GlossaryWord) -> None:
    GlossaryWord.objects.create(word="hoist", forms="hoists", meaning="It lifts you.")
    rows = [{"says": "There is a hoist."}, {"says": "Two hoists & an EHCP"}, {"says": "Nothing hard."}]
    template = Template(
        "{% load glossary %}{% hard_words_in rows 'says' as hard %}{{ hard }}: {{ hard|explained }}"
    )
    html = template.render(Context({"rows": [SimpleNamespace(**row) for row in rows]}))
    assert html.startswith("hoist, EHCP: ")
    assert html.count("<button") == 2
    assert template.render(Context({"rows": []})) == ": "


def test_what_was_explained_above_is_not_among_the_hard_words_below(
    ehc_plan: GlossaryWord, rf: RequestFactory
) -> None:
    template = Template(
        "{% load glossary %}{{ 'An EHC plan'|explained }}{% hard_words_in rows 'says' as hard %}[{{ hard }}]"
    )
    rows = [SimpleNamespace(says="Your EHC plan")]
    page = ExplainOnce(lambda request: HttpResponse(template.render(Context({"rows": rows}))))
    assert b"[]" in page(rf.get("/")).content


def test_a_change_shows_at_once(ehc_plan: GlossaryWord) -> None:
    assert "what help you get" in explained("EHC plan")
    ehc_plan.meaning = "A plan."
    ehc_plan.save()
    assert "A plan." in explained("EHC plan")
    ehc_plan.delete()
    assert explained("EHC plan") == "EHC plan"


def test_a_word_stands_once_in_each_language_and_a_form_belongs_to_one_word(ehc_plan: GlossaryWord) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryWord.objects.create(word="ehc PLAN", meaning="Again.")
    GlossaryWord.objects.create(word="EHC plan", meaning="Yn Gymraeg.", language="cy")
    with pytest.raises(ValidationError, match="EHC plan"):
        GlossaryWord(word="Care plan", forms="ehcp", meaning="A plan.").full_clean()


def test_a_long_sentence_is_no_meaning() -> None:
    with pytest.raises(ValidationError, match="16"):
        GlossaryWord._meta.get_field("meaning").run_validators(" ".join(["word"] * 16))
    GlossaryWord._meta.get_field("meaning").run_validators(" ".join(["word"] * 15) + ". " + "More.")


@pytest.mark.django_db
def test_planting_brings_words_to_begin_with_and_changes_none_later() -> None:
    plant()
    count = GlossaryWord.objects.count()
    assert count > 50
    GlossaryWord.objects.filter(word="hoist").update(meaning="Ours.")
    GlossaryWord.objects.get(word="stim").delete()
    plant()
    assert GlossaryWord.objects.get(word="hoist").meaning == "Ours."
    assert GlossaryWord.objects.count() == count - 1
    for word in GlossaryWord.objects.all():
        word.full_clean()


@pytest.mark.django_db
def test_the_page_of_all_words(client: Client) -> None:
    assert "There are no hard words here yet." in client.get("/hard-words/").content.decode()
    plant()
    html = client.get("/hard-words/").content.decode()
    assert html.count("<dt>") == GlossaryWord.objects.count()
    assert 'href="#letter-E"' in html
    assert 'id="letter-E"' in html
    assert html.index("EHC plan") < html.index("hoist") < html.index("volunteering")
