"""Plain patterns of what tells who somebody is. Pure.

They read a folded text without accents whose capitals are kept. A pattern's group `who` is what is masked, or else the
whole of it. What the field's words could be taken for (192.168.0.1, @property, node.js, "at university") is left alone.
"""

import re

CAPITAL = r"[A-Z][\w&'-]++"
NO_OPENING = r"(?!(?:The|At|In|My|After|From|When|And|But|Our|Then|So|We|As|During|While|Before|An|Every|Each|This)\b)"
RUN = rf"{NO_OPENING}{CAPITAL}(?: (?:of )?(?:the )?{CAPITAL}){{0,6}}"
FIRST_NAME = r"[A-Z][a-z'-]++"
PARTICLES = r"(?:(?:de|van|von|der|den|la|al|bin|da|di) ){0,2}"
NAME = rf"{FIRST_NAME}(?: (?:[A-Z]\.?(?![a-z])|{PARTICLES}{FIRST_NAME})){{0,4}}"
NO_ROLE = r"(?!\w++ (?:Master|Developer|Engineer|Nurse|Certified|Manager|Native|Lead|Senior|Designer|Analyst|Owner)\b)"
WHOLE_NAME = rf"{NO_ROLE}{FIRST_NAME}(?: [A-Z]\.)? {FIRST_NAME}(?=[,.!?]|$| and | from | speaking| here| i | a | the )"
PRONOUN = r"\b(?:she|he|they|ze|xe|her|him|them|zir|xem|hers|his|theirs)\b"
DIGITS = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|[\d()+-]{1,16})"
STREET = "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Square|Court|Ct|Way|Terrace|Place|Close"
SITE = r"(?:github|gitlab|twitter|linkedin|instagram|user ?name|handle|nick ?name)"
DEGREE = r"(?:degree|bachelor'?s?|master'?s?|phd|diploma) (?:\w{1,30} ){0,4}(?:from|at)"
ATTENDED = rf"(?:graduated from|studied (?:\w{{1,30}} ){{0,3}}at|{DEGREE}|alumn(?:us|a|i) of|(?:student|enrolled) at)"

WRITTEN: tuple[tuple[str, str], ...] = (
    ("[email]", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    ("[email]", r"(?i:\be?-?mail (?:address )?is )(?P<who>(?i:[\w.-]{1,64}(?: (?:dot|at) [\w-]{1,63}){1,6}))"),
    ("[link]", r"(?i:\bhttps?://|\bwww\.)[^\s,;]{1,500}"),
    ("[link]", r"\b(?i:linkedin|github|gitlab|twitter|instagram|facebook|xing|x)\.com/[^\s,;]{1,200}"),
    ("[link]", rf"(?i:\bmy {SITE}(?: (?:handle|name|account|profile|page))? is )(?P<who>@?[\w./-]{{1,100}})"),
    ("[phone]", r"(?<![\w+.,-])(?:\+|00)\d(?:[ ()/.-]{0,2}\d){7,14}(?!\w)"),
    ("[phone]", r"(?<![\w+.,-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"),
    ("[phone]", r"(?<![\w+.,-])0\d{2,4}[ /-]\d{3,9}(?:[ -]\d{2,5}){0,3}(?![\w-])"),
    ("[phone]", rf"(?i:\b(?:phone|mobile|cell)(?: number)? is )(?P<who>(?i:{DIGITS}(?:[ -]{DIGITS}){{2,20}}))"),
    ("[address]", rf"\b\d{{1,5}}[A-Za-z]?,? (?:{CAPITAL} ){{1,3}}(?:{STREET})\b\.?"),
    ("[address]", r"\b[A-Z][a-z]{1,30}(?:strasse|str\.|gasse|weg|platz|allee) \d{1,4}[a-z]?\b"),
    ("[address]", r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    ("[address]", r"(?i:\b(?:zip|postal|post) ?code is )(?P<who>\w{3,8}(?: \d\w{2})?)"),
    ("[address]", rf"(?i:\bi live (?:in|at|on|near) )(?P<who>(?:\d{{1,5}} )?{RUN})"),
    ("[school]", rf"(?i:\b{ATTENDED} )(?:the )?(?P<who>{RUN})"),
    (
        "[school]",
        rf"\b{NO_OPENING}(?:{CAPITAL} ){{1,5}}(?i:university|college|polytechnic)(?: of(?: {CAPITAL}){{1,4}})?",
    ),
    ("[school]", rf"\b{NO_OPENING}(?:{CAPITAL} ){{1,5}}(?:School|Institute)(?: (?:of|for)(?: {CAPITAL}){{1,4}})?"),
    ("[school]", rf"(?i:\buniversity of )(?:the )?(?:{CAPITAL}(?: {CAPITAL}){{0,3}}|[a-z]{{3,30}})"),
    ("[school]", rf"\b(?i:college|school|institute|academy) of (?:the )?{CAPITAL}(?: (?:and )?{CAPITAL}){{0,4}}"),
    ("[pronouns]", rf"(?i:\bpronouns are )(?P<who>(?i:{PRONOUN}(?:(?: ?/ ?| and | slash | ){PRONOUN}){{0,3}}))"),
    ("[pronouns]", rf"(?i:{PRONOUN} ?/ ?{PRONOUN}(?: ?/ ?{PRONOUN})?)"),
    ("[pronouns]", rf"(?i:\bi use )(?P<who>(?i:{PRONOUN}(?:(?: and | ){PRONOUN})?))(?i: pronouns)"),
    ("[name]", rf"(?i:\bmy (?:\w{{3,6}} )?name(?: is|'s) )(?P<who>{NAME}|[a-z]{{2,30}}(?![a-z']))"),
    ("[name]", rf"(?i:\bcalls? me )(?P<who>{NAME})"),
    ("[name]", rf"(?i:\bi(?: am|'m) |\bthis is )(?P<who>{WHOLE_NAME})"),
)
PATTERNS = tuple((token, re.compile(pattern)) for token, pattern in WRITTEN)
