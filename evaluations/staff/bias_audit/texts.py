"""What is said beside the figures of an audit. Nothing claims more than was counted."""

from evaluations.bias_audit.audit import SELECTED
from evaluations.bias_audit.tables import MIN_SHARE, SHOWN_FROM
from evaluations.staff.texts import RECOMMENDATIONS

PER_CENT = f"{int(MIN_SHARE * 100)}\u00a0%"
SELECTING = " or ".join(f"“{RECOMMENDATIONS[each].label}”" for each in reversed(SELECTED))

NO_AUDIT = (
    "This is no independent audit. Local Law 144 of New York City asks for one by an independent auditor, who needs "
    "tables like these. They say what was counted. They do not say why rates differ, nor anything of people who are "
    "not in them."
)
FEW = f"fewer than {SHOWN_FROM}"
SMALL = f"under {PER_CENT}"
ANOTHER_SEX = "another sex: {}"

METHOD = {
    "Scoring rate": (
        "Of those in a category who were scored, the share whose overall result is above the median of all who were "
        "scored here, those of unknown category included. A result at the median is not above it."
    ),
    "Selection rate": (
        "Of all applicants in a category, the share whom the software's recommendation calls "
        f"{SELECTING}. What people decided afterwards is not known here."
    ),
    "Impact ratio": (
        "The rate of a category divided by the highest rate among the compared categories. Compared are those with a "
        f"rate that are not “{SMALL}”, where there are two or more of them."
    ),
    SMALL.capitalize(): (
        f"Of the applicants whose category is known in the same table, under {PER_CENT} are of this one. It is left "
        "out of the impact ratios, as the rules to Local Law 144 allow."
    ),
    FEW.capitalize(): (
        f"Of a category with fewer than {SHOWN_FROM} applicants nothing is shown, so that nobody can be made out, and "
        f"no rate of fewer than {SHOWN_FROM} who were scored."
    ),
    "Unknown": (
        "Applicants who did not say what the table asks for. “Another sex” are those of them who say that theirs is "
        "another one, or not listed."
    ),
    "Four-fifths rule": (
        "Says where an impact ratio of selection rates is below 0.8, before it is rounded. It is a rule of thumb of "
        "the US Equal Employment Opportunity Commission, and proves nothing by itself."
    ),
    "Ratio at least": (
        "The lowest that the ratio could be if it were known to which of the compared categories, or none, the "
        "applicants of unknown category belong; their results are known. All of them who are not above the median (or "
        "not recommended) are then of this category, and all the others of the category beside it that gets the "
        "highest rate by that."
    ),
    "Ratio at most": (
        "The highest that it could be. All of them who are above the median (or recommended) are then of this "
        "category, and the others are spread over the other categories so that the highest rate there becomes as low "
        "as possible."
    ),
    "Who is counted": "Each interview: who had two counts twice. Nobody's category was guessed or inferred.",
}
