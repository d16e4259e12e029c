"""The same rules, order and counts as PostgreSQL queries, tuned as well as we can: what the tests compare with, and what the bench
runs against.

`offers` and `people` are narrow (integers and masks), in the order of a grid cell, analysed; what only the order reads, and the text for
words, is in `worths`. What is the same for everybody (what rule 8 reads, the worth of room, of a pattern, of a group) is
worked out once, in SQL, when a table is filled, as our columns do. Every condition is written once, of an offer `o` and of a seeker's
answers `%(name)s`: those are parameters when one person asks (`ANSWER`, `TOP`, `OPEN_UP`), and columns of `s` when many do (`EVERYBODY`)
or when it is one offer that looks for people (`AUDIENCE`).

Distances are chords over x, y, z. What a chord can not settle (within a few centimetres of a limit or a rounding) is measured by the
geodesic, in SQL too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

import psycopg

from matching.types import Seeker
from matching.vocabulary import (
    ENTRY,
    GROUP_SIZES,
    INTEREST_GROUPS,
    KINDS,
    NEEDS,
    TIME_SLOTS,
    interest_bits,
    key_bits,
)
from matching.words import stems_of, understand

RULES = ("over", "kind", "age", "ehcp", "travel", "times", "cost", "need", "dislike")
CELL = 0.1  # degrees of latitude; of longitude it is 0.16
MILE = 1609.344
RADIUS = (
    6384600.0  # metres: how round the ellipsoid is, over all directions, in the middle of the United Kingdom
)
MICROMETRE = 1e-9  # in miles: what is this little beyond a limit is at it
NO_AGE, NOBODY = 999, 998

WEIGHTS = {
    "interest": 1000,
    "more_interests": 150,
    "words": 300,
    "helps": 350,
    "nothing_missing": 100,
    "friends": 200,
    "near": 150,
    "room": 100,
    "checked": 50,
}
FOR_WHAT_MATTERS = 300
FOR_OVERDUE = -400
MILES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
POUNDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100)


BITS = {need.key: need.bit for need in NEEDS.values()}


def bits(*keys: str) -> int:
    return sum(BITS[key] for key in keys)


def cases(pairs: Sequence[tuple[str, int]]) -> str:
    """SQL for the mask of all needs whose condition holds."""
    return (
        " | ".join(f"CASE WHEN {condition} THEN {mask}::bigint ELSE 0 END" for condition, mask in pairs)
        or "0::bigint"
    )


# --- What is the same for everybody ------------------------------------------------------------------------------------------

SMALL = "group_size IN ('one', 'tiny', 'small')"
NOT_SMALL = (
    f"group_size IN ({', '.join(repr(size) for size in GROUP_SIZES if size not in ('one', 'tiny', 'small'))})"
)
SATISFIED = cases(
    [
        (f"yes & {bits(need.key, *need.satisfied_by)} <> 0", need.bit)
        for need in NEEDS.values()
        if need.satisfied_by
    ]
)
ELSEWHERE_YES = cases(
    [
        ("job_coach", bits("job-coach")),
        ("noise = 'quiet'", bits("low-noise")),
        (SMALL, bits("small-group", "not-crowded")),
        ("supporter IN ('welcome', 'must_come')", bits("bring-supporter")),
        (f"entry = {key_bits(ENTRY, ['none'])}", bits("no-interview", "no-grades")),
    ]
)
ELSEWHERE_NO = cases(
    [
        ("noise = 'loud'", bits("low-noise")),
        (NOT_SMALL, bits("small-group")),
        ("group_size = 'crowd'", bits("not-crowded")),
        (f"entry & {key_bits(ENTRY, ['interview'])} <> 0", bits("no-interview")),
        (
            f"entry & {key_bits(ENTRY, ['english_maths_level', 'qualification_named'])} <> 0",
            bits("no-grades"),
        ),
    ]
)
ABOUT_THE_PLACE = sum(
    need.bit
    for need in NEEDS.values()
    if need.scope == "venue" or need.group in ("physical", "getting-there")
)
SAFETY = sum(need.bit for need in NEEDS.values() if need.safety_critical)
OTHER_KIND = cases(
    [
        (
            f"kind = '{kind}'",
            sum(need.bit for need in NEEDS.values() if need.only_for and kind not in need.only_for),
        )
        for kind in KINDS
    ]
)
QUIET = bits("low-noise", "quiet-space")

RAW = {
    **dict.fromkeys(("catalogue", "age_min", "age_max", "pence", "times", "entry"), "int"),
    **dict.fromkeys(("id", "provider", "kind", "format", "ehcp", "pattern", "per"), "text"),
    **dict.fromkeys(("group_size", "noise", "supporter", "places_state", "said"), "text"),
    **dict.fromkeys(("interests_low", "interests_high", "yes", "can_arrange", "no"), "bigint"),
    **dict.fromkeys(("starts_on", "ends_on", "apply_by", "pilot_ends_on"), "date"),
    **dict.fromkeys(("places_updated_on", "checked_on"), "date"),
    **dict.fromkeys(("lat", "lng", "x", "y", "z"), "float8"),
    **dict.fromkeys(("job_coach", "under_16_confirmed", "overdue"), "boolean"),
}

FACTS = f"""
CREATE TEMPORARY TABLE facts AS WITH satisfied AS (SELECT *, yes | {SATISFIED} AS yes_too FROM raw),
answered AS (SELECT *, can_arrange & ~yes_too AS arranged, no & ~yes_too AS refused FROM satisfied),
silent AS (SELECT *, ~(yes_too | arranged | refused) AS unsaid FROM answered),
read AS (
  SELECT *,
    yes_too | (({ELSEWHERE_YES}) & unsaid) AS has, refused | (({ELSEWHERE_NO}) & unsaid) AS has_not,
    ({OTHER_KIND}) | CASE WHEN format = 'online' THEN {ABOUT_THE_PLACE}::bigint ELSE 0 END AS idle,
    CASE WHEN kind = 'supported-internship' OR (kind = 'volunteering' AND NOT under_16_confirmed)
         THEN greatest(coalesce(age_min, 16), 16) ELSE coalesce(age_min, 0) END AS lowest,
    CASE WHEN kind = 'supported-internship' THEN least(coalesce(age_max, 24), 24) ELSE age_max END AS highest,
    CASE per WHEN 'term' THEN pence ELSE pence * 12 END AS twelfths,
    CASE WHEN pattern IN ('weekly', 'fortnightly', 'rolling') THEN 1000 WHEN pattern IN ('monthly', 'block') THEN 600
         WHEN pattern = 'flexible' THEN 300 ELSE 0 END AS regular,
    CASE WHEN {SMALL} THEN 1000 ELSE 0 END AS small
  FROM silent
)
SELECT row_number() OVER ()::int AS number,
  CASE WHEN format = 'in-person' AND lat IS NOT NULL
       THEN floor(lat / {CELL})::int * 1000 + floor((lng + 20) / {CELL * 1.6})::int ELSE -1 END AS cell, *
