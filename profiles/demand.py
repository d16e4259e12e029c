"""What somebody looks for, counted where they are: once for each device, month and thing, and never with who
(docs/decisions/what-people-look-for.md). Which things a device was counted for is kept on the device alone."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

from django.db import DatabaseError

from matching.suggest import shortlist
from matching.vocabulary import INTERESTS, KINDS, NEEDS
from opportunities import catalogue as kept
from opportunities.demand import Pair, area_of, note
from profiles.answers import Answers
from profiles.device import Device
from profiles.suggestions import seeker_of

logger = logging.getLogger("find_my_thing.demand")
# A bit for each thing that can be counted. A vocabulary that changes makes at worst a count too many or too few, until the month ends.
BITS: dict[Pair, int] = {
    pair: 1 << at
    for at, pair in enumerate(
        [
            *(("need", key) for key in NEEDS),
            *(("interest", key) for key in INTERESTS),
            *(("kind", key) for key in KINDS),
        ]
    )
}
# Of very many that fit, the best: what is about something that they like is among them, if there is any.
LOOKED_AT = 500


def looked_for(answers: Answers) -> set[Pair]:
    """What they must have, what they named that they like, and the kinds that they want."""
    return {
        *(("need", key) for key, how in answers.needs.items() if how == "must"),
        *(("interest", key) for key in answers.interests),
        *(("kind", key) for key in answers.kinds),
    }


def count(device: Device, today: date) -> None:
    """Count what was not counted yet for this device in this month, and let the device keep that. Nothing without a district. A
    count that the database does not take is left out: nobody waits for it."""
    answers = device.read()
    area, month = area_of(answers.outcode), today.year * 12 + today.month
    counted = answers.counted[1] if answers.counted[:1] == (month,) else 0
    new = {pair for pair in looked_for(answers) if not counted & BITS[pair]}
    if not area or not new:
        return
    try:
        note(month=today, area=area, looked=new, found_none=new - found(answers, today))
    except DatabaseError as error:
        logger.warning("What people look for was not counted: %s", type(error).__name__)
        return
    device.keep(replace(answers, counted=(month, counted | sum(BITS[pair] for pair in new))))


def found(answers: Answers, today: date) -> set[Pair]:
    """Of what they look for, what something has that fits them. Whatever fits has all that they must have."""
    catalogue = kept.current()
    fits = [id for id, _ in shortlist(catalogue, seeker_of(answers), today, limit=LOOKED_AT)]
    if not fits:
        return set()
    facts = kept.of_ids(fits, ("kind", "interests"))
    return {
        *(("need", key) for key in answers.needs),
        *(("interest", key) for interests in facts["interests"] for key in interests),
        *(("kind", kind) for kind in facts["kind"]),
    }
