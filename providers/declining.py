"""Whether somebody declines to answer: says that they do not know, or passes. Pure.

The message as a whole must be that there is no answer. The clauses that say so are taken away, and where something of
substance is left ("I'm not sure, but I would call the doctor") that is the answer.
"""

import re

from providers.words import WORD, is_function_word, word_set

REFUSAL = re.compile(
    r"""
      \bi\ (?:[a-z]{3,12}ly\ |just\ |also\ )?(?:do\ not|don't|dont|did\ not|didn't)\ (?:[a-z]{3,12}ly\ )?
        (?:know|remember|recall|have|prepare)\b
    | \b(?:no|nothing)\ (?:idea|clue|answer|experience|comment|here|comes)\b
    | \b(?:dunno|beats\ me|got\ me\ there|my\ mind\ is\ blank|be\ guessing|rather\ not|prefer\ not)\b
    | \b(?:leave\ (?:it\ |that\ |this\ )?(?:out|open)|what\ you\ (?:ask|mean|want))\b
    | \bi\ (?:can\ not|cannot|can't|could\ not|couldn't)(?:\ (?:really|honestly))?
        (?:\ (?:answer|say|tell|think\ of|help|remember)\b|\W*$)
    | \bi(?:'m|\ am)\ not\ (?:sure|familiar|certain|able)\b
    | \bi(?:\ have|'ve)?\ (?:never|not|haven't|have\ not)\ (?:\w+\ )?
        (?:done|had|been|learned|learnt|seen|heard|worked|used)\b
    | \bwe\ never\ (?:had|did|used)\b | \bnever\ part\ of\ my\b
    | \b(?:not|outside|beyond)\ (?:really\ )?my\ (?:\w+\ )?(?:field|area|experience|strength|topic)\b
    | \b(?:let's|let\ us|can\ we|could\ we|may\ we|please|like\ to|want\ to|rather|prefer\ to)\ (?:\w+\ )?
        (?:skip|pass|move\ on|go\ on)(?=\W*$|\ (?:this|that|it|on|to|the\ (?:next|question))\b)
    | \b(?:i'll|i\ will|i\ must|i\ have\ to)\ (?:pass|skip)(?=\W*$|\ (?:this|that|it|on)\b)
    | \b(?:pass|skip)(?:\ on)?\ (?:this|that|it|the)(?:\ (?:one|question))?(?=\W*$|\ (?:if|please|for\ now)\b)
    | ^\W*(?:pass|skip)\W*$ | \bnext\ (?:one\ |question\ )?please\b | ^\W*next\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# One thing said: up to a mark, or to where the next one begins.
CLAUSE_END = re.compile(
    r"[.!?;,\n]+|\s(?=(?:but|so|because|although|though|however|and|until|before|without|unless|when|first|then|maybe"
    r"|i'd|we'd|i\ would|we\ would|i\ will|i'll|i\ think|i\ guess)\b)",
    re.IGNORECASE,
)
# What people say around it, about the question and themselves. None of it is what they would do.
AROUND = word_set("""
    question questions answer answers sorry please thank thanks honest honestly really good great interesting afraid
    unfortunately think thought guess guessing know knew idea clue experience nothing something anything right time
    another next move skip pass rather prefer like liked want wish tell told say said saying understand understood
    asking moment mind blank come comes remember look up field job work worked part waste helps help better ones
    thing things kind situation never head happened learned able already yet today maybe um uh er hmm phew no yes ok
    okay oh open clear sure certain prepared bit fair possible case fine seen heard real such go let leave back
    people went
    """)
DOES = re.compile(r"\b(?:i|we)\b|\b(?:would|will|should|must|could)\b|'(?:d|ll)\b", re.IGNORECASE)
LEAST_SUBSTANCE = 2  # Words; one where it stands in a clause that says what somebody does or would do.
LONGEST_REFUSAL_WORDS = 60


def says_not_known(answer: str) -> bool:
    plain = answer.replace("’", "'")
    if len(WORD.findall(plain)) > LONGEST_REFUSAL_WORDS:
        return False
    clauses = CLAUSE_END.split(plain)
    others = [clause for clause in clauses if not REFUSAL.search(clause)]
    return len(others) < len(clauses) and sum(map(_substance, others)) < LEAST_SUBSTANCE


def _substance(clause: str) -> int:
    found = [word for word in WORD.findall(clause.lower()) if not is_function_word(word) and word not in AROUND]
    return len(found) * (LEAST_SUBSTANCE if DOES.search(clause) else 1)
