"""The storm in small: `make storm` is the whole."""

from benchmarks.webhook_storm import Plan, rows, spread, storm


def test_nothing_is_lost_and_nothing_is_invented_while_everything_is_killed() -> None:
    result = storm(Plan(events=300, worker_kills=4, producer_kills=4, workers=2, producers=2))
    assert result.committed == 300
    assert (result.lost, result.phantom) == (0, 0), rows(result)
    assert result.duplicates < 100, "what was in flight may be sent twice, and no more"


def test_kills_are_spread_evenly() -> None:
    assert spread(5, 10) == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    assert spread(3, 1) == [3]
    assert sum(spread(50, 100)) == 50
