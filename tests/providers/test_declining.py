import pytest

from providers.declining import says_not_known


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know.",
        "No idea, sorry.",
        "Pass.",
        "I'd rather skip this one, if I may.",
        "That's a really good question, honestly I have no experience with that at all, so I'd rather pass.",
        "I have never worked with that, so I can't say anything sensible about it.",
        "i don't know sorry can we move on please",
        "Thank you for asking, I thought about it for a moment, but I can't think of an answer.",
        "I'm not sure, I've never done that.",
    ],
)
def test_whose_message_is_that_there_is_no_answer_declines(answer: str) -> None:
    assert says_not_known(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "I'm not sure, but I'd reboot it.",
        "I could be wrong, but the fuse comes first.",
        "I don't know exactly, however I would close the main valve and call the foreman.",
        "i'm not sure but i would isolate both rooms",
        "I have no idea what you use here, but I compare the two ledgers.",
        "I have never had this, but I ask the driver where he is.",
        "I think I would probably measure the gap twice.",
        "We pass the token in the header.",
        "Skip the cache and read the row.",
        "I pass the bolt through both plates and tighten it.",
        "I skip the step when the part was tested in our own foundry.",
    ],
)
def test_an_answer_behind_a_hedge_or_with_such_words_is_an_answer(answer: str) -> None:
    assert not says_not_known(answer)


def test_a_refusal_somewhere_in_a_long_answer_does_not_decline() -> None:
    assert not says_not_known("I don't know that tool. " + "First I read the drawing and then I set the machine. " * 8)
