"""kill -9 of the web process that a candidate is connected to."""

from interviews.synthetic.characters import strong
from tests.faults.trial import Trial


async def test_a_candidate_goes_on_at_another_web_process_in_the_middle_of_an_answer(trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when("position = 1 AND EXISTS (SELECT 1 FROM interviews_segment WHERE turn_id = turn.id)")
        trial.stack.kill("web-1")

    tab = await trial.go_through(strong, kill)

    assert tab.lost_lines
    trial.assert_whole(tab)


async def test_an_interview_waits_out_a_moment_without_any_web_process(trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when("position = 1 AND EXISTS (SELECT 1 FROM interviews_segment WHERE turn_id = turn.id)")
        for name in ("web-1", "web-2"):
            trial.stack.kill(name)
        trial.stack.start("web-2")

    tab = await trial.go_through(strong, kill)

    trial.assert_whole(tab)
