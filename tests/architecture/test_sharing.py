from pathlib import Path

from tests.sharing import LONGEST_FIRST

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_begun_first_exists() -> None:
    assert [path for path in LONGEST_FIRST if not (ROOT / path).exists()] == []
