"""Rows of the index of owed work vanish at random: pages that wait and the slow audit find what is missing."""

import asyncio

from interviews.synthetic.characters import weak
from tests.faults.trial import Trial

EACH_SECOND_ROW = "DELETE FROM public.owed_work WHERE organization_id = %s AND random() < 0.5"
TIMES = 40


async def test_an_interview_survives_the_loss_of_rows_of_the_index(trial: Trial) -> None:
    async def lose_rows(trial: Trial) -> None:
        await trial.when("position = 1")
        for _ in range(TIMES):
            await asyncio.to_thread(trial.stack.rows, EACH_SECOND_ROW, trial.interview.organization_id)
            await asyncio.sleep(0.1)

    tab = await trial.go_through(weak, lose_rows)

    trial.assert_whole(tab)


async def test_scores_survive_it_too(trial: Trial) -> None:
    trial.stack.kill("background")
    await trial.go_through(weak)
    await trial.when("EXISTS (SELECT 1 FROM evaluations_score)")
    trial.stack.rows("DELETE FROM public.owed_work")
    trial.stack.start("background")

    assert trial.evaluation()["status"] == "ready"
    assert {call["status"] for call in trial.scorings()} == {"ok"}
