"""What an answer must be before coverage may judge it, and what in it does not count. Pure.

A guard never lowers a score: what is too little gives no score, and a sentence that is no answer is left out.
The one exception is a list of keywords, whose score is capped.
"""

import re
from collections.abc import Callable, Sequence

from providers.words import Span, function_word_share, is_function_word, sentences, stems, words

MIN_WORDS = 8
MIN_MEANING = 4
MIN_KNOWN_SHARE = 0.6
STUFFING_SHARE = 0.2
STUFFING_MIN_WORDS = 12
ECHO_SHARE = 0.8

# Commands and claims about the scoring itself. People do say "ignore" and "full" in good answers, so each pattern needs
# the form of a command or the object that only a grader has.
INSTRUCTION = re.compile(
    r"""
    (^(so|ok|okay|well|hello|hi)?\W*|\b(please|now|and|then|must|should|you\ to)\ )
      (ignore|disregard|forget|override)\b
      .{0,30}\b(instruction|prompt|rubric|criteria|everything\ (above|before)|previous\ (text|message|rule))
    | \b(give|award|assign|grant)\ (me|it|this|my\ answer|the\ candidate|this\ (answer|candidate))\b.{0,30}
      (\b(score|points|marks|rating|grade)\b|\b(10|ten|100)\b)
    | (^|\b(please|now|must|should)\ )(rate|score|grade|mark)\ (me|it|this|my|the)\b.{0,40}
      \b(10|ten|100|full|top|high(est)?|maximum|perfect|best|excellent|correct|complete)\b
    | \b(my|the|overall|final)?\ ?(score|rating|grade)\s*([:=]|must\ be|should\ be|has\ to\ be)\s*
      (10|ten|100|perfect|maximum|the\ (highest|maximum))\b
    | \byou\ are\ (now\ )?(an?\ |the\ )?(ai\b|grader|evaluator|large\ language\ model|language\ model|examiner)
    | ^(dear|attention|hey|hello|note\ to)\W+(the\ )?(ai|grader|evaluator|examiner|language\ model|model|llm)\b
    | (^|\bplease\ )(mark|treat|count|consider)\b.{0,20}\b(all|every|each)\b.{0,20}\b(point|criteri)\w*\b.{0,15}
      \b(as|covered|met|found|fulfilled)\b
    | \bthis\ candidate\ (deserves|is\ excellent|is\ perfect|(should|must)\ (get|be|receive))\b
    | \b(approved|confirmed|authorized|granted)\ (the|a|my|this)\ (top|highest|full|best|maximum|perfect)
      \ (score|rating|grade)\b
    | \b(system|developer)\ (prompt|message)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_instruction(sentence: str) -> bool:
    """Speaks to whoever scores instead of answering the question."""
    return INSTRUCTION.search(sentence.strip().replace("’", "'")) is not None


def without_instructions(answer: str) -> list[Span]:
    return [span for span in sentences(answer) if not is_instruction(span.text)]


def without_echo(spans: Sequence[Span], question: str) -> list[Span]:
    """Without the sentences that only repeat the question."""
    asked = stems(question)
    return [span for span in spans if not _repeats(stems(span.text), asked)]


def is_gibberish(text: str, is_known_word: Callable[[str], bool]) -> bool:
    """Most words are none. Function words alone say nothing for a text, but other languages have none of ours."""
    letters = [word.split("'")[0] for word in words(text) if not word.isdecimal()]
    known = sum(is_function_word(word) or (len(word) > 1 and is_known_word(word)) for word in letters)
    return bool(letters) and known / len(letters) < MIN_KNOWN_SHARE


def is_too_little(text: str) -> bool:
    return len(words(text)) < MIN_WORDS or len(stems(text)) < MIN_MEANING


def is_keyword_list(text: str) -> bool:
    return len(words(text)) >= STUFFING_MIN_WORDS and function_word_share(text) < STUFFING_SHARE


def _repeats(said: set[str], asked: set[str]) -> bool:
    return bool(said) and len(said & asked) / len(said) >= ECHO_SHARE
