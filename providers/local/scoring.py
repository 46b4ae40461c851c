"""`score_answer` by coverage: which expected points the answer speaks about, with its own sentences as evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from providers.addressing import is_addressed
from providers.declining import says_not_known
from providers.errors import InvalidInput
from providers.local import guards
from providers.local.coverage import Coverage, PointCoverage, cover, relevance, support
from providers.local.embedding import Embedding
from providers.words import Span, sentences, words

FULL = 0.66  # The share from which a point counts in full: nobody names it in the very words that were expected.
# The least cosine to the question for an answer to be about it. A question that leaves the subject to the candidate
# ("explain something from your field") is hardly like its answers.
RELEVANT = {"technical": 0.20, "behavioral": 0.20, "communication": 0.10}
STUFFING_CAP = 2.0
MOST_QUOTES = 6
MOST_FLAGS = 7
LONGEST_QUOTE_WORDS = 40
MIDDLE, HIGH = 4.0, 7.0
WORDS_FOR_FULL_CONFIDENCE = 40
MOST_CONFIDENCE = 0.8  # Coverage cannot tell true from false.
LIST_CONFIDENCE = 0.5  # Of that, where it cannot be told whether a list answers.
# Of so many words at least such a share that earned nothing is pointed out.
OFF_POINT_WORDS, OFF_POINT_SHARE = 60, 0.5
EARNS_NOTHING = 0.02
MOST_CLAIMS = 40
LONGEST_POINT_NAMED = 90
FEEDBACK = {
    "too_little": "Too little was said to judge it.",
    "declined": "The candidate said that they have no answer.",
    "gibberish": "Most of the words could not be understood.",
    "off_topic": "The answer does not speak about the question.",
    "nothing_to_compare": "This question has no expected points, so coverage has nothing to compare the answer with. "
    "Please read it yourself.",
}

FORM_FEEDBACK = {
    guards.Form.SENTENCES: "",
    guards.Form.LIST: " It is a list, of which coverage cannot tell whether it answers: please read it yourself.",
    guards.Form.BAG: " It is a bag of keywords rather than sentences, so its score is capped.",
}


@dataclass(frozen=True)
class Said:
    """A sentence of the candidate's, and the turn in which it was said."""

    turn: int
    span: Span


def score_answer(context: dict[str, Any], embedding: Embedding) -> dict[str, Any]:
    question = context["question"]
    answers = [(answer["turn"], answer["text"]) for answer in context["answers"]]
    points = question["expected_points"]
    flags = [
        _flag("addresses_evaluator", Said(turn, span))
        for turn, text in answers
        for span in sentences(text)
        if is_addressed(span.text)
    ][:MOST_FLAGS]
    said = [
        Said(turn, span)
        for turn, text in answers
        for span in guards.without_echo(guards.without_instructions(text), question["text"])
    ]
    problem = _what_is_too_little(said, embedding.is_known_word)
    if problem:
        return _insufficient(problem, points, flags)
    if not points:
        return _insufficient("nothing_to_compare", points, flags)
    texts = [each.span.text for each in said]
    coverage = cover(question["text"], points, texts, embedding)
    if not any(point.is_found for point in coverage.points) and not _is_related(question, texts, embedding):
        return _insufficient("off_topic", points, [*flags, _flag("off_topic", said[0])])
    return _scored(coverage, said, flags)


def _is_related(question: dict[str, Any], texts: Sequence[str], embedding: Embedding) -> bool:
    subject = " ".join([question["text"], *question["expected_points"]])
    return relevance(subject, texts, embedding) >= RELEVANT.get(question["type"], 0.20)


def check_support(context: dict[str, Any], embedding: Embedding) -> dict[str, Any]:
    """Whether quotes speak about the points that somebody else says they prove. Words to a grader and the question's
    own prove nothing. Raises InvalidInput for more than MOST_CLAIMS.
    """
    question, claims = context["question"], context["claims"]
    if len(claims) > MOST_CLAIMS:
        raise InvalidInput(f"At most {MOST_CLAIMS} claims are checked at once.", provider="coverage")
    return {"shares": [_support(question["text"], claim["point"], claim["quote"], embedding) for claim in claims]}


def _support(question: str, point: str, quote: str, embedding: Embedding) -> float:
    said = guards.without_echo(guards.without_instructions(quote), question)
    return round(support(question, point, " ".join(span.text for span in said), embedding), 3)


