"""The same rules as one PostgreSQL query, tuned as well as we can: the oracle of the tests, and what the bench runs against.

The table is narrow (integers and masks, no text), clustered by a grid cell, analysed, and the statement is prepared. What rule 8
reads (`satisfied_by`, what the listing says elsewhere, what does not apply) is worked out once, in SQL, when the table is filled,
as our columns do. `ANSWER` gives buckets and exact counts over the whole table. `MATCHES` is the less that a page without counts
would need: it looks into the cells around a person alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import psycopg

from matching.places import METRES_IN_A_MILE, chord, points
from matching.types import Seeker
from matching.vocabulary import ENTRY, GROUP_SIZES, KINDS, NEEDS, TIME_SLOTS, interest_bits, key_bits
from matching.words import understand

CELL = 0.1  # degrees of latitude; of longitude it is 0.16


def bits(*keys: str) -> int:
    return sum(NEEDS[key].bit for key in keys)


def cases(pairs: Sequence[tuple[str, int]]) -> str:
    """SQL for the mask of all needs whose condition holds."""
    return (
        " | ".join(f"CASE WHEN {condition} THEN {mask}::bigint ELSE 0 END" for condition, mask in pairs)
        or "0::bigint"
    )


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
ABOUT_THE_PLACE = sum(need.bit for need in NEEDS.values() if need.in_person_only)
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

RAW = {
    **dict.fromkeys(
        ("id", "kind", "format", "ehcp", "pattern", "per", "group_size", "noise", "supporter"), "text"
    ),
    **dict.fromkeys(("interests_low", "interests_high", "yes", "can_arrange", "no"), "bigint"),
    **dict.fromkeys(("age_min", "age_max", "pence", "times", "entry"), "int"),
    **dict.fromkeys(("starts_on", "ends_on", "apply_by", "pilot_ends_on"), "date"),
    **dict.fromkeys(("lat", "lng", "x", "y", "z"), "float8"),
    **dict.fromkeys(("job_coach", "under_16_confirmed"), "boolean"),
}

TUNE = f"""
CREATE TABLE offers AS
WITH satisfied AS (SELECT *, yes | {SATISFIED} AS yes_too FROM raw),
answered AS (SELECT *, can_arrange & ~yes_too AS arranged, no & ~yes_too AS refused FROM satisfied),
silent AS (SELECT *, ~(yes_too | arranged | refused) AS unsaid FROM answered),
read AS (
  SELECT *, yes_too | (({ELSEWHERE_YES}) & unsaid) AS has, refused | (({ELSEWHERE_NO}) & unsaid) AS has_not FROM silent
)
SELECT
  id,
  (1 << array_position(ARRAY{list(KINDS)!r}, kind))::int AS kind,
  CASE format WHEN 'in-person' THEN 0 WHEN 'online' THEN 1 ELSE 2 END::smallint AS format,
  CASE WHEN kind = 'supported-internship' THEN greatest(coalesce(age_min, 16), 16)
       WHEN kind = 'volunteering' AND NOT under_16_confirmed THEN greatest(coalesce(age_min, 16), 16)
       ELSE coalesce(age_min, 0) END::smallint AS lowest,
  CASE WHEN kind = 'supported-internship' THEN least(coalesce(age_max, 24), 24) ELSE coalesce(age_max, 999) END::smallint AS highest,
  (kind = 'supported-internship' OR ehcp = 'required') AS plan,
  least(ends_on, apply_by, CASE WHEN pattern = 'one_off' AND ends_on IS NULL THEN starts_on END) AS last_day,
  starts_on,
  pilot_ends_on,
  x, y, z,
  CASE WHEN format = 'in-person' AND lat IS NOT NULL
       THEN floor(lat / {CELL})::int * 1000 + floor((lng + 20) / {CELL * 1.6})::int ELSE -1 END AS cell,
  times,
  pattern IN ('flexible', 'rolling') AS free,
  CASE per WHEN 'term' THEN pence ELSE pence * 12 END AS twelfths,
  has | (arranged & ~{SAFETY}::bigint) | ({OTHER_KIND})
    | CASE WHEN format <> 'in-person' THEN {ABOUT_THE_PLACE}::bigint ELSE 0 END AS met,
  has_not,
  interests_low, interests_high
