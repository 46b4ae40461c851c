"""The duties that a job description names, as phrases that can be spoken in a question. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from providers.local.question_writing.not_duties import is_about_something_else, is_of_terms
from providers.local.question_writing.phrases import Phrase, is_in_third_person, phrases
from providers.local.question_writing.pieces import PARENTHESES, Piece, pieces
from providers.local.question_writing.verbs import GENERAL, base_of, gerund, kinds
from providers.local.question_writing.word_classes import WORD_CLASSES
from providers.words import is_function_word, stems, words

OF_WORK = ("duties", "unknown", "requirements")  # Parts of a description, the surest first.
MOST_DUTIES = 80  # As many as are compared by their vectors.
MOST_WORDS = 11
LONGEST_THING = 5
MOST_LETTERS = 110

TAIL = re.compile(
    r"[, ](?:which|who|whom|whose|so that|so as to|in order to|such as|including|e\.g\.|i\.e\.|for example|like"
    r"|while|because|if"
    r"|when|whenever|where|that (?:we|you|are|is|go|can|have|people)|until|unless|as part of|on behalf of|according to"
    r"|based on|in accordance|etc|using our|\d+ times|twice a|once an?|three times|(?:every|each) (?:\w+ )?(?:day"
    r"|week|month|year)s?)"
    r"\b(?s:.*+)",
    re.IGNORECASE,
)
PREPOSITIONS = WORD_CLASSES["prepositions"]
JOINTS = WORD_CLASSES["joints"]
NO_ARTICLE = JOINTS | PREPOSITIONS | WORD_CLASSES["without_article"]
STATES = WORD_CLASSES["states"]
PLACE = re.compile(
    r"\s(?:at|near|across|around|throughout|in|from|to|for|with|by|of|under)\s(?:the\s|our\s)?"
    r"(?P<names>[A-Z][\w.'-]*+(?:\s(?:&\s)?[A-Z][\w.'-]*+)*+)(?=[\s,]|$)"
)
NAMED_PERSON = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof)\b\.?\s", re.IGNORECASE)
OWNERS = re.compile(r"\b(?:(?:our|your)\s+own|our|your|his|her)\b", re.IGNORECASE)
ITS_OWN = re.compile(r"^(?:its|their)\b", re.IGNORECASE)
IN_OR_OUT = re.compile(r"(?<!\w)(?:in|out)(?=$| and (?:in|out)$)")  # "check guests in and out" is no checking.
US = re.compile(r"\bus\b", re.IGNORECASE)
PRONOUNS = WORD_CLASSES["pronouns"]


@dataclass(frozen=True)
class Duty:
    """`do` is spoken after "you" or "to", `doing` as a noun; `thing` is what is worked on."""

    do: str
    doing: str
    thing: str
    kind: str
    is_named_only: bool = False
    """Whether the description had no verb for it: "month end close"."""

    @property
    def key(self) -> frozenset[str]:
        return frozenset(stems(self.do))


def duties(description: str, tools: frozenset[str] = frozenset()) -> list[Duty]:
    """In the order of the description, those of its lists of tasks first; none twice."""
    told = [replace(piece, text=" ".join(PARENTHESES.sub(" ", piece.text).split())) for piece in pieces(description)]
    is_third = is_in_third_person([piece.text for piece in told if piece.part in OF_WORK])
    found = dict[frozenset[str], Duty]()
    for duty in (duty for part in OF_WORK for duty in _of_part(told, part, tools, is_third)):
        found.setdefault(duty.key, duty)
        if len(found) == MOST_DUTIES:
            break
    return list(found.values())


def _of_part(told: Iterable[Piece], part: str, tools: frozenset[str], is_third: bool) -> Iterator[Duty]:
    for piece in told:
        if piece.part == part:
            yield from from_phrases(phrases(piece.text, part, piece.is_bullet, is_third), tools)


def from_phrases(found: list[Phrase], tools: frozenset[str]) -> Iterator[Duty]:
    """None of a list of nouns that speaks of terms: "Evenings, 20 hours, Munich"."""
    nouns_count = not any(is_of_terms(phrase.rest) for phrase in found if not phrase.verbs)
    for phrase in found:
        duty = _duty(phrase, tools) if phrase.verbs or nouns_count else None
        if duty:
            yield duty


def duty_of(text: str) -> Duty | None:
    """Of an authored phrase in base form."""
    verb, _, rest = text.strip().partition(" ")
    return _spoken(Phrase((base_of(verb, "base") or verb,), rest), rest)


def _duty(phrase: Phrase, tools: frozenset[str]) -> Duty | None:
    said = US.sub("the company", phrase.rest) if phrase.verbs else phrase.rest
    if is_about_something_else(f"{' '.join(phrase.verbs)} {said}") or NAMED_PERSON.search(said):
        return None
    rest = shortened(without_places(ITS_OWN.sub("the", OWNERS.sub("the", said)), tools))
    if phrase.verbs:
        return _spoken(phrase, telegraphic(phrase.verbs, rest))
    if not _is_content(rest):
        return None
    is_used = phrase.is_known or _is_tool(rest, tools)
    named = rest if is_used else _with_article(_small(rest, tools))
    duty = _spoken(Phrase(("work",), ""), f"with {named}") if is_used else _spoken(Phrase(("handle",), ""), named)
    return replace(duty, is_named_only=True) if duty else None


def telegraphic(verbs: tuple[str, ...], rest: str) -> str:
    """ "keep kitchen clean": the article that was left out."""
    first, _, more = rest.partition(" ")
    is_bare = verbs == ("keep",) and first.isalpha() and first.islower() and not first.endswith("s")
    return f"the {rest}" if is_bare and first not in NO_ARTICLE and more else rest


def _with_article(named: str) -> str:
    """ "the grill station", but "drawings", and "an ERP system"."""
    thing = thing_of(named).split()
    is_bare = thing and thing[0].lower() not in NO_ARTICLE and not thing[0].isdigit() and not thing[-1].endswith("s")
    return f"the {named}" if is_bare else named


def _spoken(phrase: Phrase, rest: str) -> Duty | None:
    thing = thing_of(rest)
    if not rest or thing.lower().removeprefix("the ") in {"", *PRONOUNS} or len(rest) > MOST_LETTERS:
        return None
    verbs = phrase.verbs
    doing = f"{_listed([gerund(verb) for verb in verbs])} {rest}"
    kind = GENERAL if IN_OR_OUT.search(rest) else kinds().get(verbs[-1], GENERAL)
    return Duty(f"{_listed(list(verbs))} {rest}", doing, thing, kind)


def _listed(verbs: list[str]) -> str:
    return verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} and {verbs[-1]}"


def without_places(rest: str, tools: frozenset[str]) -> str:
    """Before the first place, employer or person that a preposition brings in; what is a tool of the trade stays."""
    for found in PLACE.finditer(rest):
        names = [name for name in found["names"].split() if name != "&"]
        if not any(_is_known_tool(name, tools) for name in names):
            return rest[: found.start()]
    return rest


def _is_known_tool(name: str, tools: frozenset[str]) -> bool:
    return name.strip(".,").lower() in tools or sum(map(str.isupper, name)) > 1 or any(map(str.isdigit, name))


def shortened(rest: str) -> str:
    """At most MOST_WORDS words, ending with one that can end a phrase."""
    plain = TAIL.sub("", rest).strip(" ,.;:!?-–—'/")
    kept = plain.split()
    if len(kept) > MOST_WORDS:
        kept = kept[: _last_joint(kept[: MOST_WORDS + 1])]
    while (
        kept
        and kept[-1].strip(",").lower()
        in PREPOSITIONS - {"up", "away", "down", "out", "off", "back", "together", "around", "over"} | JOINTS
    ):
        kept.pop()
    short = " ".join(kept).strip(" ,.;:!?-–—'/")
    return short if short == plain else _closed(short)


def _closed(listed: str) -> str:
    """ "brakes, clutches" of a list that was cut: "brakes and clutches"."""
    before, comma, last = listed.rpartition(", ")
    is_open = comma and len(last.split()) <= 3 and not {"and", "or"} & set(last.split())
    return f"{before} and {last}" if is_open else listed


def _last_joint(kept: list[str]) -> int:
    """Where the phrase may be cut: before a preposition or an "and", after a comma."""
    for place in range(len(kept) - 1, 3, -1):
        if kept[place].lower() in PREPOSITIONS | {"and", "or"} or kept[place - 1].endswith(","):
            return place
    return len(kept) - 1


def thing_of(rest: str) -> str:
    """What the verb is about: "for patients on a ward" -> "patients"."""
    kept = rest.split()
    while (
        kept
        and kept[0].lower() in PREPOSITIONS | {"care", "part", "sure"}
        and (len(kept) > 1 or kept[0].lower() in PREPOSITIONS)
    ):
        kept = kept[1:]
    end = next((at for at, word in enumerate(kept) if at and word.lower() in PREPOSITIONS | {"how", "what"}), len(kept))
    short = kept[:end]
    if len(short) > LONGEST_THING:
        short = short[: _last_joint(short[: LONGEST_THING + 1])] if len(short) > LONGEST_THING + 1 else short
    while short and short[-1].strip(",").lower() in JOINTS:
        short.pop()
    while len(short) > 1 and short[-1].strip(",").lower() in STATES | {"and", "or"}:
        short.pop()
    return " ".join(short).strip(" ,")


def _is_content(rest: str) -> bool:
    return sum(not is_function_word(word) and not word.isdigit() for word in words(rest)) >= 1 and len(rest) > 2


def _is_tool(rest: str, tools: frozenset[str]) -> bool:
    """Named, not described: "Kubernetes", "GitLab CI"."""
    named = [word for word in rest.split() if word.lower() not in JOINTS | PREPOSITIONS]
    return named[0].lower() in tools or (all(word[:1].isupper() for word in named) and len(named) <= 4)


def _small(rest: str, tools: frozenset[str]) -> str:
    first, _, more = rest.partition(" ")
    is_name = sum(map(str.isupper, first)) > 1 or first.lower() in tools
    return rest if is_name else f"{first[:1].lower()}{first[1:]}{' ' if more else ''}{more}"