def _what_is_too_little(said: Sequence[Said], is_known_word: Callable[[str], bool]) -> str:
    text = " ".join(each.span.text for each in said)
    if says_not_known(text):
        return "declined"
    if guards.is_too_little(text):
        return "too_little"
    if guards.is_gibberish(text, is_known_word):
        return "gibberish"
    return ""


def _flag(flag: str, said: Said) -> dict[str, Any]:
    return {"flag": flag, "turn": said.turn, "quote": _quote(said.span.text)}


def _insufficient(because: str, points: Sequence[str], flags: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "evidence": [],
        "missing": list(points),
        "anchor_level": None,
        "score": None,
        "sufficient": False,
        "confidence": 0.0,
        "insufficient_because": because,
        "feedback": FEEDBACK[because],
        "flags": flags,
    }


def _scored(coverage: Coverage, said: Sequence[Said], flags: list[dict[str, Any]]) -> dict[str, Any]:
    covered = coverage.points
    text = " ".join(each.span.text for each in said)
    form = guards.form(text)
    score = score_of(covered)
    if form is guards.Form.BAG:
        score = min(score, STUFFING_CAP)
    return {
        "evidence": _evidence(covered, said),
        "missing": [point.point for point in covered if not point.is_found],
        "anchor_level": "low" if score < MIDDLE else "middle" if score < HIGH else "high",
        "score": score,
        "sufficient": True,
        "confidence": _confidence(covered, len(words(text)), form),
        "insufficient_because": None,
        "feedback": _feedback(covered, form),
        "flags": [*flags, *_off_point(coverage, said)],
    }


def score_of(covered: Sequence[PointCoverage]) -> float:
    """0..10, one decimal: the mean of what the points count."""
    counted = [min(1.0, point.share / FULL) for point in covered]
    return round(10 * sum(counted) / len(counted), 1)


def _off_point(coverage: Coverage, said: Sequence[Said]) -> list[dict[str, Any]]:
    """The first sentence that earned nothing, where most of a long talk did not."""
    lengths = [len(words(each.span.text)) for each in said]
    idle = [place for place, most in enumerate(coverage.earned) if most < EARNS_NOTHING]
    unheard = sum(lengths[place] for place in idle)
    if sum(lengths) < OFF_POINT_WORDS or unheard < OFF_POINT_SHARE * sum(lengths):
        return []
    return [_flag("off_point", said[idle[0]])]


def _evidence(covered: Sequence[PointCoverage], said: Sequence[Said]) -> list[dict[str, Any]]:
    """The sentence that supports each point found; with none found, the one that comes nearest to any."""
    ranked = sorted(covered, key=lambda point: -point.share)
    supporting = [point for point in ranked if point.is_found][:MOST_QUOTES] or ranked[:1]
    return [
        {"turn": said[each.best].turn, "quote": _quote(said[each.best].span.text), "point": each.point}
        for each in sorted(supporting, key=lambda point: point.best)
    ]


def _quote(sentence: str) -> str:
    """At most 40 words, cut out of the sentence and not put together again."""
    end = 0
    for word in sentence.split()[:LONGEST_QUOTE_WORDS]:
        end = sentence.index(word, end) + len(word)
    return sentence[:end]


def _confidence(covered: Sequence[PointCoverage], length: int, form: guards.Form) -> float:
    """High where words and meaning agree, and where there was enough to measure."""
    disagreement = sum(abs(point.words - point.meaning) for point in covered) / len(covered)
    sure = MOST_CONFIDENCE * (1 - disagreement) * min(1.0, length / WORDS_FOR_FULL_CONFIDENCE)
    return round(sure * (1 if form is guards.Form.SENTENCES else LIST_CONFIDENCE), 2)


def _feedback(covered: Sequence[PointCoverage], form: guards.Form) -> str:
    found = [_named(point.point) for point in covered if point.is_found]
    unheard = [_named(point.point) for point in covered if not point.is_found]
    text = f"Coverage: the answer speaks about {len(found)} of {len(covered)} expected points"
    text += f": {'; '.join(found)}." if found else "."
    text += f" Not heard: {'; '.join(unheard)}." if unheard else ""
    return text + FORM_FEEDBACK[form]


def _named(point: str) -> str:
    return point if len(point) <= LONGEST_POINT_NAMED else f"{point[:LONGEST_POINT_NAMED]}…"
