"""`python -m benchmarks.alone onboarding`: one benchmark on stores of its own, started for it and thrown away."""

import sys
from contextlib import ExitStack
from importlib import import_module

import django

from tests.stores import start_stores


def main(name: str) -> None:
    with ExitStack() as stack:
        start_stores(stack.callback)
        django.setup()
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1])
