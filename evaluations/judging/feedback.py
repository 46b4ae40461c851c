"""The sentences beside a score, put together from what code has checked. Pure: no word of them is an engine's."""

from collections.abc import Mapping, Sequence

INSUFFICIENT: Mapping[str | None, str] = {
    None: "The words do not answer the question.",
    "declined": "The words do not answer the question.",
    "too_little": "Too little was said to judge it.",
    "gibberish": "Most of the words could not be understood.",
    "off_topic": "The answer does not speak about the question.",
    "nothing_to_compare": "This question has no expected points, so coverage has nothing to compare the answer with. "
    "Please read it yourself.",
}
DECLINED = "The candidate said that they have no answer."
REPEATED = "All of it was said to an earlier question, so it earns nothing here."


def of_score(points: Sequence[str], shown: Sequence[str], missing: Sequence[str]) -> str:
    """`shown`: points that a quote supports; `missing`: points that were not heard."""
    if not points:
        return ""
    parts = [f"Quotes support {len(shown)} of {len(points)} expected points{listed(shown)}."]
    parts += [f"Not heard: {'; '.join(missing)}."] if missing else []
    return " ".join(parts)


def listed(shown: Sequence[str]) -> str:
    return f" ({'; '.join(shown)})" if shown else ""
