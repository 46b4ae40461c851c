"""Neighbours put together, so that a text is never more pieces than a bound says, and no word of it is left out."""

from collections.abc import Sequence


def groups(texts: Sequence[str], most: int) -> list[list[str]]:
    """The texts in their order. While they are no more than `most`, each is a group of its own."""
    if len(texts) <= most:
        return [[text] for text in texts]
    full = -(-sum(map(len, texts)) // most)  # So many groups of this length hold all of it.
    found: list[list[str]] = []
    length = full
    for text in texts:
        if length >= full:
            found.append([])
            length = 0
        found[-1].append(text)
        length += len(text)
    return found
