"""Whether a text is English, by its function words. Pure."""

import re

from providers.words import FUNCTION_WORDS

WORD = re.compile(r"[^\W\d_]+")
OTHER_FUNCTION_WORDS = (
    frozenset(
        """
    aber als auch auf aus bei beim bis das dem den der des die diese durch ein eine einem einen einer es für gegen haben ihre
    ihrem ihren ihr im ist kann mit nach nicht oder sein sich sie sind sowie über um und unser unsere unserem unseren vom von
    vor werden wir wird zu zum zur zwischen
    au aux avec ce ces cette chez dans de des du elle en est et il ils la le les leur leurs lors mais ne nos notre nous ou
    où par pas pour que qui sa sera ses son sont sur un une vos votre vous êtes avez été
    al como con cuando de del desde el ella ellos entre es esta este la las lo los más muy nuestra nuestro o para pero por
    porque que se sin sobre son su sus un una y
    ai alla anche che con da dal dei della delle di è gli i il le nel nella per si sono tra un uno
    aan bij dat de deze die een en het heeft hun je maar met naar niet of onze ook op te tot uit van voor wij worden zijn zich
    às ao aos com da das do dos em na nas no nos não os ou para pela pelo pelos por são seu sua também uma você
    albo będzie dla do i jak jest lub ma na nie od oraz pod praca przez przy są się to w z za ze że
    av att det för har inte med och om på som till vi är og på til ved
    """.split()
    )
    - FUNCTION_WORDS
)
LEAST_WORDS = 4
MOST_FOREIGN = 0.12


def is_english(text: str) -> bool:
    """Whether it may be: keywords and short phrases count as English, as they have few function words of any language."""
    found = [word.lower() for word in WORD.findall(text)]
    if len(found) < LEAST_WORDS:
        return _is_latin(text)
    ours = sum(word in FUNCTION_WORDS for word in found)
    others = sum(word in OTHER_FUNCTION_WORDS for word in found)
    return _is_latin(text) and not (others > ours and others > MOST_FOREIGN * len(found))


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign < "ɐ" for sign in letters) * 2 >= len(letters)