FROM read
"""
# What rules read of an offer: first what is never null, and the one text last, for PostgreSQL is quicker where it can count ahead.
# Ages that nobody can have are those of nobody.
OFFERS = f"""
CREATE TABLE offers AS SELECT
  interests_low, interests_high,
  has | (arranged & ~{SAFETY}::bigint) | idle
    | CASE WHEN format = 'both' THEN {ABOUT_THE_PLACE}::bigint ELSE 0 END AS met,
  has_not,
  number, cell, catalogue,
  (1 << array_position(ARRAY{list(KINDS)!r}, kind))::int AS kind,
  times,
  CASE format WHEN 'in-person' THEN 0 WHEN 'online' THEN 1 ELSE 2 END::smallint AS format,
  (CASE WHEN lowest > highest THEN {NOBODY} ELSE lowest END)::smallint AS lowest,
  coalesce(highest, {NO_AGE})::smallint AS highest,
  (kind = 'supported-internship' OR ehcp = 'required') AS plan,
  pattern IN ('flexible', 'rolling') AS free_time,
  least(ends_on, apply_by, CASE WHEN pattern = 'one_off' AND ends_on IS NULL THEN starts_on END) AS last_day,
  starts_on, pilot_ends_on,
  twelfths,
  x, y, z, lat, lng,
  id
FROM facts ORDER BY cell
"""
# What the order reads of it.
WORTHS = f"""
CREATE TABLE worths AS SELECT
  number, has, arranged, idle,
  (CASE regular WHEN 1000 THEN 700 WHEN 600 THEN 420 WHEN 300 THEN 210 ELSE 0 END + small * 3 / 10)::smallint AS friends,
  CASE places_state WHEN 'open' THEN 1000 WHEN 'few_left' THEN 1000 WHEN 'not_open_yet' THEN 400
    WHEN 'waiting_list' THEN 200 WHEN 'full' THEN 0 ELSE 600 END::smallint AS room,
  places_updated_on, checked_on, CASE WHEN overdue THEN 1000 ELSE 0 END::smallint AS overdue,
  CASE WHEN has & {QUIET} <> 0 THEN 1000 WHEN arranged & {QUIET} <> 0 THEN 500 ELSE 0 END::smallint AS quiet,
  CASE WHEN highest - lowest <= 3 THEN 1000 WHEN highest - lowest <= 6 THEN 700 WHEN highest - lowest <= 10 THEN 300
    ELSE 0 END::smallint AS own_age,
  regular::smallint AS regular, small::smallint AS small,
  CASE WHEN pence = 0 THEN 1000 WHEN twelfths <= 3600 THEN 500 ELSE 0 END::smallint AS free,
  provider, said
FROM facts
"""

# Vincenty's inverse on WGS84, in metres: within micrometres of Karney's over the distances that anybody travels.
GEODESIC = """
CREATE OR REPLACE FUNCTION geodesic(lat1 float8, lng1 float8, lat2 float8, lng2 float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  a constant float8 := 6378137.0; f constant float8 := 1 / 298.257223563; b constant float8 := a * (1 - f);
  u1 float8 := atan((1 - f) * tan(radians(lat1))); u2 float8 := atan((1 - f) * tan(radians(lat2)));
  apart float8 := radians(lng2 - lng1); lam float8 := apart; before float8;
  sin_s float8; cos_s float8; s float8; sin_a float8; cos2_a float8; cos_m float8; c float8;
  u float8; big_a float8; big_b float8;
BEGIN
  FOR _ IN 1..200 LOOP
    sin_s := sqrt((cos(u2) * sin(lam)) ^ 2 + (cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lam)) ^ 2);
    IF sin_s = 0 THEN RETURN 0; END IF;
    cos_s := sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lam);
    s := atan2(sin_s, cos_s);
    sin_a := cos(u1) * cos(u2) * sin(lam) / sin_s;
    cos2_a := 1 - sin_a ^ 2;
    cos_m := CASE WHEN cos2_a = 0 THEN 0 ELSE cos_s - 2 * sin(u1) * sin(u2) / cos2_a END;
    c := f / 16 * cos2_a * (4 + f * (4 - 3 * cos2_a));
    before := lam;
    lam := apart + (1 - c) * f * sin_a * (s + c * sin_s * (cos_m + c * cos_s * (2 * cos_m ^ 2 - 1)));
    EXIT WHEN abs(lam - before) < 1e-15;
  END LOOP;
  u := cos2_a * (a ^ 2 - b ^ 2) / b ^ 2;
  big_a := 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
  big_b := u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
  RETURN b * big_a * (s - big_b * sin_s * (cos_m + big_b / 4 * (cos_s * (2 * cos_m ^ 2 - 1)
    - big_b / 6 * cos_m * (4 * sin_s ^ 2 - 3) * (4 * cos_m ^ 2 - 3))));
