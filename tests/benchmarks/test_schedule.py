"""The comparison itself runs; its figures are `make bench`'s."""

from benchmarks import schedule


def test_both_servers_create_interviews_and_are_measured_by_turns() -> None:
    found = schedule.measure(rounds=1, round_s=0.5)
    assert min(found.ours, found.plain) > 0
    assert min(found.ours_cpu_ms, found.plain_cpu_ms) > 0
