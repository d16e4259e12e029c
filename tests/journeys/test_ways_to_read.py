"""A listing in Easy Read, read aloud, and on paper, as a person does it in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from opportunities import clock
from opportunities.models import OpportunityPage, ProviderIndexPage, ProviderPage
from opportunities.printing import sheet
from profiles.answers import Answers
from tests.demo_things import demo_things

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
SOMEBODY = Answers(age=17, needs={"quiet-space": "must", "breaks": "would_help"})

# Headless Chromium has no voice: this one says nothing and writes down what it was told. `finish()` ends the sentence it is at.
VOICE = """
window.told = [];
window.voices = [];
class Utterance { constructor(text) { this.text = text; } }
const speech = Object.assign(new EventTarget(), {
  getVoices: () => window.voices,
  speak: (one) => { window.told.push([one.text, one.rate, one.voice.name]); window.now = one; },
  cancel: () => { const was = window.now; window.now = null; window.told.push("quiet"); was?.onerror({type: "error"}); },
});
Object.defineProperty(speech, "onvoiceschanged", { set(react) { this.addEventListener("voiceschanged", react); } });
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = Utterance;
window.arrive = (...voices) => { window.voices = voices; speech.dispatchEvent(new Event("voiceschanged")); };
window.finish = () => { const was = window.now; window.now = null; was.onend({type: "end"}); };
window.marked = () => [...(CSS.highlights?.get("read") ?? [])].join("") || document.querySelector(".is-read")?.textContent;
"""
SPEAKS = "() => new Promise((done) => { const look = () => (window.now ? done() : setTimeout(look, 10)); look(); })"
OURS = {"name": "Daniel", "lang": "en-GB", "localService": True, "default": False}
FAR = {"name": "Far", "lang": "en-GB", "localService": False, "default": True}
WELSH = {"name": "Nia", "lang": "cy-GB", "localService": True, "default": True}


def with_voice(page: Page, *voices: dict[str, Any]) -> Page:
    """The same page in a browser that has these voices, which come late, as they do."""
    page.add_init_script(VOICE)
    page.reload()
    page.evaluate("voices => arrive(...voices)", list(voices))
    return page


def told(page: Page) -> list[Any]:
    """What the voice was told since the last look."""
    return page.evaluate("told.splice(0)")


def sentences(page: Page) -> list[str]:
    """Everything that is read, to the end."""
    page.get_by_role("button", name="Listen").click()
    page.evaluate("() => { while (window.now) finish(); }")
    return [one[0] for one in told(page) if one != "quiet"]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_easy_read_and_back(javascript: bool, things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page(things["Film club"], javascript=javascript)
    page.get_by_role("link", name="Easy Read: short words and pictures").click()
    expect(page).to_have_url(re.compile("/film-club/easy-read/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Film club")
    happens = page.get_by_role("region", name="What will happen").get_by_role("listitem")
    expect(happens).to_have_text(
        [re.compile("Sam meets you"), re.compile("You pick"), re.compile("We watch")]
    )
    help_there = page.get_by_role("region", name="What help there is")
    expect(help_there.get_by_role("listitem").filter(has_text="quiet space")).to_contain_text("Yes")
    expect(help_there.get_by_role("listitem").filter(has_text="break")).to_contain_text("Can be arranged")
    expect(page.get_by_role("region", name="What it is like")).to_contain_text(
        "We do not know how loud it is."
    )
    page.get_by_role("link", name="The whole page, with more words").click()
    expect(page).to_have_url(re.compile("/film-club/$"))


def test_pictures_stand_before_words_and_letters_are_large(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page(f"{things['Film club']}easy-read/", width=320)
    idea = page.get_by_role("region", name="What it costs").get_by_role("listitem").first
    words = idea.get_by_text("The price is £3 each time.")
    assert idea.locator("svg").first.bounding_box()["x"] < words.bounding_box()["x"]
    assert float(words.evaluate("one => getComputedStyle(one).fontSize").removesuffix("px")) >= 18
    page.emulate_media(media="print")
    assert (
        float(words.evaluate("one => getComputedStyle(one).fontSize").removesuffix("px"))
        >= 16 * 96 / 72 - 0.1
    )


@pytest.mark.parametrize("way", ["", "easy-read/"])
@pytest.mark.parametrize(
    "voices", [[], [FAR], [WELSH]], ids=["none", "not of the device", "of another language"]
)
def test_with_no_voice_nothing_is_seen(
    way: str, voices: list[dict[str, Any]], things: dict[str, str], open_page: OpenPage
) -> None:
    page = with_voice(open_page(f"{things['Film club']}{way}"), *voices)
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    assert told(page) == []


def test_without_javascript_there_is_no_listen(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page(things["Film club"], javascript=False)
    expect(page.get_by_text("Listen", exact=True)).to_be_hidden()


def test_nothing_moves_when_a_voice_comes_and_it_does_not_speak_by_itself(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = with_voice(open_page(things["Film club"]))
    below = page.get_by_role("heading", name="What will happen")
    before = below.bounding_box()
    page.evaluate("voice => arrive(voice)", OURS)
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    assert below.bounding_box() == before
    assert told(page) == []


def test_it_reads_sentence_by_sentence_and_marks_each(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), FAR, OURS)
    page.get_by_role("button", name="Listen").click()
    assert next(one for one in told(page) if one != "quiet")[1:] == [1, "Daniel"]
    for sentence in ("Easy Read", "Film club", "What it is", "Make short films with us."):
        assert page.evaluate("now.text") == sentence
        assert page.evaluate("marked()") == sentence
        page.evaluate("finish()")
    page.get_by_role("button", name="Stop").click()
    assert told(page)[-1] == "quiet"
    assert page.evaluate("marked()") is None
    listen = page.get_by_role("button", name="Listen")
    expect(listen).to_be_focused()
    listen.click()
    assert page.evaluate("now.text") == "Easy Read", "from the top again"


def test_at_the_end_it_stops(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), OURS)
    read = sentences(page)
    assert read[:2] == ["Easy Read", "Film club"]
    assert read[-1].startswith("These facts were checked")
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    expect(page.get_by_role("button", name="Slower")).to_have_count(0)


def test_answers_are_read_once_and_what_is_not_seen_is_not_read(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = with_voice(open_page(things["Film club"], answers=SOMEBODY), OURS)
    read = [" ".join(one.split()) for one in sentences(page)]
    assert read.count("Quiet space (must have) Yes") == 1
    assert read.count("Breaks Can be arranged") == 1
    assert "Tell Sam." in read
    assert not [one for one in read if "The main facts" in one or "Quiet space (must have):" in one]
    assert not [one for one in read if "AAC" in one], "it is folded"
    assert not {"Save", "Print", "Listen", "Stop", "Slower"} & set(read)
    page.get_by_text("Talking and understanding each other").click()
    assert [one for one in sentences(page) if "AAC" in one]


def test_a_sentence_with_a_hard_word_in_it_is_one(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(things["Studio internship"]), OURS)
    expect(page.get_by_role("button", name="EHC plan")).to_be_visible()
    assert "You need an EHC plan." in [" ".join(one.split()) for one in sentences(page)]


def test_slower_and_back_to_normal(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), OURS)
    page.get_by_role("button", name="Listen").click()
    page.evaluate("finish()")
    told(page)
    page.get_by_role("button", name="Slower").click()
    page.evaluate(SPEAKS)
    assert told(page) == ["quiet", ["Film club", 0.7, "Daniel"]]
    page.evaluate("finish()")
    assert page.evaluate("now.rate") == 0.7
    page.get_by_role("button", name="Normal speed").click()
    page.evaluate(SPEAKS)
    assert page.evaluate("now.rate") == 1
    expect(page.get_by_role("button", name="Slower")).to_be_visible()


def test_escape_and_leaving_stop_it(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), OURS)
    for leave in (
        "dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))",
        "dispatchEvent(new Event('pagehide'))",
    ):
        page.get_by_role("button", name="Listen").click()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        page.evaluate(leave)
        assert page.evaluate("window.now") is None
        expect(page.get_by_role("button", name="Listen")).to_be_visible()


def test_what_is_read_comes_into_view_and_what_is_in_view_stays(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), OURS)
    page.get_by_role("button", name="Listen").click()
    page.evaluate("finish()")
    assert page.evaluate("scrollY") == 0
    page.evaluate("() => { while (!now.text.startsWith('These facts')) finish(); }")
    expect(page.get_by_text("These facts were checked")).to_be_in_viewport()


def test_by_keyboard_alone(things: dict[str, str], open_page: OpenPage) -> None:
    page = with_voice(open_page(f"{things['Film club']}easy-read/"), OURS)
    page.get_by_role("button", name="Listen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Slower")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert page.evaluate("window.now") is None


def sides(page: Page) -> int:
    """How many sides of A4 the page takes when it is printed."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_paper_with_my_needs_only_if_i_say_so(
    javascript: bool, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page(things["Film club"], javascript=javascript, answers=SOMEBODY)
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Film club")
    expect(page.get_by_role("button", name="Print")).to_have_count(1 if javascript else 0)
    expect(page.get_by_role("img", name="A QR code that leads to this page")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.sub("^http://", "", page.url).removesuffix("print/"))
    mine, theirs = (
        page.get_by_text("Quiet space (must have): Yes"),
        page.get_by_role("heading", name="Access"),
    )
    page.emulate_media(media="print")
    expect(mine).to_be_hidden()
    expect(theirs).to_be_visible()
    assert sides(page) == 1
    page.emulate_media(media="screen")
    page.get_by_label("Put my needs on it").check()
    page.emulate_media(media="print")
    expect(mine).to_be_visible()
    expect(page.get_by_role("heading", name="Someone on your side")).to_be_visible()
    expect(page.get_by_text("Put my needs on it")).to_be_hidden()
    assert sides(page) == 1
    assert page.url.endswith("/film-club/print/"), "and the address says nothing"


