"""Which words stand under a negation of what the speaker does: "I never check the wristband". Pure.

Only what somebody says that they do not do counts, and only up to where it ends: at "before", "until", "unless",
"without" ("never give it without checking", "I don't start before it is measured"), at a new subject, and at most
marks. What is not so of things ("the valve does not close") is an observation, and stays.
"""

from collections.abc import Sequence

from providers.words import word_set

NEGATIONS = word_set(
    "not don't dont won't wont wouldn't wouldnt didn't didnt can't cant cannot couldn't shouldn't haven't hadn't "
    "never refuse refused"
)
SUBJECTS = word_set("i we you i'd we'd you'd i'll we'll i've we've i'm we're")
AUXILIARIES = word_set(
    "do did would will should could can have has had to always also really simply usually normally just honestly "
    "am are was were be going absolutely certainly definitely"
)
# Where another thought begins, or where what was denied becomes what is asked for.
ENDS = word_set(
    "before until till unless without but so because instead rather although though however when if while then except "
    "i we he she they i'd we'd i'll we'll i'm we're it's that's just only there everybody everyone somebody people "
    "otherwise always even especially which who where"
)
# Behind these it goes on ("I never check the name, compare the dose and ask"), unless a new thought begins.
GOES_ON = frozenset((",", "and", "or"))
NOT_ONLY = word_set("only just merely simply alone")
# "I would never do this: wash my hands": all that follows in the sentence.
THIS = word_set("this that these those it so")
# Behind a verb of finding out, or whoever is asked, WHAT begins what is not found out: "I never ask them if it hurts".
FINDING_OUT = word_set("ask look check see know find out say tell measure watch test people them him her")
WHAT = word_set("if whether what which who when where how why that")
PEOPLE = word_set("people somebody someone everybody everyone")
LONGEST = 30  # Words and marks, where neither an end nor a new thought is heard.
ANY_NEGATION = word_set("not no never without avoids avoid instead nothing nobody cannot")
NOTHING_NEEDED = (("no", "need", "to"), ("no", "point", "in"), ("no", "reason", "to"), ("too", "lazy", "to"))


def negated(tokens: Sequence[str]) -> list[bool]:
    """For each word or mark whether it stands under a negation."""
    found = [False] * len(tokens)
    place = 0
    while place < len(tokens):
        begin = _scope_after(tokens, place)
        if begin is None:
            place += 1
            continue
        end, first = _end(tokens, begin), _first(tokens, place)
        found[first:end] = [True] * (end - first)
        place = max(end, place + 1) + (tokens[end : end + 1] == ["without"])
    return found


def speaks_of_not(tokens: Sequence[str]) -> bool:
    """A point like "does not promise what cannot be kept": what is denied speaks for it."""
    return any(token in ANY_NEGATION or token.endswith("n't") for token in tokens)


def _scope_after(tokens: Sequence[str], place: int) -> int | None:
    """Where begins what is negated here."""
    word, after = tokens[place], tokens[place + 1 : place + 2]
    if tuple(tokens[place : place + 3]) in NOTHING_NEEDED:
        return place + 3
    if after and after[0] in NOT_ONLY:
        return None
    if word == "without" or (word in NEGATIONS and _has_subject(tokens, place)):
        return place + 1
    return None


def _has_subject(tokens: Sequence[str], place: int) -> bool:
    """ "I would really not ...", or nobody: "don't touch it"."""
    before = _before_auxiliaries(tokens, place)
    return (
        before < 0 or tokens[before] in SUBJECTS or not tokens[before][0].isalnum() or tokens[before] in ("and", "then")
    )


def _first(tokens: Sequence[str], place: int) -> int:
    """Where its subject stands, if it has one: "I would" of "I would never" tells nothing."""
    before = _before_auxiliaries(tokens, place)
    return before if before >= 0 and tokens[before] in SUBJECTS else place


def _before_auxiliaries(tokens: Sequence[str], place: int) -> int:
    """-1 where nothing stands before them."""
    before = place - 1
    while before >= 0 and place - before < 5 and tokens[before] in AUXILIARIES:
        before -= 1
    return before


def _end(tokens: Sequence[str], begin: int) -> int:
    if tokens[begin : begin + 1] == ["do"] and tokens[begin + 1 : begin + 2] and tokens[begin + 1] in THIS:
        return _end_of_sentence(tokens, begin)
    finds_out = False
    for place in range(begin, min(len(tokens), begin + LONGEST)):
        if tokens[place] in WHAT and tokens[place - 1] in FINDING_OUT:
            finds_out = True
        elif place > begin and _stops(tokens, place, finds_out or _is_object(tokens, place, begin)):
            return place
    return min(len(tokens), begin + LONGEST)


def _is_object(tokens: Sequence[str], place: int, begin: int) -> bool:
    """ "I never ask (the) people"."""
    return tokens[place] in PEOPLE and place <= begin + 2


def _stops(tokens: Sequence[str], place: int, belongs: bool) -> bool:
    """`belongs`: what would be another thought elsewhere is denied here too, as in "I never ask what they did"."""
    word, after = tokens[place], tokens[place + 1 : place + 2]
    if word in GOES_ON:
        return bool(after) and after[0] in ENDS
    return (word in ENDS and not belongs) or not word[0].isalnum()


def _end_of_sentence(tokens: Sequence[str], begin: int) -> int:
    return next((place for place in range(begin, len(tokens)) if tokens[place] in (".", "!", "?", "\n")), len(tokens))