END $$
"""

# --- The conditions, of an offer `o` and of answers --------------------------------------------------------------------------

SQUARED = "((o.x - %(x)s) ^ 2 + (o.y - %(y)s) ^ 2 + (o.z - %(z)s) ^ 2)"
TRUE_METRES = "geodesic(%(lat)s, %(lng)s, o.lat, o.lng)"
BEYOND = f"""CASE
    WHEN abs(o.z - %(z)s) > %(reach)s OR abs(o.y - %(y)s) > %(reach)s THEN true
    WHEN {SQUARED} > %(reach)s ^ 2 THEN true
    WHEN {SQUARED} < %(inside)s ^ 2 THEN false
    ELSE {TRUE_METRES} > %(metres)s END"""
NO_PLACE = "(o.z IS NULL OR %(z)s IS NULL)"
OVER = "o.last_day < %(today)s"
OTHER_KIND_OF_THING = "o.kind & %(kinds)s = 0"
WRONG_AGE = f"""(%(age)s <> {NO_AGE} AND CASE
    WHEN o.starts_on > %(today)s THEN %(age)s + extract(year FROM age(o.starts_on, %(today)s)) + 1 < o.lowest
      OR %(age)s + extract(year FROM age(o.starts_on, %(today)s)) > o.highest
    ELSE %(age)s < o.lowest OR %(age)s > o.highest END)"""
NO_PLAN = "(o.plan AND %(ehcp)s = 0 AND (o.pilot_ends_on IS NULL OR o.pilot_ends_on < greatest(o.starts_on, %(today)s)))"
TOO_FAR = f"""(o.format = 0 AND CASE
    WHEN %(only_online)s THEN true
    WHEN %(metres)s IS NULL OR {NO_PLACE} THEN false
    ELSE {BEYOND} END)"""
WRONG_TIME = "(%(times)s <> 0 AND o.times <> 0 AND o.times & %(times)s = 0)"
TOO_DEAR = "o.twelfths > %(twelfths)s"
UNMET = "%(musts)s & ~o.met & o.has_not"
SOME_DISLIKED = "(o.interests_low & %(low)s <> 0 OR o.interests_high & %(high)s <> 0)"
LOATHED = f"({SOME_DISLIKED} AND o.interests_low & ~%(low)s = 0 AND o.interests_high & ~%(high)s = 0)"

# What the rules say of one offer, in their order: 0 passes, 1 to 9 the rule that leaves it out. PostgreSQL stops at the first.
FAILS = f"""
CASE
  WHEN {OVER} THEN 1
  WHEN {OTHER_KIND_OF_THING} THEN 2
  WHEN {WRONG_AGE} THEN 3
  WHEN {NO_PLAN} THEN 4
  WHEN {TOO_FAR} THEN 5
  WHEN {WRONG_TIME} THEN 6
  WHEN {TOO_DEAR} THEN 7
  WHEN {UNMET} <> 0 THEN 8
  WHEN {LOATHED} THEN 9
  ELSE 0
