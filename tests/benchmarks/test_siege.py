"""What the siege reckons from what it measured; the measuring itself is `make siege`."""

import numpy
import pytest

from benchmarks.siege.__main__ import main
from benchmarks.siege.attacks import ATTACKS
from benchmarks.siege.attacks.recordings import OPUS_RATE, opus
from benchmarks.siege.reckoning import Outcome, Wait, p95, parted, refused, rows, what_hurts
from benchmarks.table import Row, lines
from providers.containers import container_of

CALM = [Wait("question", 0, 1.0), Wait("page", 0, 0.1), Wait("mail", 0, 0.1)]


def outcome(*attacked: Wait, attack: str = "flood") -> Outcome:
    return Outcome(attack, CALM, attacked)


def row(found: Outcome, part: str) -> Row:
    return next(row for row in rows(found) if part in row.what)


def test_the_slow_twentieth_of_the_waits() -> None:
    assert p95([float(each) for each in range(101)]) == 95
    assert p95([7.0]) == 7.0


def test_a_wait_belongs_to_the_attack_from_the_moment_that_it_is_under_it() -> None:
    before, into, under, behind = Wait("page", 12, 3), Wait("page", 19, 5), Wait("page", 25, 60), Wait("page", 41, 1)
    too_early = Wait("page", 9, 2)

    assert parted([too_early, before, into, under, behind], 10, 20, 40) == ([before], [into, under])


@pytest.mark.parametrize(("seconds", "verdict"), [(1.9, "met"), (2.0, "met"), (4.0, "MISSED 2.0x")])
def test_the_candidates_may_wait_twice_as_long_as_in_the_calm(seconds: float, verdict: str) -> None:
    found = row(outcome(Wait("question", 0, seconds)), "next question, p95")

    assert found.verdict == verdict
    assert found.ratio.startswith(f"{seconds:.2f} of the calm (1000 ms")


def test_nobody_waits_longer_than_three_seconds_however_long_it_took_in_the_calm() -> None:
    assert row(outcome(Wait("mail", 0, 2.9), Wait("page", 0, 0.1)), "longest").verdict == "met"
    late = row(outcome(Wait("mail", 0, 60, gave_up=True), Wait("page", 0, 0.1)), "longest")
    assert (late.verdict, late.ratio) == ("MISSED 20.0x", "their platform's invitation mail; 1 given up")


def test_waits_that_nobody_had_are_said_to_be_missing() -> None:
    assert row(outcome(Wait("page", 0, 0.1)), "segment sent -> stored").what.endswith("too few to compare")


def test_memory_is_held_against_the_calm_process_by_process() -> None:
    found = Outcome("flood", [], [], calm_mb={"web": 200, "live": 500}, peak_mb={"web": 456, "live": 510})
    memory = row(found, "memory")

    assert (memory.figure, memory.verdict, memory.ratio) == (256, "MISSED 2.0x", "web 200->456, live 500->510")


def test_refusals_are_counted_however_they_were_said() -> None:
    answers = {"200": 5, "429": 3, "503": 1, "closed 4413": 2, "refused: too_large": 4, "snapshot": 9, "stored": 1}
    found = Outcome("flood", [], [], answers=answers)

    assert refused(found) == 10
    assert row(found, "refused").ratio.startswith("of 25: snapshot 9, 200 5")


def test_what_hurts_is_what_missed_an_aim_the_longest_wait_first() -> None:
    slow, stuck = outcome(Wait("page", 0, 0.3), attack="slow"), outcome(Wait("page", 0, 30), attack="stuck")
    fine = outcome(Wait("page", 0, 0.15), attack="fine")

    head, first, second = what_hurts([slow, fine, stuck])

    assert head == "What still hurts:"
    assert first == "  stuck: longest wait of all 30000 ms (aim 3000); page of an interview, p95 30000 ms (aim 200)"
    assert second.strip() == "slow: page of an interview, p95 300 ms (aim 200)"


def test_a_siege_that_nobody_notices_says_so() -> None:
    assert what_hurts([outcome(Wait("page", 0, 0.15))]) == [
        "What still hurts: nothing of this. Two candidates do not notice."
    ]


def test_an_outcome_is_a_table() -> None:
    table = lines(rows(outcome(Wait("question", 0, 1.5), Wait("page", 0, 0.1))))
    assert table[0].split() == ["measured", "ratio", "aim"]
    assert table[1].startswith("flood: longest wait of all")


def test_every_attack_is_told_by_its_name_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--list"])

    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == list(ATTACKS)
    assert all(line.endswith(".") for line in told)


def test_an_attack_that_is_not_known_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["flod"])
    assert "there is no attack flod" in capsys.readouterr().err


def test_a_long_recording_is_a_small_file() -> None:
    silence = numpy.zeros((1, 60 * OPUS_RATE), dtype=numpy.int16)
    audio = opus(silence)
    assert container_of(audio) == "ogg"
    assert len(audio) < silence.nbytes / 20
