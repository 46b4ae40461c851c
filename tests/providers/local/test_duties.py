"""What somebody does in a job, in the words of its description, and in a form that can be asked about."""

import pytest

from providers.local.question_writing.duties import duties

WELDER = "Welds pipes and plates to a drawing, prepares joints, reads drawings and checks welds."


def told(description: str) -> list[str]:
    return [duty.do for duty in duties(description)]


@pytest.mark.parametrize(
    ("description", "done"),
    [
        (WELDER, ["weld pipes and plates to a drawing", "prepare joints", "read drawings", "check welds"]),
        ("Leads a team of four.", ["lead a team of four"]),
        ("Designs circuits. Tests boards. Documents results.", ["design circuits", "test boards", "document results"]),
        (
            "- Cooks meals for eighty children\n- Orders food\n- Stores goods safely",
            ["cook meals for eighty children", "order food", "store goods safely"],
        ),
        (
            "Manages schedules, schedules meetings and answers calls",
            ["manage schedules", "schedule meetings", "answer calls"],
        ),
        ("The candidate carefully washes patients and writes reports.", ["wash patients", "write reports"]),
    ],
)
def test_the_third_person_is_put_into_base_form(description: str, done: list[str]) -> None:
    assert told(description) == done


@pytest.mark.parametrize(
    "description",
    ["Reports and dashboards for sales", "Designs of machines, tests of machines", "Sales reports, market studies"],
)
def test_plurals_are_no_verbs(description: str) -> None:
    assert all(duty.is_named_only for duty in duties(description))