FROM read
"""

# What each rule says of one offer, in their order: 0 passes, 1 to 9 the rule that leaves it out. PostgreSQL stops at the first.
FAILS = """
CASE
  WHEN last_day < %(today)s THEN 1
  WHEN kind & %(kinds)s = 0 THEN 2
  WHEN %(age)s < 999 AND CASE
    WHEN starts_on > %(today)s THEN %(age)s + extract(year FROM age(starts_on, %(today)s)) + 1 < lowest
      OR %(age)s + extract(year FROM age(starts_on, %(today)s)) > highest
    ELSE %(age)s < lowest OR %(age)s > highest END THEN 3
  WHEN plan AND %(ehcp)s = 'no' AND (pilot_ends_on IS NULL OR pilot_ends_on < greatest(starts_on, %(today)s)) THEN 4
  WHEN format = 0 AND CASE
    WHEN %(only_online)s THEN true
    WHEN %(metres)s IS NULL OR z IS NULL THEN false
    WHEN abs(z - %(z)s) > %(metres)s OR abs(y - %(y)s) > %(metres)s THEN true
    ELSE (x - %(x)s) ^ 2 + (y - %(y)s) ^ 2 + (z - %(z)s) ^ 2 > %(metres)s ^ 2 END THEN 5
  WHEN %(times)s <> 0 AND times <> 0 AND times & %(times)s = 0 THEN 6
  WHEN twelfths > %(twelfths)s THEN 7
  WHEN %(musts)s & ~met & has_not <> 0 THEN 8
  WHEN (interests_low & %(low)s <> 0 OR interests_high & %(high)s <> 0)
    AND interests_low & ~%(low)s = 0 AND interests_high & ~%(high)s = 0 THEN 9
  ELSE 0
END"""
ASKS = """(
  (plan AND %(ehcp)s <> 'yes')
  OR (format = 0 AND z IS NULL AND %(metres)s IS NOT NULL AND NOT %(only_online)s)
  OR (%(times)s <> 0 AND times = 0 AND NOT free)
  OR (%(twelfths)s IS NOT NULL AND twelfths IS NULL)
  OR %(musts)s & ~met <> 0
)"""

# Buckets, and how many each rule leaves out, over the whole table. FIRST has no more than 20 ids of each bucket.
ANSWER = f"""
SELECT fails, CASE WHEN fails = 0 THEN {ASKS} END AS ask_first,
  CASE WHEN fails = 8 THEN %(musts)s & ~met & has_not END AS refused, count(*), array_agg(id) FILTER (WHERE fails = 0) AS ids
