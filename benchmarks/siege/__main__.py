"""make siege: one attacker after the other, while two candidates of another organization hold their interviews.

Prints their waits beside the same run before the attack, the memory of each process, and what the attacker got.
"""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.siege import run
from benchmarks.siege.attacks import ATTACKS
from benchmarks.siege.reckoning import longest, missed_rows, rows, what_hurts
from benchmarks.table import lines

SECONDS = 20.0


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make siege", description=__doc__)
    parser.add_argument("attacks", nargs="*", metavar="attack", help="all of them by default; --list tells their names")
    parser.add_argument("--list", action="store_true", help="what attacks there are")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="of calm, and of each attack; three times on local engines"
    )
    wanted = parser.parse_args(arguments)
    if unknown := sorted(set(wanted.attacks) - set(ATTACKS)):
        parser.error(f"there is no attack {unknown[0]}; there are: {', '.join(ATTACKS)}")
    if wanted.list:
        print(
            *(f"{attack.name:<20}{attack.engines.name:<10}{attack.sentence}" for attack in ATTACKS.values()), sep="\n"
        )
        return
    sys.exit(siege(wanted.attacks or list(ATTACKS), wanted.seconds))


def siege(names: Sequence[str], seconds: float) -> int:
    """The exit status: whether each attack could be measured. An aim that is missed is a result."""
    outcomes, failures = [], []
    for name in names:
        say(f"{name}: {ATTACKS[name].sentence}")
        try:
            outcomes.append(run.besiege(ATTACKS[name], seconds))
        except (RuntimeError, TimeoutError) as error:
            failures.append(f"{name} could not be measured: {error}")
        else:
            say(f"  {len(missed_rows(outcomes[-1]))} aims missed; longest wait {longest(outcomes[-1]):.1f} s")
    table = lines([row for outcome in outcomes for row in rows(outcome)])
    print("", *table, "", *what_hurts(outcomes), *failures, sep="\n")
    return 1 if failures else 0


def say(line: str) -> None:
    print(f"-- {line}", flush=True)


if __name__ == "__main__":
    main()
