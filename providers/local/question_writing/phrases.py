"""Verb phrases and noun phrases of one sentence of a job description. Pure, and linear in the sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from providers.local.question_writing.verbs import Form, base_of
from providers.local.question_writing.word_classes import WORD_CLASSES

YOU = re.compile(
    r"\b(?:you|candidate|jobholder|applicant|somebody|someone|person|who)(?:'ll|\ will|\ would|\ shall|\ can|\ must"
    r"|\ should)?"
    r"(?:\ (?:have\ to|need\ to|get\ to|be\ able\ to|also|then|often|regularly|mainly|to))*\ ",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"""
    ^(?:(?:you|candidate|holder|he|she|they|and|also|ideally|proven|strong|good|solid|sound|some|practical|hands-on|first
        |previous|demonstrated|excellent|deep|basic|confident|the|your|main|key|are|is|will|'ll|must|should|have|has|can
        |fully|directly|mainly|primarily|duties|tasks|responsibilities|requirements?|work|role|job|successful|ideal)\ ++
      |[-:,]\ *+)*+
    (?P<cue>responsib(?:le|ility)\ for|in\ charge\ of|charged\ with|tasked\ with|accountable\ for
      |(?:be\ )?able\ to|ability\ to|capable\ of|help(?:ing)?\ us\ (?:to)?|experienced?\ (?:with|in|of|at|as)|expert\ in
      |background\ in|expertise\ (?:with|in)|skilled\ (?:in|at)|skills?\ (?:in|with)|in
      |knowledge\ of|understanding\ of|familiar(?:ity)?\ with|proficien(?:cy|t)\ (?:in|with)|command\ of|know\ how\ to
      |includ(?:es?|ing)|involves?|involving
    )\ ++:?+\ *+
    """,
    re.IGNORECASE | re.VERBOSE,
)
CUE = re.compile(
    r"\b(?:must|should|will)?\ ?(?:be\ )?(?P<cue>able\ to|ability\ to|responsible\ for|in\ charge\ of|tasked\ with)\ ",
    re.IGNORECASE,
)
KNOWING = re.compile(
    r"(?:experienced?|knowledge|understanding|familiar|proficien|command|expert|background|skill|strong|in\b)"
)
MODAL = re.compile(
    r"(?:(?:you|he|she|they|candidate|and|also|then|will|'ll|must|should|shall|can|would|to|be able to|need to|have to"
    r"|please|regularly|independently|mainly|are expected to) ++)++",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^(?:the|our|this|an?)\ (?:[\w/&-]+\ ){1,4}?(?=\w+s\b)", re.IGNORECASE)
CUT = re.compile(
    r" ?(, ?and\b|, ?or\b|,|\band\b|\bor\b|\bas well as\b|&|\+(?= )|\bplus\b|(?<=\w) /(?= \w)) ?", re.IGNORECASE
)
AND = re.compile(r"(?:and|or) ", re.IGNORECASE)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|must|should|may|we|you|they|it|our|us|need|needs|offers?|wants?)\b",
    re.IGNORECASE,
)
ADVERBS = WORD_CLASSES["adverbs"]
NO_DUTY_OF_YOU = WORD_CLASSES["no_duty_of_you"]
DETERMINERS = WORD_CLASSES["determiners"]
NO_VERB_BEFORE = WORD_CLASSES["no_verb_before"]
ONLY_BEFORE_TO = WORD_CLASSES["only_before_to"]
PREPOSITIONS = WORD_CLASSES["prepositions"]
LONGEST_NOUNS = 7
MOST_SUBJECTS = 5  # of one sentence


@dataclass(frozen=True)
class Phrase:
    """`verbs` in base form, none for a noun phrase; `is_known` for what somebody has to know or have worked with."""

    verbs: tuple[str, ...]
    rest: str
    is_known: bool = False


@dataclass(frozen=True)
class Clause:
    text: str
    cue: str
    mode: Form | None


def phrases(sentence: str, part: str, is_bullet: bool, is_third: bool = False) -> list[Phrase]:
    """What the sentence says that somebody does, or deals with; `is_third` as `is_in_third_person` says of them all."""
    head, colon, listed = sentence.partition(":")
    if colon and listed.strip():
        return [*_of_clause(head, part, is_bullet, is_third), *_of_list(listed, is_third)]
    return _of_clause(sentence, part, is_bullet, is_third)


def is_in_third_person(sentences: Sequence[str]) -> bool:
    """ "Orders food. Stores goods safely.": half of them begin so. One alone may begin with a plural."""
    beginning = [sentence for sentence in sentences if _begins_in_third_person(sentence)]
    return len(beginning) > 1 and 2 * len(beginning) >= len(sentences)


def _begins_in_third_person(sentence: str) -> bool:
    return _begins(sentence, "third") and _verb_and_next(sentence)[1] not in {"", "and", "or", *PREPOSITIONS}


def _of_list(listed: str, is_third: bool) -> list[Phrase]:
    clause = _clause(listed, is_third)
    return _verbs(clause) if clause.mode and " " in clause.text.partition(",")[0].strip() else _nouns(clause.text)


def _of_clause(sentence: str, part: str, is_bullet: bool, is_third: bool) -> list[Phrase]:
    clause = _clause(sentence, is_third)
    if clause.mode:
        return _verbs(clause)
    if FINITE.search(clause.text):
        return []
    if clause.cue or (part == "duties" and is_bullet) or (part != "requirements" and "," in clause.text):
        return _nouns(clause.text, KNOWING.match(clause.cue) is not None)
    return []


def _clause(sentence: str, is_third: bool) -> Clause:
    """From where the work begins, with the form in which its verbs stand."""
    text = " ".join(sentence.split())
    cue = ""
    if lead := LEAD_IN.match(text):
        text, cue = text[lead.end() :], lead["cue"].lower()
    elif (found := _after_you(text)) is not None:
        return found
    elif (subject := SUBJECT.match(text)) and base_of(_first(text[subject.end() :]), "third"):
        return Clause(text[subject.end() :], "", "third")
    if not cue and (inside := CUE.search(text)):
        text, cue = text[inside.end() :], inside["cue"].lower()
    elif not cue and ((is_third and _begins(text, "third")) or _tells_what_somebody_does(text)):
        return Clause(text, "", "third")
    text = _after_modal(text)
    return Clause(text, cue, _mode(text))


def _tells_what_somebody_does(text: str) -> bool:
    """ "Welds pipes, reads drawings", "Leads a team", without a subject; one such word alone may be a plural."""
    if not _begins(text, "third"):
        return False
    sure = _verb_and_next(text)[1] in DETERMINERS
    return sure or sum(" " in chunk and _begins(chunk, "third") for _, chunk in _chunks(text)) > 1


def _after_you(text: str) -> Clause | None:
    for you in islice(YOU.finditer(text), MOST_SUBJECTS):
        rest = _after_modal(text[you.end() :])
        if rest.lower().startswith("be ") and base_of(_first(rest[3:]), "gerund"):
            return Clause(rest[3:], "", "gerund")
        if lead := LEAD_IN.match(rest):
            return Clause(rest[lead.end() :], lead["cue"].lower(), _mode(rest[lead.end() :]))
        verb = base_of(_first(rest), "base")
        if verb and verb not in NO_DUTY_OF_YOU:
            return Clause(rest, "", "base")
        if base_of(_first(rest), "third") and text[you.start() : you.end()].lower().startswith(("who", "candidate")):
            return Clause(rest, "", "third")
    return None


def _after_modal(text: str) -> str:
    modal = MODAL.match(text)
    return text[modal.end() :] if modal else text


def _mode(text: str) -> Form | None:
    forms: tuple[Form, ...] = ("base", "gerund")
    return next((form for form in forms if _begins(text, form)), None)


def _first(text: str) -> str:
    return _verb_and_next(text)[0]


def _verb_and_next(text: str) -> tuple[str, str]:
    """The first two words, small, behind an adverb; empty where there is none."""
    words = [word.strip(".,:;!?()'").lower() for word in text.split(maxsplit=3)[:3]]
    if len(words) > 1 and words[0] in ADVERBS:
        words = words[1:]
    first, second, *_ = (*words, "", "")
    return first, second


def _begins(text: str, form: Form) -> bool:
    first, second = _verb_and_next(text)
    if first in ONLY_BEFORE_TO and second != "to":
        return False
    return base_of(first, form) is not None and (form == "gerund" or second not in NO_VERB_BEFORE)


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """(what joins it to the one before, text)"""
    joint, start = "", 0
    for cut in CUT.finditer(text):
        yield joint, text[start : cut.start()].strip()
        joint, start = " ".join(cut[1].split()).lower(), cut.end()
    yield joint, text[start:].strip()


def _verbs(clause: Clause) -> list[Phrase]:
    form = clause.mode or "base"
    found: list[tuple[list[str], list[str]]] = []
    for joint, chunk in _chunks(clause.text):
        if not chunk:
            continue
        chunk = _after_modal(chunk)
        is_last_of_pair = joint not in ("", ",") and " " not in chunk
        if _begins(chunk, form) and not (is_last_of_pair and found):
            _begin(found, *_taken_apart(chunk, form))
        elif found and found[-1][1]:
            found[-1][1].append(f"{', ' if joint == ',' else f' {_and(joint)} '}{chunk}")
        elif found:
            found.pop()  # "feed and bed, drive tractors": nothing is said of what is fed.
    return [Phrase(tuple(verbs[:3]), "".join(rest)) for verbs, rest in found if rest]


def _and(joint: str) -> str:
    return "or" if joint.endswith("or") else "and"


def _begin(found: list[tuple[list[str], list[str]]], verb: str, rest: str) -> None:
    """ "plan and teach lessons": a verb that nothing follows shares what follows the next one."""
    if found and not found[-1][1]:
        found[-1][0].append(verb)
    else:
        found.append(([verb], []))
    if rest:
        found[-1][1].append(rest)


def _taken_apart(chunk: str, form: Form) -> tuple[str, str]:
    words = chunk.split()
    at = 1 if words[0].lower() in ADVERBS else 0
    rest = words[at + 2 :] if form == "gerund" and words[at + 1 : at + 2] == ["of"] else words[at + 1 :]
    return base_of(words[at].strip(".,:;!?()"), form) or words[at].lower(), " ".join(rest)


def _nouns(text: str, is_known: bool = False) -> list[Phrase]:
    found = []
    for item in _items(text):
        if _begins(item, "base") and len(item.split()) > 2:
            found.append(Phrase(*_as_phrase(item, "base")))
        elif _begins(item, "gerund") and len(item.split()) > 2:
            found.append(Phrase(*_as_phrase(item, "gerund")))
        elif 0 < len(item.split()) <= LONGEST_NOUNS and not FINITE.search(item):
            found.append(Phrase((), item, is_known))
    return found


def _as_phrase(item: str, form: Form) -> tuple[tuple[str, ...], str]:
    verb, rest = _taken_apart(item, form)
    return (verb,), rest


def _items(text: str) -> Sequence[str]:
    items = [item.strip() for item in text.split(",")]
    items = [item[joint.end() :] if (joint := AND.match(item)) else item for item in items]
    return [item.replace(" + ", " and ").replace(" & ", " and ") for item in items]
