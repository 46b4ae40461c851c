"""The results as one table, each aim with whether it was met."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`aim` holds for `figure`, in the same unit: at most that, or at least. `ratio` says what it is a ratio to."""

    what: str
    figure: float
    unit: str
    aim: float | None = None
    ratio: str = ""
    more_is_better: bool = False
    digits: int = 1  # behind the point, of figures below a hundred

    @property
    def is_missed(self) -> bool:
        return self.verdict.startswith("MISSED")

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        less, more = (self.aim, self.figure) if self.more_is_better else (self.figure, self.aim)
        if less <= more:
            return "met"
        return f"MISSED {less / more:.1f}x" if less > 0 < more else "MISSED"

    def cells(self) -> list[str]:
        aim = "" if self.aim is None else f"{self.aim:g} {self.unit}"
        return [
            self.what,
            f"{self.figure:.{0 if self.figure >= 100 else self.digits}f} {self.unit}",
            self.ratio,
            aim,
            self.verdict,
        ]


HEAD = ["", "measured", "ratio", "aim", ""]


def lines(rows: Sequence[Row]) -> list[str]:
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
