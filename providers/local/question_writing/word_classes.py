import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("word_classes.toml")
LISTS: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))
WORD_CLASSES = {name: frozenset(words.split()) for name, words in LISTS.items()}
