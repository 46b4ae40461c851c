"""Who the candidate is, is taken out by code before any judge reads what they said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.masking.person import Person, masked
from interviews.masking.replacing import Replaced, Replacement

EMILY = Person("Emily Ann Miller", "emily.miller@example.com")


def shown(text: str, name: str = EMILY.name, email: str = EMILY.email) -> str:
    return masked(text, Person(name, email)).text


@pytest.mark.parametrize(
    ("text", "masks"),
    [
        ("I'm Emily Ann Miller.", "I'm [name]."),
        ("Then emily said so.", "Then [name] said so."),
        ("They called me Mrs. Miller there.", "They called me Mrs. [name] there."),
        ("EMILY MILLER did it", "[name] did it"),
        ("It was E. Miller and not E. A. Miller, nor Emily M.", "It was [name] and not [name], nor [name]."),
        ("Emily's idea, Emily’s plan", "[name] idea, [name] plan"),
        ("write to emily.miller@example.com please", "write to [email] please"),
        ("I like the family of families", "I like the family of families"),
    ],
)
def test_the_own_name_is_masked_in_its_forms(text: str, masks: str) -> None:
    assert shown(text) == masks


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("José Núñez", "They ask Jose Nunez about it."),
        ("Jose Nunez", "They ask José Núñez about it."),
        ("Jürgen Müller", "They ask Juergen Mueller about it."),
        ("Anne-Marie O'Brien", "They ask Anne Marie O’Brien about it."),
        ("Anne-Marie O'Brien", "They ask annemarie obrien about it."),
        ("Ludwig van der Berg", "They ask Ludwig van der Berg about it."),
        ("Ayşe Ćwiklińska", "They ask ayse cwiklinska about it."),
        ("Дмитрий Иванов", "They ask Дмитрий Иванов about it."),
        ("Will Grace", "They ask Will Grace about it."),
    ],
)
def test_a_name_is_known_with_and_without_its_accents(name: str, text: str) -> None:
    assert shown(text, name) == "They ask [name] about it."


@pytest.mark.parametrize("name", ["Will Mark", "Grace Page", "Test Candidate", "May Young", "Rob Case", "An Do"])
def test_words_that_could_be_names_stay_where_they_are_words(name: str) -> None:
    text = (
        "Will this work? I will mark the page in any case. An answer that I do test may be young. Mark it. "
        "Page faults rob us of grace. The candidate may do so."
    )
    assert shown(text, name, "") == text


@pytest.mark.parametrize(
    "text", ["my name is mark", "I'm Mark.", "They call me Mark.", "Then Mark said", "Mark Miller"]
)
def test_a_name_that_is_a_word_is_masked_where_it_is_used_as_a_name(text: str) -> None:
    assert "[name]" in shown(text, "Mark Miller", "")
    assert "mark" not in shown(text, "Mark Miller", "").lower()


@pytest.mark.parametrize(
    ("text", "masks"),
    [
        ("My name is Thandiwe and I weld.", "My name is [name] and I weld."),
        ("people call me Bo, mostly", "people call me [name], mostly"),
        ("I am Jane Doe from the night shift", "I am [name] from the night shift"),
        ("my mail is jane at example dot com", "my mail is [email]"),
        ("my email is jane at example dot com", "my email is [email]"),
        ("Call +49 170 1234567 or (555) 123-4567 now", "Call [phone] or [phone] now"),
        ("my phone number is five five five one two three four okay", "my phone number is [phone] okay"),
        ("see https://example.com/jane and github.com/jane", "see [link] and [link]"),
        ("my github handle is jane-dev there", "my github handle is [link] there"),
        ("I live in New Haven now", "I live in [address] now"),
        ("at 12 Baker Street we met", "at [address] we met"),
        ("the post code is SW1A 2AA here", "the post code is [address] here"),
        ("I graduated from MIT last year", "I graduated from [school] last year"),
        ("I studied nursing at King's College London", "I studied nursing at [school]"),
        ("At the University of Leeds I learned it", "At the [school] I learned it"),
        ("Harvard Business School taught me", "[school] taught me"),
        ("my pronouns are they/them by the way", "my pronouns are [pronouns] by the way"),
        ("I use she/her pronouns", "I use [pronouns] pronouns"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(text: str, masks: str) -> None:
    assert shown(text) == masks


@pytest.mark.parametrize(
    "text",
    [
        "I call me a doctor when I am not sure. I am going to Java Developer meetings.",
        "We wrote 10,000,000 rows, 1.5 seconds each, on 192.168.100.200 in 2024-01-02.",
        "At school and at university I learned to weld, an old school of thought.",
        "I use the @property decorator, node.js, asp.net and socket.io, and I live for tests.",
        "I give 500 mg at 8 and 20 o'clock, 3 times, between 10 and 12.",
        "She told him, he told them, and they told us.",
        "I am AWS certified, this is Kubernetes, and it calls me back.",
    ],
)
def test_ordinary_talk_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("template", ["I'm {0} {1}. {0} did it, and {0}'s team too.", "{1}, {0}", "so {0} {1} it was"])
def test_swapping_a_name_changes_not_a_byte(template: str) -> None:
    names = [
        ("Emily", "Miller"),
        ("Lakisha", "Washington"),
        ("Ayşe", "Ćwiklińska"),
        ("Nguyen", "Anh"),
        ("José", "Díaz"),
    ]
    assert len({shown(template.format(*name), " ".join(name), "") for name in names}) == 1


def test_without_a_name_only_patterns_are_masked() -> None:
    assert shown("Emily did it", "", "") == "Emily did it"


@given(st.text(alphabet="Emily Miler.'@ a1\u0301é\n", max_size=60))
def test_each_place_of_the_masked_text_leads_back_to_the_original(text: str) -> None:
    found = masked(text, EMILY)
    for start in range(len(found.text)):
        begin, end = found.origin(start, start + 1)
        assert 0 <= begin < end <= len(text)
        assert found.text[start] == text[begin:end] or any(one.start == begin for one in found.replacements)
    if found.text:
        assert found.origin(0, len(found.text)) == (0, len(text))


def test_what_is_left_out_is_no_part_of_a_span_that_touches_it() -> None:
    found = Replaced.of("I did it. Did it. And more.", [Replacement(10, 18, "")])
    assert found.text == "I did it. And more."
    assert found.origin(0, 9) == (0, 9)
    assert found.origin(10, 19) == (18, 27)
