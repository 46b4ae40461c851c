"""Valkey may be lost at any moment; Postgres may be restarted. Neither costs a word."""

import asyncio
import signal

import pytest

from interviews.synthetic.characters import strong
from tests.faults.trial import DECIDING, Trial

IN_MID_ANSWER = "position = 1 AND EXISTS (SELECT 1 FROM interviews_segment WHERE turn_id = turn.id)"
IN_MID_DECISION = f"position = 1 AND {DECIDING}"
AWAY_S = 1
MOMENTS = {"in mid-answer": IN_MID_ANSWER, "in mid-decision": IN_MID_DECISION}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_an_interview_survives_that_valkey_is_emptied(moment: str, trial: Trial) -> None:
    async def flush(trial: Trial) -> None:
        await trial.when(MOMENTS[moment])
        trial.stack.valkey().flushall()

    tab = await trial.go_through(strong, flush)

    trial.assert_whole(tab)


async def test_an_interview_survives_that_valkey_is_emptied_again_and_again(trial: Trial) -> None:
    async def flush(trial: Trial) -> None:
        client = trial.stack.valkey()
        while not trial.rows("SELECT 1 FROM interviews_interview WHERE id = %s AND review_until IS NOT NULL"):
            await asyncio.to_thread(client.flushall)
            await asyncio.sleep(0.5)

    tab = await trial.go_through(strong, flush)

    trial.assert_whole(tab)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_an_interview_survives_a_restart_of_valkey(how: signal.Signals, trial: Trial) -> None:
    async def restart(trial: Trial) -> None:
        await trial.when(IN_MID_ANSWER)
        trial.stack.kill("valkey", how)
        await asyncio.sleep(AWAY_S)
        trial.stack.start("valkey")

    tab = await trial.go_through(strong, restart)

    trial.assert_whole(tab)


async def test_an_interview_goes_on_while_valkey_is_away_as_far_as_the_web_process_can(trial: Trial) -> None:
    """What is said is stored and acknowledged without it; what needs a worker waits."""

    async def take_away(trial: Trial) -> None:
        await trial.when("position = 1 AND opened_at IS NOT NULL")
        trial.stack.kill("valkey")
        await trial.when("position = 1 AND status = 'answered'")
        trial.stack.start("valkey")

    tab = await trial.go_through(strong, take_away)

    trial.assert_whole(tab)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_an_interview_survives_a_restart_of_postgres(moment: str, trial: Trial) -> None:
    async def restart(trial: Trial) -> None:
        await trial.when(MOMENTS[moment])
        trial.stack.kill("postgres", signal.SIGINT)
        await asyncio.sleep(AWAY_S)
        trial.stack.start("postgres")

    tab = await trial.go_through(strong, restart)

    trial.assert_whole(tab)
