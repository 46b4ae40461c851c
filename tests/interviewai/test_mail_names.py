"""Names in mails that we send: read by people, pressed by nobody."""

import pytest
from django.utils.html import urlize
from hypothesis import given
from hypothesis import strategies as st

from interviewai.kernel.mail_names import unlinkable

PIECES = st.sampled_from(
    ["http://", "https:", "//", "\\\\", "www.", "evil", ".com", ".", "@", "mailto:", "/", "1", " ", "\n", "\u200b", "é"]
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("http://evil.com/now", "http: / /evil .com/now"),
        ("www.evil.com", "www .evil .com"),
        ("evil.com", "evil .com"),
        ("ev\u200bil\u2060.com", "evil .com"),
        ("evil\u3002com", "evil \u3002com"),
        ("someone@evil.com", "someone @ evil .com"),
        ("mailto:someone@evil.com", "mailto: someone @ evil .com"),
        ("https:evil", "https: evil"),
        ("\\\\evil\\share", "\\ \\evil\\share"),
        ("//evil", "/ /evil"),
        ("Acme\r\nBcc: other\u2028x\x00", "Acme Bcc: other x"),
        ("\u202eevil\u202c", "evil"),
    ],
)
def test_a_name_that_would_become_a_link_is_broken_where_it_would(name: str, shown: str) -> None:
    assert unlinkable(name) == shown


@pytest.mark.parametrize(
    "name",
    [
        "Bäckerei 🥐 & Söhne",
        "St. John's Hospital, Inc.",
        "Engineer (m/w/d)",
        "Support 24/7 at 10:30",
        "Release 2.0",
        "会社",
        "👩‍🔬 Lab",
        "می‌خواهم",
        "C++: Senior",
        "- # 100%",
        "",
    ],
)
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert unlinkable(name) == name


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_name_is_made_a_link_and_a_broken_one_is_not_broken_again(name: str) -> None:
    shown = unlinkable(name)
    assert "<a" not in urlize(shown)
    assert unlinkable(shown) == shown
    assert len(shown.splitlines()) <= 1
