"""Whether a run of words, taken out of a text, says the opposite of what the text says. Pure."""

from collections.abc import Sequence

from evaluations.judging.tokens import Token

DENYING = "not never no nor neither cannot without hardly barely scarcely rarely seldom nobody nothing none nowhere"
CONTRACTED = "ai are ca could did do does had has have is might must need sha should was were wo would"
NEGATORS = frozenset(DENYING.split()) | {f"{verb}nt" for verb in CONTRACTED.split()}
BETWEEN = """
a able all always any anyone anybody at be been believe case even ever fact going gonna have it just mean need of really
right say saying simply so that the think to true used very want
"""
REACHED_OVER = frozenset(BETWEEN.split())
"""Words over which a negation reaches: "it isn't true that", "I don't want to", "never really"."""
BEGINNING = "i we you it he she they that this there im id ive ill were weve its thats my our the"
SUBJECTS = frozenset(BEGINNING.split())
REACH = 6


def is_turned_round(text: Sequence[Token], first: int, last: int) -> bool:
    """Of the tokens `first` to `last`, both included: what stands before or behind them in their clause denies them."""
    return denied_before(text, first) or denied_behind(text, last)


def denied_before(text: Sequence[Token], first: int) -> bool:
    for place in range(first, max(0, first - REACH), -1):
        if text[place].opens:
            return False
        before = text[place - 1].text
        if before in NEGATORS:
            return not is_an_answer(text, place - 1)
        if before not in REACHED_OVER:
            return False
    return False


def is_an_answer(text: Sequence[Token], place: int) -> bool:
    """A "no" of its own, that speech recognition wrote without its comma: "no I would check"."""
    return text[place].text == "no" and place + 1 < len(text) and text[place + 1].text in SUBJECTS


def denied_behind(text: Sequence[Token], last: int) -> bool:
    for place in range(last + 1, min(len(text), last + REACH)):
        if text[place].opens:
            return False
        if text[place].text in NEGATORS:
            return not is_an_answer(text, place)
        if text[place].text not in REACHED_OVER:
            return False
    return False
