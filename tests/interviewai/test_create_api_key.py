from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Organization
from organizations.platform_api import keys


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("create_api_key", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(("mode", "prefix"), [("--test", "iai_test_"), ("--live", "iai_live_")])
def test_it_prints_a_key_that_works_and_nothing_else(acme: Organization, mode: str, prefix: str) -> None:
    key = printed("--organization", acme.slug, mode)
    assert key.startswith(prefix)
    row = keys.find(key)
    assert (row.organization, row.livemode) == (acme, mode == "--live")
    assert row.scopes == [scope.value for scope in keys.Scope]


def test_a_key_may_do_no_more_than_its_scopes_say(acme: Organization) -> None:
    key = printed("--organization", acme.slug, "--test", "--scopes", "results:read", "--name", "Reports")
    assert (keys.find(key).scopes, keys.find(key).name) == (["results:read"], "Reports")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--organization", "no-such-slug", "--test"], "There is no organization 'no-such-slug'."),
        (["--organization", "acme"], "one of the arguments --test --live is required"),
        (["--organization", "acme", "--test", "--live"], "not allowed with argument"),
        (["--organization", "acme", "--test", "--scopes", "everything"], "invalid choice"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        printed(*arguments)


def test_an_organization_with_too_many_keys_gets_no_more(acme: Organization) -> None:
    for number in range(keys.KEYS_MAX):
        keys.create(acme, name=str(number), livemode=False, scopes=["jobs:read"])
    with pytest.raises(CommandError, match="Revoke one first"):
        printed("--organization", acme.slug, "--test")