END"""
NO_TIME_SAID = "(%(times)s <> 0 AND o.times = 0 AND NOT o.free_time)"
NO_PRICE_SAID = "(%(twelfths)s IS NOT NULL AND o.twelfths IS NULL)"
NO_PLACE_SAID = f"(o.format = 0 AND {NO_PLACE} AND %(metres)s IS NOT NULL AND NOT %(only_online)s)"
PLAN_ASKED = "(o.plan AND %(ehcp)s <> 1)"
ASKS = f"""(
  {PLAN_ASKED}
  OR {NO_PLACE_SAID}
  OR {NO_TIME_SAID}
  OR {NO_PRICE_SAID}
  OR %(musts)s & ~o.met <> 0
)"""
# Which of the questions, as a mask: plan or pilot 1, place 2, times 4, cost 8. Musts are beside them.
QUESTIONS = (
    f"({PLAN_ASKED}::int + 2 * {NO_PLACE_SAID}::int + 4 * {NO_TIME_SAID}::int + 8 * {NO_PRICE_SAID}::int)"
)

# --- The order ---------------------------------------------------------------------------------------------------------------

ARC = f"2 * {RADIUS} * asin(least(sqrt({SQUARED}) / {2 * RADIUS}, 1))"


def doubt(metres: str) -> str:
    """How far from the geodesic an arc over a chord may be, with room to spare."""
    return f"(0.01 + ({metres} / 1e5) ^ 3 * 0.02)"


def tenths(arc: str) -> str:
    """Tenths of miles, of an arc in metres; where the arc could be rounded either way, of the geodesic."""
    tenth = MILE / 10
    return f"""CASE WHEN round(({arc} - {doubt(arc)}) / {tenth}) = round(({arc} + {doubt(arc)}) / {tenth})
      THEN round({arc} / {tenth}) ELSE round({TRUE_METRES} / {tenth}) END::int"""


# The parts of a score, each from 0 to 1000. `measured.tenths` is null with no place.
LIKED = "(bit_count((o.interests_low & %(like_low)s)::bit(64)) + bit_count((o.interests_high & %(like_high)s)::bit(64)))"
AKIN = "(o.interests_low & %(akin_low)s <> 0 OR o.interests_high & %(akin_high)s <> 0)"


def how_many(mask: str) -> str:
    return f"bit_count(({mask})::bit(64))"


def says(words: str) -> str:
    """How many of these words the text of an offer says."""
    return f"(SELECT count(*) FROM unnest({words}) AS word WHERE strpos(w.said, word) > 0)"


WOULD_HELP, NEEDED = "%(helps)s & ~w.idle", "(%(musts)s | %(helps)s)"
PARTS = {
    "interest": f"CASE WHEN {LIKED} > 0 THEN 1000 WHEN {AKIN} THEN 500 ELSE 0 END",
    "more_interests": f"CASE WHEN {LIKED} > 2 THEN 1000 WHEN {LIKED} = 2 THEN 500 ELSE 0 END",
    "words": f"CASE WHEN cardinality(%(liked_words)s) = 0 THEN 0 ELSE 500 * least(2, {says('%(liked_words)s')}) END",
    "helps": f"""CASE WHEN %(helps)s = 0 THEN 0 ELSE 500
      * (2 * {how_many(f"w.has & {WOULD_HELP}")} + {how_many(f"w.arranged & {WOULD_HELP}")}) / {how_many("%(helps)s")} END""",
    "nothing_missing": f"""CASE WHEN %(helps)s = 0 THEN 1000
      ELSE 1000 - 1000 * {how_many(f"o.has_not & {WOULD_HELP}")} / {how_many("%(helps)s")} END""",
    "friends": "CASE WHEN %(friends)s THEN w.friends ELSE 0 END",
    "near": """CASE WHEN o.format = 1 THEN CASE WHEN %(only_online)s THEN 1000 ELSE 500 END
      WHEN measured.tenths IS NULL THEN 0 ELSE greatest(0, 1000 - 1000 * measured.tenths / %(tenths)s) END""",
    "room": """CASE WHEN w.places_updated_on IS NULL OR %(today)s - w.places_updated_on > 56
      THEN w.room * 4 / 5 ELSE w.room END""",
    "checked": """CASE WHEN w.checked_on IS NULL THEN 0
      ELSE 1000 * greatest(0, 183 - greatest(0, %(today)s - w.checked_on)) / 183 END""",
    "support": f"""CASE WHEN {NEEDED} = 0 THEN 0
      ELSE 1000 * {how_many(f"w.has & {NEEDED} & ~w.idle")} / {how_many(NEEDED)} END""",
}
MATTERS = {
    "like": "part.interest",
    "near": "part.near",
    "quiet": "w.quiet",
    "age": "w.own_age",
    "small": "w.small",
    "regular": "w.regular",
    "free": "w.free",
    "support": "part.support",
}
SCORED = f"""
  CROSS JOIN LATERAL (SELECT CASE WHEN o.format = 1 THEN 0 WHEN {NO_PLACE} THEN NULL ELSE {tenths(ARC)} END AS tenths OFFSET 0)
    AS measured
  CROSS JOIN LATERAL (SELECT {", ".join(f"{part} AS {name}" for name, part in PARTS.items())} OFFSET 0) AS part"""
POINTS = "({} + {} * w.overdue + {} * CASE WHEN %(matters)s = 0 THEN 0 ELSE {} END)::int".format(
    " + ".join(f"{weight} * part.{name}" for name, weight in WEIGHTS.items()),
    FOR_OVERDUE,
    FOR_WHAT_MATTERS,
    " + ".join(f"(%(matters)s >> {at} & 1) * {part}" for at, part in enumerate(MATTERS.values())),
)
DISLIKED = f"({SOME_DISLIKED} OR (cardinality(%(disliked_words)s) > 0 AND {says('%(disliked_words)s')} > 0))"


def before(same: str) -> str:
    """How many of the same part of a bucket, and of the same kind or provider, come before by points."""
    return f"""(row_number() OVER (PARTITION BY seeker, ask_first, disliked, {same} ORDER BY points DESC, id COLLATE "C") - 1)"""


VALUE = f"points - 48000 * least({before('provider')}, 4) - 12000 * least({before('kind')}, 8)"
PLACE = """row_number() OVER (PARTITION BY seeker, ask_first ORDER BY disliked, value DESC, id COLLATE "C")"""
NEAREST = """row_number() OVER (PARTITION BY seeker, ask_first ORDER BY disliked,
  CASE WHEN format = 1 THEN NULL ELSE tenths END NULLS LAST, points DESC, id COLLATE "C")"""
SCORE = "(greatest(value, 0) + CASE WHEN disliked THEN 0 ELSE top END)::float8 / (2 * top)"

# --- The queries -------------------------------------------------------------------------------------------------------------

# 0 fits, 10 asks, else the rule that leaves it out. The scan hands on this and little else.
ASKS_FIRST = 10
VERDICT = FAILS.replace("ELSE 0\nEND", f"ELSE CASE WHEN {ASKS} THEN {ASKS_FIRST} ELSE 0 END\nEND")
JUDGED = f"(SELECT o.id, o.ctid AS at, o.met, o.has_not, {VERDICT} AS verdict FROM offers AS o OFFSET 0) AS o"
PASSES, REFUSED_BY = f"verdict IN (0, {ASKS_FIRST})", f"CASE WHEN verdict = 8 THEN {UNMET} END"

# One person: buckets, and how many each rule leaves out, over the whole table. FIRST has no more than 20 ids of each bucket.
ANSWER = f"""
SELECT verdict, {REFUSED_BY} AS refused, count(*), array_agg(id) FILTER (WHERE {PASSES}) AS ids FROM {JUDGED} GROUP BY 1, 2
"""
FIRST = ANSWER.replace(
    f"array_agg(id) FILTER (WHERE {PASSES})", f"(array_agg(id) FILTER (WHERE {PASSES}))[1:20]"
)
# What passes and nothing else, from the cells around a person and from what has no place to go to.
MATCHES = f"SELECT id, {ASKS} AS ask_first FROM offers AS o WHERE cell = ANY(%(cells)s) AND {FAILS} = 0"

# One person, with all that `suggest` does but its texts: exact counts, and the first 20 of each bucket, in order, with their scores.
# Rows (verdict, refused, how many) of what is left out, and (verdict, null, how many, id, score, tenths, place) of the first.
TOP = f"""
WITH counted AS MATERIALIZED (
  SELECT verdict, {REFUSED_BY} AS refused, count(*) AS number, array_agg(at) FILTER (WHERE {PASSES}) AS those
  FROM {JUDGED} GROUP BY 1, 2
), passed AS (
  SELECT 0 AS seeker, o.id, w.provider, o.kind, o.format, {ASKS} AS ask_first, {DISLIKED} AS disliked, measured.tenths,
    {POINTS} AS points
  FROM offers AS o JOIN worths AS w USING (number) {SCORED}
  WHERE o.ctid = ANY(ARRAY(SELECT unnest(those) FROM counted WHERE {PASSES}))
), valued AS (SELECT *, {VALUE} AS value FROM passed),
placed AS (SELECT *, {PLACE} AS place, count(*) OVER (PARTITION BY ask_first) AS number FROM valued)
SELECT verdict, refused, number, NULL::text AS id, NULL::float8 AS score, NULL::int AS tenths, NULL::bigint AS place
FROM counted WHERE NOT {PASSES}
UNION ALL
SELECT CASE WHEN ask_first THEN {ASKS_FIRST} ELSE 0 END, NULL, number, id, {SCORE.replace("top", "%(top)s")}, tenths, place
FROM placed WHERE place <= 20
"""

# Many people at once, each asked of the offers of their own `catalogue`: one row for each person, with arrays over the offers by id.
EVERYBODY = f"""
WITH judged AS (
  SELECT s.id AS seeker, o.id, w.provider, o.kind, o.format, %(top)s AS top, verdict.*, passed.*
  FROM seekers AS s JOIN offers AS o ON o.catalogue = s.catalogue JOIN worths AS w USING (number)
  CROSS JOIN LATERAL (SELECT {FAILS} AS fails OFFSET 0) AS verdict
  LEFT JOIN LATERAL (
    SELECT {ASKS} AS ask_first, {QUESTIONS} AS questions, %(musts)s & ~o.met AS musts_to_ask, {DISLIKED} AS disliked,
      measured.tenths, {POINTS} AS points
    FROM (SELECT) AS once {SCORED}
  ) AS passed ON fails = 0
), valued AS (SELECT *, {VALUE} AS value FROM judged),
placed AS (
  SELECT *, {PLACE} AS place, {NEAREST} AS nearest, {SCORE} AS score FROM valued ORDER BY seeker, id COLLATE "C"
)
SELECT seeker, array_agg(fails), array_agg(ask_first), array_agg(questions), array_agg(musts_to_ask), array_agg(disliked),
  array_agg(tenths), array_agg(points), array_agg(value::int), array_agg(CASE WHEN fails = 0 THEN place::int END),
  array_agg(CASE WHEN fails = 0 THEN nearest::int END), array_agg(score)
