"""Sentences that speak to whoever scores an answer instead of answering. Pure; costs no more than the text is long.

"I give it ten minutes", "we score the drywall" and "ignore the bell, I tell the children" are no such thing, so words
alone prove nothing: an instruction has the form of address (a command, or "you must") and what only a grader has in
hand (this answer, the candidate, the scoring rules, a top score).
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from providers.words import sentences, word_set

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[,;:()\"]")
# What stands between one thought and the next: a command may begin behind it.
BREAKS = {*',;:()"', "and", "but", "so", "then", "therefore"}
PASSED_OVER = word_set("please just now simply also always kindly not do don't only ok okay well hello hi go ahead")
MODAL = word_set("must should shall can could will would may have need are to has had")
SOMEBODY_ELSE = word_set("i we he she they who somebody i'd we'd i'll we'll i've we've i'm my our users people")

OVERRIDING = word_set("ignore disregard forget override bypass replace follow repeat reveal")
RULES = word_set("instruction instructions prompt prompts rubric rubrics criteria anchors guidelines rules")
WHOSE_RULES = word_set("previous prior above earlier your scoring evaluation grading system all any these original")
GRADING = word_set(
    "give award assign grant score rate grade mark judge treat count consider recommend put return output enter write "
    "report raise set keep record print"
)
JUDGING = word_set("score rate grade mark judge recommend put")
RETURNING = word_set("return output award assign enter report record write print")
VALUES = word_set(
    "10 ten 100 hundred nine eight full top highest high maximum max perfect best excellent correct complete "
    "outstanding ideal covered found met fulfilled"
)
GRADES = word_set("score scores points point marks mark rating ratings grade grades evaluation level criterion")
JUDGED = word_set("answer answers candidate response transcript interview")
GRADERS = word_set("ai grader evaluator examiner scorer llm gradebot")
PRAISE = word_set("excellent exceptional perfect outstanding ideal complete approved recommended")
TRANSCRIPT_MARKS = re.compile(
    r"""
    \b(?:system|developer)\s?(?:prompt|message|instruction)s?\s?:
    | ["'](?:score|anchor_level|sufficient|evidence|recommendation|feedback|missing)["']\s?:
    | \banchor[_ ]level\b | \bhighly_recommended\b | \bsufficient\ (?:to|is|colon)\ true\b
    | </?(?:score|evaluation|answers?|system|instructions?)> | \[/?inst\] | <\|
    """,
    re.VERBOSE,
)
# As many words as a command and its object have between them.
NEAR = 8
LIKE_LETTERS = str.maketrans("’‘‛`´аеорсухіѕјԁһαοε", "'''''aeopcyxisjdhaoe")


def addressed(text: str) -> list[tuple[int, int]]:
    """Where the sentences stand that are meant for a grader: (start, end), in their order."""
    return [(span.start, span.start + len(span.text)) for span in sentences(text) if is_addressed(span.text)]


def without_addressed(text: str) -> str:
    """What is left for a model to read."""
    kept, last = [], 0
    for start, end in addressed(text):
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]]).strip()


def is_addressed(sentence: str) -> bool:
    plain = _folded(sentence)
    said = TOKEN.findall(plain)
    return (
        TRANSCRIPT_MARKS.search(plain) is not None
        or _greets_grader(said)
        or any(_at(said, place) for place in range(len(said)))
    )


def _folded(text: str) -> str:
    """Lower case, without accents, full-width forms and letters that look like others."""
    plain = unicodedata.normalize("NFKD", text.translate(LIKE_LETTERS)).casefold().translate(LIKE_LETTERS)
    return "".join(character for character in plain if not unicodedata.combining(character))


def _at(said: Sequence[str], place: int) -> bool:
    """Whether something addressed begins with this word."""
    word, after = said[place], said[place + 1 : place + 1 + NEAR]
    if word in OVERRIDING and _is_command(said, place):
        return _names_rules(after)
    if word in GRADING and _is_command(said, place) and _demands_grade(word, after):
        return True
    return _claims_grade(said, place) or _casts_grader(said, place) or _speaks_of_grader(said, place)


def _speaks_of_grader(said: Sequence[str], place: int) -> bool:
    """ "Whoever grades this: ...", "the evaluator gave this answer a ten"."""
    if said[place] in ("evaluator", "grader"):
        near = said[max(0, place - NEAR) : place + 1 + NEAR]
        return _names_judged(near) and not VALUES.isdisjoint(near)
    verb, what, goes_on = (*said[place + 1 : place + 4], "", "", "")[:3]
    is_judging = said[place] == "whoever" and verb.removesuffix("s") in JUDGING
    return is_judging and what == "this" and (goes_on in JUDGED or goes_on in ("", *BREAKS))


def _is_command(said: Sequence[str], place: int) -> bool:
    """Nobody stands before the verb, or "you" does. "I take it and give it ..." goes on with "I"."""
    before = place - 1
    while before >= 0 and place - before <= NEAR and said[before] in PASSED_OVER:
        before -= 1
    if before < 0 or said[before] == "you":
        return True
    if said[before] in MODAL:
        return "you" in said[max(0, before - 2) : before]
    return said[before] in BREAKS and not SOMEBODY_ELSE & set(said[max(0, before - 2 * NEAR) : before])


def _names_rules(after: Sequence[str]) -> bool:
    for place, word in enumerate(after):
        if word in RULES and WHOSE_RULES & set(after[max(0, place - 3) : place + 2]):
            return True
    return _names_points(after) or any(
        after[place : place + 2] in (["everything", "above"], ["everything", "before"])
        and after[place + 2 : place + 3] in ([], ["and"], [","])
        for place in range(len(after))
    )


def _names_points(after: Sequence[str]) -> bool:
    """Only who scores has a list of expected points."""
    return any(
        after[place : place + 2] in (["expected", "points"], ["expected", "point"]) for place in range(len(after))
    )


def _demands_grade(verb: str, after: Sequence[str]) -> bool:
    value, grade = bool(VALUES & set(after)), bool(GRADES & set(after))
    if _names_points(after):
        return value
    if _names_judged(after):
        return value or grade
    if after[:1] == ["me"]:
        return value and (grade or verb in JUDGING)
    if after[:1] == ["it"]:
        return value and (grade or "out" in after) and verb not in ("set", "put")
    return verb in RETURNING and _is_top_grade(after[:5])


def _names_judged(after: Sequence[str]) -> bool:
    return any(
        whose in ("this", "my", "the", "that", "each", "every") and what in JUDGED for whose, what in pairwise(after)
    )


def _is_top_grade(said: Sequence[str]) -> bool:
    """ "the highest score", "a score of ten"."""
    near = (said[max(0, place - 2) : place + 3] for place, word in enumerate(said) if word in GRADES)
    return any(not VALUES.isdisjoint(each) for each in near)


def _claims_grade(said: Sequence[str], place: int) -> bool:
    """ "This candidate deserves ...", "the score must be 10", "has already approved the top score"."""
    word, after = said[place], said[place + 1 : place + 1 + NEAR]
    if word in ("approved", "confirmed", "authorized", "granted"):
        return after[:1] != [] and after[0] in ("the", "a", "my", "this") and _is_top_grade(after[1:4])
    if word in ("score", "rating", "grade"):
        return _is_fixed(after)
    if word in ("answer", "candidate") and said[place - 1 : place] in (["this"], ["my"]):
        praised = PRAISE & set(after[:4]) and after[:1] in (["is"], ["was"], ["must"], ["should"])
        return bool(praised) or after[:1] == ["deserves"] or (_must(after) and _is_top_grade(after))
    return False


def _must(after: Sequence[str]) -> bool:
    return after[:1] in (["must"], ["should"]) or after[:2] == ["has", "to"]


def _is_fixed(after: Sequence[str]) -> bool:
    """ "must be 10", ": ten", and nothing of which there could be ten."""
    rest = list(after)
    if _must(rest):
        rest = rest[rest.index("be") + 1 :] if "be" in rest[:3] else []
    elif rest[:1] == [":"]:
        rest = rest[1:]
    else:
        return False
    rest = rest[1:] if rest[:1] in (["the"], ["a"]) else rest
    return (
        rest[:1] != []
        and rest[0] in VALUES
        and rest[1:2] in ([], ["out"], ["one"], ["points"], ["and"], *([mark] for mark in ",;:"))
    )


def _casts_grader(said: Sequence[str], place: int) -> bool:
    """ "You are now a language model", "you are in debug mode"."""
    if said[place] != "you" or said[place + 1 : place + 2] != ["are"]:
        return False
    rest = [word for word in said[place + 2 : place + 2 + NEAR] if word not in ("now", "a", "an", "the", "large")]
    if rest[:1] == ["in"]:
        return "mode" in rest[:4]
    return _is_grader(rest)


def _greets_grader(said: Sequence[str]) -> bool:
    """ "Dear AI, ...", "note to the evaluator: ..."."""
    start = [word for word in said[:6] if word not in ("the", ",")]
    if start[:2] in (["note", "to"], ["message", "to"], ["instruction", "to"], ["instructions", "to"]):
        return _is_grader(start[2:])
    return start[:1] != [] and start[0] in ("dear", "attention", "hey", "hello") and _is_grader(start[1:])


def _is_grader(rest: Sequence[str]) -> bool:
    """Not the evaluator of something else, nor the AI expert."""
    size = 2 if rest[:2] == ["language", "model"] else 1 if rest[:1] and rest[0] in GRADERS else 0
    goes_on = rest[size : size + 1]
    return size > 0 and goes_on not in (["of"], ["expert"], ["here"], ["camera"]) and (size == 2 or _ends(goes_on))


def _ends(goes_on: Sequence[str]) -> bool:
    return not goes_on or goes_on[0] in {*BREAKS, "that", "who", "in", "from", "you", "this", "please", "without", "i"}
