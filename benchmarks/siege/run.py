"""One attack: an installation of its own, a calm, then the attacker, and two candidates who talk through both."""

import time
from contextlib import ExitStack

from benchmarks.siege import aftermath, seeding
from benchmarks.siege.attacks.registry import Attack
from benchmarks.siege.children import Child
from benchmarks.siege.memory import Peaks
from benchmarks.siege.reckoning import Outcome, Wait, parted
from benchmarks.siege.seeding import People
from tests import stack
from tests.stack import Stack

LIVE_THREADS = 8  # as `make run` has them


def besiege(attack: Attack, seconds: float) -> Outcome:
    with stack.running(attack.engines.settings, live_threads=LIVE_THREADS) as running:
        besieged, mallory = seeding.read(running.run("benchmarks.siege.seeding"))
        aftermath.settle(running)
        return watch(running, attack, besieged, mallory, seconds * attack.engines.longer)


def watch(running: Stack, attack: Attack, besieged: People, mallory: People, seconds: float) -> Outcome:
    with ExitStack() as ends:
        attacker = ends.enter_context(Child("attacker", orders(running, attack, mallory, seconds)))
        assert attacker.hear() == "ready"
        bystanders = ends.enter_context(Child("bystanders", life(running, attack, besieged)))
        assert bystanders.hear() == "ready"
        peaks = ends.enter_context(Peaks(running.pids()))
        calm_from = time.time()
        time.sleep(seconds)
        attack_from, calm_mb = time.time(), peaks.afresh()
        attacker.tell("go")
        time.sleep(seconds)
        until = time.time()
        bystanders.tell(until)
        messages, owed = aftermath.messages(running), aftermath.owed(running, mallory)
        waits = [Wait(**each) for each in bystanders.hear()] + aftermath.mail_waits(running, besieged)
        calm, attacked = parted(waits, calm_from, attack_from, until)
        return Outcome(attack.name, calm, attacked, calm_mb, peaks.afresh(), messages, owed, attacker.hear())


def orders(running: Stack, attack: Attack, mallory: People, seconds: float) -> dict[str, object]:
    return {"attack": attack.name, "base": running.webs[0], "people": vars(mallory), "seconds": seconds}


def life(running: Stack, attack: Attack, besieged: People) -> dict[str, object]:
    """The interviews by turns: each candidate has enough of them for the whole siege."""
    links = [besieged.links[0::2], besieged.links[1::2]]
    return {"links": links, "engines": attack.engines.name, "base": running.webs[0], "key": besieged.live_key}
