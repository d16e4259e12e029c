"""People whom several tests send through the site."""

from __future__ import annotations

from profiles.answers import Answers

NOBODY = Answers()
SOMEBODY = Answers(
    supporting=False, age=17, plan="no", outcode="SK8", lat=53.3742, lng=-2.1886, modes=("bus",), max_miles=10,
    groups=("tv-film", "animals"), interests=("film-making",), words="I love gamez and xyzzy. I hate loud places.",
    need_groups=("sensory", "physical"), needs={"quiet-space": "must", "breaks": "would_help", "hoist": "would_help"},
)  # fmt: skip
# Nothing fits who must have a hoist within a mile.
STRICT = Answers(age=17, outcode="SK8", lat=53.3742, lng=-2.1886, max_miles=1, needs={"hoist": "must"})
