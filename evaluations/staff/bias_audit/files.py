"""An audit as a file: CSV, or a workbook with a sheet for each table. No cell of either is run as a formula."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from evaluations.staff.bias_audit.document import RATES, Facts, Section
from evaluations.staff.bias_audit.texts import METHOD, NO_AUDIT
from evaluations.staff.cells import cell
from evaluations.staff.exports import as_csv, attached

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGITS = Decimal("0.0001")
WIDTHS = {"wide": 44, "usual": 18}
# What stands in a cell is what is written: no text becomes a formula, an address or a number by its looks.
AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def audit_csv(facts: Facts, sections: Iterable[Section], name: str) -> HttpResponse:
    rows = about(facts)
    for section in sections:
        rows += [[], [section.title], section.columns, *([plain(value) for value in line] for line in section.lines)]
    return as_csv(["Bias audit"], rows, name)


def about(facts: Facts) -> list[list[Any]]:
    return [[NO_AUDIT], *map(list, facts), *map(list, METHOD.items())]


def plain(value: object) -> Any:
    """Fractions to four digits."""
    if not isinstance(value, Fraction):
        return value
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(DIGITS)


def audit_xlsx(facts: Facts, sections: Iterable[Section], name: str) -> HttpResponse:
    written = BytesIO()
    with Workbook(written, AS_WRITTEN) as book:
        add_about(book, facts)
        for number, section in enumerate(sections, 1):
            add_table(book, f"Table {number}", section)
    return attached(HttpResponse(written.getvalue(), content_type=XLSX), name)


def add_about(book: Workbook, facts: Facts) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 1, WIDTHS["wide"], book.add_format({"text_wrap": True, "valign": "top"}))
    for place, row in enumerate([["Bias audit"], *about(facts)]):
        write(sheet, place, row)


def add_table(book: Workbook, name: str, section: Section) -> None:
    """Under its title: a name of a sheet may not be as long."""
    sheet = book.add_worksheet(name)
    percent, ratio = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "0.000"})
    sheet.set_column(0, 0, WIDTHS["wide"])
    for column, head in enumerate(section.columns[1:], 1):
        fractions = percent if head in RATES else ratio if "atio" in head else None
        sheet.set_column(column, column, WIDTHS["usual"], fractions)
    rows: list[Sequence[object]] = [[section.title], section.columns, *section.lines]
    for place, row in enumerate(rows):
        write(sheet, place, row)


def write(sheet: Worksheet, place: int, row: Iterable[object]) -> None:
    for column, value in enumerate(row):
        kept = cell(plain(value))
        if isinstance(kept, str):
            sheet.write_string(place, column, kept)
        else:
            sheet.write_number(place, column, kept)
