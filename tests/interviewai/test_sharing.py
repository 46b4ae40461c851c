"""A run is shared among workers by names of files: one that is moved must not fall out unseen."""

from pathlib import Path

from tests import sharing
from tests.interviewai.launching import PROJECT


def test_what_is_begun_first_exists() -> None:
    assert [path for path in sharing.LONGEST_FIRST if not Path(PROJECT, path).exists()] == []


def test_tests_with_one_installation_are_run_by_one_worker() -> None:
    assert sharing.unit("tests/faults/test_lost_lines.py::test_a[1]") == sharing.unit(
        "tests/faults/test_bad_input.py::b"
    )
    assert sharing.unit("tests/jobs/test_job_pages.py::test_a[x::y]") == "tests/jobs/test_job_pages.py"


def test_what_sets_nothing_up_goes_to_whoever_is_free() -> None:
    assert sharing.unit(f"{sharing.EACH_ALONE}::test_a[0]") != sharing.unit(f"{sharing.EACH_ALONE}::test_a[1]")
