"""What counts of what was said: not the sounds and hedges around it, and not what the speaker says not to do."""

import pytest

from providers.local.measuring.spoken import spoken


def heard(text: str, *, affirmed: bool = False) -> str:
    return " ".join(word.text for word in spoken(text) if not (affirmed and word.is_negated))


@pytest.mark.parametrize(
    "said",
    [
        "Um, I look at the, uh, gauge and then I close the valve.",
        "I look at at the gauge and then then I close the valve.",
        "I look, no, I look at the gauge, and then I, well, I close the valve.",
        "I'm not sure, but I look at the gauge and then, I think, I close the valve.",
        "i look at the gauge and then i close the valve",
        "I look at [name] the gauge and then I close the valve.",
        "I look at the gauge and then I close the vàlve, you know, and so on.",
        "Thank you. My colleagues call me [name]. I look at the gauge and then I close the valve.",
    ],
)
def test_who_hesitates_has_said_the_same_words(said: str) -> None:
    assert heard(said) == "i look at gauge and then i close valve"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("I never check the wristband, I don't wash my hands.", ""),
        ("I would never check the name, the dose or the route. Then I go.", "then i go"),
        ("I would never do this: wash my hands, and put on gloves. I sit.", "i sit"),
        ("I would never ask if it hurts, and I sit.", "and i sit"),
        ("We never ask the people what they were doing when it went off.", ""),
        ("I don't look why she fell. I sit.", "i sit"),
        ("There is no need to measure the voltage, so I begin.", "there is so i begin"),
        ("Never measure anything.", ""),
    ],
)
def test_what_the_speaker_does_not_do_does_not_count(said: str, counts: str) -> None:
    assert heard(said, affirmed=True) == counts


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("I don't start before I have checked the dose.", "before i have checked dose"),
        ("I never give it without checking the name.", "without checking name"),
        ("I do not sign until two people have counted.", "until two people have counted"),
        ("Not only the dose but the route as well.", "not only dose but route as"),
        ("I don't guess, I measure the gap.", "i measure gap"),
        ("If the valve does not close, I call for help.", "if valve does not close i call for help"),
    ],
)
def test_a_negation_ends_where_what_is_done_begins(said: str, counts: str) -> None:
    assert heard(said, affirmed=True).startswith(counts)


def test_clipped_endings_are_the_same_words() -> None:
    assert heard("Weldin' pipes, grindin’ and checkin'.") == heard("Welding pipes, grinding and checking.")
