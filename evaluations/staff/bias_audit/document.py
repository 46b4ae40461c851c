"""An audit as facts and tables of text and numbers: what the page, the CSV and the workbook have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from evaluations.bias_audit.audit import Audit
from evaluations.bias_audit.tables import Category, Dimension, Measure, Row, Table
from evaluations.staff.bias_audit.texts import ANOTHER_SEX, FEW, SMALL
from interviews.self_identification import RACES_AND_ETHNICITIES, SEXES

NOTHING = "–"
RATES = {"Scoring rate", "Selection rate"}  # The columns of them; other fractions are ratios.
MEASURES = {Measure.SCORING: "Scoring rate", Measure.SELECTION: "Selection rate"}
DIMENSIONS = {
    Dimension.SEX: "by sex",
    Dimension.RACE_ETHNICITY: "by race or ethnicity",
    Dimension.BOTH: "by sex and race or ethnicity",
}
NAMES: dict[str, str] = dict([*SEXES.items(), *RACES_AND_ETHNICITIES.items()])
COLUMNS = {
    Measure.SCORING: ["Applicants", "Scored", "Above the median", "Scoring rate", "Impact ratio"],
    Measure.SELECTION: ["Applicants", "Recommended", "Selection rate", "Impact ratio", "Four-fifths rule"],
}
BOUNDS = ["Ratio at least", "Ratio at most"]
Value = str | int | Fraction
Facts = list[tuple[str, str | int]]


@dataclass(frozen=True)
class Section:
    """One table."""

    title: str
    columns: list[str]
    lines: list[list[Value]]

    @property
    def shown(self) -> list[list[tuple[str, str]]]:
        """The cells of each line, each with the name of its column."""
        return [
            [(column, as_text(column, value)) for column, value in zip(self.columns, line, strict=True)]
            for line in self.lines
        ]


def as_text(column: str, value: Value) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.1%}" if column in RATES else f"{float(value):.3f}"
    return f"{value:,}" if isinstance(value, int) else value


def facts(audit: Audit, organization: str, made_at: datetime) -> Facts:
    choice = audit.choice
    return [
        ("Organization", organization),
        ("Made on", f"{made_at:%Y-%m-%d %H:%M} UTC"),
        ("Interviews completed", f"from {choice.first_day} until {choice.last_day}, in UTC"),
        ("Job", choice.job.title if choice.job else "All jobs"),
        ("Engine chosen", choice.engine or "All engines"),
        ("Data", "Completed live interviews with an evaluation, as it is now. No test data."),
        ("Categories", "What candidates chose to say of themselves after the interview."),
        ("Applicants", audit.applicants),
        ("Of these scored", audit.scored),
        ("Median of the overall results", NOTHING if audit.median is None else f"{audit.median:g}"),
        ("Applicants who said nothing of themselves", audit.without_answer),
        ("Of these with an answer that cannot be opened any more", audit.unreadable),
        ("Left out: completed, without an evaluation", audit.not_evaluated),
        *versions("Scored by", audit.engines),
        *versions("Rubric version", audit.rubrics),
        *((f"Prompt version of {each.engine}", f"{each.version} (SHA-256 {each.sha256})") for each in audit.prompts),
    ]


def versions(label: str, numbers: Sequence[tuple[str, int]]) -> Facts:
    return [(label, f"{version or 'none'}: {number} evaluations") for version, number in numbers]


def sections(audit: Audit) -> list[Section]:
    return [section(table) for table in audit.tables]


def section(table: Table) -> Section:
    return Section(
        title=f"{MEASURES[table.measure]} {DIMENSIONS[table.dimension]}",
        columns=["Category", *COLUMNS[table.measure], *BOUNDS, "Note"],
        lines=[line(table.measure, row) for row in table.rows] + [unknown(table)],
    )


def line(measure: Measure, row: Row) -> list[Value]:
    bounds = [shown(row.lowest), shown(row.highest)]
    if measure == Measure.SCORING:
        numbers = [measured(row), shown(row.hits), shown(row.rate), shown(row.ratio)]
    else:
        numbers = [shown(row.hits), shown(row.rate), shown(row.ratio), four_fifths(row)]
    return [name(row.category), people(row.applicants), *numbers, *bounds, note(row)]


def unknown(table: Table) -> list[Value]:
    width = len(COLUMNS[table.measure]) - 1 + len(BOUNDS)
    told = "" if table.dimension == Dimension.RACE_ETHNICITY else ANOTHER_SEX.format(people(table.another_sex))
    return ["Unknown", table.unknown, *[NOTHING] * width, told]


def people(number: int | None) -> str | int:
    return FEW if number is None else number


def measured(row: Row) -> Value:
    return FEW if row.measured is None and row.applicants is not None else shown(row.measured)


def shown(value: int | Fraction | None) -> Value:
    return NOTHING if value is None else value


def name(category: Category) -> str:
    return ", ".join(NAMES[each] for each in category)


def four_fifths(row: Row) -> str:
    if row.ratio is None:
        return NOTHING
    return "below" if row.below_four_fifths else "not below"


def note(row: Row) -> str:
    return SMALL if row.under_min_share else ""
