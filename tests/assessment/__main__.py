"""make assess: how far the judging can be trusted, as one table of figures and aims. Fails if an aim is missed."""

import argparse
import os
import sys
from collections.abc import Sequence

from benchmarks.table import Row, lines
from providers.config import AIConfig
from tests.assessment.corpus import corpus, spread
from tests.assessment.engine import Engine, set_up
from tests.assessment.groups import GROUPS

QUESTIONS_OF_A_MODEL = 2  # Some hundred calls, each answered three times.
QUESTIONS_OF_COVERAGE = 12  # Under five minutes on two cores; all of them take a quarter of an hour.


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make assess", description=__doc__)
    parser.add_argument("--groups", nargs="*", choices=GROUPS, default=list(GROUPS))
    parser.add_argument(
        "--questions",
        type=int,
        help=f"of {len(corpus())}; unless told {QUESTIONS_OF_COVERAGE}, with LLM_URL {QUESTIONS_OF_A_MODEL}",
    )
    wanted = parser.parse_args(arguments)
    config = AIConfig.from_mapping(os.environ)
    count = wanted.questions or (QUESTIONS_OF_A_MODEL if config.llm_url else QUESTIONS_OF_COVERAGE)
    print(f"Judged by {judged_by(config)}: {count} of {len(corpus())} questions, {os.cpu_count()} cores.", "", sep="\n")
    rows = measured(config, count, wanted.groups)
    print(*lines(rows), sep="\n")
    missed = sum(row.is_missed for row in rows)
    print(
        "",
        f"{missed} of {sum(row.aim is not None for row in rows)} aims missed." if missed else "All aims met.",
        sep="\n",
    )
    sys.exit(1 if missed else 0)


def judged_by(config: AIConfig) -> str:
    return f"{config.llm_model} at LLM_URL, on a sample" if config.llm_url else "coverage, the local engine"


def measured(config: AIConfig, count: int, groups: Sequence[str]) -> list[Row]:
    engine = Engine(config)
    questions = spread(corpus(), count)
    try:
        return [row for group in groups for row in GROUPS[group](engine, questions)]
    finally:
        engine.close()


if __name__ == "__main__":
    set_up()
    main()
