"""The product's settings with the tests' own resource, for web processes that are started to be killed."""

from interviewai.settings import *  # noqa: F403

ROOT_URLCONF = "tests.platform_api.notes"