FROM placed GROUP BY seeker ORDER BY seeker
"""
# And the musts that each offer fails, for those who have any that fail.
REFUSED = f"""
SELECT s.id, array_agg({UNMET} ORDER BY o.id COLLATE "C") FROM seekers AS s JOIN offers AS o ON o.catalogue = s.catalogue
WHERE {FAILS} = 8 GROUP BY s.id
"""

# What stands in the way of each offer that nothing else does: its kind (as a mask), how many steps of travel, the times, how many steps
# of cost; and how many offers. Every count of one change, and of two, is a sum of these. `NEVER` no step reaches.
NEVER = 99
OPEN_UP = f"""
SELECT kind, travel, times, cost, count(*) FROM (
  SELECT CASE WHEN {OTHER_KIND_OF_THING} THEN o.kind ELSE 0 END AS kind,
    CASE WHEN o.format <> 0 THEN 0 WHEN %(only_online)s THEN {NEVER} WHEN %(metres)s IS NULL THEN 0
      WHEN {NO_PLACE} THEN {NEVER}
      WHEN abs(o.z - %(z)s) > %(furthest)s OR abs(o.y - %(y)s) > %(furthest)s THEN {NEVER}
      ELSE (
        SELECT width_bucket(CASE WHEN width_bucket(arc - {doubt("arc")}, %(travel_steps)s)
          = width_bucket(arc + {doubt("arc")}, %(travel_steps)s) THEN arc ELSE {TRUE_METRES} END, %(travel_steps)s)
        FROM (SELECT {ARC} AS arc OFFSET 0) AS measured)
      END AS travel,
    ({WRONG_TIME} OR {NO_TIME_SAID})::int AS times,
    CASE WHEN %(twelfths)s IS NULL THEN 0 WHEN o.twelfths IS NULL THEN cardinality(%(cost_steps)s)
      ELSE width_bucket((o.twelfths - 1)::bigint, %(cost_steps)s) END AS cost
  FROM offers AS o
  WHERE ({OVER}) IS NOT TRUE AND NOT {WRONG_AGE} AND NOT {NO_PLAN} AND NOT {PLAN_ASKED} AND %(musts)s & ~o.met = 0 AND NOT {LOATHED}
    AND ({OTHER_KIND_OF_THING})::int + ({WRONG_TIME} OR {NO_TIME_SAID})::int
      + coalesce(o.twelfths > %(twelfths)s, %(twelfths)s IS NOT NULL)::int <= 2
  OFFSET 0
) AS those WHERE travel < {NEVER} AND (kind > 0)::int + (travel > 0)::int + times + (cost > 0)::int <= 2
GROUP BY 1, 2, 3, 4
"""

# --- Types, and a query for whoever asks -------------------------------------------------------------------------------------

ANSWERS = {  # what a seeker says, as `parameters` gives it
    "today": "date",
    **dict.fromkeys(("kinds", "age", "ehcp", "times", "tenths", "matters", "top"), "int"),
    **dict.fromkeys(("only_online", "friends"), "boolean"),
    **dict.fromkeys(("metres", "reach", "inside", "lat", "lng", "x", "y", "z"), "float8"),
    **dict.fromkeys(("low", "high", "like_low", "like_high", "akin_low", "akin_high"), "bigint"),
    **dict.fromkeys(("musts", "helps", "twelfths"), "bigint"),
    **dict.fromkeys(("liked_words", "disliked_words"), "text[]"),
}
STEPS = {"furthest": "float8", "travel_steps": "float8[]", "cost_steps": "bigint[]"}


def prepared(query: str) -> str:
    """For one person: a type for each parameter, so that PostgreSQL plans it once."""
    for name, kind in (ANSWERS | STEPS | {"cells": "int[]"}).items():
        query = query.replace(f"%({name})s", f"%({name})s::{kind}")
    return query


def of_table(query: str) -> str:
    """For many people: what each says is a column of `seekers AS s`."""
    return re.sub(r"%\((\w+)\)s", r"s.\1", query)


# One offer, and who of `people` it is for: the same conditions, with the offer's columns as parameters. Not prepared: what is the same
# for all of a million people is worth planning for.
SAID_OF_AN_OFFER = {
    **dict.fromkeys(("kind", "format", "lowest", "highest", "times", "twelfths"), "int"),
    **dict.fromkeys(("plan", "free_time"), "boolean"),
    **dict.fromkeys(("last_day", "starts_on", "pilot_ends_on"), "date"),
    **dict.fromkeys(("x", "y", "z", "lat", "lng"), "float8"),
    **dict.fromkeys(("met", "has_not", "interests_low", "interests_high"), "bigint"),
}
REACHED = {"cells": "int[]"}  # and what is worked out beside
PEOPLE = (  # of ANSWERS, what rules read
    *("kinds", "age", "ehcp", "times", "only_online", "metres", "reach", "inside"),
    *("lat", "lng", "x", "y", "z", "low", "high", "musts", "twelfths"),
)
REACHES = (5, 10, 20, 40, 80)  # miles: people are kept by how far they go, then by where they are
ANYWHERE, NOWHERE = -1, -2  # the cells of who has no limit (or no place), and of who joins from home only


def _audience(cells: str) -> str:
    conditions = " AND ".join(
        f"({condition}) IS NOT TRUE"
        for condition in (
            *(OVER, OTHER_KIND_OF_THING, WRONG_TIME, TOO_DEAR, f"{UNMET} <> 0"),
            *(NO_PLAN, WRONG_AGE, LOATHED, TOO_FAR),
        )
    )
    query = (
        f"SELECT {ASKS} AS ask_first, array_agg(s.id) FROM people AS s WHERE {cells}{conditions} GROUP BY 1"
    )
    query = re.sub(r"%\((?!today)(\w+)\)s", r"s.\1", query).replace("%(today)s", "%(today)s::date")
    return re.sub(
        r"\bo\.(\w+)", lambda found: f"%(o_{found[1]})s::{(SAID_OF_AN_OFFER | REACHED)[found[1]]}", query
    )


AUDIENCE = _audience("s.cell = ANY(o.cells) AND ")
AUDIENCE_FROM_HOME = _audience("")


# --- Filling the tables ------------------------------------------------------------------------------------------------------


def load(
    connection: psycopg.Connection[Any], made: Mapping[str, Sequence[Any]], *, tuned: bool = True
) -> None:
    """Fill `offers` from the columns of `generate.columns` (and `catalogue`, where it has one); tuned: clustered by cell, indexed,
    analysed."""
    size = len(made["id"])
    xyz = [_xyz(lat, lng) for lat, lng in zip(made["lat"], made["lng"], strict=True)]
    columns: dict[str, Sequence[Any]] = {"catalogue": [0] * size}
    columns |= {name: made[name] for name in RAW if name in made}
    columns |= {"yes": made["yes_bits"], "can_arrange": made["can_arrange_bits"], "no": made["no_bits"]}
    columns |= {"x": [at[0] for at in xyz], "y": [at[1] for at in xyz], "z": [at[2] for at in xyz]}
    columns |= {
        "times": [key_bits(TIME_SLOTS, keys) for keys in made["times"]],
        "entry": [key_bits(ENTRY, keys) for keys in made["entry"]],
        "said": [f" {text} " for text in made["search_words"]],
    }
    with connection.cursor() as cursor:
        cursor.execute(GEODESIC)
        cursor.execute("DROP TABLE IF EXISTS raw, facts, offers, worths")
        cursor.execute(
            f"CREATE TEMPORARY TABLE raw ({', '.join(f'{name} {kind}' for name, kind in RAW.items())})"
        )
        with cursor.copy(f"COPY raw ({', '.join(RAW)}) FROM STDIN") as copy:
            for row in zip(*(columns[name] for name in RAW), strict=True):
                copy.write_row(row)
        for table in (FACTS, OFFERS, WORTHS):
            cursor.execute(table)
        cursor.execute("DROP TABLE raw, facts")
    if tuned:
        connection.execute("CREATE INDEX offers_cell ON offers (cell)")
        connection.execute("CREATE UNIQUE INDEX worths_number ON worths (number)")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE offers, worths")
        # Else it would sort 100,000 rows to count ten groups; hashing takes half the time.
        connection.execute("SET enable_sort = off")
    else:
        connection.execute("ANALYZE offers, worths")


def load_seekers(connection: psycopg.Connection[Any], asked: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Fill `seekers` for `EVERYBODY`: (catalogue, what `parameters` gives) of each; they are numbered from 0 on."""
    columns = {"id": "int", "catalogue": "int"} | ANSWERS
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS seekers")
        cursor.execute(
            f"CREATE TABLE seekers ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )
        with cursor.copy(f"COPY seekers ({', '.join(columns)}) FROM STDIN") as copy:
            for number, (catalogue, said) in enumerate(asked):
                copy.write_row((number, catalogue, *(said[name] for name in ANSWERS)))
        cursor.execute("ANALYZE seekers")


def load_people(connection: psycopg.Connection[Any], people: Iterable[Seeker]) -> None:
    """Fill `people` for `AUDIENCE`, numbered from 0 on; tuned as offers are. A million take less than a minute."""
    columns = {"id": "int", "cell": "int"} | {name: ANSWERS[name] for name in PEOPLE}
    smaller = {"age": "smallint", "ehcp": "smallint"}
    with connection.cursor() as cursor:
        cursor.execute(GEODESIC)
        cursor.execute("DROP TABLE IF EXISTS people")
        cursor.execute(
            f"CREATE TABLE people ({', '.join(f'{name} {smaller.get(name, kind)}' for name, kind in columns.items())})"
        )
        with cursor.copy(f"COPY people ({', '.join(columns)}) FROM STDIN") as copy:
            lines: list[str] = []
            for number, person in enumerate(people):
                lines.append("\t".join(map(_as_text, (number, _home(person), *rules_read(person)))))
                if len(lines) == 5000:
                    copy.write("\n".join(lines) + "\n")
                    lines.clear()
            copy.write("".join(f"{line}\n" for line in lines))
        cursor.execute("CREATE INDEX people_cell ON people (cell)")
        cursor.execute("CLUSTER people USING people_cell")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE people")


def _as_text(value: Any) -> str:
    return "\\N" if value is None else str(value)


# --- Answers as parameters ---------------------------------------------------------------------------------------------------


def parameters(seeker: Seeker, today: date) -> dict[str, Any]:
    """One seeker as the parameters of `ANSWER`, `TOP`, `MATCHES` and `OPEN_UP`, or as a row of `seekers`."""
    said = understood(seeker.own_words, seeker.interests, seeker.not_interests)
    disliked = {*seeker.not_interests, *said.not_interests}
    liked = {*seeker.interests, *said.interests} - disliked
    low, high = interest_bits(disliked)
    like_low, like_high = interest_bits(liked)
    akin = {key for group in INTEREST_GROUPS.values() if liked & {*group.members} for key in group.members}
    akin_low, akin_high = interest_bits(akin - disliked)
    return dict(zip(PEOPLE, rules_read(seeker), strict=True)) | {
        "today": today,
        "low": low,
        "high": high,
        "like_low": like_low,
        "like_high": like_high,
        "akin_low": akin_low,
        "akin_high": akin_high,
        "helps": bits(*(key for key, importance in seeker.needs.items() if importance == "would_help")),
        "friends": "meeting-people" in liked or "help-make-friends" in seeker.needs,
        "tenths": 100 if seeker.max_miles is None else max(1, round(seeker.max_miles * 10)),
        "matters": sum(1 << list(MATTERS).index(key) for key in seeker.matters),
        "top": 1000 * (sum(WEIGHTS.values()) + FOR_WHAT_MATTERS * len(seeker.matters)),
        "liked_words": [f" {stems_of(word.split())} " for word in said.liked_words],
        "disliked_words": [f" {stems_of(word.split())} " for word in said.disliked_words],
        "cells": _cells(seeker.lat, seeker.lng, seeker.max_miles),
        **_steps(seeker),
    }


understood = lru_cache(maxsize=10_000)(understand)


def rules_read(seeker: Seeker) -> tuple[Any, ...]:
    """Of one seeker, what `PEOPLE` names."""
    low, high = _interests(seeker.own_words, tuple(seeker.interests), tuple(seeker.not_interests))
    nowhere = math.isnan(seeker.lat)
    lat, lng = (None, None) if nowhere else (seeker.lat, seeker.lng)
    musts = 0
    for key, importance in seeker.needs.items():
        if importance == "must":
            musts |= BITS[key]
    return (
        _kinds(tuple(seeker.kinds)),
        NO_AGE if seeker.age is None else seeker.age,
        -1 if seeker.ehcp is None else int(seeker.ehcp),
        _times(tuple(seeker.times)),
        tuple(seeker.modes) == ("online",),
        *_limit(seeker.max_miles),
        lat,
        lng,
        *_xyz(lat, lng),
        low,
        high,
        musts,
        _most(seeker.max_cost),
    )


@lru_cache(maxsize=10_000)
def _interests(own_words: str, ticked: tuple[str, ...], unticked: tuple[str, ...]) -> tuple[int, int]:
    said = understood(own_words, ticked, unticked)
    return interest_bits((*unticked, *said.not_interests))


@lru_cache(maxsize=1000)
def _kinds(kinds: tuple[str, ...]) -> int:
    return sum(2 << list(KINDS).index(kind) for kind in kinds or KINDS)


@lru_cache(maxsize=100_000)
def _times(times: tuple[str, ...]) -> int:
    return key_bits(TIME_SLOTS, times)


@lru_cache(maxsize=10_000)
def _limit(max_miles: float | None) -> tuple[float | None, float | None, float | None]:
    """The limit in metres, and the chords beyond which nothing is within it, and within which everything is."""
    if max_miles is None:
        return None, None, None
    metres = (max_miles + MICROMETRE) * MILE
    unsure = 0.01 + (metres / 1e5) ** 3 * 0.02
    return metres, _chord(metres + unsure), _chord(max(metres - unsure, 0.0))


def _chord(metres: float) -> float:
    return 2 * RADIUS * math.sin(min(metres / (2 * RADIUS), math.pi / 2))


@lru_cache(maxsize=10_000)
def _most(max_cost: Decimal | float | None) -> int | None:
    """In twelfths of a penny."""
    if max_cost is None:
        return None
    return int((Decimal(str(max_cost)) * 1200).to_integral_value(ROUND_FLOOR))


def _xyz(lat: float | None, lng: float | None) -> tuple[float | None, float | None, float | None]:
    """Metres from the middle of the Earth, on WGS84."""
    if lat is None or lng is None:
        return None, None, None
    flat = 1 / 298.257223563
    squared = flat * (2 - flat)
    phi, lam = math.radians(lat), math.radians(lng)
    normal = 6378137.0 / math.sqrt(1 - squared * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - squared) * math.sin(phi)


def _cells(lat: float, lng: float, miles: float | None) -> list[int]:
    """The cells that so many miles can reach, and -1 for what has no place to go to."""
    if miles is None or math.isnan(lat):
        return []
    up = miles / 68.7
    along = up / math.cos(math.radians(lat + up))
    rows = range(math.floor((lat - up) / CELL), math.floor((lat + up) / CELL) + 1)
    columns = range(
        math.floor((lng + 20 - along) / (CELL * 1.6)), math.floor((lng + 20 + along) / (CELL * 1.6)) + 1
    )
    return [-1, *(row * 1000 + column for row in rows for column in columns)]


def _home(person: Seeker) -> int:
    """The cell of a person: how far they go, and where they are."""
    if tuple(person.modes) == ("online",):
        return NOWHERE
    if person.max_miles is None or math.isnan(person.lat) or person.max_miles > REACHES[-1]:
        return ANYWHERE
    reach = next(at for at, miles in enumerate(REACHES) if person.max_miles <= miles)
    return (
        reach * 1_000_000
        + math.floor(person.lat / CELL) * 1000
        + math.floor((person.lng + 20) / (CELL * 1.6))
    )


def of_an_offer(connection: psycopg.Connection[Any], id: str, today: date) -> tuple[str, dict[str, Any]]:
    """The query that finds who of `people` the offer with this id is for, and its parameters."""
    names = list(SAID_OF_AN_OFFER)
    row = connection.execute(f"SELECT {', '.join(names)} FROM offers WHERE id = %s", [id]).fetchone()
    said = {f"o_{name}": value for name, value in zip(names, row or (), strict=True)} | {"today": today}
    if said["o_format"] != 0 or said["o_z"] is None:
        return AUDIENCE_FROM_HOME, said
    said["o_cells"] = [ANYWHERE] + [
        reach * 1_000_000 + cell
        for reach, miles in enumerate(REACHES)
        for cell in _cells(said["o_lat"], said["o_lng"], miles)
        if cell >= 0
    ]
    return AUDIENCE, said


# --- What would open up more, from the counts of OPEN_UP ---------------------------------------------------------------------


class Opened(NamedTuple):
    rule: str
    change: dict[str, Any]
    adds: int


def _steps(seeker: Seeker) -> dict[str, Any]:
    """Where one step of travel, and of cost, ends and the next begins: the limit itself first."""
    limit, most = seeker.max_miles, _most(seeker.max_cost)
    miles = [] if limit is None else [limit, *(step for step in MILES if step > limit)]
    costs = [] if most is None else [most, *(step * 1200 for step in POUNDS if step * 1200 > most)]
    return {
        "travel_steps": [(step + MICROMETRE) * MILE for step in miles],
        "furthest": (miles[-1] + 1) * MILE if miles else None,
        "cost_steps": costs,
    }


def opened(counts: Iterable[tuple[int, int, int, int, int]], seeker: Seeker) -> list[Opened]:
    """The changes that add something, from the rows of `OPEN_UP`: at most one for each rule, and at most one pair."""
    rules = ("kind", "travel", "times", "cost")
    rows = [(dict(zip(rules, row[:4], strict=True)), row[4]) for row in counts]
    fits = sum(number for ways, number in rows if not any(ways.values()))
    steps = _changes(seeker, fits)

    def adds(**change: int) -> int:
        """How many more with so many steps of each rule (for a kind, its mask)."""
        return sum(
            number
            for ways, number in rows
            if any(ways.values())
            and all(
                not way or (way == change.get(rule) if rule == "kind" else way <= change.get(rule, 0))
                for rule, way in ways.items()
            )
        )

    alone: dict[str, tuple[int, int]] = {}  # the step, and what it adds
    for rule, choices in steps.items():
        added = [(adds(**{rule: step}), step) for step in choices]
        helpful = [each for each in added if each[0]]
        if helpful:
            number, step = max(helpful, key=lambda each: each[0]) if rule == "kind" else helpful[0]
            alone[rule] = step, number

    def beside(rule: str, also: dict[str, int]) -> int:
        """The first step that adds something beside another change; for a kind, the one that adds most."""
        added = {step: adds(**also, **{rule: step}) for step in steps[rule]}
        if rule == "kind":
            return max(added, key=added.__getitem__)
        return next((step for step in added if added[step] > adds(**also)), 1)

    pairs = []
    for one, other in combinations([rule for rule in steps if steps[rule]], 2) if fits < 5 else ():
        chosen = {rule: alone[rule][0] if rule in alone else [*steps[rule]][-1] for rule in (one, other)}
        for rule, also in ((other, one), (one, other)):
            if rule not in alone:
                chosen[rule] = beside(rule, {also: chosen[also]})
        number = adds(**chosen)
        if number > sum(alone[rule][1] for rule in (one, other) if rule in alone):
            pairs.append(
                Opened(f"{one}+{other}", steps[one][chosen[one]] | steps[other][chosen[other]], number)
            )
    singles = [Opened(rule, steps[rule][step], number) for rule, (step, number) in alone.items()]
    return [*singles, *sorted(pairs, key=lambda pair: -pair.adds)[:1]]


def _changes(seeker: Seeker, fits: int) -> dict[str, dict[int, dict[str, Any]]]:
    """For each rule, by the number of its steps (for a kind, its mask), the change of answers."""
    changes: dict[str, dict[int, dict[str, Any]]] = {"travel": {}, "times": {}, "cost": {}, "kind": {}}
    limit, most = seeker.max_miles, _most(seeker.max_cost)
    if limit is not None:
        last = MILES[-1] if not fits else max(1.5 * limit, limit + 4)
        further = [step for step in MILES if step > limit]
        changes["travel"] = {
            at: {"max_miles": step} for at, step in enumerate(further, start=1) if step <= last
        }
    if seeker.times:
        changes["times"] = {1: {"times": ()}}
    if most is not None:
        dearer = [*(step for step in POUNDS if step * 1200 > most), None]
        changes["cost"] = {at: {"max_cost": step} for at, step in enumerate(dearer, start=1)}
    if seeker.kinds:
        changes["kind"] = {
            2 << at: {"kinds": (*seeker.kinds, kind)}
            for at, kind in enumerate(KINDS)
            if kind not in seeker.kinds
        }
    return changes
