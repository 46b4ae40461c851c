"""What one attacker can do, by name."""

from benchmarks.siege.attacks import answers, doors, keys, recordings
from benchmarks.siege.attacks.registry import ATTACKS as ATTACKS
from benchmarks.siege.attacks.registry import Attack as Attack

MODULES = (doors, recordings, answers, keys)
