"""kill -9 of the live worker in the middle of a turn; another one is started, as `manage.py up` does."""

import pytest

from interviews.synthetic.characters import strong, weak
from tests.faults.trial import DECIDING, IN_HAND, Trial

HEARD_NOW = f"turn_id = turn.id AND status = 'stored' AND EXISTS ({IN_HAND} segment.id)"
HEARING = f"EXISTS (SELECT 1 FROM interviews_segment AS segment WHERE {HEARD_NOW})"  # noqa: S608
MOMENTS = {
    "transcribing": f"position = 1 AND {HEARING}",
    "transcribing after the end of the answer": f"position = 1 AND status = 'answered' AND {HEARING}",
    "deciding": f"position = 1 AND {DECIDING}",
    "speaking": f"kind = 'follow_up' AND speech_status = 'none' AND EXISTS ({IN_HAND} turn.id)",
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_an_interview_survives_the_death_of_its_worker_while(moment: str, trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when(MOMENTS[moment])
        trial.stack.kill("live-1")
        trial.stack.start("live-1")

    trial.forget_speech()
    tab = await trial.go_through(weak, kill)

    trial.assert_whole(tab)
    assert trial.faults() == [], "a dead worker is no fault of a provider"


async def test_without_any_worker_the_answers_are_kept_until_one_comes_back(trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when("position = 1 AND opened_at IS NOT NULL")
        trial.stack.kill("live-1")
        await trial.when("position = 1 AND status = 'answered'")
        trial.stack.start("live-1")

    tab = await trial.go_through(strong, kill)

    trial.assert_whole(tab)


async def test_scores_survive_the_death_of_the_worker_that_gives_them(trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when("EXISTS (SELECT 1 FROM evaluations_evaluation WHERE interview_id = turn.interview_id)")
        trial.stack.kill("background")
        trial.stack.start("background")

    await trial.go_through(strong)
    await kill(trial)

    assert trial.evaluation()["overall"] is not None
    assert [score["status"] for score in trial.scores()] == ["scored", "scored"]
