"""Names in mails. Whoever names an organization, a person or a job writes into mails that we send to others.

Mail programs make links of what looks like one. A space where a link would begin or go on keeps a name readable and
leaves nothing to be pressed: `ASP .NET`, `http: / /evil .com`.
"""

import re

# Controls, and what shows nothing or turns the order around; whatever joins letters or emoji stays.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
DOTS, ATS = ".\u3002\uff0e\uff61", "@\ufe6b\uff20"  # those of other scripts too
BREAKS = (
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,40}:)(?=\S)", re.IGNORECASE), r"\1 "),  # a scheme
    (re.compile(r"[/\\](?=[/\\])"), r"\g<0> "),  # before a host or a share
    (re.compile(rf"(?<=\S)(?=[{ATS}])|(?<=[{ATS}])(?=\S)"), " "),
    (re.compile(rf"(?<=\S)(?!(?<=\d).\d)(?=[{DOTS}][\w/\\])"), " "),  # but not in a number
)


def unlinkable(name: str) -> str:
    """The name in one line, with nothing in it that a mail program would make a link of."""
    line = " ".join(UNSEEN.sub("", name).split())
    for pattern, broken in BREAKS:
        line = pattern.sub(broken, line)
    return line
