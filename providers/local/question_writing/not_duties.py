"""What a job description says beside the work: terms, requirements of the person, people, orders to whoever reads.
Pure.

A phrase that holds such a thing becomes no question.
"""

import re

from providers.addressing import is_addressed

TERMS = re.compile(
    r"""
    \b(?:salar(?:y|ies)|wages?|bonus(?:es)?|pensions?|holidays?|vacation|annual\ leave|days?\ of\ leave|paid\ leave
          |perks?
      |benefits?|gym|free\ (?:lunch|fruit|parking|uniform|drinks|coffee)|overtime|stock\ options|commission|tips
      |allowances?
      |(?:health|life|dental|medical)\ insurance|company\ car|full[ -]?time|part[ -]?time|permanent|fixed[ -]term|hybrid
      |remote(?:ly)?|home[ -]office|flexitime|per\ (?:hour|annum|year|month)|an\ hour|(?:office|working|flexible)\ hours
      |hours|o'clock|weekends?|rota|accommodation|relocat\w+|probation\ period|job\ (?:security|ticket)
      |possible|wanted|required|preferred|desirable|a\ plus|an?\ advantage|nice\ to\ have|mandatory|is\ a\ must
      |we\ offer|opportunit(?:y|ies)
      |immediately|asap|start\ date|apply|applicants?|applications?\ (?:to|by|with|must)|your\ application|cv
      |cover\ letter
      |r[ée]sum[ée]|agencies\ please|vacanc(?:y|ies)|careers?|our\ (?:team|company|culture|values|story|office|mission)
      |dress\ code|training\ provided|will\ be\ provided|other\ duties|as\ (?:assigned|needed)|join)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
OF_THE_PERSON = re.compile(
    r"""
    \b(?:degrees?|bachelor\w*|master(?:'s|s|\ of)|diploma|ph\.?d|gcses?|a[ -]levels|apprenticeship|graduated?
          |education\ in
      |qualifications?|licen[cs]es?|certificat(?:e|ion)s?\ (?:in|required|as)|accredited|registered\ with
      |\d\+?\ ?(?:years|yrs)|years'?\ (?:of|in|as|behind|experience)
      |fluent\w*|native|proficien\w+\ in\ (?:english|german)|(?:spoken|written)\ \w+|languages?\ skills|(?:english
      |german|french
      |spanish|italian|dutch|polish|arabic|turkish|russian|chinese)|(?:two|three|several|foreign)\ languages
      |team\ (?:player|spirit)|motivat(?:ed|ion)|reliab\w+|flexib\w+|passion\w*|enthusias\w+|attitude|humou?r|friendl\w+
      |punctual\w*|hard[ -]?working|self[ -](?:starter|motivated)|personality|cheerful|well[ -]groomed|nerves
      |stress[ -]resistan\w+
      |resilien\w+|(?:communication|interpersonal|soft|social|organi[sz]ational)\ skills|work(?:s
      |ing)?\ (?:well\ )?(?:alone|independently)
      |independently|in\ a\ team|work\ under\ pressure|discretion|curious|curiosity|eager|willing\w*|physically
      |physical\ fitness
      |lift\ (?:up\ )?(?:to\ )?\d+|own\ (?:car|tools|transport)|background\ check|dbs|drug\ test|right\ to\ work
      |work\ permit
      |driving\ record|words\ a\ minute|hands[ -]on|mindset|detail[ -]oriented|attention\ to\ detail|dynamic
      |fast[ -]paced)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
PRIVATE = re.compile(
    r"""
    \b(?:religio\w+|faith|church|(?:their|your|her|his|own|private|candidate's)\ (?:age|family|families|belief\w*
          |faith|origin
      |health|private\ life|children|kids|husband|wife|partner|home\ life|body|looks|accent|gender|skin)|how\ old
      |years\ old
      |aged?\ (?:under|over|between|of)\ |between\ \d+\ and\ \d+|born|married|marital|maternity\ plans|husband|wife
      |spouse
      |pregnan(?:cy\ plans|t\ or)|(?:is|are|be|get|become)\ pregnant|sexual\w*|ethnic\w*|race|skin\ colou?r
      |nationalit\w+|citizen\w*
      |political|trade\ union|veteran\ status|criminal\ record|attractive|young|gender|equal\ opportunit\w+
      |regardless)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
ORDERS = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|above|instruct\w*|prompts?|rules?|everything|all)\b
    | \b(?:ask|question|tell|interview|reject|prefer|score|rate)\ (?:the|each|every|all|any|a|these|those|this|only
    |no)?\ ?
      (?:candidates?|applicants?|interviewees?|women|men|mothers)\b
    | \b(?:candidates?|applicants?|interviewees?)\ (?:must|should|shall|have\ to|has\ to)\ be\ (?:asked|told|scored
    |rated)\b
    | \b(?:as|you\ are|act\ as|acting\ as)\ (?:an?\ |the\ )?(?:ai|interviewer|language\ model|assistant\ model
    |chatbot|llm)\b
    | \b(?:system|assistant|developer|user)\ ?(?:prompt|message)?\ ?:|\bprompts?\b|\blanguage\ model\b
    |\bai\ interviewer\b
    | \binterview\ questions?\b|\b(?:output|print|return|respond|reply|write|say)\ (?:only|exactly|nothing
    |the\ words?)\b
    | \bask\ (?:about|whether|if|for\ their|how\ old|him|her|them)\b|\bthe\ (?:interviewer|rubric|expected\ points)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
ADDRESS = re.compile(
    r"@|https?:|www\.|[$€£¥]|\b(?:euros?|dollars?|pounds|usd|eur|gbp|chf)\b|\d{5}|(?<![\d.,])\d[\d.,]*+\s?k\b",
    re.IGNORECASE,
)
REPORTING_LINE = re.compile(r"\breport(?:s|ing)?\ (?:directly\ )?to\b", re.IGNORECASE)
STILL_IN_THE_PICTURE = re.compile(r"\b(?:we|us|i|me|they|them|he|she|him)\b", re.IGNORECASE)

OTHER_THINGS = (TERMS, OF_THE_PERSON, PRIVATE, ADDRESS, REPORTING_LINE, STILL_IN_THE_PICTURE)


def is_about_something_else(phrase: str) -> bool:
    return any(pattern.search(phrase) for pattern in OTHER_THINGS)


def is_order(sentence: str) -> bool:
    """Speaks to whoever, or whatever, reads the description."""
    return ORDERS.search(sentence) is not None or is_addressed(sentence)


def is_of_terms(phrase: str) -> bool:
    """A list that holds such a thing is a list of such things."""
    return any(pattern.search(phrase) for pattern in (TERMS, OF_THE_PERSON, ADDRESS))
