"""make bench: live interviews under load, on providers of fixed latency and on this machine's own engines."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import psutil

from benchmarks import idle, local_engines, measuring, schedule
from benchmarks.measuring import Level, p50, p99
from benchmarks.pace import FLOOR_MS, LLM_MS, STT_MS, TTS_MS, pace_of
from benchmarks.stages import STAGES
from benchmarks.table import Row, lines
from tests import seed, stack

SCRIPTED = {
    "AI_ENV": "scripted",
    "SCRIPTED_STT_MS": str(STT_MS),
    "SCRIPTED_LLM_MS": str(LLM_MS),
    "SCRIPTED_TTS_MS": str(TTS_MS),
    "DATABASE_POOL_SIZE": "40",
    "ASGI_THREADS": "24",
    "LOG_LEVEL": "WARNING",
    "LIVE_PER_ORGANIZATION": "64",  # One organization holds all of the interviews.
}
MANY = 1_000
LIVE_WORKERS, LIVE_THREADS = 2, 16
LEVEL_OF_THE_AIMS = 50
LOCAL_AIM_MS = 1500
SCHEDULE_AIM = 0.8  # Of the calls per second of a plain create.


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--levels", type=int, nargs="*", default=[1, 50, 200], help="live interviews at once")
    parser.add_argument("--seconds", type=float, default=30, help="measured at each level, after the ramp")
    parser.add_argument("--without-local", action="store_true", help="leave the machine's own engines out")
    wanted = parser.parse_args(arguments)
    print(
        f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB; the load runs on the same machine."
    )
    levels = scripted(wanted.levels, wanted.seconds) if wanted.levels else []
    rows = [
        organization_row(),
        *many_organizations_rows(),
        *schedule_rows(),
        *(row for level in levels for row in level_rows(level, levels[0])),
    ]
    rows += [*webhook_rows(), idle_row()]
    if not wanted.without_local:
        rows += local_rows()
    print("", *lines(rows), "", *(where_the_time_goes(levels) if levels else ()), sep="\n")


def scripted(live: Sequence[int], seconds: float) -> list[Level]:
    say("Starting a stack with scripted providers")
    with stack.running(SCRIPTED, live_workers=LIVE_WORKERS, live_threads=LIVE_THREADS) as running:
        levels = []
        for count in live:
            pace = pace_of(count)
            say(f"{count} live, each ends an answer every {pace.turn_s:g} s with {pace.segments} segments")
            levels.append(measuring.measure(running, count, seconds))
        return levels


def local_rows() -> list[Row]:
    say("Starting a stack on this machine's own engines, and speaking three answers of 40 s")
    with stack.running({"AI_ENV": "local"}) as running:
        row = seed.read(running.run("tests.seed", "--interviews", "1", "--questions", "5"))[0]
        measured = local_engines.measure(row.link)
    return [
        local_row(f"local engines, {local_engines.ANSWER_S} s answer -> next question", measured.with_pauses),
        local_row("  the same answer without a pause for 15 s", measured.without_pauses),
    ]


def local_row(what: str, milliseconds: float) -> Row:
    answer_ms = local_engines.ANSWER_S * 1000
    return Row(what, milliseconds, "ms", LOCAL_AIM_MS, f"{milliseconds / answer_ms:.3f} of the answer")


def idle_row() -> Row:
    say(f"Letting an installation with {MANY} organizations sleep, and one with two")
    few, many = idle.cores(2), idle.cores(MANY)
    compared = f"{many / few:.2f} of what two organizations cost ({100 * few:.1f} %)"
    return Row(f"{MANY} organizations asleep: what they add", 100 * (many - few), "% of a core", 2, compared)


def alone(name: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.alone", name], stdout=subprocess.PIPE, text=True, check=True
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def webhook_rows() -> list[Row]:
    say("Delivering webhooks to a receiver that takes 50 ms, beside a bare HTTP client")
    measured = alone("webhooks")
    engine, loop = measured["engine_per_cpu_s"], measured["loop_per_cpu_s"]
    compared = f"{engine / loop:.2f} of a bare aiohttp loop ({loop:.0f})"
    return [
        Row("webhooks: deliveries a second of CPU", engine, "/s", min(5000, loop / 2), compared, more_is_better=True),
        Row("webhooks: commit -> receiver when idle, p50", p50(measured["arrival_ms"]), "ms", 300),
        Row("webhooks: commit -> receiver when idle, p99", p99(measured["arrival_ms"]), "ms", 2000),
    ]


def organization_row() -> Row:
    say("Making organizations, and migrating as many")
    measured = alone("onboarding")
    made, migrated = measured["create_organization_ms"]["p50"], measured["all_migrations_ms"]["p50"]
    return Row("new organization, p50", made, "ms", 100, f"{made / migrated:.2f} of migrating it ({migrated:.0f} ms)")


def many_organizations_rows() -> Iterator[Row]:
    say("Making a thousand organizations, and migrating all of them")
    measured = alone("many_organizations")
    yield Row("1,000 organizations: one more, p50", measured["create_organization_ms"], "ms", 60)
    yield Row("1,000 organizations: prepare_database with nothing to do", measured["nothing_to_do_s"], "s", 0.5)
    yield Row("1,000 organizations: a migration with a column and an index", measured["migration_s"], "s", 10)


def schedule_rows() -> Iterator[Row]:
    """Beside a REST framework view that creates the same candidate and interview and does nothing else."""
    say("Scheduling interviews over the API, and creating the same rows with a plain REST framework view, by turns")
    found = schedule.measure()
    calls = (
        f"{found.ours / found.plain:.2f} of a plain DRF create: {found.ours:.0f} of {found.plain:.0f} calls a second"
    )
    aim = 1000 / found.plain / SCHEDULE_AIM
    yield Row("schedule call with key, limits, idempotency, log, tenancy", 1000 / found.ours, "ms", aim, calls)
    cpu = f"{found.ours_cpu_ms / found.plain_cpu_ms:.1f} of the plain one ({found.plain_cpu_ms:.1f} ms)"
    yield Row("  CPU of the web process", found.ours_cpu_ms, "ms", None, cpu)


def level_rows(level: Level, first: Level) -> Iterator[Row]:
    name = f"{level.live} live: "
    if not level.answers:
        yield Row(f"{name}NO ANSWER CAME TO ITS END; failures", len(level.failures), "", 0)
        return
    aimed = level.live <= LEVEL_OF_THE_AIMS
    middle, cores = p50(level.next_question), sum(level.cores.values())
    yield Row(f"{name}end of answer -> first sound (thanks), p50", p50(level.thanks), "ms", 150)
    yield Row(
        f"{name}end of answer -> next question, p50",
        middle,
        "ms",
        None,
        f"{middle / FLOOR_MS:.2f} of the floor ({FLOOR_MS} ms)",
    )
    yield Row(f"{name}over the floor, p50", p50(level.overhead), "ms", 25 if aimed else None, against(level, first))
    yield Row(f"{name}over the floor, p99", p99(level.overhead), "ms", 60 if aimed else None)
    yield Row(f"{name}CPU an interview", 100 * cores / level.live, "% of a core", None, f"{cores:.2f} cores in all")
    yield Row(f"{name}memory an interview, over idle", level.memory_mb / level.live, "MB")
    yield Row(f"{name}candidates that gave up", len(level.failures), "", 0, f"{level.answers} answers measured")


def against(level: Level, first: Level) -> str:
    if level is first or not first.answers:
        return ""
    return f"{p50(level.overhead) / p50(first.overhead):.1f} of {first.live} live"


def where_the_time_goes(levels: Sequence[Level]) -> Iterator[str]:
    yield "Where the time goes over the floor (ms in the middle):"
    shown = [level for level in levels if level.stages]
    yield "  ".join([f"{'':<8}", *(f"{level.live:>4} live" for level in shown)])
    for stage, meaning in STAGES.items():
        yield "  ".join([f"{stage:<8}", *(f"{level.stages[stage]:>9.1f}" for level in shown), meaning])
    yield ""
    yield "CPU by part (cores):"
    for level in shown:
        parts = sorted(level.cores.items(), key=lambda part: -part[1])
        yield f"{level.live:>4} live  " + "  ".join(f"{name} {cores:.2f}" for name, cores in parts if cores >= 0.01)
    for level in levels:
        for failure in sorted(set(level.failures)):
            yield f"{level.live:>4} live: {level.failures.count(failure)} gave up: {failure}"


def say(line: str) -> None:
    print(f"-- {line}", flush=True)


if __name__ == "__main__":
    main()
