"""What one attack did to others: their waits beside the calm before it, memory, what was left behind. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from benchmarks.table import Row

WAITS = {
    "question": "end of answer -> next question",
    "stored": "segment sent -> stored",
    "page": "page of an interview",
    "webhook": "their platform's webhook",
    "mail": "their platform's invitation mail",
}
OF_THE_CANDIDATES = ("question", "stored", "page")
RATIO_AIM, LONGEST_AIM_S = 2, 3
GROWTH_AIM_MB = 128  # of any process, over its peak in the calm
MESSAGES_AIM = 100  # Hints carry no work, so a few of each queue are all that there can be to say.
REFUSALS = ("4", "5", "closed", "refused")


@dataclass(frozen=True)
class Wait:
    """`began` is the machine's clock. One that was given up lasted at least so long."""

    what: str
    began: float
    seconds: float
    gave_up: bool = False

    @property
    def ended(self) -> float:
        return self.began + self.seconds


@dataclass(frozen=True)
class Outcome:
    """Memory in MB by process, `owed` rows of the index by organization and kind, `answers` that the attacker got."""

    attack: str
    calm: Sequence[Wait]
    attacked: Sequence[Wait]
    calm_mb: Mapping[str, float] = field(default_factory=dict)
    peak_mb: Mapping[str, float] = field(default_factory=dict)
    messages: Mapping[str, int] = field(default_factory=dict)
    owed: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)


def parted(waits: Sequence[Wait], calm_from: float, attack_from: float, until: float) -> tuple[list[Wait], list[Wait]]:
    """Those of the calm, and those that had still to end when the attack began or began while it lasted."""
    calm = [wait for wait in waits if wait.began >= calm_from and wait.ended <= attack_from]
    attacked = [wait for wait in waits if wait.began < until and wait.ended > attack_from]
    return calm, attacked


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else values[0]


def seconds(waits: Sequence[Wait], what: str) -> list[float]:
    return [wait.seconds for wait in waits if wait.what == what]


def rows(outcome: Outcome) -> list[Row]:
    named = f"{outcome.attack}: "
    waits = [row for what in WAITS for row in wait_rows(outcome, what)]
    return [
        Row(f"{named}longest wait of all", 1000 * longest(outcome), "ms", 1000 * LONGEST_AIM_S, which(outcome)),
        *waits,
        Row("  memory: largest growth of a process", growth(outcome), "MB", GROWTH_AIM_MB, memory(outcome)),
        Row("  messages left in Valkey", sum(outcome.messages.values()), "", MESSAGES_AIM, told(outcome.messages)),
        Row("  rows left in owed_work, due", sum(outcome.owed.values()), "", None, told(outcome.owed)),
        Row("  the attacker's tries that were refused", refused(outcome), "", None, answered(outcome)),
    ]


def wait_rows(outcome: Outcome, what: str) -> Iterator[Row]:
    calm, attacked = seconds(outcome.calm, what), seconds(outcome.attacked, what)
    if not calm or not attacked:
        yield Row(f"  {WAITS[what]}: too few to compare", len(attacked), "")
        return
    before, under = 1000 * p95(calm), 1000 * p95(attacked)
    aim = RATIO_AIM * before if what in OF_THE_CANDIDATES else None
    compared = f"{under / before:.2f} of the calm ({before:.0f} ms; {len(calm)} and {len(attacked)} waits)"
    yield Row(f"  {WAITS[what]}, p95", under, "ms", aim and round(aim, 1), compared)


def longest(outcome: Outcome) -> float:
    return max((wait.seconds for wait in outcome.attacked), default=0.0)


def which(outcome: Outcome) -> str:
    """What took longest, and how many waits were not waited to their end."""
    if not outcome.attacked:
        return ""
    worst = max(outcome.attacked, key=lambda wait: wait.seconds)
    gave_up = sum(wait.gave_up for wait in outcome.attacked)
    return WAITS[worst.what] + (f"; {gave_up} given up" if gave_up else "")


def growth(outcome: Outcome) -> float:
    return max((peak - outcome.calm_mb.get(part, 0) for part, peak in outcome.peak_mb.items()), default=0.0)


def memory(outcome: Outcome) -> str:
    grown = (f"{part} {outcome.calm_mb.get(part, 0):.0f}->{peak:.0f}" for part, peak in outcome.peak_mb.items())
    return ", ".join(grown)


def refused(outcome: Outcome) -> int:
    """HTTP statuses of errors, codes of closed sockets, refusals by a socket's message."""
    return sum(count for answer, count in outcome.answers.items() if answer.startswith(REFUSALS))


def answered(outcome: Outcome) -> str:
    return f"of {sum(outcome.answers.values())}: {told(outcome.answers)}" if outcome.answers else ""


def told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda each: -each[1]) if count)


def what_hurts(outcomes: Sequence[Outcome]) -> list[str]:
    """A paragraph of what missed its aim, the worst attack first."""
    hurting = [(outcome, missed) for outcome in outcomes if (missed := missed_rows(outcome))]
    if not hurting:
        return ["What still hurts: nothing of this. Two candidates do not notice."]
    hurting.sort(key=lambda each: longest(each[0]), reverse=True)
    return ["What still hurts:", *(sentence(outcome.attack, missed) for outcome, missed in hurting)]


def missed_rows(outcome: Outcome) -> list[Row]:
    return [row for row in rows(outcome) if row.verdict.startswith("MISSED")]


def sentence(attack: str, missed: Sequence[Row]) -> str:
    parts = (
        f"{row.what.removeprefix(f'{attack}:').strip()} {row.figure:.0f} {row.unit}".rstrip() + f" (aim {row.aim:.0f})"
        for row in missed
    )
    return f"  {attack}: " + "; ".join(parts)
