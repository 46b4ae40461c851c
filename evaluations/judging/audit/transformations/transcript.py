"""What speech recognition makes of an answer. Pure."""

import re
from random import Random

from evaluations.judging.audit.transformations.pieces import any_of, lower_first, replaced, sentences_of

# Not inside of a word or a number: it's, 1.5, 10,000.
MARKS = re.compile(r"(?<!\d)[.,;:!?](?!\d)|(?<=\d)[.,;:!?](?!\d)|[.,;:!?](?=\s|$)|[\"“”()]")
SHARE_MISHEARD = 0.04
SOUNDS_LIKE = (
    "their there|to too|two too|for four|right write|by buy|hear here|then than|our are|weather whether|week weak"
    "|wait weight|break brake|plain plane|sale sail|piece peace|meet meat|new knew|one won|some sum|through threw"
    "|in an|and in|is as|on an|of off|it at|with which|this these|can could|was is|that at|when went|where were"
    "|them then|fill feel|check cheque|would wood|so sew|be bee|which witch|write right|made maid|whole hole"
    "|past passed|know now|a the|the a|if of|look luck|tell till|call cold|ask asks|first fist|second seconds"
    "|third thirds|clean clear|test text|list least|time times|day days|work walk|long along|still steel|ill eel"
    "|read red|need knead|see sea|who how|say says"
)
HEARD_AS = dict(pair.split() for pair in SOUNDS_LIKE.split("|"))
MISHEARD = any_of(HEARD_AS)


def unpunctuated(text: str, random: Random) -> str:
    """Neither marks nor capitals."""
    return MARKS.sub("", text).lower()


def in_one_run(text: str, random: Random) -> str:
    """One sentence without an end, each joined to the next by "and"."""
    run = " and ".join(lower_first(sentence.rstrip(".!?")) for sentence in sentences_of(text))
    return MARKS.sub("", run)


def misheard(text: str, random: Random) -> str:
    """About four words of a hundred, at least one where any can be, by others that sound alike."""
    places = [match.start() for match in MISHEARD.finditer(text)]
    count = min(len(places), max(1, round(SHARE_MISHEARD * len(text.split()))))
    chosen = set(random.sample(places, count))

    def one(match: re.Match[str]) -> str:
        if match.start() not in chosen:
            return match.group()
        return replaced(match.group(), MISHEARD, HEARD_AS.__getitem__, random)

    return MISHEARD.sub(one, text)
