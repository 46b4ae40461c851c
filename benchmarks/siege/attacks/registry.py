"""Attacks by name. Each is a function that goes on until it is cancelled, or has done what it came for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.siege.attacks.mallory import Mallory
from benchmarks.siege.voices import SCRIPTED, Engines

Begin = Callable[[Mallory], Awaitable[None]]
Prepare = Callable[[], object]


@dataclass(frozen=True)
class Attack:
    """`prepare` is what the attacker makes ready beforehand, at leisure."""

    name: str
    sentence: str
    begin: Begin
    engines: Engines
    prepare: Prepare


ATTACKS: dict[str, Attack] = {}


def attack(
    name: str, sentence: str, *, engines: Engines = SCRIPTED, prepare: Prepare = lambda: None
) -> Callable[[Begin], Begin]:
    def register(begin: Begin) -> Begin:
        ATTACKS[name] = Attack(name, sentence, begin, engines, prepare)
        return begin

    return register