FROM (SELECT *, {FAILS} AS fails FROM offers OFFSET 0) AS judged GROUP BY 1, 2, 3
"""
FIRST = ANSWER.replace(
    "array_agg(id) FILTER (WHERE fails = 0)", "(array_agg(id) FILTER (WHERE fails = 0))[1:20]"
)
# What passes and nothing else, from the cells around a person and from what has no place to go to.
MATCHES = f"SELECT id, {ASKS} AS ask_first FROM offers WHERE cell = ANY(%(cells)s) AND {FAILS} = 0"


def load(connection: psycopg.Connection[Any], made: Mapping[str, Sequence[Any]]) -> None:
    """Fill `offers` from the columns of `generate.columns`, tuned: clustered by cell, indexed, analysed."""
    size = len(made["id"])
    xyz = [_xyz(lat, lng) for lat, lng in zip(made["lat"], made["lng"], strict=True)]
    columns: dict[str, Sequence[Any]] = {name: made[name] for name in RAW if name in made}
    columns |= {"yes": made["yes_bits"], "can_arrange": made["can_arrange_bits"], "no": made["no_bits"]}
    columns |= {"x": [at[0] for at in xyz], "y": [at[1] for at in xyz], "z": [at[2] for at in xyz]}
    columns |= {
        "times": [key_bits(TIME_SLOTS, keys) for keys in made["times"]],
        "entry": [key_bits(ENTRY, keys) for keys in made["entry"]],
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE raw ({', '.join(f'{name} {kind}' for name, kind in RAW.items())})"
        )
        with cursor.copy(f"COPY raw ({', '.join(RAW)}) FROM STDIN") as copy:
            for row in range(size):
                copy.write_row([columns[name][row] for name in RAW])
        cursor.execute("DROP TABLE IF EXISTS offers")
        cursor.execute(TUNE)
        cursor.execute("CREATE INDEX offers_cell ON offers (cell)")
        cursor.execute("CLUSTER offers USING offers_cell")
        cursor.execute("DROP TABLE raw")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE offers")
    # Else it would sort 100,000 rows to count ten groups; hashing takes half the time.
    connection.execute("SET enable_sort = off")


def _xyz(lat: float | None, lng: float | None) -> tuple[float | None, float | None, float | None]:
    if lat is None or lng is None:
        return None, None, None
    x, y, z = points(lat, lng)  # type: ignore[arg-type]
    return float(x), float(y), float(z)


def parameters(seeker: Seeker, today: date) -> dict[str, Any]:
    """One seeker as the parameters of `ANSWER` and `MATCHES`."""
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    low, high = interest_bits((*seeker.not_interests, *understood.not_interests))
    x, y, z = _xyz(seeker.lat, seeker.lng)
    kinds = list(KINDS)
    return {
        "today": today,
        "kinds": sum(2 << kinds.index(kind) for kind in seeker.kinds or kinds),
        "age": 999 if seeker.age is None else seeker.age,
        "ehcp": {True: "yes", False: "no", None: "unknown"}[seeker.ehcp],
        "only_online": tuple(seeker.modes) == ("online",),
        "metres": None if seeker.max_miles is None else chord(seeker.max_miles * METRES_IN_A_MILE),
        "x": x,
        "y": y,
        "z": z,
        "low": low,
        "high": high,
        "times": key_bits(TIME_SLOTS, seeker.times),
        "twelfths": None if seeker.max_cost is None else round(float(seeker.max_cost) * 1200),
        "musts": bits(*(key for key, importance in seeker.needs.items() if importance == "must")),
        "cells": _cells(seeker),
    }


def _cells(seeker: Seeker) -> list[int]:
    """The cells that a limit can reach, and -1 for what has no place to go to."""
    if seeker.max_miles is None:
        return []
    up = seeker.max_miles / 68.7
    along = up / math.cos(math.radians(seeker.lat + up))
    rows = range(math.floor((seeker.lat - up) / CELL), math.floor((seeker.lat + up) / CELL) + 1)
    columns = range(
        math.floor((seeker.lng + 20 - along) / (CELL * 1.6)),
        math.floor((seeker.lng + 20 + along) / (CELL * 1.6)) + 1,
    )
    return [-1, *(row * 1000 + column for row in rows for column in columns)]


def prepared(query: str) -> str:
    """The same statement with a type for each parameter, so that PostgreSQL plans it once."""
    types = {
        "today": "date",
        "kinds": "int",
        "age": "int",
        "ehcp": "text",
        "only_online": "boolean",
        "cells": "int[]",
    }
    types |= dict.fromkeys(("x", "y", "z", "metres"), "float8") | dict.fromkeys(
        ("low", "high", "musts"), "bigint"
    )
    types |= dict.fromkeys(("times", "twelfths"), "int")
    for name, kind in types.items():
        query = query.replace(f"%({name})s", f"%({name})s::{kind}")
    return query