def longest() -> list[OpportunityPage]:
    """The listings of the demo that have most to say, of those in larger letters and of those in smaller ones."""

    def letters(page: OpportunityPage) -> int:
        made = sheet(page, "")
        return len(page.title + page.summary) + sum(
            map(len, (*made.steps.shown, *(label + text for label, text in made.facts)))
        )

    by_length = sorted(demo_things(), key=letters, reverse=True)
    larger = [page for page in by_length if sheet(page, "").roomy]
    return [*[page for page in by_length if page not in larger][:5], *larger[:5]]


def test_the_longest_listings_of_the_demo_are_one_side(things: dict[str, str], open_page: OpenPage) -> None:
    parent = ProviderIndexPage.objects.get().add_child(
        instance=ProviderPage(
            title="Quayside Film and Television Makers",
            verification="safeguarding_checked",
            contact_email="quayside-film-and-television@example.org",
            contact_phone="0161 496 0118",
            contact_website="https://example.org/quayside-film-and-television",
        )
    )
    many = dict.fromkeys(
        ("quiet-space", "breaks", "hoist", "seizures", "bsl", "wheelchair", "medicine"), "must"
    )
    page = open_page("/", answers=Answers(age=17, needs=many))
    for thing in longest():
        thing.provider = parent
        thing.checked_on = clock.today()
        page.goto(f"{parent.add_child(instance=thing).url}print/")
        assert sides(page) == 1, thing.title
        page.get_by_label("Put my needs on it").check()
        assert sides(page) == 1, f"{thing.title}, with needs"
