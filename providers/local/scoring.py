"""`score_answer` by coverage: which expected points the answer speaks about, with its own sentences as evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from providers.addressing import is_addressed
from providers.declining import says_not_known
from providers.local import guards
from providers.local.coverage import MOST_GROUPS, Heard, PointCoverage, cover_point, relevance
from providers.local.embedding import Embedding
from providers.words import Span, sentences, words

# A share below the first is what any two texts have in common; from the second on the point counts in full, because
# nobody names it in the very words that were expected.
NOISE, FULL = 0.15, 0.70
CURVE = 0.75  # Below 1: the first points found tell more than the last.
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
FEEDBACK = {
    "too_little": "Too little was said to judge it.",
    "declined": "The candidate said that they have no answer.",
    "gibberish": "Most of the words could not be understood.",
    "off_topic": "The answer does not speak about the question.",
    "nothing_to_compare": "This question has no expected points, so coverage has nothing to compare the answer with. "
    "Please read it yourself.",
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
        {"flag": "addresses_evaluator", "turn": turn, "quote": _quote(span.text)}
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
    heard = Heard.of([each.span for each in said], embedding, MOST_GROUPS)
    covered = [cover_point(point, heard, embedding) for point in points]
    related = relevance(" ".join([question["text"], *points]), heard, embedding)
    if related < RELEVANT.get(question["type"], 0.20) and not any(point.is_found for point in covered):
        return _insufficient("off_topic", points, [*flags, _off_topic(said)])
    return _scored(covered, said, flags)


def _what_is_too_little(said: Sequence[Said], is_known_word: Callable[[str], bool]) -> str:
    text = " ".join(each.span.text for each in said)
    if says_not_known(text):
        return "declined"
    if guards.is_too_little(text):
        return "too_little"
    if guards.is_gibberish(text, is_known_word):
        return "gibberish"
    return ""


def _off_topic(said: Sequence[Said]) -> dict[str, Any]:
    return {"flag": "off_topic", "turn": said[0].turn, "quote": _quote(said[0].span.text)}


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


def _scored(covered: Sequence[PointCoverage], said: Sequence[Said], flags: list[dict[str, Any]]) -> dict[str, Any]:
    text = " ".join(each.span.text for each in said)
    is_list = guards.is_keyword_list(text)
    score = score_of(covered)
    if is_list:
        score = min(score, STUFFING_CAP)
    missing = [point.point for point in covered if not point.is_found]
    return {
        "evidence": _evidence(covered, said),
        "missing": missing,
        "anchor_level": "low" if score < MIDDLE else "middle" if score < HIGH else "high",
        "score": score,
        "sufficient": True,
        "confidence": _confidence(covered, len(words(text))),
        "feedback": _feedback(covered, is_list),
        "flags": flags,
    }


def score_of(covered: Sequence[PointCoverage]) -> float:
    """0..10, one decimal."""
    counted = [min(1.0, max(0.0, (point.share - NOISE) / (FULL - NOISE))) for point in covered]
    mean: float = sum(counted) / len(counted)
    return round(10 * float(mean**CURVE), 1)


def _evidence(covered: Sequence[PointCoverage], said: Sequence[Said]) -> list[dict[str, Any]]:
    """The sentence that supports each point found; with none found, the one that comes nearest to any."""
    ranked = sorted(covered, key=lambda point: -point.share)
    supporting = [point for point in ranked if point.is_found] or ranked[:1]
    chosen = sorted({point.best for point in supporting[:MOST_QUOTES]})
    return [{"turn": said[index].turn, "quote": _quote(said[index].span.text)} for index in chosen]


def _quote(sentence: str) -> str:
    """At most 40 words, cut out of the sentence and not put together again."""
    end = 0
    for word in sentence.split()[:LONGEST_QUOTE_WORDS]:
        end = sentence.index(word, end) + len(word)
    return sentence[:end]


def _confidence(covered: Sequence[PointCoverage], length: int) -> float:
    """High where words and meaning agree, and where there was enough to measure."""
    disagreement = sum(abs(point.words - point.meaning) for point in covered) / len(covered)
    return round(MOST_CONFIDENCE * (1 - disagreement) * min(1.0, length / WORDS_FOR_FULL_CONFIDENCE), 2)


def _feedback(covered: Sequence[PointCoverage], is_list: bool) -> str:
    found = [point.point for point in covered if point.is_found]
    text = f"Coverage: the answer speaks about {len(found)} of {len(covered)} expected points"
    text += f" ({'; '.join(found)})." if found else "."
    return text + (" It is a list of keywords rather than sentences, so its score is capped." if is_list else "")
