"""Everyday English of three regions, as it is written down when people speak it. Pure."""

import re
from collections.abc import Mapping
from random import Random

from evaluations.judging.audit.transformations.pieces import any_of, replaced

EVERYWHERE = {
    "going to": "gonna",
    "want to": "wanna",
    "got to": "gotta",
    "have to": "gotta",
    "isn't": "ain't",
    "aren't": "ain't",
    "them": "'em",
    "because": "'cause",
    "yes": "yeah",
    "out of": "outta",
    "don't know": "dunno",
    "give me": "gimme",
    "let me": "lemme",
}
SOUTHERN = {"i think": "I reckon", "you": "y'all", "those": "them", "nothing": "nothin'", "about to": "fixin' to"}
BRITISH = {"my": "me", "nothing": "nowt", "something": "summat", "was": "were", "friend": "mate", "very": "dead"}
CITY = {"is": "be", "are": "be", "friend": "bro", "going to": "finna", "isn't": "ain't", "doesn't": "don't"}
REGIONS: tuple[tuple[Mapping[str, str], str], ...] = (
    (SOUTHERN, ", I tell y'all"),
    (BRITISH, ", innit"),
    (CITY, ", you feel me"),
)
ING = re.compile(r"\b([a-z]{3,})ing\b", re.IGNORECASE)
CLIPPED = 0.5
TAGGED = 0.25
END = re.compile(r"(?<=\w)(?=\.(?:\s|$))")


def dialect(text: str, random: Random) -> str:
    region, tag = random.choice(REGIONS)
    table = {**EVERYWHERE, **region}
    text = replaced(text, any_of(table), table.__getitem__, random)
    text = ING.sub(lambda match: f"{match[1]}in'" if random.random() < CLIPPED else match[0], text)
    return END.sub(lambda _: tag if random.random() < TAGGED else "", text)
