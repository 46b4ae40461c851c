"""Whether a follow-up that a model wrote may be spoken. Pure, and no dearer than the length of its texts.

The model has read the candidate's words and may have obeyed them. So its own are spoken only if they are one question
that leads nowhere and holds no word of an expected point that is not in the question, its probe or the answer already.
What a point says in quite other words cannot be told from a question; that is left to the prompt.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from interviews.plan import PlannedQuestion
from providers.words import FUNCTION_WORDS, stem

Reason = Literal[
    "too_long",
    "no_words",
    "not_one_question",
    "other_letters",
    "address",
    "digits",
    "about_the_assessment",
    "names_a_point",
]
MAX_CHARS = 400
DIGITS_OF_A_NUMBER_TO_CALL = 6
LETTERS_OF_A_SPELLED_WORD = 3
SHORTEST_OPENING, LONGEST_ROOT = 5, 20

WORD = re.compile(r"[^\W_]+")
MORE_THAN_A_QUESTION = re.compile(r"[?!;:\n*•‣◦|]|\.(?=[\s.]|$)|(?<!\w)\w[.)](?=\s)|\(\w\)")
DOTTED = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
SPOKEN_ADDRESS = re.compile(r"@|\bwww\b|\b(?:dot|punkt)\s(?:com|net|org|io|co|info|biz|eu|de|uk|me|app|dev|ai)\b")
ABOUT_THE_ANSWER = re.compile(
    r"\b(?:good|better|best|strong|ideal|perfect|complete|full|expected|correct|right|wanted|model|missing)"
    r"\s(?:answers?|responses?|points?)\b|\banswers?\s(?:is|are|was|were|should|would|must)\b"
)
NUMBERS = frozenset(["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
ASSESSMENT = "rubric score scoring grade grading rating anchor prompt instruction evaluation evaluator"
WORDS_OF_ASKING = """
actual answer ask bit briefly case choose concrete decide describe detail elaborate else exact example expand explain
feel find first give happen help instance kind know last learn like little look maybe mean mention name need next okay
part particular perhaps please point possible question reason say see share show situation sort specific start step
story sure take talk tell thank think time try understand use walk want work
"""


def unfit_because(text: str, question: PlannedQuestion, said: str) -> Reason | None:
    """`said` is all that the candidate has answered to this question. None: it may be spoken."""
    if len(text) > MAX_CHARS:
        return "too_long"
    plain, authored = folded(text), folded(f"{question.text} {question.probe}")
    broken: dict[Reason, bool] = {
        "no_words": not WORD.search(plain),
        "not_one_question": not is_one_question(plain),
        "other_letters": not alphabets(plain) <= alphabets(authored) | {"LATIN"},
        "address": bool(addresses(plain) - addresses(authored)),
        "digits": longest_number(plain) >= DIGITS_OF_A_NUMBER_TO_CALL,
        "about_the_assessment": _is_about_the_assessment(plain, authored),
        "names_a_point": is_spelled(plain) or _names_a_point(plain, question.expected_points, f"{authored} {said}"),
    }
    return next((reason for reason, is_so in broken.items() if is_so), None)


def folded(text: str) -> str:
    """Small letters without accents and other dress. Sign by sign: sorting long runs of accents takes long."""
    if text.isascii():
        return text.lower()
    signs = chain.from_iterable(unicodedata.normalize("NFKD", sign) for sign in text)
    return "".join(sign for sign in signs if not unicodedata.combining(sign)).casefold()


def is_one_question(plain: str) -> bool:
    """One sentence, and nothing that lists or announces."""
    return plain.endswith("?") and not MORE_THAN_A_QUESTION.search(plain[:-1])


def alphabets(plain: str) -> set[str]:
    """LATIN, CYRILLIC ...: letters of another one can look the same."""
    return {unicodedata.name(sign, "").split(" ")[0] for sign in set(plain) if sign.isalpha()}


def addresses(plain: str) -> set[str]:
    dotted = {name for name in DOTTED.findall(plain) if _is_host(name.split("."))}
    return dotted | set(SPOKEN_ADDRESS.findall(plain))


def _is_host(labels: list[str]) -> bool:
    """Not 3.5, and not e.g."""
    return len(labels) > 3 or (len(labels[-1]) > 1 and labels[-1][0].isalpha())


def longest_number(plain: str) -> int:
    """Digits that stand together, in signs or as words, whatever divides them."""
    longest = length = 0
    for word in WORD.findall(plain):
        digits = 1 if word in NUMBERS else sum(map(str.isdigit, word))
        length = length + digits if digits else 0
        longest = max(longest, length)
    return longest


def is_spelled(plain: str) -> bool:
    length = 0
    for word in WORD.findall(plain):
        length = length + 1 if len(word) == 1 else 0
        if length >= LETTERS_OF_A_SPELLED_WORD:
            return True
    return False


def roots(text: str) -> set[str]:
    """What its words begin with, however they are inflected; of `pre-fetch` the parts and the whole."""
    return {stem(word)[:LONGEST_ROOT] for piece in folded(text).split() for word in _words_of(piece)}


def _words_of(piece: str) -> Iterator[str]:
    parts: list[str] = WORD.findall(piece)
    yield from parts
    if len(parts) > 1:
        yield "".join(parts)


@dataclass(frozen=True)
class Vocabulary:
    roots: frozenset[str]
    openings: frozenset[str]

    @classmethod
    def of(cls, found: Iterable[str]) -> "Vocabulary":
        known = frozenset(found)
        return cls(known, frozenset(chain.from_iterable(map(_openings, known))))

    def knows(self, root: str) -> bool:
        """A word itself, or one of its family: replica, replicate."""
        return root in self.openings or not self.roots.isdisjoint(_openings(root))


def _openings(root: str) -> Iterator[str]:
    yield root
    yield from (root[:length] for length in range(SHORTEST_OPENING, len(root)))


COMMON = frozenset(roots(" ".join(FUNCTION_WORDS)) | roots(WORDS_OF_ASKING))


def _names_a_point(plain: str, points: Iterable[str], open_to_all: str) -> bool:
    known = Vocabulary.of(roots(open_to_all))
    secret = Vocabulary.of(root for root in roots(" ".join(points)) - COMMON if not known.knows(root))
    return any(secret.knows(root) and not known.knows(root) for root in roots(plain) - COMMON)


def _is_about_the_assessment(plain: str, authored: str) -> bool:
    theirs = roots(plain) & roots(ASSESSMENT) - roots(authored)
    return bool(theirs) or ABOUT_THE_ANSWER.search(plain) is not None
